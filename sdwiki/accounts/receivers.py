"""What allauth and Django do to accounts, told in the log: their signals are the one place where they say so.

Nothing but telling happens here. An account is named by its id: e-mail addresses, passwords and codes stay out.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from sdwiki import events
from sdwiki.accounts.models import User

PASSWORD, SECOND_FACTOR = "password", "second factor"


@receiver(account.user_signed_up)
def signed_up(request: HttpRequest, user: User, **rest: Any) -> None:
    events.by(user.pk)
    events.event("account.signed_up", account=user.pk)


@receiver(account.user_logged_in)
def logged_in(request: HttpRequest, user: User, **rest: Any) -> None:
    events.by(user.pk)
    events.event("account.logged_in", account=user.pk, address=_address(request))


@receiver(user_login_failed)
def login_failed(credentials: dict[str, Any], request: HttpRequest | None, **rest: Any) -> None:
    """Somebody gave a wrong password. The account is looked up whether it exists or not, so both take as long."""
    known = User.objects.filter(email__iexact=credentials.get("email") or "").values_list("pk", flat=True).first()
    events.event("account.login_failed", account=known, step=PASSWORD, address=_address(request))


@receiver(mfa.authentication_failed)
def second_factor_failed(request: HttpRequest, user: User, **rest: Any) -> None:
    events.event("account.login_failed", account=user.pk, step=SECOND_FACTOR, address=_address(request))


@receiver(user_logged_out)
def logged_out(user: User | None, **rest: Any) -> None:
    if user is not None:
        events.event("account.logged_out", account=user.pk)


@receiver(account.password_set)
@receiver(account.password_changed)
def password_changed(user: User, **rest: Any) -> None:
    events.event("account.password_changed", account=user.pk, by_mail=False)


@receiver(account.password_reset)
def password_reset(user: User, **rest: Any) -> None:
    """By the link of a message, so whoever did it need not be logged in."""
    events.event("account.password_changed", account=user.pk, by_mail=True)


@receiver(account.email_added)
def email_added(user: User, **rest: Any) -> None:
    events.event("account.email_changed", account=user.pk, change="added")


@receiver(account.email_confirmed)
def email_confirmed(email_address: Any, **rest: Any) -> None:
    events.event("account.email_changed", account=email_address.user_id, change="confirmed")


@receiver(account.email_changed)
def email_changed(user: User, **rest: Any) -> None:
    events.event("account.email_changed", account=user.pk, change="primary")


@receiver(account.email_removed)
def email_removed(user: User, **rest: Any) -> None:
    events.event("account.email_changed", account=user.pk, change="removed")


@receiver(mfa.authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **rest: Any) -> None:
    events.event("account.factor_changed", account=user.pk, factor=authenticator.type, change="added")


@receiver(mfa.authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **rest: Any) -> None:
    events.event("account.factor_changed", account=user.pk, factor=authenticator.type, change="removed")


@receiver(mfa.authenticator_reset)
def factor_reset(user: User, authenticator: Authenticator, **rest: Any) -> None:
    events.event("account.factor_changed", account=user.pk, factor=authenticator.type, change="reset")


def _address(request: HttpRequest | None) -> str | None:
    """The client's network address, as the rate limits see it."""
    return get_adapter().get_client_ip(request) if request is not None else None
