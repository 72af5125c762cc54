"""What administrators do to accounts: roles, closing, sessions. Nobody is deleted here."""

from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction

from quizzes.classes import staffing
from quizzes.classes.models import Cohort
from sdwiki.accounts.errors import AdministersAlone
from sdwiki.accounts.leaving import administers_alone
from sdwiki.accounts.models import AuditEntry, User
from sdwiki.accounts.services import end_sessions
from sdwiki.events import event

ROLES = {
    "is_instructor": "Instructor: makes classes",
    "is_editor": "Editor: edits the wiki and the questions",
    "is_staff": "Staff: looks at the records under “Everything else”",
    "is_superuser": "Administrator: does everything under Administration and gives these roles; is staff too",
}
KEPT = timedelta(days=730)  # of what happened to rights and classes
AT_ONCE = 1000


@transaction.atomic
def give_roles(*, person: User, roles: Collection[str]) -> None:
    """Let somebody have these roles and no others; administrators are staff. Raises `AdministersAlone` where nobody
    else could give them."""
    roles = {*roles, "is_staff"} if "is_superuser" in roles else roles
    held = _held(person)
    changed = {role: role in roles for role in ROLES if getattr(held, role) != (role in roles)}
    if not changed:
        return
    if not all(changed.get(role, True) for role in ("is_staff", "is_superuser")) and administers_alone(held):
        raise AdministersAlone
    for role, has in changed.items():
        setattr(held, role, has)
    held.save(update_fields=list(changed))
    given = [role for role, has in changed.items() if has]
    event("account.roles_changed", account=held.pk, given=given, taken=sorted(set(changed) - set(given)))


@transaction.atomic
def close(*, person: User) -> None:
    """Nobody logs in to the account any more, and its sessions end. Raises as `give_roles`. Twice is once."""
    held = _held(person)
    if not held.is_active:
        return
    if administers_alone(held):
        raise AdministersAlone
    held.is_active = False
    held.save(update_fields=["is_active"])
    end_sessions(user=held)
    event("account.disabled", account=held.pk)


@transaction.atomic
def open_again(*, person: User) -> None:
    """The account can be used as before; its owner logs in anew."""
    held = _held(person)
    if not held.is_active:
        held.is_active = True
        held.save(update_fields=["is_active"])
        event("account.enabled", account=held.pk)


@transaction.atomic
def take_over(*, cohort: Cohort, person: User, now: datetime) -> None:
    """Make an administrator the owner of a class that nobody owns who teaches, and an instructor where they are none.

    Raises `NotPossible` if somebody owns it by now.
    """
    held = _held(person)  # as the page was opened they may have had a role that was taken since
    give_roles(person=held, roles={role for role in ROLES if getattr(held, role)} | {"is_instructor"})
    person.refresh_from_db(fields=["is_instructor"])
    staffing.take_over(cohort=cohort, person=person, now=now)


def log_out(*, person: User) -> None:
    """End all sessions of somebody."""
    end_sessions(user=person)
    event("account.session_ended", account=person.pk)


@transaction.atomic
def end_session(*, session: UserSession) -> None:
    """End one session of somebody; whoever uses it logs in anew."""
    session.end()
    event("account.session_ended", account=session.user_id)


def forget_old(*, now: datetime) -> int:
    """Remove what happened too long ago to be looked up: how many entries, a bounded number at once."""
    old = AuditEntry.objects.filter(at__lt=now - KEPT).order_by("at")[:AT_ONCE]
    return AuditEntry.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[0]


def _held(person: User) -> User:
    """Administrators are changed in turn, as two may take each other's role at once; a tombstone is nobody."""
    list(User.objects.filter(is_superuser=True).order_by("pk").select_for_update(no_key=True))
    return User.objects.select_for_update(no_key=True).get(pk=person.pk, left_at=None)
