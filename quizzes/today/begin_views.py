"""The page after sign-up, which settings lead to again: what a plan needs, in a minute."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from quizzes.attempts.errors import Conflict, TooFew
from quizzes.attempts.placement import start_placement
from quizzes.progress.queries import today_of
from quizzes.reviews.models import LearnerPath
from quizzes.today import services
from quizzes.today.begin_forms import BeginForm
from quizzes.today.reminders import hour_of
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
    today, hour = today_of(person, now), hour_of(person)
    form = BeginForm(request.POST or None, instance=person, today=today, chosen=chosen, hour=hour)
    if form.is_valid():
        path, level, chosen_hour, key = (form.cleaned_data[name] for name in ("path", "level", "reminder", "key"))
        services.begin(user=form.instance, path=path, level=level, hour=chosen_hour, now=now)
        return _placement(request, level, key, now) if "placement" in request.POST else redirect("quizzes:home")
    return render(request, "today/begin.html", {"form": form}, status=422 if form.is_bound else 200)


def _placement(request: MemberRequest, level: int, key: UUID, now: datetime) -> HttpResponse:
    """On to the first question, or to Today where nothing can be asked."""
    try:
        return redirect(start_placement(learner=request.user, level=level, key=key, now=now))
    except (TooFew, Conflict):
        messages.warning(request, "What you chose is saved. There is nothing to ask yet.")
        return redirect("quizzes:home")
