"""A person leaves: they ask, have a week to think again, and then their row is a tombstone.

The tombstone has neither address nor name nor password. It stands for "a former member" wherever others rely on what
they did: marks, answers, what they wrote, the classes they owned. What is theirs alone goes; what of it lies outside
accounts is removed by whoever calls `bury`, in the same transaction (see `quizzes.leaving`).
"""

from datetime import datetime, timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from sdwiki.accounts.errors import AdministersAlone
from sdwiki.accounts.models import FORMER_MEMBER, User
from sdwiki.accounts.services import end_sessions
from sdwiki.events import event

GRACE = timedelta(days=7)
NOWHERE = "left.invalid"  # a domain that no mail can have
# What a tombstone keeps of its person: which row it is, and when it was made and left.
KEPT = ("id", "date_joined", "left_at")


def administrators() -> "QuerySet[User]":
    """Who may give every role, and is not about to leave."""
    return User.objects.filter(is_superuser=True, is_active=True, leaves_at=None)


def administers_alone(user: User) -> bool:
    """Whether nobody could give roles any more without this person."""
    return user.is_superuser and user.is_active and not administrators().exclude(pk=user.pk).exists()


@transaction.atomic
def ask_to_leave(*, user: User, session_key: str | None, now: datetime) -> datetime:
    """Let an account go after the grace, and say when. Asked twice, the first date stands.

    Every other session of the person ends, so that a log-in means that they are back. Raises `AdministersAlone`.
    """
    list(User.objects.filter(is_superuser=True).order_by("pk").select_for_update())  # two of them may ask at once
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.leaves_at is not None:
        return person.leaves_at
    if administers_alone(person):
        raise AdministersAlone
    person.leaves_at = now + GRACE
    person.save(update_fields=["leaves_at"])
    end_sessions(user=person, but=session_key)
    event("account.leaving_asked", account=person.pk)
    return person.leaves_at


def stay(*, user: User) -> bool:
    """Take the wish to leave back; whether there was one. Once the account has gone there is nothing to take back."""
    kept = User.objects.filter(pk=user.pk, leaves_at__isnull=False, left_at=None).update(leaves_at=None)
    if kept:
        event("account.leaving_taken_back", account=user.pk)
    return bool(kept)


def due(now: datetime) -> "QuerySet[User]":
    """Whose grace is over, the longest first."""
    return User.objects.filter(leaves_at__lte=now, left_at=None).order_by("leaves_at", "pk")


def claim(*, pk: int, now: datetime) -> User | None:
    """The person whose grace is over, locked until the transaction ends.

    None for who has thought again, whom another sweep has, or who meanwhile administers alone: they wait for a second.
    """
    person = due(now).filter(pk=pk).select_for_update(skip_locked=True).first()
    return None if person is None or administers_alone(person) else person


def bury(*, person: User, now: datetime) -> None:
    """Make the row of a claimed person a tombstone. Sessions, second steps and addresses go with what it said."""
    _forget_in_the_administration(person)
    end_sessions(user=person)
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.groups.clear()
    person.user_permissions.clear()
    blank = User(email=f"{uuid4().hex}@{NOWHERE}", is_active=False)
    blank.set_unusable_password()
    changed = [field.attname for field in User._meta.concrete_fields if field.attname not in KEPT]
    for name in changed:
        setattr(person, name, getattr(blank, name))
    person.left_at = now
    person.save(update_fields=[*changed, "left_at"])
    event("account.left", account=person.pk)


def _forget_in_the_administration(person: User) -> None:
    """Its log names whom something was done to; what was done, and by whom, stays."""
    people = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=people, object_id=str(person.pk)).update(object_repr=FORMER_MEMBER)
    addresses = EmailAddress.objects.filter(user=person).values("email")
    LogEntry.objects.filter(object_repr__in=addresses).update(object_repr=FORMER_MEMBER)
