"""A day is opened when its learner comes, if no sweep has opened it: whoever comes first finds the list of this day.

A list takes milliseconds; where the plan leads takes seconds, and is left to a worker (`quizzes.today.planned`).
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from quizzes.reviews.days import local_day
from quizzes.reviews.models import DayPlan
from quizzes.today.planned import list_day
from quizzes.today.services import open_day_of
from sdwiki import clock
from sdwiki.sweeping import one_of_many

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


# The pages that say what a day holds, or what of it is due. No other asks who is there, for a browser may keep some.
SPEAK_OF_DAYS = {
    "attempt", "home", "plan", "progress", "review", "review-choose", "review-load", "study-statistics", "topic-bar",
    "wiki",
}  # fmt: skip


class OpeningMiddleware:
    """Opens the day of a member before a page speaks of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        """Where something is sent, the page that sent it has opened the day."""
        match = request.resolver_match
        speaks = match and match.namespace == "quizzes" and match.url_name in SPEAK_OF_DAYS
        if speaks and request.method == "GET" and request.user.is_authenticated:
            open_day(request.user, clock.now())


def open_day(learner: "User", now: datetime) -> None:
    """Give a learner's day its plan and its list, if it has to have one and has none. One statement where it has.

    What goes wrong is told in the log: a page without its list says less, and no page would say nothing."""
    if learner.minutes_per_day is None:  # then nothing has a list
        return
    days = DayPlan.objects.filter(learner=learner, day=local_day(now, learner.time_zone, learner.day_start))
    if days.exclude(wants=True, cards__isnull=True).exists():
        return
    with one_of_many("The day of account %s could not be opened", learner.pk):
        open_day_of(learner, now)
        if row := days.filter(wants=True, cards__isnull=True).select_related("learner").first():
            list_day(row, now)
