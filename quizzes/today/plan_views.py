"""The plan for the interview: what it promises, and a press to make it anew."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.progress.queries import today_of
from quizzes.reviews.dated import plan_today
from quizzes.today import services, words
from quizzes.today.forms import PlanForm
from quizzes.today.plan_queries import planned
from quizzes.today.planning import Work
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.models import User
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def plan(request: MemberRequest) -> HttpResponse:
    """The promise for the date; posting sets the date and the minutes."""
    # The form works on a copy: what it refuses must not show in the rest of the page.
    person, now = User.objects.get(pk=request.user.pk), clock.now()
    form = PlanForm(request.POST or None, instance=person, today=today_of(person, now))
    if form.is_valid():
        services.save_settings(user=form.instance, now=now)
        return redirect("quizzes:plan")
    found = planned(request.user, now)
    work = Work(found.load.due + found.load.learning, found.load.fresh, found.load.minutes) if found else Work()
    context = {"form": form, "plan": found, "today": words.promise(work)}
    return render(request, "today/plan.html", context, status=422 if form.is_bound else 200)


@require_POST
@members_only
def again(request: MemberRequest) -> HttpResponse:
    """Make today's plan anew, from what is known now. Twice is once."""
    if plan_today(learner=request.user, now=clock.now()):
        messages.success(request, "Today is planned anew.")
    return redirect("quizzes:plan")
