"""The review page: one card at a time, its grades, undo, and the row it comes from."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.bank.rows import rows_of
from quizzes.reviews import errors, services, taking_back
from quizzes.reviews.allowance import learn_more
from quizzes.reviews.counting import dated, load
from quizzes.reviews.forms import EvidenceForm, GradeForm, MoreForm, TicksForm, UndoForm
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queue import study
from quizzes.reviews.scopes import Scope, scope_of
from quizzes.reviews.shown import Turn, shown
from quizzes.reviews.spoken import grade_spoken
from quizzes.reviews.words import CHANGED, GRADED_ELSEWHERE, back, counted, counter, held
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.typing import MemberRequest


@require_safe
@members_only
def review(request: MemberRequest) -> HttpResponse:
    """The card that is due, or what to do where none is. ``?card=…&answer=1`` turns it over without JavaScript."""
    scope = scope_of(request)
    return page(request, scope, clock.now(), Turn(graded=scope.graded, pinned=scope.card, revealed=scope.answer))


@require_POST
@members_only
def grade(request: MemberRequest, card_id: int) -> HttpResponse:
    """Grade one's own card."""
    return _take(request, card_id, GradeForm(request.POST), services.grade)


@require_POST
@members_only
def tick(request: MemberRequest, card_id: int) -> HttpResponse:
    """Say what one has said of a card that is answered aloud, which grades it."""
    return _take(request, card_id, TicksForm(request.POST), grade_spoken)


@require_POST
@members_only
def undo(request: MemberRequest) -> HttpResponse:
    """Take back one's last grade of the day."""
    scope, form, now = scope_of(request), UndoForm(request.POST), clock.now()
    if not form.is_valid():
        return HttpResponseBadRequest("This request could not be read.")
    undone = taking_back.undo(learner=request.user, now=now, key=form.cleaned_data["idempotency_key"])
    if undone is None:
        return page(request, scope, now, Turn("There is nothing left to undo today."))
    return page(request, scope, now, Turn("Undone. Here is the card again.", pinned=undone.card_id))


@require_POST
@members_only
def more(request: MemberRequest) -> HttpResponse:
    """Let today bring more new facts, and go on with them."""
    form = MoreForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose five or ten new facts, or a topic that is there.")
    number, topic, key = (form.cleaned_data[name] for name in ("number", "topic", "idempotency_key"))
    learn_more(learner=request.user, now=clock.now(), key=key, number=number or 0, topic=topic)
    address = reverse("quizzes:review")
    return redirect(f"{address}?{urlencode({'topic': topic.slug})}" if topic else address)


@require_safe
@members_only
def left(request: MemberRequest) -> HttpResponse:
    """The day's load, for whatever page shows it: the page asks again when a card in learning comes back."""
    day = load(request.user, clock.now())
    return render(request, "reviews/load.html", {"load": day, "counted": counted(day)})


@require_safe
@members_only
def row(request: MemberRequest, card_id: int) -> HttpResponse:
    """The whole row of the comparison, with the cell in question framed."""
    own = Card.objects.filter(learner=request.user).exclude(fact__kind=Fact.Kind.PROMPT)
    cards = own.select_related("fact__topic").defer(*Topic.texts_of("fact__topic"))
    card = get_object_or_404(cards, pk=card_id)
    template = "reviews/row.html#row" if request.htmx else "reviews/row.html"
    fact = card.fact
    row = rows_of([fact])[fact.key].marked(right={fact.key})
    return render(request, template, {"row": row, "fact": fact, "name": fact.caption or fact.topic.title})


def _take(request: MemberRequest, card_id: int, form: EvidenceForm, service: Callable[..., Review]) -> HttpResponse:
    """Let a service take what a form says of a card, and show the next one."""
    scope, now = scope_of(request), clock.now()
    if not form.is_valid():
        return HttpResponseBadRequest("This grade could not be read.")
    try:
        graded = service(learner=request.user, card_id=card_id, now=now, **form.grade())
    except Card.DoesNotExist as error:
        raise Http404("There is no such card.") from error
    except errors.ChangedCardError:
        return page(request, scope, now, Turn(CHANGED, pinned=card_id))
    except errors.StaleCardError:
        return page(request, scope, now, Turn(GRADED_ELSEWHERE))
    spoken = graded.pk if isinstance(form, TicksForm) else None
    return page(request, scope, now, Turn(heard=heard_of(graded), graded=spoken))


def page(request: MemberRequest, scope: Scope, now: datetime, turn: Turn) -> HttpResponse:
    """The page, or its card for htmx; after a POST without htmx, a redirect to it."""
    if request.method == "POST" and not request.htmx:
        return _elsewhere(request, scope, turn)
    day = study(request.user, now, **scope.narrowed, pinned=turn.pinned)
    if request.method == "GET" and request.htmx:
        turn = replace(turn, heard=f"{_why_asked(request)} {counter(day.load, ahead=scope.ahead)}.")
    context = shown(request.user, scope, day, turn)
    return render(request, "reviews/review.html#card" if request.htmx else "reviews/review.html", context)


def _elsewhere(request: MemberRequest, scope: Scope, turn: Turn) -> HttpResponse:
    if turn.told:
        messages.info(request, turn.told)
    about = {"card": turn.pinned, "graded": turn.graded}
    query = scope.query | {name: str(number) for name, number in about.items() if number}
    return redirect(f"{reverse('quizzes:review')}?{urlencode(query)}" if query else "quizzes:review")


def _why_asked(request: MemberRequest) -> str:
    """Why the page asks by itself: nobody has pressed anything."""
    return "A new day has begun." if request.htmx.trigger == "new-day" else "A card has come back."


def heard_of(graded: Review) -> str:
    """What a screen reader says after a grade."""
    if graded.rating is None:
        return ""
    if graded.due_day and dated(graded.learner, graded.day):
        return f"{graded.get_rating_display()}. Holds {held(graded.due_day, graded.day)}."
    return f"{graded.get_rating_display()}. Back {comes_back(graded)}."


def comes_back(graded: Review) -> str:
    """When a card comes back after a grade, in words."""
    return back(graded.due_day, graded.day, graded.due, graded.at)
