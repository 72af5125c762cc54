"""The sweep that tells learners of their assignments: each event once to each person, in the inbox first."""

from datetime import datetime

from django.db import transaction

from quizzes.classes.assignments.given import given
from quizzes.classes.assignments.models import Assignment
from quizzes.classes.assignments.steering import place_anew
from quizzes.classes.assignments.telling import INSTANT
from quizzes.classes.models import Membership
from quizzes.classes.noticing.happenings import Happening, happenings, next_instant, withdrawal
from quizzes.classes.noticing.moving import held_until
from quizzes.progress.queries import today_of
from sdwiki.inbox.kinds import ASSIGNED
from sdwiki.inbox.models import Notice
from sdwiki.inbox.services import tell
from sdwiki.sweeping import one_of_many

BATCH = 100  # notices in one transaction


def tell_due(*, now: datetime, most: int = BATCH) -> int:
    """Tell what has happened to assignments up to now: how many notices. One that fails does not hold up the others,
    and what another sweep has in hand is passed over."""
    due = Assignment.objects.filter(tell_at__lte=now, cohort__archived_at=None).order_by("tell_at", "pk")
    told = 0
    for pk in list(due.values_list("pk", flat=True)):
        with one_of_many("What happened to assignment %s could not be told", pk):
            while (step := _tell_some(pk, now, most)) is not None:
                told += step
    return told


@transaction.atomic
def _tell_some(pk: int, now: datetime, most: int) -> int | None:
    """Tell the next of what happened to one assignment; None where nothing is left."""
    locked = Assignment.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=pk, tell_at__lte=now).first()
    if locked is None:
        return None
    one = given([pk])[0]
    if one.published_at is None:
        _done(pk, None, now)
        return None
    if until := held_until(one, now):
        Assignment.objects.filter(pk=pk).update(tell_at=until)
        return None
    members = list(
        Membership.objects.present().filter(cohort=one.cohort_id, learner__is_active=True).select_related("learner")
    )
    since = locked.told_until or one.published_at - INSTANT
    happened = happenings(one, members, since, now) if one.withdrawn_at is None else withdrawal(one, members)
    left = _untold(list(happened))
    for each in left[:most]:
        day = today_of(each.person, now)
        tell(person=each.person, kind=each.kind, key=each.key, message=each.message, day=day, now=now)
    place_anew([each.person.pk for each in left[:most] if each.kind == ASSIGNED], now)
    if len(left) <= most:
        _done(pk, next_instant(one, members, now) if one.withdrawn_at is None else None, now)
    return len(left[:most])


def _untold(found: list[Happening]) -> list[Happening]:
    keys = {each.key for each in found}
    rows = Notice.objects.filter(person__in={each.person.pk for each in found}, key__in=keys) if found else None
    told = set(rows.values_list("person", "kind", "key")) if rows is not None else set()
    return [each for each in found if (each.person.pk, each.kind, each.key) not in told]


def _done(pk: int, tell_at: datetime | None, now: datetime) -> None:
    Assignment.objects.filter(pk=pk).update(tell_at=tell_at, told_until=now)
