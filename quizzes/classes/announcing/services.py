"""What the staff of a class say to it: written once, told once to each learner by a sweep."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from quizzes.classes.announcing.models import ClassMessage
from quizzes.classes.errors import NotPossible
from quizzes.classes.models import Cohort, Group, Membership
from quizzes.progress.queries import today_of
from sdwiki.accounts.names import clean, isolated
from sdwiki.events import event
from sdwiki.inbox.kinds import CLASS_MESSAGE
from sdwiki.inbox.models import Notice
from sdwiki.inbox.services import Message, tell

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sdwiki.accounts.models import User

BATCH = 100  # learners in one transaction
MOST_A_DAY = 20  # messages to one class
DAY = timedelta(days=1)


@transaction.atomic
def write(
    *, cohort: Cohort, group: Group | None, author: "User", title: str, text: str, key: UUID, now: datetime
) -> ClassMessage:
    """Say something to a class, or to a group of it; the same key says it once. A sweep tells it.

    Raises `NotPossible` for an archived class, and after twenty messages in a day.
    """
    current = Cohort.objects.select_for_update().get(pk=cohort.pk)  # two presses at once say it once
    said = ClassMessage.objects.filter(author=author, key=key).first()
    if said is not None:
        return said
    if current.archived_at is not None:
        raise NotPossible("This class is archived. Take it up again to write to it.")
    if ClassMessage.objects.filter(cohort=cohort, at__gt=now - DAY).count() >= MOST_A_DAY:
        raise NotPossible(f"A class gets at most {MOST_A_DAY} messages in a day.")
    about = {"group": group, "for_group": group.name if group else "", "title": title, "text": text}
    made = ClassMessage.objects.create(cohort=cohort, author=author, key=key, at=now, **about)
    event("class.message_written", cohort=cohort.pk, message=made.pk)
    return made


def tell_all(*, now: datetime, most: int = BATCH) -> int:
    """Put what was written into the inboxes of those it is for: how many were told."""
    told = 0
    while (step := _tell_some(now, most)) is not None:
        told += step
    return told


@transaction.atomic
def _tell_some(now: datetime, most: int) -> int | None:
    """The next learners of the oldest message; None where nothing is left. Two sweeps skip each other's message."""
    untold = ClassMessage.objects.select_for_update(of=("self",), skip_locked=True).filter(told_at=None)
    message = untold.select_related("cohort").order_by("at", "pk").first()
    if message is None:
        return None
    people = [one.learner for one in recipients(message)[:most]]
    for person in people:
        _tell(message, person, now)
    if len(people) < most:
        message.told_at = now
        message.save(update_fields=["told_at"])
    return len(people)


def recipients(message: ClassMessage) -> "QuerySet[Membership]":
    """Who is in the class, or the group, and was not told yet. A group that is gone has nobody in it."""
    told = Notice.objects.filter(kind=CLASS_MESSAGE, key=key_of(message)).values("person")
    present = Membership.objects.present().filter(cohort=message.cohort_id, learner__is_active=True)
    if message.for_group:
        present = present.filter(groups=message.group_id) if message.group_id else present.none()
    return present.exclude(learner__in=told).select_related("learner").order_by("pk")


def key_of(message: ClassMessage) -> str:
    """What makes its notice the same one for each person."""
    return f"message-{message.pk}"


def _tell(message: ClassMessage, person: "User", now: datetime) -> None:
    link = reverse("quizzes:class-messages", args=[message.cohort_id])
    title = f"{isolated(clean(message.cohort.name))}: {message.title}"
    said = Message(title, message.text, link)
    tell(person=person, kind=CLASS_MESSAGE, key=key_of(message), message=said, day=today_of(person, now), now=now)
