"""An answer in practice: the first one stays, it is told at once, and it is evidence at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from quizzes.attempts.answers import asked_in, parts_of, record
from quizzes.attempts.errors import AnsweredMeanwhile, Closed, GoneOn, Incomplete, UnknownChoice
from quizzes.attempts.models import Answer, AnswerPart, AttemptQuestion, Grading
from quizzes.attempts.placement import ask_next
from quizzes.attempts.scoring import Given, complete, fits, share
from quizzes.reviews.models import Review


def answer_in_practice(
    *, attempt_id: int, position: int, given: Given, sureness: str, key: UUID, now: datetime
) -> Answer:
    """Save the answer to a question of a practice, with its mark and what it says of memories. A key that was used
    before gives its answer again. Raises Closed, GoneOn, AnsweredMeanwhile, Incomplete or UnknownChoice."""
    with transaction.atomic():
        question = _question(attempt_id, position)
        attempt, version, shape = question.attempt, question.version, question.version.question.shape
        if not fits(shape, question.order, version.targets, given):
            raise UnknownChoice
        answers = {answer.key: answer for answer in question.answers.all()}
        if key in answers:
            return answers[key]
        if attempt.submitted_at:
            raise Closed
        if answers:
            raise AnsweredMeanwhile
        if attempt.agreed.forward and attempt.questions.filter(position__lt=position, answers=None).exists():
            raise GoneOn
        if not complete(shape, len(question.order), given, version.targets):
            raise Incomplete
        asked = asked_in(question)
        answer = Answer(question=question, sequence=1, at=now, key=key)
        answer.sureness = Answer.Sureness.UNKNOWN if given.unknown else sureness
        answer.choice_id = next(iter(given.chosen), None) if shape.takes_one else None
        answer.save(force_insert=True)
        if not shape.takes_one:
            AnswerPart.objects.bulk_create(parts_of(answer, given))
        mark = share(asked, given)
        Grading.objects.create(question=question, answer=answer, share=mark, rules=Grading.Rules.MARKED, at=now)
        record(attempt, [(question, asked, answer)], source=Review.Source.PRACTICE, now=now)
        if hasattr(attempt, "placement"):
            ask_next(attempt)
        return answer


def _question(attempt_id: int, position: int) -> AttemptQuestion:
    """The attempt's question at this place, with the attempt's row locked, in one statement. Raises UnknownChoice where
    there is none."""
    found = AttemptQuestion.objects.select_related("attempt__learner", "attempt__placement", "version__question")
    question = found.filter(attempt=attempt_id, position=position).select_for_update(of=("attempt",)).first()
    if question is None:
        raise UnknownChoice
    return question
