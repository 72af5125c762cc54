"""Pages of practice and timed quizzes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from quizzes.attempts import claims, deadlines, errors, own, pages, paper, services
from quizzes.attempts.along import VISITOR
from quizzes.attempts.answers import last_of
from quizzes.attempts.forms import ADDRESS_NAMES, AnswerForm, FlagForm, StartForm
from quizzes.attempts.models import Attempt
from quizzes.attempts.saving import Found
from quizzes.attempts.words import too_few
from quizzes.bank.words import why_short
from sdwiki import clock
from sdwiki.accounts.names import isolated
from sdwiki.typing import PageRequest

P = ParamSpec("P")


def own_attempt(view: Callable[Concatenate[PageRequest, Attempt, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass the attempt of the address to the view if it is the requester's own; 404 otherwise.

    Without a login the answer is the login page, whether the attempt exists or not, and after it the attempt: a session
    may have ended in the middle of it.
    """

    @wraps(view)
    def inner(request: PageRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        found, _ = own.own_attempt(attempt_id=pk, **_whose(request))
        return _not_own(request, pk) if found is None else view(request, found, *args, **kwargs)

    return inner


def _whose(request: PageRequest) -> dict[str, Any]:
    return {"learner": request.user.pk, "visitor": request.session.get(VISITOR, "")}


def _not_own(request: PageRequest, pk: int) -> HttpResponse:
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(reverse("quizzes:attempt", args=[pk]))


@require_safe
@cache_control(no_store=True)
def quizzes(request: PageRequest) -> HttpResponse:
    """What can be practised or examined, what is open, and what is past."""
    return pages.choosing(request, {field: request.GET.getlist(name) for field, name in ADDRESS_NAMES.items()})


@require_POST
def start(request: PageRequest) -> HttpResponse:
    """Start a quiz, or lead to the one that this press, an earlier press or another tab has started."""
    form = StartForm(request.POST)
    if not form.is_valid():
        return pages.choosing(request, form.wanted, form.complaint, status=400)
    if form.is_exam and not request.user.is_authenticated:
        return redirect_to_login(form.address)
    try:
        attempt = _start(request, form)
    except (errors.TooFew, errors.AlreadyOpen, errors.Conflict) as why:
        return _not_started(request, form, why)
    if attempt.short:
        messages.info(request, why_short(attempt.short))
    return pages.go(request, attempt.get_absolute_url())


def _start(request: PageRequest, form: StartForm) -> Attempt:
    """Start what the form asks for, in the requester's name or, for a visitor, under the key in their session."""
    learner = None if isinstance(request.user, AnonymousUser) else request.user
    key, now = form.cleaned_data["idempotency_key"], clock.now()
    if form.is_exam and learner:
        return services.start_exam(learner=learner, phase=form.cleaned_data["phases"].get(), key=key, now=now)
    # Two presses at once come without a session both: named after the form's key, they are one visitor's.
    visitor = "" if learner else request.session.setdefault(VISITOR, key.hex)
    if visitor and not consume(request, action="start_quiz", key=visitor):
        raise errors.TooManyStarts
    return services.start_practice(learner=learner, visitor=visitor, key=key, now=now, **form.practice())


def _not_started(
    request: PageRequest, form: StartForm, why: errors.TooFew | errors.AlreadyOpen | errors.Conflict
) -> HttpResponse:
    """Back to the choice, or to the exam that is still open."""
    if isinstance(why, errors.TooFew):
        messages.warning(request, too_few(why.available, why.needed))
        return pages.go(request, form.address)
    if isinstance(why, errors.AlreadyOpen):
        title = isolated(why.attempt.title)
        messages.info(request, f"“{title}” is still open. There is one try at a time, so finish it first.")
        return pages.go(request, why.attempt.get_absolute_url())
    return pages.choosing(request, form.wanted, "This page is out of date. Choose again.", status=400)


def open_page(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """The page of an attempt without a result: a question or, between deadline and result, that time is up."""
    if deadlines.arrival(clock.now(), attempt.deadline, settings.ATTEMPT_GRACE) is not deadlines.Arrival.IN_TIME:
        return pages.time_is_up(request, attempt)
    return pages.question(request, attempt, request.GET.get("question", ""))


@require_safe
@own_attempt
@cache_control(no_store=True)
def time_left(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """How many seconds are left, as a header; 409 once the attempt has ended."""
    return HttpResponse(status=409) if attempt.submitted_at else pages.timed(HttpResponse(status=204), attempt)


@require_POST
def answer(request: PageRequest, pk: int, position: int) -> HttpResponse:
    """Save an answer. In practice the answer is the feedback; in an exam, that it is saved."""
    attempt, found = own.own_attempt(attempt_id=pk, position=position, **_whose(request))
    return _not_own(request, pk) if attempt is None else _answer(request, attempt, position, found)


def _answer(request: PageRequest, attempt: Attempt, position: int, found: Found | None) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("This answer could not be read. Reload the page to see what is saved.")
    now = clock.now()
    try:
        answer = form.answer() | {"found": found, "now": now}
        saved = services.save_answer(attempt_id=attempt.pk, position=position, **answer)
    except errors.Closed:
        return pages.closed(request, attempt)
    except (errors.AnsweredMeanwhile, errors.Incomplete) as why:
        return pages.again(request, attempt, position, why)
    return pages.answered(request, attempt, saved, form.cleaned_data["given"])


@require_POST
@own_attempt
def flag(request: PageRequest, attempt: Attempt, position: int) -> HttpResponse:
    """Flag a question of an exam, or take the flag away."""
    form, now = FlagForm(request.POST), clock.now()
    if not form.is_valid():
        return HttpResponseBadRequest("This could not be read.")
    flagged = form.cleaned_data["flagged"]
    try:
        question = services.set_flag(attempt_id=attempt.pk, position=position, flagged=flagged, now=now)
    except errors.Closed:
        return pages.closed(request, attempt)
    if not request.htmx:
        return redirect(f"{attempt.get_absolute_url()}?question={position}")
    return pages.saved(request, question.attempt, paper.saved(question, last_of(question)))


@require_POST
@own_attempt
def go_on(request: PageRequest, attempt: Attempt, position: int) -> HttpResponse:
    """Leave a question behind, where nobody goes back. Pressed again, it leads to where the learner stands."""
    services.go_on(attempt_id=attempt.pk, position=position, now=clock.now())
    return pages.go(request, attempt.get_absolute_url())


@require_POST
@own_attempt
def submit(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """End the attempt. Pressed again, or by another tab, it leads to the same result."""
    services.submit(attempt_id=attempt.pk, now=clock.now())
    return pages.go(request, attempt.get_absolute_url())


@require_POST
@own_attempt
def means_the_same(request: PageRequest, attempt: Attempt, position: int) -> HttpResponse:
    """Say that a typed answer that was refused means the same. Pressed again, it stays with the first press."""
    claims.claim(attempt_id=attempt.pk, position=position, now=clock.now())
    return pages.claimed(request, attempt, position)
