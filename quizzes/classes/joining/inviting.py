"""Invitations by mail: rows first, each with one mail; and what the link in it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from quizzes.classes import services
from quizzes.classes.errors import NotPossible
from quizzes.classes.joining.lists import Invitee
from quizzes.classes.joining.models import Invitation, JoinRequest, new_token
from quizzes.classes.joining.services import RUN_OUT, TEACHES
from quizzes.classes.models import Cohort, Membership, Staff
from sdwiki.events import event
from sdwiki.inbox.mailing import Queue
from sdwiki.limits import INVITEES
from sdwiki.signs import one_line

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

LASTS = timedelta(days=30)  # what a link in a mail is good for
MAIL_LASTS = timedelta(days=3)
DAY = timedelta(days=1)
RENEWED = (
    "name", "token", "invited_by", "made_at", "state", "due_at", "until", "claimed_at", "settled_at", "accepted_at",
    "learner",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """Whom a list would invite, and who is in the class, as learner or staff, or invited already, by address."""

    fresh: tuple[Invitee, ...]
    members: tuple[Invitee, ...]
    invited: tuple[Invitee, ...]


def plan(*, cohort: Cohort, invitees: Sequence[Invitee], now: datetime) -> Plan:
    """What a list would do. Two queries, whatever its length."""
    emails = [one.email for one in invitees]
    present = Membership.objects.present().filter(cohort=cohort, learner__email__in=emails)
    staff = Staff.objects.filter(cohort=cohort, person__email__in=emails).values_list("person__email", flat=True)
    owner = Cohort.objects.filter(pk=cohort.pk, instructor__email__in=emails)
    teachers = staff.union(owner.values_list("instructor__email", flat=True))
    members = {email.lower() for email in present.values_list("learner__email", flat=True).union(teachers)}
    open_ones = Invitation.objects.filter(cohort=cohort, email__in=emails, accepted_at=None, made_at__gt=now - LASTS)
    invited = set(open_ones.exclude(state=Invitation.State.REFUSED).values_list("email", flat=True))
    return Plan(
        tuple(one for one in invitees if one.email not in members | invited),
        tuple(one for one in invitees if one.email in members),
        tuple(one for one in invitees if one.email in invited - members),
    )


@transaction.atomic
def invite(*, cohort: Cohort, invitees: Sequence[Invitee], by: "User", now: datetime) -> int:
    """Invite whoever is neither in the class nor invited: how many. Sent twice, a list invites once.

    An invitation that has run out, was used by somebody who left, or could not be delivered gets a new link and mail.
    Raises `NotPossible` on a site without mail, and for more people in a day than anybody may invite.
    """
    if not settings.EMAIL_URL:
        raise NotPossible("This site sends no mail. Give your learners the link or the code.")
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    fresh = plan(cohort=cohort, invitees=invitees, now=now).fresh
    today = Invitation.objects.filter(invited_by=by, made_at__gt=now - DAY).count()
    if today + len(fresh) > INVITEES:
        raise NotPossible(f"Invite at most {INVITEES:,} people in a day. You have invited {today:,} since yesterday.")
    rows = [_row(cohort, one, by, now) for one in fresh]
    Invitation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["cohort", "email"], update_fields=RENEWED, batch_size=500
    )
    if rows:
        event("class.invited", cohort=cohort.pk, people=len(rows))
    return len(rows)


def withdraw(*, cohort: Cohort, invitation_id: int) -> None:
    """Take an invitation back that nobody has used: its link leads nowhere."""
    Invitation.objects.filter(cohort=cohort, pk=invitation_id, accepted_at=None).delete()


def open_invitation(token: str) -> Invitation | None:
    """The invitation of a link, of a class that runs, if nobody has used it."""
    found = Invitation.objects.filter(token=token, accepted_at=None, cohort__archived_at=None)
    return found.select_related("cohort__instructor").first()


def used_by(token: str, learner: "User") -> int | None:
    """The class that this learner is in by the link of an invitation, which they opened once more."""
    used = Invitation.objects.filter(token=token, learner=learner, cohort__in=Cohort.objects.joined_by(learner))
    return used.values_list("cohort", flat=True).first()


def has_run_out(invitation: Invitation, now: datetime) -> bool:
    """Whether the link in the mail is too old."""
    return now >= invitation.made_at + LASTS


@transaction.atomic
def accept(*, invitation: Invitation, learner: "User", real_name: str, now: datetime) -> None:
    """Join by an invitation, which is used up by that. Neither limits nor approval of the class's link matter to it.

    Raises `NotPossible` where it was used or withdrawn meanwhile or has run out, and for the staff of the class.
    """
    cohort = Cohort.objects.select_for_update().get(pk=invitation.cohort_id)  # first, as whoever invites does
    current = Invitation.objects.select_for_update().filter(pk=invitation.pk, token=invitation.token).first()
    if current is None or current.accepted_at is not None or has_run_out(current, now):
        raise NotPossible(RUN_OUT)
    if cohort.instructor_id == learner.pk or Staff.objects.filter(cohort=cohort, person=learner).exists():
        raise NotPossible(TEACHES)
    services.join(cohort=cohort, learner=learner, now=now, real_name=real_name, invited=True)
    JoinRequest.objects.filter(cohort=cohort, learner=learner).delete()
    current.accepted_at, current.learner = now, learner
    current.save(update_fields=["accepted_at", "learner"])


def mail_of(invitation: Invitation) -> EmailMessage:
    """The one mail of an invitation. Its id is that of the row and its link."""
    link = settings.SITE_URL + reverse("quizzes:class-invited", args=[invitation.token])
    cohort, domain = invitation.cohort, urlsplit(settings.SITE_URL).hostname
    told = {"cohort": cohort, "link": link, "site": settings.SITE_URL, "domain": domain, "days": LASTS.days}
    return EmailMessage(
        subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}Invitation to the class {one_line(cohort.name)}",
        body=render_to_string("classes/invitation.txt", told),
        to=[invitation.email],
        headers={
            "Message-ID": f"<invitation-{invitation.pk}-{invitation.token[:8].lower()}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )


INVITATIONS = Queue(
    model=Invitation,
    wanted=lambda one: one.accepted_at is None and one.cohort.archived_at is None,
    built=mail_of,
    kind=lambda one: "invitation",
)


def _row(cohort: Cohort, one: Invitee, by: "User", now: datetime) -> Invitation:
    times = {"made_at": now, "due_at": now, "until": now + MAIL_LASTS}
    return Invitation(cohort=cohort, email=one.email, name=one.name, token=new_token(), invited_by=by, **times)
