"""Somebody whose mails go out, and a real mail server for them."""

from datetime import date

import pytest
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress

from benchmarks.site import free_port
from sdwiki.inbox.kinds import KINDS, REMINDER, Kind
from sdwiki.inbox.services import Message, tell
from tests.factories import UserFactory

TODAY = date(2026, 3, 2)
EVENT = "announcement"


class Post:
    """A mail server. ``refuse`` gives the answer to the next mails' DATA or RCPT, in turn; None takes the mail."""

    def __init__(self):
        self.mails, self.recipients, self.refuse, self.at_rcpt = [], [], [], []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.refuse.pop(0) if self.refuse else None
        if answer == "hang up":
            self.mails.append(envelope.content)  # it was taken, but nobody hears so
            server.transport.close()
            return "250 OK"
        if answer:
            return answer
        self.mails.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def post(settings):
    server = Post()
    server.controller.start()
    settings.EMAIL_URL = "smtp://a mail server"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.controller.port, 5
    yield server
    server.controller.stop()


@pytest.fixture
def event_kind(monkeypatch):
    """A kind without an hour of its own."""
    monkeypatch.setitem(KINDS, EVENT, Kind("Announcements", "What your classes say.", timed=False, mailed=True))
    return EVENT


def confirmed(**fields):
    person = UserFactory(**fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def ada(db):
    return confirmed(email="ada@example.com", name="Ada")


def told(person, now, *, key="2026-03-02", kind=REMINDER, day=TODAY, title="12 reviews", text="Go on.", **more):
    message = Message(title, text, "/review/")
    return tell(person=person, kind=kind, key=key, message=message, day=day, now=now, **more)
