"""What answers have said of memories, taken back and said anew: a mark has changed, or an attempt was reopened.

And said for the first time where that had to wait (`telling`).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from quizzes.attempts.answers import Said, asked_in, asked_of, evidence_key, given_of, last_of, record_said
from quizzes.attempts.marking import as_in, marks_of, with_answers
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion, Extension, Grading
from quizzes.attempts.rules import NEVER
from quizzes.bank.models import Fact
from quizzes.reviews.acts_back import put_again
from quizzes.reviews.models import CardAct, Review
from quizzes.reviews.taking_back import withdraw

Rules = Grading.Rules
Marked = tuple[AttemptQuestion, Grading]  # a question with the mark that holds
SILENT = (Rules.DROPPED, Rules.CREDITED)  # marks that say nothing of what somebody knows


def evidence_keys(attempt: Attempt, question: AttemptQuestion) -> list[UUID]:
    """The keys under which what the answer to a question said has been passed on, at first and by later gradings."""
    probed = set(question.version.question.facts.values_list("pk", flat=True))
    current = question.version.question.current
    items = [*asked_in(question).items, *(asked_of(current).items if current else ())]
    probed |= set(Fact.objects.filter(key__in=[item.fact for item in items if item.fact]).values_list("pk", flat=True))
    rounds = (0, *question.gradings.values_list("pk", flat=True))
    return [evidence_key(attempt, question.position, fact, again) for fact in sorted(probed) for again in rounds]


def said_by(question: AttemptQuestion, mark: Grading) -> Said | None:
    """What an answer says of memories by the mark that it has now; None where that is nothing.

    A question that was corrected is judged as corrected. A person's full mark says that it is right, none that it is
    wrong, and a part of one nothing.
    """
    answer, place = last_of(question), (question.position, question.version.question_id)
    if answer is None or answer.sureness == Answer.Sureness.GUESS or mark.rules in SILENT or mark.share is None:
        return None
    if mark.rules == Rules.OVERRIDDEN:
        ruled = bool(mark.share) if mark.share in (0, 1) else None
        return None if ruled is None else Said(*place, asked_in(question), given_of(answer), ruled, mark.pk)
    current = question.version.question.current
    if mark.rules == Rules.REGRADED and current is not None:
        given = as_in(current, question)
        return Said(*place, asked_of(current), given, again=mark.pk) if given else None
    given = given_of(answer)
    return Said(*place, asked_in(question), given, again=mark.pk) if given else None


def say_anew(attempt: Attempt, changed: Sequence[Marked], *, now: datetime) -> None:
    """Take back what answers said whose marks have changed, and say what they say by the new ones. What waits to be
    told says nothing yet, what is never told nothing at all.

    The attempt is locked, and has ended.
    """
    if attempt.learner is None or attempt.untold:
        return
    withdraw(learner=attempt.learner, keys=[key for one, _ in changed for key in evidence_keys(attempt, one)], now=now)
    if attempt.agreed.feedback != NEVER:
        _say(attempt, changed, now=now)


def say_all(attempt: Attempt, *, now: datetime) -> None:
    """Say what an attempt says by the marks that hold, where that waited till it may be told. The attempt is locked."""
    attempt.untold = False
    attempt.save(update_fields=["untold"])
    questions = with_answers(attempt)
    marks = marks_of(questions)
    marked = [(question, marks[question.pk]) for question in questions if question.pk in marks]
    if attempt.extensions.filter(kind=Extension.Kind.REOPENED).exists():  # it may have been told before that
        say_anew(attempt, _unsaid(attempt, marked), now=now)
    else:
        _say(attempt, marked, now=now)


def opened_last(attempt: Attempt) -> datetime:
    """When an attempt was opened last: marks from then on, given in advance too, have said nothing of memories."""
    found = attempt.extensions.filter(kind=Extension.Kind.REOPENED).order_by("-pk").values_list("at", flat=True).first()
    return found or attempt.started_at


def _unsaid(attempt: Attempt, marked: Sequence[Marked]) -> list[Marked]:
    """Those marks by which nothing stands that their answers said: what a mark has said is not said by it again."""
    since = opened_last(attempt)
    keys = {one.pk: evidence_keys(attempt, one) for one, mark in marked if mark.at < since}
    every = [key for some in keys.values() for key in some]
    standing = Review.objects.effective().filter(learner=attempt.learner, key__in=every)
    said = set(standing.values_list("key", flat=True))
    return [(one, mark) for one, mark in marked if not said.intersection(keys.get(one.pk, ()))]


def _say(attempt: Attempt, marked: Sequence[Marked], *, now: datetime) -> None:
    """Say what answers say by their marks, as of when they were handed in, and of those memories alone about which
    nothing has been learnt since: later evidence knows better, and what was begun anew since has left it behind."""
    said = [found for question, mark in marked if (found := said_by(question, mark))]
    if attempt.learner is None or not said:
        return
    ended = attempt.submitted_at or now
    later = Review.objects.effective().filter(learner=attempt.learner, at__gt=ended)
    begun_anew = CardAct.objects.filter(learner=attempt.learner, kind=CardAct.Kind.FORGET, undone_by=None, at__gt=ended)
    but = frozenset((*later.values_list("card__fact", flat=True), *begun_anew.values_list("card__fact", flat=True)))
    source = Review.Source.EXAM if attempt.kind == Attempt.Kind.EXAM else Review.Source.PRACTICE
    record_said(attempt, said, source=source, now=ended, but=but)
    told = Review.objects.filter(learner=attempt.learner, at=ended).exclude(source=Review.Source.REVIEW)
    put_again(learner=attempt.learner, cards=list(told.values_list("card", flat=True)))
