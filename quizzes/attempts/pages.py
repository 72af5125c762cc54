"""What the pages of practice and timed quizzes show, and how they answer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect, replace_url, retarget

from quizzes.attempts import deadlines, paper, queries, services
from quizzes.attempts.along import VISITOR
from quizzes.attempts.answers import last_of
from quizzes.attempts.errors import AnsweredMeanwhile, Incomplete
from quizzes.attempts.forms import CLOCKS, COUNTS, DIFFICULTIES
from quizzes.attempts.models import Answer, Attempt, Quiz
from quizzes.attempts.placing import MOST
from quizzes.attempts.scoring import Given
from quizzes.attempts.shown import ShownQuestion
from quizzes.attempts.words import told_limit, told_scope
from quizzes.bank.kinds import KINDS, kind_choices
from sdwiki import clock, limits
from sdwiki.accounts.models import User
from sdwiki.typing import PageRequest


def go(request: PageRequest, url: str) -> HttpResponse:
    """Send the whole browser to a page, also when htmx asked."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def wants_part(request: PageRequest) -> bool:
    """Whether a part of the page is enough. htmx asks for all of it where it goes back in history."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def choosing(request: PageRequest, wanted: dict[str, list[str]], error: str = "", status: int = 200) -> HttpResponse:
    """The page on which a quiz is chosen; its keys make a second press of a button the first one's attempt."""
    member = None if isinstance(request.user, AnonymousUser) else request.user
    scopes = queries.scopes(member.pk if member else None)
    context = {
        "scopes": scopes,
        "chosen": queries.preselect(scopes, **wanted),
        "practice_key": uuid4(),
        "exam_key": uuid4(),
        "from_before": member and request.session.get(VISITOR),
        "error": error,
    }
    context |= _offered(member.time_factor if member else 1.0) | (_own(member) if member else {})
    return render(request, "attempts/quizzes.html", context, status=status)


def _offered(factor: float) -> dict[str, Any]:
    """What can be chosen beside topics, and how long a phase's exam is for who takes ``factor`` times as long."""
    return {
        "counts": COUNTS,
        "kinds": kind_choices(),
        "difficulties": DIFFICULTIES,
        "clocks": CLOCKS,
        "visitor_questions": services.VISITOR_QUESTIONS,
        "needed": services.EXAM_QUESTIONS,
        "minutes": deadlines.EXAM_TIME.seconds // 60,
        "exam_time": told_limit(deadlines.EXAM_TIME.seconds, factor) if factor != 1 else "",
    }


def _own(learner: User) -> dict[str, Any]:
    """What a learner can go on with, take as it is, and look back at."""
    now, factor = clock.now(), learner.time_factor
    return {
        "open_attempts": queries.open_attempts(learner.pk, now),
        "past": queries.past_attempts(learner.pk, now),
        "ready": [(one, uuid4(), _time(one, factor), _scope(one)) for one in queries.quizzes_of(learner.pk)],
    }


def _scope(quiz: Quiz) -> str:
    """What somebody's own quiz asks, in words; what is ready-made says it by its name."""
    if not quiz.owner_id:
        return ""
    about = [one.title for one in (*quiz.phases.all(), *quiz.topics.all())]
    kinds = [KINDS[code].label for code in quiz.kinds if code in KINDS]
    return told_scope(
        [] if about == [quiz.title] else about, kinds, dict(DIFFICULTIES)[quiz.difficulty] if quiz.difficulty else ""
    )


def _time(quiz: Quiz, factor: float) -> str:
    """How long a quiz takes somebody at most, in words; empty without a clock, or where its minutes say it."""
    return told_limit(quiz.limit, factor) if quiz.limit and factor != 1 else ""


def question(request: PageRequest, attempt: Attempt, wanted: str) -> HttpResponse:
    """The page of an open attempt, or in practice the question alone where a part is enough."""
    part = "#question" if attempt.kind == Attempt.Kind.PRACTICE and wants_part(request) else ""
    return render(request, f"attempts/{attempt.kind}.html{part}", _page(attempt, wanted))


def _page(attempt: Attempt, wanted: str) -> dict[str, Any]:
    """What a question's page shows. A practice page shows one question, so of the others only their state is read."""
    if attempt.kind == Attempt.Kind.EXAM:
        context = _on_page(attempt, paper.asked(attempt, reveal=False), wanted)
        questions = context["questions"]
        counts = {"answered": len(questions) - len(context["open_ones"]), "flagged": sum(q.flagged for q in questions)}
        return context | counts
    questions = paper.answered(attempt, reveal=True)
    context = _on_page(attempt, [paper.saved(question, last_of(question)) for question in questions], wanted)
    [shown] = paper.told(attempt, [questions[context["current"] - 1]], reveal=True)
    return context | {"question": shown}


def _on_page(attempt: Attempt, questions: Sequence[ShownQuestion | paper.Saved], wanted: str) -> dict[str, Any]:
    """What a question's page shows: the question that is wanted, else the first open one.

    An exam has one page more than questions, on which it is handed in. Where nobody goes back it is where the learner
    stands, whatever is wanted.
    """
    exam, forward = attempt.kind == Attempt.Kind.EXAM, attempt.agreed.forward
    pages = len(questions) + exam
    open_ones = [question.position for question in questions if not question.complete]
    first = min(open_ones, default=pages)
    current = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else 0
    if exam and forward:
        current = min(attempt.reached, pages)
    elif not 1 <= current <= (first if forward else pages):
        current = first
    context = {"attempt": attempt, "questions": questions, "current": current, "open_ones": open_ones, "key": uuid4()}
    context["forward"] = forward
    context["of"] = MOST if hasattr(attempt, "placement") else len(questions)
    if current <= len(questions):
        question = questions[current - 1]
        later = [position for position in open_ones if position > current]
        context |= {"question": question, "next": min(later or open_ones, default=None)}
    if attempt.deadline:
        context["remaining"] = deadlines.remaining(clock.now(), attempt.deadline)
        context["total"] = int((attempt.deadline - attempt.started_at).total_seconds())
    return context


def time_is_up(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """Between the deadline and the result: nothing changes for a part, and the page says so."""
    if wants_part(request):
        return HttpResponse(status=204)
    return render(request, "attempts/closed.html", {"attempt": attempt})


def answered(request: PageRequest, attempt: Attempt, answer: Answer, given: Given) -> HttpResponse:
    """After an answer: in practice the feedback, at an address that shows it again; in an exam that it is saved."""
    position = answer.question.position
    if request.htmx and attempt.kind == Attempt.Kind.EXAM:
        return saved(request, answer.question.attempt, paper.saved(answer.question, answer, given))
    address = f"{attempt.get_absolute_url()}?question={position}"
    if not request.htmx:
        return redirect(address)
    return replace_url(render(request, "attempts/practice.html#question", _page(attempt, str(position))), address)


def claimed(request: PageRequest, attempt: Attempt, position: int) -> HttpResponse:
    """A question whose answer was put to the editors, in its place on whichever page it stands."""
    if not request.htmx:
        return redirect(f"{attempt.get_absolute_url()}?question={position}")
    shown = next(one for one in paper.asked(attempt, reveal=True) if one.position == position)
    return render(request, "attempts/answered/typed.html", {"question": shown, "attempt": attempt, "pressed": True})


def saved(request: PageRequest, attempt: Attempt, question: paper.Saved) -> HttpResponse:
    """What changes on an exam's page once something is saved."""
    context = {"question": question, "swapped": True, "forward": attempt.agreed.forward}
    return timed(render(request, "attempts/exam.html#saved", context), attempt)


def timed(response: HttpResponse, attempt: Attempt) -> HttpResponse:
    """A reply that sets the browser's clock: it says how many seconds are left."""
    if attempt.deadline:
        response["Time-Left"] = deadlines.remaining(clock.now(), attempt.deadline)
    return response


def closed(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """409: the attempt has ended or its time is up, and this answer is not counted."""
    attempt.refresh_from_db()
    template = "attempts/closed.html" + ("#closed" if request.htmx else "")
    return retarget(render(request, template, {"attempt": attempt, "refused": True}, status=409), "#attempt")


def again(request: PageRequest, attempt: Attempt, position: int, why: AnsweredMeanwhile | Incomplete) -> HttpResponse:
    """The question as it is saved: another tab has answered since, or something was left open."""
    practice = attempt.kind == Attempt.Kind.PRACTICE
    context = _page(attempt, str(position))
    if isinstance(why, Incomplete) and "question" in context:  # what was typed and not understood can be mended
        context["question"] = replace(context["question"], typed=request.POST.get("text", "")[: limits.ANSWER])
    context["stale" if isinstance(why, AnsweredMeanwhile) else "incomplete"] = True
    part = "#question" if practice else "#again"
    template = f"attempts/{attempt.kind}.html" + (part if request.htmx else "")
    place = "#question" if practice else f"#question-{position}"
    return retarget(render(request, template, context, status=why.status), place)
