"""What is said of a quiz's rules, of a learner's time, and of what happened in an attempt, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizzes.attempts.deadlines import Personal
from quizzes.attempts.models import Answer, Attempt, Extension, Grading, Quiz
from quizzes.attempts.words import told_limit
from sdwiki.rounding import percent


def time_of(quiz: Quiz, personal: Personal) -> str:
    """How long somebody has: "60 min (30 × 2)", "30 min", "no clock"."""
    limit = quiz.limit if personal.limit is None else personal.limit
    if not limit:
        return "no clock"
    return told_limit(limit, personal.factor or 1.0)


def rules_for(quiz: Quiz, personal: Personal) -> dict[str, Any]:
    """What of a quiz's rules is other for somebody with terms of their own, as it holds for them."""
    return {
        "time": time_of(quiz, personal),
        "opens": personal.opens or quiz.opens,
        "closes": personal.closes or quiz.closes,
        "allowed": quiz.attempts_allowed if personal.attempts is None else personal.attempts,
    }


@dataclass(frozen=True)
class Happened:
    """Something that happened in an attempt: when, what, and who did it and why where that was staff."""

    at: datetime
    what: str
    by: str = ""
    why: str = ""


def log_of(attempt: Attempt, answers: Iterable[Answer], marks: Iterable[Grading]) -> list[Happened]:
    """All that the rows say of an attempt, in the order of time. Marks that its questions gave as it ended are told by
    the score."""
    found = [Happened(attempt.started_at, "Began")]
    for answer in answers:
        late = ", in the grace after the end" if answer.late else ""
        found.append(Happened(answer.at, f"Question {answer.question.position}: answer {answer.sequence} saved{late}"))
    changes = list(attempt.extensions.select_related("by"))
    for one in changes:
        if one.ended_at:
            found.append(Happened(one.ended_at, "Ended"))
        found.append(Happened(one.at, _change(one), one.by.display_name if one.by else "", one.why))
    for mark in marks:
        if mark.rules not in (Grading.Rules.MARKED, Grading.Rules.STORED):
            worth = "does not count" if mark.share is None else f"{percent(mark.share)} %"
            what = f"Question {mark.question.position}: {mark.get_rules_display().lower()}, {worth}"
            found.append(Happened(mark.at, what, mark.by.display_name if mark.by else "", mark.why))
    if ended := attempt.submitted_at:
        closed = any(one.kind == Extension.Kind.CLOSED and one.at == ended for one in changes)
        how = "Ended at its time" if attempt.closed_by_sweep else "Ended" if closed else "Submitted"
        found.append(Happened(ended, how))
    return sorted(found, key=lambda one: one.at)


def _change(one: Extension) -> str:
    if one.kind == Extension.Kind.EXTENDED:
        return f"{told_limit(one.seconds, 1)} more"
    return f"Reopened for {told_limit(one.seconds, 1)}" if one.kind == Extension.Kind.REOPENED else "Closed"
