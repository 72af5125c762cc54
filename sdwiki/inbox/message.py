"""A mail with what notices say: plain text, and a way to have no more of its kind."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from sdwiki.inbox.kinds import KINDS
from sdwiki.inbox.links import address
from sdwiki.inbox.models import MailCopy, Notice
from sdwiki.signs import one_line


def built(copy: MailCopy, notices: Sequence[Notice]) -> EmailMessage:
    """The mail of a copy with its notices, to the address that its person has now.

    Its id is that of the row, so that whoever were to get it twice could tell. RFC 8058 has the one press by which a
    mail program unsubscribes.
    """
    leave = address(person_id=copy.person_id, kind=copy.kind)
    domain = urlsplit(settings.SITE_URL).hostname
    told = {"notices": notices, "kind": KINDS[copy.kind], "site": settings.SITE_URL, "leave": leave, "domain": domain}
    return EmailMessage(
        subject=settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + _subject(notices),
        body=render_to_string("inbox/mail.txt", told),
        to=[copy.person.email],
        headers={
            "Message-ID": f"<inbox-{copy.pk}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _subject(notices: Sequence[Notice]) -> str:
    """On one line whatever it says: a header that somebody adds by a name is none."""
    first = one_line(notices[0].title)
    return first if len(notices) == 1 else f"{first} (and {len(notices) - 1} more)"
