"""What a worker plans: the days that were opened for an interview, and where each plan leads.

A row that ``wants`` it is read, worked out without a lock, since that takes seconds, and written if it is still the
same plan. Two workers at once do it twice, with the same outcome; a crash leaves the row as it was.
"""

from datetime import datetime

from quizzes.reviews.counting import dated
from quizzes.reviews.dated import plan_today, state_of
from quizzes.reviews.days import local_day
from quizzes.reviews.models import DayPlan, Review
from quizzes.reviews.outlook import outlook, stored

AT_ONCE = 20  # rows of a run: the next one follows within seconds


def plan_wanted(now: datetime, most: int = AT_ONCE) -> int:
    """Plan what is wanted; how many rows were looked at."""
    rows = list(DayPlan.objects.filter(wants=True).select_related("learner").order_by("pk")[:most])
    for row in rows:
        _plan(row, now)
    return len(rows)


def _plan(row: DayPlan, now: datetime) -> None:
    learner = row.learner
    if row.day != local_day(now, learner.time_zone, learner.day_start) or not dated(learner, row.day):
        _finish(row)
        return
    if row.cards is None:
        made = plan_today(learner=learner, now=now)
        assert made is not None  # the day is planned: this was asked above
        row = made
        if before := _still_true(row):
            _finish(row, outlook=before)
            return
    state = state_of(learner, now)
    found = outlook(state.items, gains=state.gains, minutes=round(state.seconds / 60))
    _finish(row, outlook=stored(found) if found else None)


def _still_true(row: DayPlan) -> dict[str, object] | None:
    """The outlook of the last plan where nothing was answered since: it is worked out anew once the learner is back, or
    asks for it."""
    last = DayPlan.objects.filter(
        learner=row.learner_id, date=row.date, day__lt=row.day, outlook__isnull=False, planned_at__isnull=False
    )
    before = last.order_by("-day").first()
    if before is None or before.planned_at is None:
        return None
    log = Review.objects.filter(learner=row.learner_id, at__gte=before.planned_at)
    outlook: dict[str, object] | None = None if log.exists() else before.outlook
    return outlook


def _finish(row: DayPlan, **values: object) -> None:
    """Write what was worked out, unless the plan was made anew meanwhile."""
    DayPlan.objects.filter(pk=row.pk, planned_at=row.planned_at).update(wants=False, **values)
