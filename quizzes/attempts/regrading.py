"""What becomes of marks when a question turns out to be wrong: graded anew, dropped, credited, or changed one by one.

Every way first says who would gain or lose; done, it adds gradings, reckons the quizzes anew and takes back with a row
what the answers said of memories. Old marks stay. Who may is for the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from quizzes.attempts.errors import Closed, NoMark
from quizzes.attempts.evidence import say_anew
from quizzes.attempts.marking import as_corrected, graded, marks_of, rescore, with_answers
from quizzes.attempts.models import Attempt, AttemptQuestion, Grading
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

Rules = Grading.Rules
WAYS = (Rules.REGRADED, Rules.DROPPED, Rules.CREDITED)


@dataclass(frozen=True)
class Effect:
    """What a regrade makes of one attempt: the mark before and after, None where the question does not count."""

    attempt: int
    question: int
    learner: int | None
    before: float | None
    after: float | None

    @property
    def gain(self) -> float:
        """In marks; below 0 for somebody who loses."""
        return (self.after or 0.0) - (self.before or 0.0)


def rehearse(*, question_id: int, way: Rules, quiz_id: int | None = None) -> list[Effect]:
    """Whose marks would change if this question (of the bank) were treated that way, in all quizzes or one; nothing is
    written."""
    return rehearse_all(question_id=question_id, ways=(way,), quiz_id=quiz_id)[way]


def rehearse_all(
    *, question_id: int, ways: Sequence[Rules] = WAYS, quiz_id: int | None = None
) -> dict[Rules, list[Effect]]:
    """The same for several ways, of attempts that are read once."""
    asked = [one for one in _asked(question_id, quiz_id) if not _is_sat(one.attempt)]
    return {way: [effect for _, effect in _effects(asked, way)] for way in ways}


@transaction.atomic
def regrade(
    *, question_id: int, way: Rules, by: "User", why: str, now: datetime, quiz_id: int | None = None
) -> list[Effect]:
    """Treat a question of the bank that way in every attempt that has begun, at all quizzes or one, and say whose marks
    that changed.

    A timed attempt that is open has its mark in advance: what is dropped or credited stays so whatever is answered, and
    what is corrected is graded as corrected when it ends. Nobody's mark has changed by that, and nothing is said of a
    memory before the end. Repeated, it changes nothing. What an answer said of a memory is taken back, and said anew by
    the new mark.
    """
    begun = _asked(question_id, quiz_id)
    list(Attempt.objects.filter(pk__in={one.attempt_id for one in begun}).select_for_update().order_by("pk"))
    begun = _asked(question_id, quiz_id)
    sat = [one for one in begun if _is_sat(one.attempt)]
    _mark_in_advance(sat, way, by=by, why=why, now=now)
    found = _effects([one for one in begun if not _is_sat(one.attempt)], way)
    made = Grading.objects.bulk_create(
        graded(question, effect.after, rules=way, by=by, why=why, now=now) for question, effect in found
    )
    for (question, _), mark in zip(found, made, strict=True):
        _settle(question, mark, now)
    event("question.regraded", question=question_id, way=way.value, changed=len(found), by=by.pk)
    return [effect for _, effect in found]


@transaction.atomic
def override(*, attempt_id: int, position: int, mark: float, by: "User", why: str, now: datetime) -> Grading:
    """Give one question of one attempt that has ended another mark, a share from 0 to 1, with a comment.

    Said again it is the mark that was given. Raises Closed for an attempt that is still open, NoMark for what is no
    share or has no comment.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.submitted_at is None:
        raise Closed
    question = next((one for one in with_answers(attempt) if one.position == position), None)
    if question is None or not 0 <= mark <= 1 or not why.strip():
        raise NoMark
    held = marks_of([question]).get(question.pk)
    if held and (held.rules, held.share, held.by_id, held.why) == (Rules.OVERRIDDEN, mark, by.pk, why):
        return held
    made = graded(question, mark, rules=Rules.OVERRIDDEN, by=by, why=why, now=now)
    made.save()
    _settle(question, made, now)
    event("answer.overridden", attempt=attempt.pk, position=position, by=by.pk)
    return made


def _is_sat(attempt: Attempt) -> bool:
    """Whether somebody sits it now, and it is graded at its end. In practice each answer has its mark at once."""
    return attempt.submitted_at is None and attempt.kind == Attempt.Kind.EXAM


def _mark_in_advance(
    asked: Sequence[AttemptQuestion], way: Rules, *, by: "User", why: str, now: datetime
) -> list[Grading]:
    """Marks for questions of attempts that are open, where they do not hold already."""
    held, fresh = marks_of(asked), []
    for question in asked:
        last = held.get(question.pk)
        mark = _mark(question, way, last.share if last else None)
        known = mark is not None or way == Rules.DROPPED
        if known and (last is None or (last.rules, last.share) != (way, mark)):
            fresh.append(graded(question, mark, rules=way, by=by, why=why, now=now))
    return Grading.objects.bulk_create(fresh)


def _asked(question_id: int, quiz_id: int | None) -> list[AttemptQuestion]:
    """Where a question was asked in attempts that have begun."""
    texts = ("answers__parts__choice", "answers__choice", "version__choices", "version__question__aliases")
    asked = AttemptQuestion.objects.filter(version__question=question_id)
    if quiz_id is not None:
        asked = asked.filter(attempt__quiz=quiz_id)
    related = ("attempt__learner", "version__question__current")
    found = asked.order_by("attempt", "pk").select_related(*related)
    rows = list(found.prefetch_related(*texts, "version__question__current__choices"))
    for version in (row.version for row in rows):
        if version.question.current:
            version.question.current.question = version.question  # read already, with its aliases
    return rows


def _effects(asked: Sequence[AttemptQuestion], way: Rules) -> list[tuple[AttemptQuestion, Effect]]:
    """The questions whose mark changes, each with what it becomes. What does not count stays so when it is graded."""
    marks, found = marks_of(asked), []
    for question in asked:
        held = marks.get(question.pk)
        if held is None or (held.share is None and way == Rules.REGRADED and held.rules != Rules.DROPPED):
            continue
        after = _mark(question, way, held.share)
        if after != held.share:
            whose = question.attempt.learner_id
            found.append((question, Effect(question.attempt_id, question.pk, whose, held.share, after)))
    return found


def _mark(question: AttemptQuestion, way: Rules, before: float | None) -> float | None:
    if way == Rules.DROPPED:
        return None
    return 1.0 if way == Rules.CREDITED else as_corrected(question, before)


def _settle(question: AttemptQuestion, mark: Grading, now: datetime) -> None:
    """After a mark has changed: the sum of its quiz, and what its answer says of memories. The attempt is locked."""
    if question.attempt.submitted_at:
        rescore(question.attempt)
    say_anew(question.attempt, [(question, mark)], now=now)
