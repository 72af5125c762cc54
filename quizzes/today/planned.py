"""What a worker plans: the days that were opened for an interview, and where each plan leads.

Lists come first: one takes milliseconds, in its learner's turn, and who comes before a worker has it made at once
(`quizzes.today.opening`). Where it leads takes some seconds, so it is worked out without a lock on the row and written
if that still holds the same plan. One worker at a time does so, as the others have mails and deadlines to see to; a
crash leaves the row as it was, and one that fails does not hold up the others. Who asked last is served first: they
wait at the page, while those whose days began in their sleep do not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic

from django.db import connection, transaction

from quizzes.reviews.cards import take_turn
from quizzes.reviews.counting import dated
from quizzes.reviews.dated import State, state_of
from quizzes.reviews.days import local_day
from quizzes.reviews.models import DayPlan, Review
from quizzes.reviews.outlook import current, outlook, stored
from quizzes.today.path import aims, plan_day
from sdwiki.sweeping import one_of_many

LISTS = 1000  # of a run
LOCK = 0x914A7  # the advisory lock of who foretells
SECONDS = 45  # of a run, after which no forecast is begun: the next run follows within a minute, and would do them too


def plan_wanted(now: datetime) -> int:
    """Plan what is wanted, as far as the time of a run goes; how many forecasts were asked for."""
    until, tried = monotonic() + SECONDS, list[int]()
    wanted = DayPlan.objects.filter(wants=True).select_related("learner")
    for row in list(wanted.filter(cards__isnull=True).order_by("pk")[:LISTS]):
        with one_of_many("The day %s could not be planned", row.pk):
            list_day(row, now)
    listed = wanted.filter(cards__isnull=False).order_by("-planned_at", "pk")
    with _alone() as alone:
        while alone and (last := listed.exclude(pk__in=tried).first()):
            tried.append(last.pk)
            with one_of_many("Where the plan %s leads could not be worked out", last.pk):
                _outlook(last, now)
            if monotonic() >= until:
                break
    return len(tried)


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else foretells meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@transaction.atomic
def list_day(row: DayPlan, now: datetime) -> None:
    """Give an opened day its list: for the interview, or of what the minutes hold. Where nothing was answered since the
    last plan for the interview, its forecast stands: it is worked out anew once the learner is back, or asks for it.
    What a learner has changed until their turn came, counts; a list that they made themselves stays."""
    take_turn(row.learner)
    row = DayPlan.objects.select_related("learner").get(pk=row.pk)
    if row.cards is not None:
        return
    if not _todays(row, now):
        _finish(row)
        return
    made = plan_day(learner=row.learner, now=now)
    if made is not None and (before := _still_true(made)):
        _finish(made, outlook=before)


def _outlook(row: DayPlan, now: datetime) -> None:
    if not (_todays(row, now) and dated(row.learner, row.day)):
        _finish(row, outlook=None)  # what stands there is of a plan before that
        return
    aim = aims(row.learner, now)
    state = state_of(row.learner, now, **aim)
    other = state_of(row.learner, now, **aim, breadth_first=not state.breadth_first)
    if _facts(state) != _facts(other):
        return  # one came or went between the two: the next run looks again
    found = outlook(
        state.items, gains=state.gains, pace=state.own, minutes=round(state.seconds / 60), breaks=state.breaks,
        breadth_first=state.breadth_first, otherwise=other.items,
    )  # fmt: skip
    _finish(row, outlook=stored(found) if found else None)


def _todays(row: DayPlan, now: datetime) -> bool:
    """Whether it is still the learner's day."""
    return row.day == local_day(now, row.learner.time_zone, row.learner.day_start)


def _facts(state: State) -> set[tuple[int, int]]:
    return {(item.key, item.group) for item in state.items}


def _still_true(row: DayPlan) -> dict[str, object] | None:
    """The forecast of the last plan before, if it is of that plan, and nothing was answered since."""
    planned = DayPlan.objects.filter(
        learner=row.learner_id, date=row.date, day__lt=row.day, cards__isnull=False, planned_at__isnull=False
    )
    before = planned.order_by("-day").first()
    if before is None or before.planned_at is None or not (before.worked_out and before.outlook):
        return None
    log = Review.objects.filter(learner=row.learner_id, at__gte=before.planned_at)
    kept: dict[str, object] = before.outlook
    return kept if current(kept) and not log.exists() else None


def _finish(row: DayPlan, **values: object) -> None:
    """Write what was worked out, unless the plan was made anew meanwhile."""
    DayPlan.objects.filter(pk=row.pk, planned_at=row.planned_at).update(wants=False, **values)
