"""Who sits a quiz of a class now, one attempt with all that happened in it, and what staff do about somebody's time."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from content.reading.words import number_of
from quizzes.attempts import terms as changes
from quizzes.attempts.errors import AlreadyOpen, Closed, StillRuns
from quizzes.attempts.models import Attempt
from quizzes.classes.models import Membership
from quizzes.classes.setting import access, queries, services, telling
from quizzes.classes.setting.forms import ActForm, MoreForm, SayForm, TermsForm, initial_terms
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.pages import about, attempt_page, terms_page
from sdwiki import clock
from sdwiki.accounts.names import isolated
from sdwiki.typing import MemberRequest

DONE = {
    "extend": "There is more time, and the learner is told.",
    "reopen": "The attempt is open again, and the learner is told.",
    "close": "The attempt has ended, and the learner is told.",
}


@require_safe
@access.watched
@cache_control(no_store=True)
def watch(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """Everybody at the quiz. The part asks again while somebody sits it, and stops when nobody does."""
    now = clock.now()
    found = queries.watch(one, now, request.GET)
    context = {"one": one, "quiz": one.quiz, "cohort": one.cohort, "watch": found, "roll": found.roll, "now": now}
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "classes/setting/watch.html#seats", context)
    form = SayForm(initial={"idempotency_key": uuid.uuid4()})
    said = one.quiz.announcements.select_related("by").order_by("-pk")[:10]
    minutes = MoreForm(initial={"idempotency_key": uuid.uuid4()}, auto_id="more_%s")
    context |= about(request, one) | {"form": form, "minutes": minutes, "said": said}
    return render(request, "classes/setting/watch.html", context)


@require_POST
@access.changed
def announce(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """Say something to all who sit it now."""
    form = SayForm(request.POST)
    if form.is_valid():
        text, key = form.cleaned_data["text"], form.cleaned_data["idempotency_key"]
        services.announce(one=one, text=text, by=request.user, key=key, now=clock.now())
        messages.success(request, "It appears on the pages of all who sit the quiz, within half a minute.")
    else:
        messages.error(request, "Nothing was sent: write a message of at most 500 characters.")
    return redirect("quizzes:class-quiz-watch", one.cohort_id, one.quiz_id)


@require_POST
@access.changed
def extend_all(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """Give everybody who sits it now more time."""
    form, now = MoreForm(request.POST), clock.now()
    if form.is_valid():
        kept, seconds = form.kept(), form.cleaned_data["minutes"] * 60
        given = services.extend_all(one=one, seconds=seconds, by=request.user, **kept, now=now)
        for attempt, own in given:
            telling.tell_change(one=one, attempt=attempt, act="extend", why=kept["why"], key=own, now=now)
        messages.success(request, f"{number_of(len(given), 'learner')} got more time, and a word of it.")
    else:
        messages.error(request, "Nobody got more time: say how many minutes, and why.")
    return redirect("quizzes:class-quiz-watch", one.cohort_id, one.quiz_id)


@require_safe
@access.watched
def terms(request: MemberRequest, one: ClassQuiz, learner: int) -> HttpResponse:
    """What holds for one person in the quiz, and what held before."""
    return _terms(request, one, learner)


@require_POST
@access.changed
def agree(request: MemberRequest, one: ClassQuiz, learner: int) -> HttpResponse:
    """Agree other terms with one person."""
    now, member = clock.now(), _member(one, learner)
    form, person = TermsForm(request.POST, zone=one.cohort.time_zone, now=now), member.learner
    if not form.is_valid():
        return _terms(request, one, learner, form)
    kept, personal = form.kept(), form.personal()
    try:
        changes.agree(quiz=one.quiz, learner=person, personal=personal, by=request.user, **kept, now=now)
        telling.tell_terms(one=one, person=person, **kept, now=now)
        messages.success(request, f"This holds for {isolated(member.known_as)} now.")
    except AlreadyOpen as other:
        messages.error(request, _beside(other))
    return redirect("quizzes:class-quiz-terms", one.cohort_id, one.quiz_id, learner)


@require_safe
@access.watched
@cache_control(no_store=True)
def attempt(request: MemberRequest, one: ClassQuiz, attempt: int) -> HttpResponse:
    """One attempt: its end and why, all that happened in it, and its answers once it has ended."""
    return _attempt(request, one, _of(one, attempt))


@require_POST
@access.changed
def act(request: MemberRequest, one: ClassQuiz, attempt: int) -> HttpResponse:
    """Extend, close or reopen an attempt."""
    found, form = _of(one, attempt), ActForm(request.POST)
    if not form.is_valid():
        return _attempt(request, one, found, form)
    try:
        _change(request, one, found, form.cleaned_data)
        messages.success(request, DONE[form.cleaned_data["act"]])
    except Closed:
        messages.error(request, "This attempt has ended. It can be reopened.")
    except StillRuns:
        messages.error(request, "This attempt still runs. It can be extended.")
    except AlreadyOpen as why:
        messages.error(request, _beside(why))
    return redirect("quizzes:class-quiz-attempt", one.cohort_id, one.quiz_id, found.pk)


def _beside(why: AlreadyOpen) -> str:
    return f"“{isolated(why.attempt.title)}” is open for this learner: one clock runs at a time."


def _change(request: MemberRequest, one: ClassQuiz, attempt: Attempt, data: dict[str, Any]) -> None:
    how = {"attempt_id": attempt.pk, "by": request.user, "why": data["why"], "key": data["idempotency_key"]}
    now, seconds = clock.now(), (data["minutes"] or 0) * 60
    if data["act"] == "close":
        changes.close(**how, now=now)
    elif data["act"] == "extend":
        changes.extend(**how, seconds=seconds, now=now)
    else:
        changes.reopen(**how, seconds=seconds, now=now)
    telling.tell_change(one=one, attempt=attempt, act=data["act"], why=data["why"], key=how["key"], now=now)


def _of(one: ClassQuiz, pk: int) -> Attempt:
    found: Attempt = get_object_or_404(queries.attempts_of(one).select_related("learner"), pk=pk)
    return found


def _member(one: ClassQuiz, learner: int | None) -> Membership:
    present = one.cohort.memberships.present().select_related("learner")
    found: Membership = get_object_or_404(present, learner=learner)
    return found


def _terms(request: MemberRequest, one: ClassQuiz, learner: int, form: TermsForm | None = None) -> HttpResponse:
    page = terms_page(one, _member(one, learner))
    initial = initial_terms(page["personal"]) | {"idempotency_key": uuid.uuid4()}
    shown = form or TermsForm(initial=initial, zone=one.cohort.time_zone, now=clock.now())
    context = about(request, one) | page | {"form": shown}
    return render(request, "classes/setting/terms.html", context, status=422 if form else 200)


def _attempt(request: MemberRequest, one: ClassQuiz, attempt: Attempt, form: ActForm | None = None) -> HttpResponse:
    member = _member(one, attempt.learner_id)
    shown = form or ActForm(initial={"idempotency_key": uuid.uuid4(), "minutes": 10})
    context = about(request, one) | attempt_page(attempt) | {"member": member, "form": shown}
    return render(request, "classes/setting/attempt.html", context, status=422 if form else 200)
