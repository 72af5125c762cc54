"""Pages for the staff of a class: what it knows of what was assigned, and what to teach it next."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from content.reading.words import number_of
from quizzes.attempts.forms import KeyForm
from quizzes.classes.access import run, taught
from quizzes.classes.assignments.given import assigned_in
from quizzes.classes.insight import services
from quizzes.classes.insight.pages import hardest_in, spreads_of
from quizzes.classes.insight.queries import insight_of
from quizzes.classes.models import Cohort
from quizzes.classes.queries import role_of
from quizzes.classes.setting.errors import NothingToAsk
from sdwiki import clock
from sdwiki.typing import MemberRequest


@require_safe
@taught
@cache_control(no_store=True)
def show(request: MemberRequest, cohort: Cohort, assignment: int) -> HttpResponse:
    """An assignment in depth: how the class is spread, what it has forgotten, and what it takes for what."""
    one, now = assigned_in(cohort, assignment), clock.now()
    quiz, items = hardest_in(cohort, one)
    context = {
        "cohort": cohort,
        "given": one,
        "insight": insight_of(cohort, one.topics, now),
        "spreads": spreads_of(cohort, one, now),
        "quiz": quiz,
        "items": items,
    }
    return render(request, "classes/insight/assignment.html", context)


@require_safe
@taught
@cache_control(no_store=True)
def teach(request: MemberRequest, cohort: Cohort, assignment: int) -> HttpResponse:
    """The rows to teach next: all of them, as a hand-out that prints, or with ``?at=`` one of them for a projector."""
    one = assigned_in(cohort, assignment)
    lessons = insight_of(cohort, one.topics, clock.now()).lessons
    asked = request.GET.get("at", "")
    at = int(asked) if asked in {str(place) for place in range(1, len(lessons) + 1)} else 0
    context = {"cohort": cohort, "given": one, "lessons": lessons, "role": role_of(cohort, request.user)}
    if at:
        shown = {"lesson": lessons[at - 1], "at": at, "before": at - 1, "after": at + 1 if at < len(lessons) else 0}
        return render(request, "classes/insight/lesson.html", context | shown)
    return render(request, "classes/insight/lessons.html", context | {"key": uuid.uuid4()})


@require_POST
@run
def set_quiz(request: MemberRequest, cohort: Cohort, assignment: int) -> HttpResponse:
    """Set a quiz about the rows to teach, as a draft."""
    one, now, form = assigned_in(cohort, assignment), clock.now(), KeyForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("This page is out of date. Go back, reload it and press again.")
    lessons, title = insight_of(cohort, one.topics, now).lessons, f"Again: {one.title}"
    key = form.cleaned_data["idempotency_key"]
    try:
        made = services.quiz_about(cohort=cohort, lessons=lessons, title=title, by=request.user, key=key, now=now)
    except NothingToAsk:
        messages.error(request, "No question can be asked fairly about these rows, so no quiz was made.")
        return redirect("quizzes:class-teach", cohort.pk, one.pk)
    messages.success(request, _made_of(made.quiz.number, len(lessons)))
    return redirect("quizzes:class-quiz-paper", cohort.pk, made.quiz_id)


def _made_of(questions: int, rows: int) -> str:
    """What became of the rows that a quiz was to be about."""
    number, then = number_of(questions, "question"), "Look at its paper, and give it when you like."
    if questions >= rows:
        return f"The quiz is a draft of {number}. {then}"
    return f"The quiz is a draft of {number}: about the other rows none can be asked fairly beside these. {then}"
