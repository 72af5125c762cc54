"""The hour at which somebody wants to be reminded, and what they choose of messages that come by themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from quizzes.today.periods import period
from sdwiki.inbox import services as inbox
from sdwiki.inbox.kinds import KINDS, REMINDER
from sdwiki.inbox.models import Subscription

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def choose(*, learner: "User", choices: Mapping[str, inbox.Choice], now: datetime) -> None:
    """Keep what somebody chose. An hour that has struck already is for the next day, or the next week."""
    noted = {}
    for kind, choice in choices.items():
        last = None
        if KINDS[kind].timed and choice.hour is not None:
            part = period(kind, now, time_zone=learner.time_zone, day_start=learner.day_start, hour=choice.hour)
            last = part.first if part.reached else None
        noted[kind] = inbox.Choice(choice.mailed, choice.hour, last)
    inbox.choose(person=learner, choices=noted)


def remind_at(*, learner: "User", hour: int | None, now: datetime) -> None:
    """Remind somebody each day at an hour, or never; whether a mail copies it stays as it is."""
    if hour == hour_of(learner):
        return
    kept = Subscription.objects.filter(person=learner, kind=REMINDER).values_list("mailed", flat=True).first()
    mailed = KINDS[REMINDER].mailed if kept is None else kept
    choose(learner=learner, choices={REMINDER: inbox.Choice(mailed, hour)}, now=now)


def hour_of(learner: "User") -> int | None:
    """The hour at which somebody wants to be reminded."""
    chosen = Subscription.objects.filter(person=learner, kind=REMINDER).values_list("hour", flat=True)
    return chosen.first()
