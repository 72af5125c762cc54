"""The page after sign-up, which settings lead to again: what a plan needs, in a minute."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from quizzes.progress.queries import today_of
from quizzes.reviews.models import LearnerPath
from quizzes.today import services
from quizzes.today.begin_forms import BeginForm
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.models import User
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def begin(request: MemberRequest) -> HttpResponse:
    """Ask for interview, minutes, level and path; posting keeps them."""
    # The form works on a copy: what it refuses must not show in the rest of the page.
    person, now = User.objects.get(pk=request.user.pk), clock.now()
    chosen = LearnerPath.objects.filter(learner=person).first()
    form = BeginForm(request.POST or None, instance=person, today=today_of(person, now), chosen=chosen)
    if form.is_valid():
        services.begin(user=form.instance, path=form.cleaned_data["path"], level=form.cleaned_data["level"], now=now)
        return redirect("quizzes:home")
    return render(request, "today/begin.html", {"form": form}, status=422 if form.is_bound else 200)
