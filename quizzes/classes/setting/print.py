"""A paper to print or to try: its questions as they would be asked, and the key to them."""

from dataclasses import dataclass, replace

from django.db.models import Prefetch, prefetch_related_objects

from content.models import Topic
from quizzes.attempts.models import Quiz
from quizzes.attempts.paper import preview
from quizzes.attempts.scope import paper_of
from quizzes.attempts.shown import ShownQuestion
from quizzes.bank.assemble import Blueprint
from quizzes.bank.kinds import Shape


@dataclass(frozen=True)
class Printed:
    """A question as it is asked, and what is right in words."""

    question: ShownQuestion
    key: str
    told: ShownQuestion


def specimen(quiz: Quiz, seed: str) -> list[Printed]:
    """The questions that somebody might get; the same for the same seed and bank. Nothing is kept of it."""
    rules = quiz.rules
    plan = Blueprint(
        rules.number, frozenset(rules.kinds), rules.difficulty, graded=rules.graded, followed=rules.followed
    )
    drawn = paper_of(quiz)(blueprint=plan, seed=seed, lately=())
    prefetch_related_objects(drawn.versions, Prefetch("question__topic", Topic.objects.defer(*Topic.TEXTS)))
    shuffle = seed if rules.shuffled else ""
    found = []
    for position, version in enumerate(drawn.versions, 1):
        asked, told = (replace(preview(version, tell=tell, seed=shuffle), position=position) for tell in (False, True))
        found.append(Printed(asked, key_of(told), told))
    return found


def key_of(told: ShownQuestion) -> str:
    """What is right: letters, places, or what is to be typed."""
    if told.in_order:
        return ", then ".join(choice.text for choice in told.choices)
    if told.shape.placed:
        return "; ".join(f"{choice.text}: {choice.target}" for choice in told.choices)
    if told.shape.typed:
        return told.accepted if told.shape is Shape.NUMBER else told.choices[0].text
    return ", ".join(choice.letter for choice in told.choices if choice.correct)
