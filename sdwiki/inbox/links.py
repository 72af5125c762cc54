"""The links that end mails of a kind. They are signed, need no login, and do nothing else."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from sdwiki.inbox.kinds import KINDS

SALT = "sdwiki.inbox.unsubscribe"


def address(*, person_id: int, kind: str) -> str:
    """The whole address, as a mail says it. It does not run out: a mail may be read years later."""
    return settings.SITE_URL + reverse("unsubscribe", args=[signing.dumps([person_id, kind], salt=SALT)])


def read(token: str) -> tuple[int, str] | None:
    """Whose link it is and of which kind; None for one that was not made here."""
    try:
        person_id, kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return (person_id, kind) if kind in KINDS else None
