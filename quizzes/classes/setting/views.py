"""Pages of those who set a quiz for a class, and of its learners who are about to sit it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.attempts.errors import AlreadyOpen, NoneLeft, NotOpen
from quizzes.attempts.forms import KeyForm
from quizzes.attempts.models import Attempt
from quizzes.attempts.pages import go
from quizzes.attempts.services import start_quiz
from quizzes.bank.words import why_short
from quizzes.classes.access import run
from quizzes.classes.models import Cohort
from quizzes.classes.roll import learners, roll_of
from quizzes.classes.setting import access, queries, services
from quizzes.classes.setting.errors import NothingToAsk
from quizzes.classes.setting.forms import QuizForm, initial_of
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.pages import about, sit_page
from sdwiki import clock
from sdwiki.accounts.names import isolated
from sdwiki.typing import MemberRequest

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@run
def new(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Set a quiz for a class, as a draft."""
    zone, now, sent = cohort.time_zone, clock.now(), request.POST if request.method == "POST" else None
    form = QuizForm(sent, zone=zone, now=now, initial={"idempotency_key": uuid.uuid4()})
    if sent is not None and form.is_valid():
        key = form.cleaned_data["idempotency_key"]
        try:
            one = services.make(cohort=cohort, sheet=form.sheet(), by=request.user, key=key, now=now)
            return redirect(
                "quizzes:class-quiz" if not one.quiz.fixed else "quizzes:class-quiz-paper", cohort.pk, one.quiz_id
            )
        except NothingToAsk as why:
            _short(form, why)
    return _form(request, cohort, form)


@require_http_methods(FORM)
@access.changed
def edit(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """Set the rules of a quiz anew."""
    sent = request.POST if request.method == "POST" else None
    form = QuizForm(sent, zone=one.cohort.time_zone, now=clock.now(), initial=initial_of(one.quiz))
    if sent is not None and form.is_valid():
        try:
            services.change(one=one, sheet=form.sheet())
            messages.success(request, "The rules are changed, for every attempt that begins from now on.")
            return redirect("quizzes:class-quiz", one.cohort_id, one.quiz_id)
        except NothingToAsk as why:
            _short(form, why)
    return _form(request, one.cohort, form, one)


@require_safe
@access.watched
def show(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """The quiz, for the staff of its class: its rules, and the way to all that can be done with it."""
    roll = roll_of(learners(one.cohort), request.GET, lambda member: member.known_as)
    context = {
        "begun": Attempt.objects.filter(quiz=one.quiz_id).values("learner").distinct().count(),
        "short": services.short_of(one.quiz),
        "roll": roll,
        "terms": queries.with_terms(one.quiz, [member.learner_id for member in roll.page]),
    }
    return render(request, "classes/setting/quiz.html", about(request, one) | context)


@require_POST
@access.changed
def give(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """Let the learners see and take it."""
    try:
        services.give(one=one, by=request.user, now=clock.now())
        messages.success(request, f"“{isolated(one.quiz.title)}” is given to the class.")
    except NothingToAsk as why:
        messages.error(request, _words(why))
    return redirect("quizzes:class-quiz", one.cohort_id, one.quiz_id)


@require_POST
@access.changed
def take_back(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """Make it a draft again."""
    services.take_back(one=one)
    messages.success(request, f"“{isolated(one.quiz.title)}” is a draft again. Attempts that have begun go on.")
    return redirect("quizzes:class-quiz", one.cohort_id, one.quiz_id)


@require_POST
@access.changed
def remove(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """Remove a quiz that nobody has begun."""
    services.remove(one=one)
    messages.success(request, f"“{isolated(one.quiz.title)}” is removed.")
    return redirect("quizzes:class", one.cohort_id)


@require_safe
@access.sat
def sit(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """The quiz, for a learner: its rules as they hold for them, their attempts, and the way in."""
    context = sit_page(one, request.user, clock.now()) | {"key": uuid.uuid4()}
    return render(request, "classes/setting/sit.html", context)


@require_POST
@access.sat
def start(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """Begin the quiz, or lead to the attempt that is open already."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("This page is out of date. Reload it.")
    try:
        key = form.cleaned_data["idempotency_key"]
        attempt = start_quiz(learner=request.user, quiz=one.quiz, key=key, now=clock.now())
    except AlreadyOpen as why:
        messages.info(request, f"“{isolated(why.attempt.title)}” is still open. Finish it first.")
        attempt = why.attempt
    except (NoneLeft, NotOpen):  # the page says which it is, and leads to the results
        return go(request, reverse("quizzes:class-quiz-sit", args=[one.cohort_id, one.quiz_id]))
    return go(request, attempt.get_absolute_url())


def _form(request: MemberRequest, cohort: Cohort, form: QuizForm, one: ClassQuiz | None = None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    begun = one is not None and Attempt.objects.filter(quiz=one.quiz_id).exists()
    context = {"cohort": cohort, "form": form, "one": one, "begun": begun}
    return render(request, "classes/setting/form.html", context, status=status)


def _short(form: QuizForm, why: NothingToAsk) -> None:
    form.add_error("number", _words(why))


def _words(why: NothingToAsk) -> str:
    """What a quiz lacks, in words."""
    if why.short is None or not why.short.found:
        return "There is nothing to ask yet. Choose more topics or kinds, or put questions on the paper."
    return why_short(why.short)
