"""The page of an attempt that has ended."""

from django.http import HttpResponse
from django.shortcuts import render

from quizzes.attempts import paper, queries
from quizzes.attempts.models import Attempt
from quizzes.attempts.placement import findings
from quizzes.attempts.tries import standing
from quizzes.reviews.counting import load
from quizzes.reviews.words import counted
from sdwiki import clock
from sdwiki.typing import PageRequest


def handed_in(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """The end of an attempt of which what is right is not told, or not yet: the score alone, where that may be."""
    questions = paper.asked(attempt, reveal=False)
    context = {"attempt": attempt, "questions": questions, "scores": attempt.scores(clock.now())}
    context |= {"answered": sum(question.answered for question in questions), "agreed": attempt.agreed}
    context["standing"] = standing(attempt)
    return render(request, "attempts/handed_in.html", context)


def result(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """The score with what guessing would give, and the questions with their reasons, once these may be told."""
    if not attempt.tells(clock.now()):
        return handed_in(request, attempt)
    questions = paper.asked(attempt, reveal=True)
    if practice := attempt.kind == Attempt.Kind.PRACTICE:
        questions = [question for question in questions if question.answered]
    by_topic = paper.by_topic([q for q in questions if not (practice and q.set_aside)])
    gone = [one.topic for one in by_topic if one.topic.retired_at]
    again = [one.topic for one in by_topic if not one.topic.retired_at]
    wrong = sum(q.answered and not q.right and not q.set_aside and not q.topic.retired_at for q in questions)
    context = {"attempt": attempt, "questions": questions, "by_topic": by_topic, "wrong": wrong}
    context |= {"gone": gone, "again": again, "standing": standing(attempt)}
    if hasattr(attempt, "placement"):
        context["findings"] = findings(questions)
    if request.user.is_authenticated:
        now = clock.now()
        context["waiting"] = queries.to_review(request.user, questions, now)
        context["load"] = left = load(request.user, now)
        context["counted"] = counted(left)
    return render(request, "attempts/result.html", context)
