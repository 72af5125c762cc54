"""The page of an attempt that has ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from content.models import Phase
from quizzes.attempts import paper, queries
from quizzes.attempts.breakdown import Group, Mean, Pace, calibrated, grouped, paced, repeated
from quizzes.attempts.models import Attempt, AttemptQuestion
from quizzes.attempts.placement import findings
from quizzes.attempts.shown import ShownQuestion
from quizzes.attempts.tries import standing
from quizzes.attempts.words import told_facts, told_groups, told_pace
from quizzes.bank.kinds import Evidence
from quizzes.reviews.counting import load
from quizzes.reviews.words import counted
from sdwiki import clock
from sdwiki.accounts.models import User
from sdwiki.typing import PageRequest


def handed_in(request: PageRequest, attempt: Attempt, mean: Mean | None) -> HttpResponse:
    """The end of an attempt of which what is right is not told, or not yet: the score alone, where that may be, with
    the quiz's ``mean``."""
    questions, now = paper.asked(attempt, reveal=False), clock.now()
    context = {"attempt": attempt, "questions": questions, "scores": attempt.scores(now)}
    context |= {"answered": sum(question.answered for question in questions), "agreed": attempt.agreed}
    context |= {"standing": standing(attempt, now), "mean": mean, "cohort": queries.class_of(attempt)}
    return render(request, "attempts/handed_in.html", context)


def result(request: PageRequest, attempt: Attempt, mean: Mean | None, paces: Mapping[int, Pace]) -> HttpResponse:
    """The score with what guessing would give, and the questions with their reasons, as these may be told. The quiz's
    ``mean``, and the ``paces`` at which its questions (ids) are answered, stand beside it where they are known."""
    rows = paper.answered(attempt, reveal=True)
    questions = paper.told(attempt, rows, reveal=True)
    if attempt.kind == Attempt.Kind.PRACTICE:
        questions = [question for question in questions if question.answered]
    context: dict[str, Any] = {"attempt": attempt, "standing": standing(attempt, clock.now()), "mean": mean}
    context["cohort"] = queries.class_of(attempt)
    context |= _marks(attempt, questions) | {"questions": _folded(attempt, rows, questions, paces)}
    if hasattr(attempt, "placement"):
        context["findings"] = findings(questions)
    if request.user.is_authenticated:
        context |= _reviews(request.user, questions, clock.now())
    return render(request, "attempts/result.html", context)


def _marks(attempt: Attempt, questions: Sequence[ShownQuestion]) -> dict[str, Any]:
    """How what counts did by topic and otherwise; the topics that can be practised ``again`` and those ``gone``."""
    practice = attempt.kind == Attempt.Kind.PRACTICE
    counting = [q for q in questions if not (q.dropped or (practice and q.set_aside))]
    by_topic, groups = paper.by_topic(counting), _groups(counting)
    names = ["topic"] * (len(by_topic) > 1) + [name.lower() for name, _ in groups]
    return {
        "by_topic": by_topic,
        "groups": groups,
        "fold": told_groups(names) if names else "",
        "wrong_first": len({q.right or q.dropped for q in questions}) > 1,
        "gone": [one.topic for one in by_topic if one.topic.retired_at],
        "again": [one.topic for one in by_topic if not one.topic.retired_at],
        "wrong": sum(q.answered and not q.right and not q.set_aside and not q.topic.retired_at for q in questions),
    }


def _reviews(learner: User, questions: Sequence[ShownQuestion], now: datetime) -> dict[str, Any]:
    """What of it can be reviewed now, and what the learner's day holds."""
    left, waiting = load(learner, now), queries.to_review(learner, questions, now)
    context = {"waiting": waiting, "load": left, "counted": counted(left)}
    return context | ({"told_facts": _why_so_many(len(waiting), questions)} if waiting else {})


def _why_so_many(facts: int, questions: Sequence[ShownQuestion]) -> str:
    """How the facts that wait compare with the questions that were wrong, in words."""
    wrong = [q for q in questions if not (q.right or q.dropped)]
    said = [q for q in wrong if q.answered and not q.guessed]
    return told_facts(
        facts,
        wrong=len(wrong),
        left=any(not q.answered for q in wrong),
        guessed=any(q.answered and q.guessed for q in wrong),
        bare=any(q.kind.evidence is not Evidence.PROBED and not q.missed for q in said),
    )


def _folded(
    attempt: Attempt, rows: Sequence[AttemptQuestion], questions: Sequence[ShownQuestion], paces: Mapping[int, Pace]
) -> list[tuple[ShownQuestion, str]]:
    """The questions with the time that each took, in words: what was wrong or left open first."""
    saves = [(answer.at, row.position) for row in rows for answer in row.answers.all()]
    taken = paced(attempt.started_at, saves)
    first = sorted(questions, key=lambda question: question.right or question.dropped)
    return [(one, told_pace(taken.get(one.position), paces.get(one.question_id))) for one in first]


def _groups(questions: Sequence[ShownQuestion]) -> list[tuple[str, list[Group]]]:
    """The marks by phase, kind, row and what was said of the answers, each where there is something to compare."""
    phases = {phase for question in questions if (phase := question.topic.phase_id)}
    titles = dict(Phase.objects.filter(pk__in=phases).values_list("pk", "title")) if len(phases) > 1 else {}
    by_phase = grouped((titles.get(q.topic.phase_id or 0, ""), q.share) for q in questions) if titles else []
    by_kind = grouped((q.kind.label, q.share) for q in questions)
    sure = calibrated((q.sureness, q.share) for q in questions if q.answered)
    found = [
        ("Phase", by_phase),
        ("Kind of question", by_kind if len(by_kind) > 1 else []),
        ("Row", repeated((f"{q.topic.title} · {q.row.dimension}", q.share) for q in questions if q.row)),
        ("How sure you were", sure),
    ]
    return [(name, groups) for name, groups in found if groups]
