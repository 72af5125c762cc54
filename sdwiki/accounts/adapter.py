"""What of allauth is done our way: the mails it sends, and where it sends people on to."""

from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from sdwiki.accounts.errors import MailNotSent


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

    def is_safe_url(self, url: str) -> bool:
        """Whether to send somebody on to this address. One that nobody can read is not safe, and no error."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False


def _at_home(url: str) -> str:
    home = urlsplit(settings.SITE_URL)
    return urlunsplit(urlsplit(url)._replace(scheme=home.scheme, netloc=home.netloc))
