"""That the dates of an assignment were moved for everybody, or that it was taken back, as its learners are told.

Each is told of what changed since they were last told of its dates, however often it was moved meanwhile. Nothing is
told while it can still be undone: then whoever undoes it has told nobody anything.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max, Q

from quizzes.classes.assignments import judging
from quizzes.classes.assignments.given import Given
from quizzes.classes.assignments.judging import Dates, day_in
from quizzes.classes.assignments.models import DateChange
from quizzes.classes.assignments.tasks import SHOWN_AFTER
from quizzes.classes.assignments.telling import GRACE
from quizzes.classes.noticing import words
from quizzes.classes.noticing.words import Said
from sdwiki.accounts.models import User
from sdwiki.inbox.kinds import ASSIGNED
from sdwiki.inbox.models import Notice


def held_until(one: Given, now: datetime) -> datetime | None:
    """Until when nothing may be told of an assignment, as staff may undo what they did; None for now. One query."""
    moved = DateChange.objects.filter(assignment=one.pk, at__gt=now - GRACE).aggregate(last=Max("at"))["last"]
    until = max((at + GRACE for at in (moved, one.withdrawn_at) if at), default=None)
    return until if until and until > now else None


def moved(one: Given, asked: dict[int, User], now: datetime) -> Iterator[tuple[User, str, Said]]:
    """Who is told of other dates: each with the key of it and what is said. Two queries, one where nothing was moved.

    What had not opened for somebody, they know nothing of; who was given another date of their own keeps that.
    """
    rows = list(DateChange.objects.filter(assignment=one.pk, at__lte=now).order_by("pk"))
    known = _told(one, asked) if rows else {}
    for pk, at in known.items():
        since = [row for row in rows if row.at >= at]
        after = one.dates(pk)
        if since and not after.over(now):
            first, last = since[0], since[-1]
            days = _days(_dates_before(one, first, pk), after, first.at, one, now)
            if days:
                yield asked[pk], f"moved-{one.pk}-{last.pk}", words.moved(one.title, days, one.zone)


def taken_back(one: Given, asked: dict[int, User]) -> Iterator[tuple[User, str, Said]]:
    """Who is told that nobody asks for it any more: those who know of it, while it was among what is asked of them. One
    query."""
    assert one.withdrawn_at is not None
    for pk in _told(one, asked):
        if one.dates(pk).due > one.withdrawn_at - SHOWN_AFTER:
            yield asked[pk], f"withdrawn-{one.pk}", words.taken_back(one.title, one.cohort_name)


def _told(one: Given, asked: dict[int, User]) -> dict[int, datetime]:
    """Those of these people who were told of the assignment: when they were last told of its dates."""
    of_it = Q(key=f"assigned-{one.pk}") | Q(key__startswith=f"moved-{one.pk}-")
    rows = Notice.objects.filter(of_it, person__in=asked, kind=ASSIGNED)
    return dict(rows.order_by().values_list("person").annotate(last=Max("at")))


def _dates_before(one: Given, row: DateChange, learner: int) -> Dates:
    return judging.dates_of(
        opens=row.opens, due=row.due, closes=row.closes, late=one.late, extended=one.extended.get(learner)
    )


def _days(before: Dates, after: Dates, since: datetime, one: Given, now: datetime) -> list[words.Moved]:
    """What has moved to another day in the class's zone; when it opened does not matter once it has."""
    pairs = [
        ("due", before.due, after.due),
        ("opens", None if before.opened(since) else before.opens, None if after.opened(now) else after.opens),
        ("closes", before.closes, after.closes),
    ]
    days = [words.Moved(name, *(day_in(at, one.zone) if at else None for at in both)) for name, *both in pairs]
    return [each for each in days if each.old != each.new]
