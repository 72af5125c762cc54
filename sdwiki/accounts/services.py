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
from sdwiki.accounts.models import User

SETUP_SALT = "sdwiki.accounts.setup"
SETUP_LASTS = timedelta(days=2)
SETUP_LOCK = 0x5D_31_4B_1  # any number of our own, for an advisory lock
# What people choose for themselves, as columns of `User`.
CHOICES = (
    "name", "interview_on", "new_per_day", "desired_retention", "time_zone", "day_start", "theme", "shortcuts"
)  # fmt: skip


def setup_link() -> str | None:
    """The address at which the first administrator is made, or None once there is one.

    The link is signed and lasts two days; every start gives a new one. It dies for good when it has been used.
    """
    if has_staff():
        return None
    token = signing.dumps("first administrator", salt=SETUP_SALT)
    return settings.SITE_URL + reverse("setup", args=[token])


def is_setup_token(token: str) -> bool:
    """Whether a link was made here and has not run out."""
    try:
        signing.loads(token, salt=SETUP_SALT, max_age=SETUP_LASTS)
    except signing.BadSignature:
        return False
    return True


def has_staff() -> bool:
    return User.objects.filter(is_staff=True).exists()


@transaction.atomic
def make_first_administrator(*, email: str, password: str, time_zone: str) -> User:
    """The administrator, with every role and a verified address. Raises `SetupOver` for whoever comes second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETUP_LOCK])
    if has_staff():
        raise SetupOver
    user = User.objects.create_superuser(email, password, time_zone=time_zone)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def save_choices(*, user: User) -> None:
    """Keep what somebody has chosen for themselves.

    Nothing else of the person is written: a password, a role or a ban that came meanwhile must stay.
    """
    user.save(update_fields=CHOICES)


@transaction.atomic
def end_sessions(*, user: User) -> None:
    """Log someone out everywhere. A disabled account is refused at once anyway; this ends its sessions for good."""
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def revoke_factor(*, factor: Authenticator) -> None:
    """Take a second factor from its owner. Recovery codes stand in for another one, so they do not stay alone."""
    factor.delete()
    left = Authenticator.objects.filter(user_id=factor.user_id)
    if not left.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        left.delete()
