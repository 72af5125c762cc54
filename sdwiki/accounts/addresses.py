"""Whose an e-mail address is. One that nobody confirmed reserves nothing, lets nobody in, and gets nobody's reset."""

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from sdwiki.accounts.errors import AddressNotConfirmed, AddressTaken
from sdwiki.accounts.models import User


def are_confirmed() -> bool:
    """Whether this site sends mail, so that addresses can be confirmed at all."""
    return bool(app_settings.EMAIL_VERIFICATION == app_settings.EmailVerificationMethod.MANDATORY)


def holder(email: str) -> User | None:
    """The person who confirmed an address; where nobody did, the one whose account was made with it.

    Whoever only added it to an account has no part in it.
    """
    confirmed = EmailAddress.objects.filter(email=email.lower(), verified=True).select_related("user").first()
    if confirmed is not None:
        owner: User = confirmed.user
        return owner
    return User.objects.filter(email__iexact=email).first()


def is_reserved(email: str) -> bool:
    """Whether nobody else may make an account with an address."""
    person = holder(email)
    return person is not None and not (are_confirmed() and _never_used().filter(pk=person.pk).exists())


def release(*, email: str, to: User | None = None) -> None:
    """Remove the account that somebody made with an address and never confirmed, unless it is the one that gets it."""
    if are_confirmed():
        found = _never_used().filter(email__iexact=email)
        (found.exclude(pk=to.pk) if to else found).delete()


def check_free(*, email: str, user: User) -> None:
    """Raises `AddressTaken` where somebody else's account was made with an address and is in use."""
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise AddressTaken


def check_primary(*, email: str, user: User) -> None:
    """Whether one of somebody's own addresses may become their primary one; what is not theirs is left to allauth.

    Raises `AddressNotConfirmed` or `AddressTaken`.
    """
    own = EmailAddress.objects.filter(user=user, email__iexact=email).first()
    if own is None:
        return
    if are_confirmed() and not own.verified:
        raise AddressNotConfirmed
    check_free(email=own.email, user=user)


def _never_used() -> "QuerySet[User]":
    """Accounts that were signed up for and never opened: nobody could log in before confirming, so they are empty."""
    waiting = EmailAddress.objects.filter(verified=False).values("user")
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    return User.objects.filter(pk__in=waiting, last_login=None, is_staff=False).exclude(pk__in=confirmed)
