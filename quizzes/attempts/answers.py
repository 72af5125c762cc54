"""Answers between the database and `scoring`: what was asked, what was given, and what that says about memories."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef

from quizzes.attempts.models import Answer, AnswerPart, Attempt, AttemptQuestion
from quizzes.attempts.scoring import Asked, Given, Item, evidence, weight
from quizzes.bank.kinds import KINDS, Evidence, Shape
from quizzes.bank.models import Choice, Fact, FactVersion, QuestionVersion
from quizzes.bank.shuffling import shuffled
from quizzes.reviews.models import Review
from quizzes.reviews.services import Outcome, record_answers

if TYPE_CHECKING:
    from collections.abc import Iterable


def asked_of(version: QuestionVersion, choices: "Iterable[Choice] | None" = None) -> Asked:
    """What a version asks, by default with its own choices. A typed answer may be an alias that an editor accepts."""
    found = version.choices.all() if choices is None else choices
    items = [Item(c.pk, c.text, c.correct, c.target, c.fact) for c in found]
    if version.question.shape is Shape.TYPED:
        items += [Item(-alias.pk, alias.text, True) for alias in version.question.aliases.all()]
    return Asked(KINDS[version.question.kind], tuple(items), tuple(version.targets))


def asked_in(question: AttemptQuestion) -> Asked:
    """What a question of an attempt asks, with the choices that were shown."""
    return asked_of(
        question.version, [choice for choice in question.version.choices.all() if choice.pk in question.order]
    )


def given_of(answer: Answer | None) -> Given:
    """What an answer says, from its choice or its parts."""
    if answer is None:
        return Given()
    alone = answer.choice_id is not None or answer.sureness == Answer.Sureness.UNKNOWN
    parts = [] if alone else [(part.choice_id, part.value) for part in answer.parts.all()]
    return given_as(answer.choice_id, answer.sureness, parts)


def given_as(choice: int | None, sureness: str, parts: Collection[tuple[int | None, str]]) -> Given:
    """What an answer says that is stored as these columns and parts (choice and value)."""
    if sureness == Answer.Sureness.UNKNOWN:
        return Given(unknown=True)
    if choice is not None:
        return Given.of(choice)
    return Given(
        chosen=frozenset(pk for pk, value in parts if pk is not None and not value),
        places={pk: value for pk, value in parts if pk is not None and value},
        typed=next((value for pk, value in parts if pk is None), ""),
    )


def parts_of(answer: Answer, given: Given) -> list[AnswerPart]:
    """The rows of an answer that has no choice of its own."""
    parts = [AnswerPart(answer=answer, choice_id=pk) for pk in sorted(given.chosen)]
    parts += [AnswerPart(answer=answer, choice_id=pk, value=value) for pk, value in sorted(given.places.items())]
    return parts + ([AnswerPart(answer=answer, value=given.typed)] if given.typed else [])


def order_of(seed: str, version: QuestionVersion) -> list[int]:
    """The ids of a question's choices in an order that depends on the seed and the question alone."""
    choices = shuffled(f"{seed}\x1f{version.question.key}", version.choices.all(), lambda one: str(one.position))
    return [choice.pk for choice in choices]


def last_of(question: AttemptQuestion) -> Answer | None:
    """The answer that counts."""
    return max(question.answers.all(), key=lambda answer: answer.sequence, default=None)


@dataclass(frozen=True, eq=False)
class Said:
    """What an answer says of memories: the question's place in the attempt, the question of the bank (id) that it is
    ``about``, what it asks, and what was given.

    ``ruled`` is a person's word that it is right or wrong, whatever was given. ``again`` is the grading (id) by which
    it is said anew, 0 for the first time.
    """

    position: int
    about: int
    asked: Asked
    given: Given
    ruled: bool | None = None
    again: int = 0

    def key(self, attempt: Attempt, fact: int) -> UUID:
        """By which what it says of a fact counts once."""
        return evidence_key(attempt, self.position, fact, self.again)


def evidence_key(attempt: Attempt, position: int, fact: int, again: int = 0) -> UUID:
    """The key of what the answer to a question says of a fact (id), for the first time or by a later grading (id)."""
    return uuid5(attempt.key, f"{position}/{fact}/{again}" if again else f"{position}/{fact}")


def record(
    attempt: Attempt,
    answered: Sequence[tuple[AttemptQuestion, Asked, Answer]],
    *,
    source: Review.Source,
    now: datetime,
) -> None:
    """Pass answers on as evidence about the facts they probed, as `record_said`; a guess says nothing."""
    said = [
        Said(question.position, question.version.question_id, asked, given_of(answer))
        for question, asked, answer in answered
        if answer.sureness != Answer.Sureness.GUESS
    ]
    record_said(attempt, said, source=source, now=now)


def record_said(
    attempt: Attempt,
    answered: Sequence[Said],
    *,
    source: Review.Source,
    now: datetime,
    but: Collection[int] = (),
) -> None:
    """Pass on what answers say of memories, ``but`` of these facts (ids); a visitor's say nothing.

    What each answer speaks for, its question's kind says (`quizzes.bank.kinds.Evidence`). What was asked before a
    fact's meaning changed says nothing about it since: its card stays marked as changed. The key of each outcome
    follows from the answered question and the fact, so that no answer counts twice.
    """
    if attempt.learner is None:
        return
    known: dict[tuple[Said, str], bool] = {}
    whole: dict[int, tuple[Said, bool]] = {}
    for one in answered:
        judged = evidence(one.asked, one.given)
        if one.asked.kind.evidence is Evidence.PROBED:
            right = any(item.correct and item.pk in one.given.chosen for item in one.asked.items)
            whole[one.about] = (one, right if one.ruled is None else one.ruled)
        else:
            known |= {(one, key): right if one.ruled is None else one.ruled for key, right in judged.items()}
    reworded = FactVersion.objects.filter(fact=OuterRef("pk"), cosmetic=False, created_at__gt=attempt.started_at)
    live = Fact.objects.live().filter(~Exists(reworded))
    probed = live.filter(questions__in=whole).order_by("pk").values_list("pk", "questions") if whole else ()
    found = [(fact, *whole[question]) for fact, question in probed]
    if known:
        facts = dict(live.filter(key__in={key for _, key in known}).values_list("key", "pk"))
        found += [(facts[key], one, right) for (one, key), right in known.items() if key in facts]
    outcomes = [
        Outcome(fact, right, one.key(attempt, fact), weight(one.asked))
        for fact, one, right in sorted(found, key=lambda row: (row[0], row[1].position))
        if fact not in but
    ]
    if outcomes:
        record_answers(learner=attempt.learner, outcomes=outcomes, source=source, now=now)
