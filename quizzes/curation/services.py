"""What editors do to questions: decide on them, explain them, accept spellings, write their own.

Each holds the question's row, so that the same press sent twice finds what the first one made.
"""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from content.models import Topic
from content.rendering.html import render_text
from content.services import reading
from quizzes.bank.authored.drafts import Draft, arranged, expected, graded, targets, worded
from quizzes.bank.authored.rules import faults
from quizzes.bank.facility import band
from quizzes.bank.interviews_and_drills import around_topics
from quizzes.bank.models import Choice, Question, QuestionVersion
from quizzes.bank.models.curation import OF_OWNER, OWN, QuestionAlias, QuestionDecision, QuestionNote
from quizzes.bank.services import accepted_terms, derive
from quizzes.curation.errors import RevisedMeanwhile, Unfair
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

State = Question.State


@transaction.atomic
def decide(*, question_id: int, state: State, reason: str, author: "User", key: UUID, now: datetime) -> Question:
    """Reject a question, mark it for review, or make it live again.

    One whose source is gone in the meantime is retired instead of live. A rejection outlives every rebuild: it waits
    for one that is under way, which holds the topic.
    """
    topic = Question.objects.values("topic").get(pk=question_id)["topic"]
    Topic.objects.select_for_update(no_key=True).only("pk").get(pk=topic)  # first: a join would see what was current
    question = Question.objects.select_for_update(of=("self",)).select_related("topic__current").get(pk=question_id)
    if question.decisions.filter(key=key).exists():
        return question
    if state == State.LIVE and not _has_source(question):
        state = State.RETIRED
    QuestionDecision.objects.create(question=question, state=state, reason=reason, author=author, at=now, key=key)
    question.state = state
    question.save(update_fields=["state"])
    event("question.decided", question=question.pk, state=state.value)
    return question


def _has_source(question: Question) -> bool:
    """Whether the wiki, or a person, still gives this question."""
    if question.topic.retired_at:
        return False
    if question.key.startswith(OWN):
        return True
    if not question.topic.current_id:
        return False
    bank = derive(reading(question.topic), accepted_terms(), around_topics([question.topic.slug]))
    return any(source.key == question.key for source in bank.questions)


@transaction.atomic
def explain(*, question_id: int, text: str, author: "User | None", key: UUID, now: datetime) -> QuestionNote:
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


def take_back(*, question_id: int, alias_id: int) -> str:
    """Accept a spelling no longer; empty where that has happened. Answers that were marked keep their marks."""
    alias = QuestionAlias.objects.filter(question=question_id, pk=alias_id).first()
    if alias is None or not QuestionAlias.objects.filter(pk=alias.pk).delete()[0]:
        return ""
    event("question.spelling_taken_back", question=question_id)
    return alias.text


@transaction.atomic
def write(
    *,
    author: "User | None",
    topic: Topic,
    draft: Draft,
    key: UUID,
    now: datetime,
    owner: "User | None" = None,
) -> Question:
    """A new question that somebody wrote, live at once or, with an ``owner``, theirs alone for their classes. Raises
    Unfair where the linter forbids it."""
    _check(draft, topic)
    # whoever sends the key of somebody else's form does not get their question
    name = f"{OWN}{topic.slug}/{key}" if owner is None else f"{OF_OWNER}{topic.slug}/{owner.pk}/{key}"
    about = {"topic": topic, "kind": draft.kind, "graded": graded(draft)}
    kept = {"state": State.LIVE} if owner is None else {"state": State.OWNED, "owner": owner}
    question, new = Question.objects.get_or_create(key=name, defaults=about | kept)
    if new:
        _add_version(question, draft, author, key, now)
    return question


@transaction.atomic
def revise(
    *, question_id: int, version: int, draft: Draft, author: "User | None", key: UUID, now: datetime
) -> Question:
    """A new version of an own question; the same wording again changes nothing.

    ``version`` is the number that was edited. Raises RevisedMeanwhile where that is not the current one, and Unfair;
    ValueError for a draft of another kind, as a question keeps its own.
    """
    question = Question.objects.select_for_update(of=("self",)).select_related("topic", "current").get(pk=question_id)
    assert question.current is not None
    if question.kind != draft.kind:
        raise ValueError(f"{question.key} is of the kind {question.kind}, not {draft.kind}")
    _check(draft, question.topic)
    if says(question, draft):
        return question
    if question.current.number != version:
        raise RevisedMeanwhile
    _add_version(question, draft, author, key, now)
    return question


def keep_asking(*, question: Question, ask: bool) -> None:
    """Offer an owner's question for papers, or not any more: those that have it ask it no longer, and what was asked
    stays. It can be offered again."""
    state = State.OWNED if ask else State.RETIRED
    Question.objects.filter(pk=question.pk, owner__isnull=False).update(state=state)


def _check(draft: Draft, topic: Topic) -> None:
    if found := faults(draft, topic.title):
        raise Unfair(found)


def says(question: Question, draft: Draft) -> bool:
    """Whether the current version of a question is this draft."""
    return question.current is not None and question.current.checksum == checksum(question, draft)


def checksum(question: Question, draft: Draft) -> str:
    """What tells one wording of a question from another."""
    parts = [question.topic.title, draft.dimension, worded(draft.kind, draft.ask), draft.explanation]
    for choice in arranged(draft, question.key):
        parts += [choice.text, choice.reason, str(choice.correct)]
        parts += [choice.target] if choice.target else []
    parts += targets(draft, question.key)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _add_version(question: Question, draft: Draft, author: "User | None", key: UUID, now: datetime) -> None:
    """Write the draft as the question's current version, and its explanation as the note that learners see."""
    version = QuestionVersion.objects.create(
        question=question,
        number=question.current.number + 1 if question.current else 1,
        context=f"{question.topic.title} · {draft.dimension}",
        ask=worded(draft.kind, draft.ask),
        explanation=draft.explanation,
        targets=targets(draft, question.key),
        checksum=checksum(question, draft),
        created_at=now,
    )
    Choice.objects.bulk_create(
        Choice(
            version=version,
            position=position,
            text=choice.text,
            correct=choice.correct,
            target=choice.target,
            reason=choice.reason,
            source=question.topic.slug,
        )
        for position, choice in enumerate(arranged(draft, question.key))
    )
    question.current, question.graded, question.prior = version, graded(draft), expected(draft)
    question.expected, question.difficulty = question.prior, band(question.prior)
    question.save(update_fields=["current", "graded", "prior", "expected", "difficulty"])
    latest = question.notes.first()
    if (latest.text if latest else "") != draft.explanation:
        explain(question_id=question.pk, text=draft.explanation, author=author, key=key, now=now)
