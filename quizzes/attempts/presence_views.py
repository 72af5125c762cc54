"""What the page of a running attempt says twice a minute: that it is there."""

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_POST

from quizzes.attempts import pages, presence
from quizzes.attempts.forms import HereForm
from quizzes.attempts.models import Attempt
from quizzes.attempts.views import own_attempt
from sdwiki import clock
from sdwiki.typing import PageRequest


@require_POST
@own_attempt
def here(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """Note where somebody is, and answer with what staff have said to all, and with the time that is left."""
    form = HereForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("This could not be read.")
    if attempt.submitted_at:
        return HttpResponse(status=204, headers={"Time-Left": "0"})  # the page hands in, and so shows the result
    presence.hear(attempt=attempt, position=form.cleaned_data["position"], now=clock.now())
    said = presence.said_to(attempt)
    answer = render(request, "attempts/said.html", {"said": said}) if said else HttpResponse(status=204)
    return pages.timed(answer, attempt)
