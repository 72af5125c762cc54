"""Pages of practice and timed quizzes."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import uuid4

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh, retarget

from quizzes.attempts import deadlines, errors, paper, queries, services
from quizzes.attempts.answers import last_of
from quizzes.attempts.forms import COUNTS, DIFFICULTIES, AnswerForm, FlagForm, StartForm
from quizzes.attempts.models import Attempt
from quizzes.attempts.shown import ShownQuestion
from quizzes.attempts.words import too_few
from quizzes.bank.kinds import kind_choices
from quizzes.bank.words import why_short
from sdwiki.typing import PageRequest

VISITOR = "visitor"  # the key in a visitor's session that their attempts carry
P = ParamSpec("P")


def own_attempt(view: Callable[Concatenate[PageRequest, Attempt, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass the attempt of the address to the view if it is the requester's own; 404 otherwise.

    Without a login the answer is the login page, whether the attempt exists or not, and after it the attempt: a session
    may have ended in the middle of it.
    """

    @wraps(view)
    def inner(request: PageRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        mine = Attempt.objects.visible_to(request.user, request.session.get(VISITOR, ""))
        found = mine.select_related("phase").filter(pk=pk).first()
        if found is not None:
            return view(request, found, *args, **kwargs)
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(reverse("quizzes:attempt", args=[pk]))

    return inner


@require_safe
@cache_control(no_store=True)
def quizzes(request: PageRequest) -> HttpResponse:
    """What can be practised or examined, what is open, and what is past."""
    names = {"phases": "phase", "topics": "topic", "kinds": "kind", "difficulty": "difficulty"}
    wanted = {field: request.GET.getlist(name) for field, name in names.items()}
    return _choose(request, wanted)


def _choose(request: PageRequest, wanted: dict[str, list[str]], error: str = "", status: int = 200) -> HttpResponse:
    """The page on which a quiz is chosen; its keys make a second press of a button the first one's attempt."""
    learner = None if isinstance(request.user, AnonymousUser) else request.user.pk
    scopes = queries.scopes(learner)
    chosen = queries.preselect(scopes, **wanted)
    context = {
        "scopes": scopes,
        "chosen": chosen,
        "counts": COUNTS,
        "kinds": kind_choices(),
        "difficulties": DIFFICULTIES,
        "needed": services.EXAM_QUESTIONS,
        "visitor_questions": services.VISITOR_QUESTIONS,
        "minutes": deadlines.EXAM_TIME.seconds // 60,
        "practice_key": uuid4(),
        "exam_key": uuid4(),
        "open_attempts": queries.open_attempts(learner, timezone.now()) if learner else [],
        "past": queries.past_attempts(learner) if learner else [],
        "error": error,
    }
    return render(request, "attempts/quizzes.html", context, status=status)


@require_POST
def start(request: PageRequest) -> HttpResponse:
    """Start a quiz, or lead to the one that this press, an earlier press or another tab has started."""
    form = StartForm(request.POST)
    wanted = {field: request.POST.getlist(field) for field in ("phases", "topics", "kinds", "difficulty")}
    if not form.is_valid():
        words = next((str(e) for e in form.non_field_errors()), "This quiz could not be started. Choose again.")
        return _choose(request, wanted, words, status=400)
    names = {"phase": "phases", "topic": "topics", "kind": "kinds", "difficulty": "difficulty"}
    again = reverse("quizzes:quizzes", query={name: wanted[field] for name, field in names.items()})
    if form.cleaned_data["kind"] == Attempt.Kind.EXAM and not request.user.is_authenticated:
        return redirect_to_login(again)
    try:
        attempt = _start(request, form)
    except errors.TooFew as few:
        messages.warning(request, too_few(few))
        return _go(request, again)
    except errors.AlreadyOpen as other:
        messages.info(request, "This exam is still open. There is one try at a time, so finish it first.")
        return _go(request, other.attempt.get_absolute_url())
    except errors.Conflict:
        return _choose(request, wanted, "This page is out of date. Choose again.", status=400)
    if attempt.short:
        messages.info(request, why_short(attempt.short))
    return _go(request, attempt.get_absolute_url())


def _start(request: PageRequest, form: StartForm) -> Attempt:
    """Start what the form asks for, in the requester's name or, for a visitor, under the key in their session."""
    key, now = form.cleaned_data["idempotency_key"], timezone.now()
    if form.cleaned_data["kind"] == Attempt.Kind.EXAM:
        assert not isinstance(request.user, AnonymousUser)
        return services.start_exam(learner=request.user, phase=form.cleaned_data["phases"].get(), key=key, now=now)
    topics, title = form.scope()
    learner = None if isinstance(request.user, AnonymousUser) else request.user
    # Two presses at once come without a session both: named after the form's key, they are one visitor's.
    visitor = "" if learner else request.session.setdefault(VISITOR, key.hex)
    if visitor and not consume(request, action="start_quiz", key=visitor):
        raise errors.TooManyStarts
    count = form.cleaned_data["count"] or COUNTS[1]
    return services.start_practice(
        learner=learner,
        visitor=visitor,
        topics=topics,
        count=count,
        title=title,
        key=key,
        now=now,
        kinds=form.cleaned_data["kinds"],
        difficulty=form.cleaned_data["difficulty"] or 0,
    )


def _go(request: PageRequest, url: str) -> HttpResponse:
    """Send the whole browser to a page, also when htmx asked."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


@require_safe
@own_attempt
def attempt(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """The attempt as it stands: a question, the result, or, between deadline and result, that time is up."""
    part = bool(request.htmx) and not request.htmx.history_restore_request
    if attempt.submitted_at:
        return HttpResponseClientRefresh() if part else _result(request, attempt)
    now = timezone.now()
    if deadlines.arrival(now, attempt.deadline, settings.ATTEMPT_GRACE) is not deadlines.Arrival.IN_TIME:
        return HttpResponse(status=204) if part else render(request, "attempts/closed.html", {"attempt": attempt})
    practice = attempt.kind == Attempt.Kind.PRACTICE
    context = _page(attempt, paper.asked(attempt, reveal=practice), request.GET.get("question", ""))
    if practice:
        return render(request, "attempts/practice.html" + ("#question" if part else ""), context)
    return render(request, "attempts/exam.html", context)


def _page(attempt: Attempt, questions: Sequence[ShownQuestion], wanted: str) -> dict[str, Any]:
    """What a question's page shows: the question that is wanted, else the first open one.

    An exam has one page more than questions, on which it is handed in.
    """
    pages = len(questions) + (attempt.kind == Attempt.Kind.EXAM)
    open_ones = [question.position for question in questions if not question.complete]
    current = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else 0
    if not 1 <= current <= pages:
        current = min(open_ones, default=pages)
    context = {"attempt": attempt, "questions": questions, "current": current, "open_ones": open_ones, "key": uuid4()}
    if current <= len(questions):
        question = questions[current - 1]
        later = [position for position in open_ones if position > current]
        context |= {"question": question, "next": min(later or open_ones, default=None)}
    if attempt.deadline:
        context["remaining"] = deadlines.remaining(timezone.now(), attempt.deadline)
        context["total"] = int(deadlines.EXAM_TIME.total_seconds())
    return context


def _result(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """The score with what guessing would give, and the questions with their reasons."""
    questions = paper.asked(attempt, reveal=True)
    if attempt.kind == Attempt.Kind.PRACTICE:
        questions = [question for question in questions if question.answered]
    wrong = sum(question.answered and not question.right for question in questions)
    context = {"attempt": attempt, "questions": questions, "by_topic": paper.by_topic(questions), "wrong": wrong}
    if request.user.is_authenticated:
        context["waiting"] = queries.to_review(request.user, questions, timezone.now())
    return render(request, "attempts/result.html", context)


@require_POST
@own_attempt
def answer(request: PageRequest, attempt: Attempt, position: int) -> HttpResponse:
    """Save an answer. In practice the answer is the feedback; in an exam, that it is saved."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("This answer could not be read. Reload the page to see what is saved.")
    data = form.cleaned_data
    try:
        saved = services.save_answer(
            attempt_id=attempt.pk,
            position=position,
            given=data["given"],
            sequence=data["sequence"],
            key=data["idempotency_key"],
            guessed=data["guessed"],
            unconfirmed=data["unconfirmed"],
            now=timezone.now(),
        )
    except errors.Closed:
        return _closed(request, attempt)
    except errors.AnsweredMeanwhile:
        return _again(request, attempt, position, stale=True)
    except errors.Incomplete:
        return _again(request, attempt, position, incomplete=True)
    if not request.htmx:
        return redirect(f"{attempt.get_absolute_url()}?question={position}")
    if attempt.kind == Attempt.Kind.EXAM:
        return _saved(request, paper.saved(saved.question, saved))
    context = _page(attempt, paper.asked(attempt, reveal=True), str(position))
    return render(request, "attempts/practice.html#question", context)


def _saved(request: PageRequest, question: paper.Saved) -> HttpResponse:
    """What changes on an exam's page once something is saved."""
    return render(request, "attempts/exam.html#saved", {"question": question, "swapped": True})


def _closed(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """409: the attempt has ended or its time is up, and this answer is not counted."""
    attempt.refresh_from_db()
    template = "attempts/closed.html" + ("#closed" if request.htmx else "")
    return retarget(render(request, template, {"attempt": attempt, "refused": True}, status=409), "#attempt")


def _again(request: PageRequest, attempt: Attempt, position: int, **why: bool) -> HttpResponse:
    """The question as it is saved. 409: another tab has answered since. 422: something was left open."""
    practice = attempt.kind == Attempt.Kind.PRACTICE
    context = _page(attempt, paper.asked(attempt, reveal=practice), str(position)) | why
    template = f"attempts/{attempt.kind}.html" + ("#question" if request.htmx else "")
    place = "#question" if practice else f"#question-{position}"
    return retarget(render(request, template, context, status=409 if why.get("stale") else 422), place)


@require_POST
@own_attempt
def flag(request: PageRequest, attempt: Attempt, position: int) -> HttpResponse:
    """Flag a question of an exam, or take the flag away."""
    form = FlagForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("This could not be read.")
    try:
        question = services.set_flag(
            attempt_id=attempt.pk, position=position, flagged=form.cleaned_data["flagged"], now=timezone.now()
        )
    except errors.Closed:
        return _closed(request, attempt)
    if not request.htmx:
        return redirect(f"{attempt.get_absolute_url()}?question={position}")
    return _saved(request, paper.saved(question, last_of(question)))


@require_POST
@own_attempt
def submit(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """End the attempt. Pressed again, or by another tab, it leads to the same result."""
    services.submit(attempt_id=attempt.pk, now=timezone.now())
    return _go(request, attempt.get_absolute_url())
