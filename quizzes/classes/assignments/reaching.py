"""Whether somebody gets to what is asked of them by what they have set: said to them while they can set more.

It is what their teacher reads before assigning, for one learner: at their own pace, which teachers are not told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from quizzes.classes.assignments import judging
from quizzes.classes.assignments.evidence import Pair, Scope, now_of
from quizzes.classes.assignments.feasibility import KEPT, Short, short_of
from quizzes.classes.assignments.given import Given, given_to
from quizzes.classes.assignments.judging import INTRODUCED, RECALL, Found, Need, parts_of
from quizzes.classes.assignments.means import Pages, means_of, pages_of
from quizzes.progress.queries import today_of
from quizzes.reviews.counting import dated, pace_of
from quizzes.reviews.load import Pace
from quizzes.reviews.models import Card

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

WORTH = {RECALL: KEPT, INTRODUCED: 1.0}  # of a fact that was introduced, to what a requirement counts


@dataclass(frozen=True)
class Shortfall:
    """An assignment that its learner does not get to by its ``day`` in the class's zone: by their plan for an
    interview (``planned``), or else by what they have set."""

    given: Given
    day: date
    planned: bool
    short: Short


def falling_short(learner: "User", now: datetime) -> list[Shortfall]:
    """What the classes of a learner ask for now and they do not get to, the nearest due first. Six statements, one
    where nothing is asked."""
    asked = [one for one in given_to(learner) if one.dates(learner.pk).opened(now) and _needs(one)]
    pairs = [Pair(one.pk, learner, now, one.dates(learner.pk).due, now) for one in asked]
    found = now_of(pairs, {one.pk: Scope(one.topics) for one in asked})
    return shortfalls(learner, [(one, found[one.pk, learner.pk]) for one in asked], now)


def shortfalls(learner: "User", asked: Iterable[tuple[Given, Found]], now: datetime) -> list[Shortfall]:
    """Those of some assignments, of which is known what was found, that their learner does not get to. Four
    statements, none without any that may be one."""
    ahead = [
        (one, found, need)
        for one, found in asked
        if found.total and now <= (dates := one.dates(learner.pk)).due and not dates.excused
        for need in _missing(one, found)
    ]
    if not ahead:
        return []
    pace, pages = pace_of(learner), pages_of([learner], {topic for one, *_ in ahead for topic in one.topics})
    planned, met = dated(learner, today_of(learner, now)), dict[int, Shortfall]()
    reviews = {} if planned else _reviews(learner, [one for one, *_ in ahead])
    for one, found, need in ahead:
        if short := _short(learner, one, found, need, pages, pace, reviews.get(one.pk, 0), now):
            day = judging.day_in(one.dates(learner.pk).due, one.zone)
            met.setdefault(one.pk, Shortfall(one, day, planned, short))
    return list(met.values())


def _needs(one: Given) -> Sequence[Need]:
    return [need for need in one.needs if need.kind in WORTH]


def _missing(one: Given, found: Found) -> Sequence[Need]:
    """What of it is not fulfilled and hangs on how many facts somebody gets to."""
    needs = _needs(one)
    return [need for need, part in zip(needs, parts_of(needs, found), strict=True) if not part.met]


def _reviews(learner: "User", asked: Iterable[Given]) -> dict[int, int]:
    """How many reviews fall due until each of these is: without a plan they come before what is new. One statement."""
    begun = Card.objects.filter(learner=learner, suspended=False).exclude(state=Card.State.NEW)
    until = {f"a{one.pk}": Count("pk", filter=Q(due__lte=one.dates(learner.pk).due)) for one in asked}
    return {int(name[1:]): number for name, number in begun.aggregate(**until).items()}


def _short(
    learner: "User", one: Given, found: Found, need: Need, pages: Pages, pace: Pace, reviews: int, now: datetime
) -> Short | None:
    due = one.dates(learner.pk).due
    means = means_of(learner, found, reading=pages.left_of(one.topics, learner.pk), due=due, now=now)
    days = (today_of(learner, due) - today_of(learner, now)).days + 1
    means = replace(means, taken=reviews * pace.review / max(days - means.rests, 1))
    share, worth = need.share or 1.0, WORTH[need.kind]
    return short_of(means, total=found.total, share=share, days=days, worth=worth, pace=pace)
