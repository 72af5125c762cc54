"""What of allauth is done our way: the mails it sends, and where it sends people on to."""

from contextlib import suppress
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest

from sdwiki.accounts import devices, leaving
from sdwiki.accounts.addresses import check_free, holder, release
from sdwiki.accounts.errors import MailNotSent
from sdwiki.accounts.turns import turn

APP = "allauth.account"  # whose limits they are
AFTER = "account.after_confirming"  # in the session: the page that somebody signed up for


@dataclass(frozen=True)
class Site:
    """What the mails say of us."""

    name: str
    domain: str


class Adapter(DefaultAccountAdapter):
    """Mails name the address of `SITE_URL`, whatever host a request was sent to."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's mails. Raises `MailNotSent` where the mail server does not take it."""
        ours = {name: _at_home(value) if name.endswith("_url") else value for name, value in context.items()}
        ours["current_site"] = Site("sdwiki", urlsplit(settings.SITE_URL).netloc)
        try:
            super().send_mail(template_prefix, email, ours)
        except (SMTPException, OSError) as error:
            raise MailNotSent from error

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell somebody by mail what was done to their account. It is done already, whether the mail goes or not."""
        with suppress(MailNotSent):
            super().send_notification_mail(*args, **kwargs)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person that an address and a password belong to. An address that somebody only added is not theirs."""
        with turn(credentials["email"]):
            person = super().authenticate(request, **credentials)
        return person if person is None or person == holder(credentials["email"]) else None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try as a wrong password, which it is until it turns out right. Refuse it where there were many."""
        email = credentials["email"].lower()
        if device := devices.known(request, email):
            counts = {"login_failed_on_a_known_device": f"{device} {email}"}
        else:
            counts = {
                "login_failed": self._get_login_attempts_cache_key(request, email=email),
                "login_failed_anywhere": email,
            }
        used = [ratelimit.consume(request, app=APP, action=action, key=key) for action, key in counts.items()]
        if not all(used):
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage = ratelimit.RateLimitUsage([one for each in used for one in each.usage])

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count by account and source; after a reset, allauth forgets them by the same key."""
        return f"{ratelimit.get_ip(request)} {credentials['email'].lower()}"

    def post_login(self, request: HttpRequest, user: Any, **rest: Any) -> Any:
        response = super().post_login(request, user, **rest)
        devices.remember(request, response, user)
        if leaving.stay(user=user):
            self.send_notification_mail("account/email/staying", user)
            messages.success(request, "You are back, so your account stays.")
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm an address. An account that somebody else made with it and never opened gives way; one that is in use
        does not: `AddressTaken`."""
        release(email=email_address.email, to=email_address.user)
        check_free(email=email_address.email, user=email_address.user)
        return bool(super().confirm_email(request, email_address))

    def respond_email_verification_sent(self, request: HttpRequest, user: Any) -> Any:
        """Ask for the link in the mail; the page that somebody was on the way to waits until they are in."""
        if wanted := get_next_redirect_url(request):
            request.session[AFTER] = wanted
        return super().respond_email_verification_sent(request, user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page that somebody signed up for in this browser, else Today."""
        return str(request.session.pop(AFTER, "") or super().get_login_redirect_url(request))

    def is_safe_url(self, url: str) -> bool:
        """Whether to send somebody on to this address. One that nobody can read is not safe, and no error."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False


def _at_home(url: str) -> str:
    home = urlsplit(settings.SITE_URL)
    return urlunsplit(urlsplit(url)._replace(scheme=home.scheme, netloc=home.netloc))
