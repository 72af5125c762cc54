"""Quizzes that somebody made for themselves, to take again."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from content.models import Phase, Topic
from quizzes.attempts.errors import TooManyKept
from quizzes.attempts.models import Quiz
from quizzes.reviews.cards import take_turn

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

MOST = 50


@transaction.atomic
def keep(
    *,
    owner: "User",
    title: str,
    phases: Iterable[Phase],
    topics: Iterable[Topic],
    number: int,
    kinds: Iterable[str],
    difficulty: int,
    minutes: int,
    key: UUID,
    now: datetime,
) -> Quiz:
    """Keep a quiz; said again with its key, it is the one that was kept. Raises TooManyKept.

    Without ``minutes`` it is practice, which tells reasons at once; with a clock it tells them after handing in.
    """
    take_turn(owner)  # two presses at once keep one
    if made := Quiz.objects.filter(owner=owner, key=key.hex).first():
        return made
    if Quiz.objects.filter(owner=owner).count() >= MOST:
        raise TooManyKept
    quiz = Quiz.objects.create(
        key=key.hex,
        owner=owner,
        title=title,
        number=number,
        kinds=list(kinds),
        difficulty=difficulty,
        limit=minutes * 60 or None,
        feedback=Quiz.Feedback.HANDED_IN if minutes else Quiz.Feedback.AT_ONCE,
        followed=True,
        created_at=now,
    )
    quiz.phases.set(phases)
    quiz.topics.set(topics)
    return quiz


def remove(*, owner: "User", quiz_id: int) -> str:
    """Remove a quiz of one's own, and say what it was called; empty where there is none. Attempts at it stay."""
    quiz = Quiz.objects.filter(owner=owner, pk=quiz_id).first()
    if quiz is None:
        return ""
    quiz.delete()
    return quiz.title
