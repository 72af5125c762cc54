"""Cards for tests, with the memory they are said to have."""

from datetime import timedelta

from quizzes.bank.models import Fact
from quizzes.reviews.models import Card


def facts_of(slug):
    return list(Fact.objects.askable().filter(topic__slug=slug).order_by("position"))


def remember(learner, fact, now, *, stability=10.0, days=0, due_in=timedelta(days=5), **fields):
    """A card seen ``days`` local days ago (UTC noon tests: the date is the local day)."""
    values = {
        "state": Card.State.REVIEW,
        "stability": stability,
        "difficulty": 5.0,
        "last_day": now.date() - timedelta(days),
        "due": now + due_in,
        "reps": 1,
    }
    return Card.objects.create(learner=learner, fact=fact, **(values | fields))
