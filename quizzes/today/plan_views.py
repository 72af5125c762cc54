"""The plan for the interview: what it promises, and a press to make it anew."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.progress.queries import today_of
from quizzes.today import services, words
from quizzes.today.forms import PlanForm
from quizzes.today.path import plan_day
from quizzes.today.plan_queries import planned
from quizzes.today.planning import Work
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.models import User
from sdwiki.typing import MemberRequest

ASKS = 30  # every four seconds: a worker looks each minute, and takes some seconds


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
    context = {"form": form, **_shown(request.user, now, request.GET.get("waited", "0"))}
    return render(request, "today/plan.html", context, status=422 if form.is_bound else 200)


def _shown(learner: User, now: datetime, waited: str) -> dict[str, object]:
    """The plan in words. While its forecast is worked out the page asks again, so many times at most."""
    found = planned(learner, now)
    work = Work(found.load.due + found.load.learning, found.load.fresh, found.load.minutes) if found else Work()
    asks = int(waited) + 1 if waited.isdecimal() and len(waited) <= len(str(ASKS)) else ASKS + 1
    waiting = found is not None and not found.promise and not found.empty
    return {
        "plan": found,
        "today": words.promise(work),
        "waiting": waiting,
        "asks": asks if waiting and asks <= ASKS else 0,
    }


@require_POST
@members_only
def again(request: MemberRequest) -> HttpResponse:
    """Make today's plan anew, from what is known now. Twice is once."""
    if plan_day(learner=request.user, now=clock.now()):
        messages.success(request, "Today is planned anew.")
    return redirect("quizzes:plan")
