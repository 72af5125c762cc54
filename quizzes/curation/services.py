"""What editors and instructors do to questions: decide on them, explain them, accept spellings, write their own.

Each holds the question's row, so that the same press sent twice finds what the first one made.
"""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from content.models import Topic
from content.render import render_text
from quizzes.bank.curation_models import OWN, QuestionAlias, QuestionDecision, QuestionNote
from quizzes.bank.models import Choice, Question, QuestionVersion
from quizzes.bank.own import Draft, faults
from quizzes.bank.services import derive

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

State = Question.State


class Unfair(Exception):
    """The linter forbids the question; ``faults`` says why in words."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class Stale(Exception):
    """Somebody else has changed the question since."""


@transaction.atomic
def decide(*, question_id: int, state: State, reason: str, author: "User", key: UUID, now: datetime) -> Question:
    """Reject a question, mark it for review, or make it live again.

    One whose source is gone in the meantime is retired instead of live. A rejection outlives every rebuild.
    """
    question = Question.objects.select_for_update(of=("self",)).select_related("topic__current").get(pk=question_id)
    if question.decisions.filter(key=key).exists():
        return question
    if state == State.LIVE and not _has_source(question):
        state = State.RETIRED
    QuestionDecision.objects.create(question=question, state=state, reason=reason, author=author, at=now, key=key)
    question.state = state
    question.save(update_fields=["state"])
    return question


def _has_source(question: Question) -> bool:
    """Whether the wiki, or a person, still gives this question."""
    if question.key.startswith(OWN):
        return True
    if question.topic.retired_at or not question.topic.current_id:
        return False
    _, bank = derive(question.topic)
    return any(source.key == question.key for source in bank.questions)


@transaction.atomic
def explain(*, question_id: int, text: str, author: "User", key: UUID, now: datetime) -> QuestionNote:
    """Set the explanation shown after answering; an empty text takes it away."""
    question = Question.objects.select_for_update().get(pk=question_id)
    if note := question.notes.filter(key=key).first():
        return note
    html = render_text(text) if text else ""
    return QuestionNote.objects.create(question=question, text=text, html=html, author=author, at=now, key=key)


def accept(*, question_id: int, text: str, author: "User", now: datetime) -> QuestionAlias:
    """Accept another spelling where the answer is typed. One that is accepted already stays as it is."""
    defaults = {"author": author, "at": now}
    alias, _ = QuestionAlias.objects.get_or_create(question_id=question_id, text=text, defaults=defaults)
    return alias


@transaction.atomic
def write(*, author: "User", topic: Topic, draft: Draft, key: UUID, now: datetime) -> Question:
    """A new question of somebody's own, live at once. Raises Unfair where the linter forbids it."""
    _check(draft)
    name = f"{OWN}{topic.slug}/{key}"
    question, new = Question.objects.get_or_create(
        key=name, defaults={"topic": topic, "kind": Question.Kind.OPTION, "state": State.LIVE, "graded": True}
    )
    if new:
        _add_version(question, draft, author, key, now)
    return question


@transaction.atomic
def revise(*, question_id: int, version: int, draft: Draft, author: "User", key: UUID, now: datetime) -> Question:
    """A new version of an own question; the same wording again changes nothing.

    ``version`` is the number that was edited. Raises Stale where that is not the current one, and Unfair.
    """
    _check(draft)
    question = Question.objects.select_for_update(of=("self",)).select_related("topic", "current").get(pk=question_id)
    assert question.current is not None
    if question.current.checksum == _checksum(question, draft):
        return question
    if question.current.number != version:
        raise Stale
    _add_version(question, draft, author, key, now)
    return question


def _check(draft: Draft) -> None:
    if found := faults(draft):
        raise Unfair(found)


def _checksum(question: Question, draft: Draft) -> str:
    parts = [question.topic.title, draft.dimension, draft.ask, draft.explanation]
    for choice in _in_order(question, draft):
        parts += [choice.text, choice.reason, str(choice.correct)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _in_order(question: Question, draft: Draft) -> list[Choice]:
    """The choices in an order that depends on the question's key and their texts alone."""

    def rank(text: str) -> bytes:
        return hashlib.sha256(f"{question.key}\x1f{text}".encode()).digest()

    source = question.topic.get_absolute_url()
    return [
        Choice(position=place, text=choice.text, correct=choice.correct, reason=choice.reason, source=source)
        for place, choice in enumerate(sorted(draft.choices, key=lambda choice: rank(choice.text)))
    ]


def _add_version(question: Question, draft: Draft, author: "User", key: UUID, now: datetime) -> None:
    """Write the draft as the question's current version, and its explanation as the note that learners see."""
    version = QuestionVersion.objects.create(
        question=question,
        number=question.current.number + 1 if question.current else 1,
        context=f"{question.topic.title} · {draft.dimension}",
        ask=draft.ask,
        explanation=draft.explanation,
        checksum=_checksum(question, draft),
        created_at=now,
    )
    choices = _in_order(question, draft)
    for choice in choices:
        choice.version = version
    Choice.objects.bulk_create(choices)
    question.current = version
    question.save(update_fields=["current"])
    latest = question.notes.first()
    if (latest.text if latest else "") != draft.explanation:
        explain(question_id=question.pk, text=draft.explanation, author=author, key=key, now=now)
