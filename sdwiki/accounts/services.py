"""What can happen to an account beyond what allauth does."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.urls import reverse

from sdwiki.accounts.errors import SetupOver
from sdwiki.accounts.models import SetupUse, User
from sdwiki.events import event

SETUP_SALT = "sdwiki.accounts.setup"
SETUP_LASTS = timedelta(days=2)
SETUP_LOCK = 0x5D_31_4B_1  # any number of our own, for an advisory lock
# What people choose for themselves, as columns of `User`.
CHOICES = (
    "name", "interview_on", "minutes_per_day", "new_per_day", "desired_retention", "maximum_interval", "siblings_apart",
    "type_answers", "time_zone", "day_start", "theme", "shortcuts", "time_factor",
)  # fmt: skip


def first_setup_link() -> str | None:
    """The link that a start prints: None once one has been used. After that, only the command makes a new one."""
    return None if SetupUse.objects.exists() else setup_link()


def setup_link() -> str | None:
    """The address at which an administrator is made, or None while there is one.

    The link is signed and lasts two days. It names how many were used before it, so the first use is the death of every
    link, and stays so when no administrator is left.
    """
    if has_staff():
        return None
    token = signing.dumps(SetupUse.objects.count(), salt=SETUP_SALT)
    return settings.SITE_URL + reverse("setup", args=[token])


def is_setup_token(token: str) -> bool:
    """Whether a link was made here, has not run out, and none was used since."""
    try:
        used: object = signing.loads(token, salt=SETUP_SALT, max_age=SETUP_LASTS)
    except signing.BadSignature:
        return False
    return used == SetupUse.objects.count()


def has_staff() -> bool:
    """Whether somebody can administer. Whose account is closed cannot."""
    return User.objects.filter(is_staff=True, is_active=True).exists()


@transaction.atomic
def make_first_administrator(*, email: str, password: str, time_zone: str) -> User:
    """The administrator, with every role and a verified address. Raises `SetupOver` for whoever comes second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETUP_LOCK])
    if has_staff():
        raise SetupOver
    user = User.objects.create_superuser(email, password, time_zone=time_zone)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    SetupUse.objects.create()
    event("account.administrator_made", account=user.pk)
    return user


def save_choices(*, user: User) -> None:
    """Keep what somebody has chosen for themselves.

    Nothing else of the person is written: a password, a role or a ban that came meanwhile must stay.
    """
    user.save(update_fields=CHOICES)


@transaction.atomic
def end_sessions(*, user: User, but: str | None = None) -> None:
    """Log someone out everywhere, ``but`` in the session of this key. A disabled account is refused at once anyway;
    this ends its sessions for good."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()


@transaction.atomic
def revoke_factor(*, factor: Authenticator) -> None:
    """Take a second factor from its owner. Recovery codes stand in for another one, so they do not stay alone."""
    factor.delete()
    event("account.factor_changed", account=factor.user_id, factor=factor.type, change="revoked")
    left = Authenticator.objects.filter(user_id=factor.user_id)
    if not left.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        left.delete()
