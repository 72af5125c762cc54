"""The mailer: a sweep that claims one mail after the other in PostgreSQL and hands each to the mail server.

A claim is committed before the server hears of the mail. If the process dies between the server's yes and our mark,
the claim stays; after a while it is `UNKNOWN`, and nothing ever sends it again. Two sweeps skip each other's rows.

Each `Queue` is a table of mails: copies of what inboxes were told, and what others send to addresses without an inbox.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from sdwiki.events import event
from sdwiki.inbox.message import built
from sdwiki.inbox.models import MailCopy, Outgoing
from sdwiki.inbox.services import wants_mail

BATCH = 100  # mails in one run
LOST_AFTER = timedelta(minutes=15)  # longer than a task may run
RETRY_AFTER = timedelta(minutes=10)
PERMANENT = 500  # from this code on a server's no is its last word (RFC 5321, 4.2.1)

State = Outgoing.State
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Queue:
    """The mails of one model: whether one is still to go, what it says, and what the log calls it."""

    model: Any
    wanted: Callable[[Any], bool]
    built: Callable[[Any], EmailMessage]
    kind: Callable[[Any], str]


COPIES = Queue(
    model=MailCopy,
    wanted=lambda copy: wants_mail(copy.person, copy.kind),
    built=lambda copy: built(copy, list(copy.notices.order_by("pk"))),
    kind=lambda copy: str(copy.kind),
)


def send_due(*, now: datetime, most: int = BATCH, queue: Queue = COPIES) -> int:
    """Send what is due, until there is nothing left or the server fails: how many it took."""
    give_up_on_lost(now=now, queue=queue)
    drop_late(now=now, queue=queue)
    if not queue.model.objects.filter(state=State.PENDING, due_at__lte=now).exists():
        return 0
    server = get_connection()
    try:
        server.open()
    except (SMTPException, OSError) as error:
        logger.warning("The mail server cannot be reached: %s", type(error).__name__)
        return 0
    try:
        return _send_all(server, now, most, queue)
    finally:
        _close(server)


def give_up_on_lost(*, now: datetime, queue: Queue = COPIES) -> int:
    """Claims whose process has died: whether the server took the mail nobody knows, so it is not sent again."""
    lost = queue.model.objects.filter(state=State.CLAIMED, claimed_at__lte=now - LOST_AFTER)
    return int(lost.update(state=State.UNKNOWN, settled_at=now))


def drop_late(*, now: datetime, queue: Queue = COPIES) -> int:
    """What waited so long that it is of no use any more."""
    late = queue.model.objects.filter(state=State.PENDING, until__lte=now)
    return int(late.update(state=State.DROPPED, settled_at=now))


def _send_all(server: Any, now: datetime, most: int, queue: Queue) -> int:
    sent = 0
    for _ in range(most):
        copy = claim(now=now, queue=queue)
        if copy is None:
            break
        outcome = _deliver(copy, server, queue)
        _settle(copy, outcome, now, queue)
        sent += outcome == State.SENT
        if outcome == State.UNKNOWN or _has_hung_up(server):  # the rest waits for the next run
            break
    return sent


def claim(*, now: datetime, queue: Queue = COPIES) -> Any:
    """The next mail that is due, claimed; None where there is none. Who wants it no longer does not get it."""
    copy = _next(now, queue)
    while copy is not None and copy.state == State.DROPPED:
        copy = _next(now, queue)
    return copy


@transaction.atomic
def _next(now: datetime, queue: Queue) -> Any:
    """The next one, claimed or dropped; one that another sweep has in hand is passed over."""
    due = queue.model.objects.filter(state=State.PENDING, due_at__lte=now).order_by("due_at", "pk")
    copy = due.select_for_update(skip_locked=True).first()
    if copy is None:
        return None
    wanted = queue.wanted(copy)
    copy.state, copy.claimed_at = (State.CLAIMED, now) if wanted else (State.DROPPED, None)
    copy.settled_at = None if wanted else now
    copy.save(update_fields=["state", "claimed_at", "settled_at"])
    return copy


def _deliver(copy: Any, server: Any, queue: Queue) -> Outgoing.State:
    """Hand a claimed mail to the server: what became of it, as far as anybody can know."""
    try:
        message = queue.built(copy)
        message.message()
    except Exception:  # what cannot be written must not stop the others
        logger.exception("Mail %s cannot be written", copy.pk)
        return State.REFUSED
    return _handed_over(message, server)


def _handed_over(message: EmailMessage, server: Any) -> Outgoing.State:
    try:
        return State.SENT if server.send_messages([message]) else State.REFUSED
    except SMTPRecipientsRefused as error:
        return _refused(min(code for code, _ in error.recipients.values()))
    except SMTPSenderRefused:
        return State.PENDING  # us, not them
    except SMTPDataError as error:
        return _refused(error.smtp_code)
    except (SMTPException, OSError) as error:
        logger.warning("The mail server has not answered: %s", type(error).__name__)
        return State.UNKNOWN


def _refused(code: int) -> Outgoing.State:
    return State.REFUSED if code >= PERMANENT else State.PENDING


def _settle(copy: Any, outcome: Outgoing.State, now: datetime, queue: Queue) -> None:
    waits = outcome == State.PENDING
    changes = {"due_at": now + RETRY_AFTER} if waits else {"settled_at": now}
    # Where this run took so long that the claim was given up on, that stands.
    queue.model.objects.filter(pk=copy.pk, state=State.CLAIMED).update(state=outcome, **changes)
    event("mail.settled", mail=copy.pk, kind=queue.kind(copy), state=outcome.value)


def _has_hung_up(server: Any) -> bool:
    """Whether a mail more would meet no server: `smtplib` has closed its end after a 421."""
    return getattr(server.connection, "sock", None) is None


def _close(server: Any) -> None:
    """What was sent is sent, however the server takes leave."""
    try:
        server.close()
    except (SMTPException, OSError):
        logger.info("The mail server has hung up")
