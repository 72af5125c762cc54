"""A nudge is sent, taken back before it goes out, and told once by a sweep."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from quizzes.classes.assignments.given import given
from quizzes.classes.assignments.telling import GRACE
from quizzes.classes.errors import NotPossible
from quizzes.classes.models import Cohort, Membership
from quizzes.classes.nudging.models import Nudge
from quizzes.classes.nudging.words import title_of
from quizzes.progress.queries import today_of
from sdwiki.accounts.models import User
from sdwiki.events import event
from sdwiki.inbox.kinds import NUDGE
from sdwiki.inbox.services import Message, tell

if TYPE_CHECKING:
    from quizzes.classes.assignments.given import Given

AGAIN_AFTER = timedelta(days=3)  # for one learner and assignment, whoever nudges
DAY = timedelta(days=1)
MOST_A_DAY = 100  # by one person, to everybody together
BATCH = 100


@transaction.atomic
def send(*, one: "Given", membership: Membership, by: User, why: str, text: str, key: UUID, now: datetime) -> Nudge:
    """Say a word to one learner about an assignment; the same key says it once. A sweep tells it after the grace.

    Raises `NotPossible` for a key that said another word, where it is not asked of them any more, for who was nudged
    about it within three days, and after a hundred nudges in a day by one person.
    """
    # Whoever nudges this learner waits here, and whatever else this person sends waits at their own row.
    held = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if said := Nudge.objects.filter(by=by, key=key).first():
        if (said.assignment_id, said.learner_id) != (one.pk, held.learner_id):
            raise NotPossible("This page is out of date, and nothing was sent. Open it again.")
        return said
    if held.left_at is not None or not _asked(one, held):
        raise NotPossible("This is not asked of them any more.")
    standing = Nudge.objects.filter(taken_back_at=None)
    if standing.filter(assignment=one.pk, learner=held.learner_id, at__gt=now - AGAIN_AFTER).exists():
        raise NotPossible(f"They were nudged about this within the last {AGAIN_AFTER.days} days. Leave them time.")
    if standing.filter(by=by, at__gt=now - DAY).count() >= MOST_A_DAY:
        raise NotPossible(f"You can send at most {MOST_A_DAY} nudges in a day. A message to a group reaches many.")
    times = {"at": now, "goes_at": now + GRACE}
    said = Nudge.objects.create(
        assignment_id=one.pk, learner_id=held.learner_id, by=by, why=why, title=title_of(one.title), text=text, key=key,
        **times,
    )  # fmt: skip
    event("class.nudged", cohort=one.cohort_id, assignment=one.pk, learner=held.learner_id, by=by.pk)
    return said


def take_back(*, nudge: Nudge, now: datetime) -> bool:
    """Whether a nudge could be taken back: nobody was told yet. Twice is once."""
    untold = Nudge.objects.filter(pk=nudge.pk, told_at=None, taken_back_at=None)
    if untold.update(taken_back_at=now):
        event("class.nudge_taken_back", nudge=nudge.pk)
        return True
    return Nudge.objects.filter(pk=nudge.pk, taken_back_at__isnull=False).exists()


def tell_all(*, now: datetime, most: int = BATCH) -> int:
    """Put what is due into the inboxes of those it is for: how many were told. One that is not asked for any more is
    taken back."""
    told = 0
    while (step := _tell_some(now, most)) is not None:
        told += step
    return told


@transaction.atomic
def _tell_some(now: datetime, most: int) -> int | None:
    """The next nudges; None where nothing is left. Two sweeps skip each other's."""
    untold = Nudge.objects.filter(told_at=None, taken_back_at=None, goes_at__lte=now).order_by("goes_at", "pk")
    due = list(untold.select_for_update(of=("self",), skip_locked=True).select_related("learner", "assignment")[:most])
    if not due:
        return None
    asked = {one.pk: one for one in given({nudge.assignment_id for nudge in due})}
    return sum(_tell(nudge, asked[nudge.assignment_id], now) for nudge in due)


def _tell(nudge: Nudge, one: "Given", now: datetime) -> int:
    membership = Membership.objects.present().filter(cohort=one.cohort_id, learner=nudge.learner).first()
    wanted = membership is not None and _asked(one, membership) and nudge.learner.is_active
    if wanted:
        said = Message(nudge.title, nudge.text, reverse("quizzes:class", args=[one.cohort_id]))
        day = today_of(nudge.learner, now)
        tell(person=nudge.learner, kind=NUDGE, key=f"nudge-{nudge.pk}", message=said, day=day, now=now)
    nudge.told_at, nudge.taken_back_at = (now, None) if wanted else (None, now)
    nudge.save(update_fields=["told_at", "taken_back_at"])
    return int(wanted)


def _asked(one: "Given", membership: Membership) -> bool:
    """Whether an assignment is asked of somebody by now."""
    runs = Cohort.objects.filter(pk=one.cohort_id, archived_at=None).exists()
    given_now = not one.draft and one.withdrawn_at is None
    return runs and given_now and one.is_for(membership.learner_id) and membership.learner_id not in one.excused
