"""What happens to an inbox: something is told, read, and chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from sdwiki.events import event
from sdwiki.inbox.kinds import KINDS
from sdwiki.inbox.models import LONGEST_TITLE, MailCopy, Notice, Subscription
from sdwiki.signs import one_line, visible

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

DAY = timedelta(days=1)
LASTS = 3 * DAY  # a mail that could not be sent for so long is not sent any more


@dataclass(frozen=True)
class Message:
    """What a notice says. ``link`` is an address of this site, from its first slash; "" for none."""

    title: str
    text: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        if self.link and (not self.link.startswith("/") or self.link.startswith(("//", "/\\"))):
            raise ValueError(f"{self.link!r} is no address of this site")


@transaction.atomic
def tell(
    *,
    person: "User",
    kind: str,
    key: str,
    message: Message,
    day: date,
    now: datetime,
    until: datetime | None = None,
) -> Notice | None:
    """Put a notice into somebody's inbox, and its mail beside it where they want that; None where they were told.

    ``day`` is the person's local date. A mail that was not sent by ``until`` is dropped. What comes after the day's
    mail of the kind has gone is in the next day's.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    said = {
        "title": one_line(message.title)[:LONGEST_TITLE],
        "text": visible(message.text),
        "link": message.link,
        "at": now,
    }
    notice, made = Notice.objects.get_or_create(person=person, kind=kind, key=key, defaults=said)
    if not made:
        return None
    if wants_mail(person, kind):
        notice.copy = _copy(person, kind, day, now, until or now + LASTS)
        notice.save(update_fields=["copy"])
    event("notice.told", account=person.pk, kind=kind)
    return notice


def wants_mail(person: "User", kind: str) -> bool:
    """Whether mails of a kind go to somebody: the site sends any, they have confirmed the address, and chosen so."""
    if not settings.EMAIL_URL or not person.is_active:
        return False
    chosen = Subscription.objects.filter(person=person, kind=kind).values_list("mailed", flat=True).first()
    if not (KINDS[kind].mailed if chosen is None else chosen):
        return False
    return has_confirmed(person)


def has_confirmed(person: "User") -> bool:
    """Whether somebody has confirmed the address that mails would go to."""
    return bool(EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True).exists())


def _copy(person: "User", kind: str, day: date, now: datetime, until: datetime) -> MailCopy | None:
    """The mail that says it: this day's, or the next day's where that has gone."""
    for ahead in (0 * DAY, DAY):
        times = {"due_at": now + ahead, "until": until + ahead}
        made, _ = MailCopy.objects.get_or_create(person=person, kind=kind, day=day + ahead, defaults=times)
        copy = MailCopy.objects.select_for_update().get(pk=made.pk)  # a sweep may be about to send it
        if copy.state == MailCopy.State.PENDING:
            return copy
    return None


def mark_read(*, person: "User", notice_id: int, now: datetime) -> Notice | None:
    """Somebody opens a notice of theirs; None where there is no such one."""
    Notice.objects.filter(person=person, pk=notice_id, read_at=None).update(read_at=now)
    return Notice.objects.filter(person=person, pk=notice_id).first()


def mark_all_read(*, person: "User", newest: int, now: datetime) -> int:
    """Mark what somebody has seen, up to the newest notice on their page; what came meanwhile stays unread."""
    return Notice.objects.filter(person=person, read_at=None, pk__lte=newest).update(read_at=now)


@dataclass(frozen=True)
class Choice:
    """``hour`` is None for never; ``last_day`` the last period that needs no notice any more, None to leave it."""

    mailed: bool
    hour: int | None = None
    last_day: date | None = None


@transaction.atomic
def choose(*, person: "User", choices: Mapping[str, Choice]) -> None:
    """Keep what somebody has chosen, by kind. A period that was told already is not told again at another hour."""
    for kind, choice in choices.items():
        kept, _ = Subscription.objects.select_for_update().get_or_create(
            person=person, kind=kind, defaults={"mailed": choice.mailed}
        )
        kept.mailed, kept.hour = choice.mailed, choice.hour
        kept.last_day = max((day for day in (kept.last_day, choice.last_day) if day), default=None)
        kept.save(update_fields=["mailed", "hour", "last_day"])


def unsubscribe(*, person: "User", kind: str) -> None:
    """No more mails of a kind. What they would have said still comes to the inbox."""
    Subscription.objects.update_or_create(person=person, kind=kind, defaults={"mailed": False})
    event("mail.unsubscribed", account=person.pk, kind=kind)


def forget(*, person: "User") -> None:
    """Nothing is left of an inbox and its choices: its person has left."""
    for model in (Notice, MailCopy, Subscription):
        model.objects.filter(person=person).delete()
