"""The marks of an attempt: each a grading that stays, and their sum. The sum can be reckoned anew at any time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from quizzes.attempts.answers import asked_in, asked_of, given_of, last_of
from quizzes.attempts.models import Attempt, AttemptQuestion, Grading
from quizzes.attempts.scoring import Given, Mark, Score, guess, score, share
from quizzes.bank.models import QuestionVersion

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

Rules = Grading.Rules
FOR_ALL = (Rules.DROPPED, Rules.CREDITED)  # whatever was answered


def with_answers(attempt: Attempt) -> list[AttemptQuestion]:
    """The questions of an attempt with all that decides what their answers are worth."""
    texts = ("answers__parts", "version__choices", "version__question__aliases")
    return list(attempt.questions.select_related("version__question").prefetch_related(*texts))


def marks_of(questions: Iterable[AttemptQuestion]) -> dict[int, Grading]:
    """The grading that holds of each question (id) that has one."""
    found = Grading.objects.filter(question__in=list(questions)).order_by("question_id", "-pk").distinct("question_id")
    return {one.question_id: one for one in found}


def graded(
    question: AttemptQuestion,
    mark: float | None,
    *,
    now: datetime,
    rules: Rules = Rules.MARKED,
    by: "User | None" = None,
    why: str = "",
) -> Grading:
    """A new mark for a question, not yet stored."""
    return Grading(question=question, answer=last_of(question), share=mark, rules=rules, at=now, by=by, why=why)


def as_corrected(question: AttemptQuestion, otherwise: float | None) -> float | None:
    """What the last answer is worth by the question as it is today; ``otherwise`` where nobody can say."""
    current = question.version.question.current
    given = as_in(current, question) if current else None
    return otherwise if current is None or given is None else share(asked_of(current), given)


def as_in(current: QuestionVersion, question: AttemptQuestion) -> Given | None:
    """What was answered, in the choices of the question's current version, found by their words; None where one of the
    choices that were taken is no longer there, so that nobody can say what the answer would be."""
    given = given_of(last_of(question))
    if current.pk == question.version_id or not (given.chosen or given.places):
        return given
    words = {choice.pk: choice.text for choice in question.version.choices.all()}
    today = {choice.text: choice.pk for choice in current.choices.all()}
    taken = {*given.chosen, *given.places}
    if any(words[pk] not in today for pk in taken):
        return None
    return Given(
        chosen=frozenset(today[words[pk]] for pk in given.chosen),
        places={today[words[pk]]: place for pk, place in given.places.items()},
    )


def total(questions: Sequence[AttemptQuestion], marks: Mapping[int, Grading]) -> Score:
    """The sum of the marks that hold, of the questions that count."""
    counted = [(q, mark) for q in questions if (one := marks.get(q.pk)) and (mark := one.share) is not None]
    return score(Mark(mark, guess(asked_in(question))) for question, mark in counted)


def rescore(attempt: Attempt) -> None:
    """Reckon the score of an attempt that has ended anew. The caller holds the attempt's lock."""
    questions = with_answers(attempt)
    result = total(questions, marks_of(questions))
    attempt.score, attempt.max_score, attempt.guess_score = result.points, result.most, result.guess
    attempt.save(update_fields=["score", "max_score", "guess_score"])
