"""What learners are told of their time and their marks, in their inbox."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from quizzes.attempts.models import Attempt, Grading
from quizzes.attempts.regrading import Effect
from quizzes.classes.setting.models import ClassQuiz
from quizzes.reviews.days import local_day
from sdwiki.accounts.names import isolated
from sdwiki.inbox.kinds import QUIZ
from sdwiki.inbox.services import Message, tell
from sdwiki.rounding import percent

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

ACTS = {"extend": "You have more time in", "reopen": "You can go on with", "close": "Your attempt was ended:"}


def tell_terms(*, one: ClassQuiz, person: "User", why: str, key: UUID, now: datetime) -> None:
    """That other terms hold for somebody in a quiz, where they may see it."""
    link = reverse("quizzes:class-quiz-sit", args=[one.cohort_id, one.quiz_id])
    _tell(person, f"terms/{key}", f"Your times in “{isolated(one.quiz.title)}” have changed", why, link, now)


def tell_change(*, one: ClassQuiz, attempt: Attempt, act: str, why: str, key: UUID, now: datetime) -> None:
    """That staff extended, reopened or closed somebody’s attempt."""
    if attempt.learner:
        title = f"{ACTS[act]} “{isolated(one.quiz.title)}”"
        _tell(attempt.learner, f"{act}/{key}", title, why, attempt.get_absolute_url(), now)


def tell_marks(*, effects: Iterable[Effect], why: str, now: datetime) -> None:
    """That marks of a quiz have changed, to each whose they are and who may know of them by now: that one has changed
    says what it was. The others find it with their result."""
    changed = {effect.attempt: effect for effect in effects}
    for attempt in Attempt.objects.filter(pk__in=changed).select_related("learner"):
        if attempt.learner is None or not attempt.scores(now):
            continue
        effect = changed[attempt.pk]
        marks = f"{_mark(effect.before)} before, {_mark(effect.after)} now. " if attempt.tells(now) else ""
        text = marks + _score(attempt) + why
        title = f"A mark of yours in “{isolated(attempt.title)}” has changed"
        key = f"mark/{effect.question}/{now.isoformat()}"
        _tell(attempt.learner, key, title, text, attempt.get_absolute_url(), now)


def tell_override(*, one: ClassQuiz, made: Grading, now: datetime) -> None:
    """That a person gave one answer another mark, as `tell_marks`."""
    attempt = made.question.attempt
    if attempt.learner and attempt.scores(now):
        title = f"A mark of yours in “{isolated(one.quiz.title)}” has changed"
        which = f"Question {made.question.position}: {_mark(made.share)} now. " if attempt.tells(now) else ""
        text = f"{which}{made.why}"
        _tell(attempt.learner, f"mark/{made.pk}", title, text, attempt.get_absolute_url(), now)


def _score(attempt: Attempt) -> str:
    """The score that holds."""
    shown = f"{percent((attempt.score or 0) / attempt.max_score)} %" if attempt.max_score else "not counted"
    return f"Your score is {shown}. "


def _mark(share: float | None) -> str:
    return "Not counted" if share is None else f"{percent(share)} %"


def _tell(person: "User", key: str, title: str, text: str, link: str, now: datetime) -> None:
    day = local_day(now, person.time_zone, person.day_start)
    tell(person=person, kind=QUIZ, key=key, message=Message(title, text, link), day=day, now=now)
