"""Learners who want to be reminded, and an independent look at what they got."""

from datetime import timedelta

from quizzes.today.reminders import choose
from sdwiki.inbox.kinds import REMINDER
from sdwiki.inbox.models import Notice
from sdwiki.inbox.services import Choice
from tests.inbox.conftest import confirmed
from tests.inbox.conftest import post as post
from tests.progress.memories import facts_of, remember

HOUR = timedelta(hours=1)


def learner_at(now, hour=18, *, kind=REMINDER, cards=3, due_in=-HOUR, **fields):
    """Somebody with cards that are due, and an hour; chosen a month before, so that no hour is missed."""
    learner = confirmed(**fields)
    for fact in facts_of("messaging")[:cards]:
        remember(learner, fact, now, due_in=due_in)
    choose(learner=learner, choices={kind: Choice(True, hour)}, now=now - timedelta(30))
    return learner


def told(learner, kind=None):
    notices = Notice.objects.filter(person=learner).order_by("pk")
    return [one.key for one in (notices.filter(kind=kind) if kind else notices)]
