"""The review page: one card at a time, its grades, undo, and the row it comes from."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from content.models import Topic
from quizzes.bank.rows import rows_of
from quizzes.reviews import errors, queries, services
from quizzes.reviews.allowance import learn_more, next_topic
from quizzes.reviews.counting import load
from quizzes.reviews.forms import GradeForm, MoreForm, UndoForm
from quizzes.reviews.load import Load
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queue import AHEAD, Showing, study
from quizzes.reviews.scopes import Scope, scope_of
from quizzes.reviews.words import (
    CHANGED,
    GRADED_ELSEWHERE,
    back,
    coming_back,
    counted,
    short,
    soon,
    until,
    why_nothing_new,
)
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.typing import MemberRequest

LONG_PROMPT = 60


@require_safe
@members_only
def review(request: MemberRequest) -> HttpResponse:
    """The card that is due, or what to do where none is. ``?card=…&answer=1`` turns it over without JavaScript."""
    scope = scope_of(request)
    return _page(request, scope, clock.now(), pinned=scope.card, revealed=scope.answer)


@require_POST
@members_only
def grade(request: MemberRequest, card_id: int) -> HttpResponse:
    """Grade one's own card."""
    scope, form, now = scope_of(request), GradeForm(request.POST), clock.now()
    if not form.is_valid():
        return HttpResponseBadRequest("This grade could not be read.")
    try:
        graded = services.grade(learner=request.user, card_id=card_id, now=now, **form.grade())
    except Card.DoesNotExist as error:
        raise Http404("There is no such card.") from error
    except errors.ChangedCardError:
        return _page(request, scope, now, pinned=card_id, told=CHANGED)
    except errors.StaleCardError:
        return _page(request, scope, now, told=GRADED_ELSEWHERE)
    return _page(request, scope, now, heard=_heard(graded))


@require_POST
@members_only
def undo(request: MemberRequest) -> HttpResponse:
    """Take back one's last grade of the day."""
    scope, form, now = scope_of(request), UndoForm(request.POST), clock.now()
    if not form.is_valid():
        return HttpResponseBadRequest("This request could not be read.")
    undone = services.undo(learner=request.user, now=now, key=form.cleaned_data["idempotency_key"])
    if undone is None:
        return _page(request, scope, now, told="There is nothing left to undo today.")
    return _page(request, scope, now, pinned=undone.card_id, told="Undone. Here is the card again.")


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
    texts = (f"fact__topic__{name}" for name in Topic.TEXTS)
    cards = Card.objects.filter(learner=request.user).select_related("fact__topic").defer(*texts)
    card = get_object_or_404(cards, pk=card_id)
    template = "reviews/row.html#row" if request.htmx else "reviews/row.html"
    fact = card.fact
    row = rows_of([fact])[fact.key].marked(right={fact.key})
    return render(request, template, {"row": row, "fact": fact, "name": fact.caption or fact.topic.title})


def _page(
    request: MemberRequest,
    scope: Scope,
    now: datetime,
    *,
    pinned: int | None = None,
    revealed: bool = False,
    told: str = "",
    heard: str = "",
) -> HttpResponse:
    """The page, or its card for htmx; after a POST without htmx, a redirect to it.

    ``told`` is shown and read aloud, ``heard`` is only read aloud.
    """
    if request.method == "POST" and not request.htmx:
        if told:
            messages.info(request, told)
        query = scope.query | ({"card": str(pinned)} if pinned else {})
        return redirect(f"{reverse('quizzes:review')}?{urlencode(query)}" if query else "quizzes:review")
    day = study(request.user, now, topics=scope.topic_ids, facts=scope.facts, ahead=scope.ahead, pinned=pinned)
    context: dict[str, Any] = {
        "scope": scope,
        "told": told,
        # The page asks by itself only where a card has come back.
        "heard": heard or (f"A card has come back. {day.load.ready} left." if request.method == "GET" else ""),
        "load": day.load,
        "coming_back": coming_back(day.load),
        "key": uuid4(),
        # With the key of the grades, an undo after a grade whose answer was lost would be taken for that grade.
        "undo_key": uuid4(),
        "undo_url": scope.url("quizzes:undo"),
        "again_url": scope.url("quizzes:review"),
        "showing": day.showing,
    }
    if day.showing:
        context |= _asked(day.showing, request, scope, now)
        context["revealed"] = revealed and day.showing.card_id == pinned
    else:
        context |= _end(request, scope, day.load)
    return render(request, "reviews/review.html#card" if request.htmx else "reviews/review.html", context)


def _asked(showing: Showing, request: MemberRequest, scope: Scope, now: datetime) -> dict[str, Any]:
    waits = queries.waits(showing.memory, showing.card_id, request.user, now)
    return {
        "showing": showing,
        "long": len(showing.prompt) > LONG_PROMPT,
        "grade_url": scope.url("quizzes:grade", showing.card_id),
        "grades": [(Review.Rating(rating), rating.name.lower(), short(wait)) for rating, wait in waits],
    }


def _end(request: MemberRequest, scope: Scope, day: Load) -> dict[str, Any]:
    """What is said where no card is shown: of the scope, and of the whole day where that is more."""
    learner = request.user
    whole = load(learner, day.at) if scope.limited else day
    instants = [day.next_at] if day.next_at else []
    if day.unseen and learner.new_per_day:
        instants.append(day.tomorrow)
    comes = min(instants, default=None)
    return {
        "whole": whole,
        "counted": counted(whole),
        "when": until(comes, day.at, learner.time_zone, learner.day_start) if comes else "",
        "soon": soon(day),
        "why_nothing_new": why_nothing_new(whole, learner.new_per_day),
        "more_topic": next_topic(learner) if whole.unseen and not whole.fresh else None,
        "ahead_url": scope.url("quizzes:review") + ("&" if scope.query else "?") + "ahead=1"
        if day.learning and comes and comes - day.at <= AHEAD and not scope.ahead
        else "",
    }


def _heard(graded: Review) -> str:
    """What a screen reader says after a grade."""
    if graded.rating is None:
        return ""
    return f"{graded.get_rating_display()}. Back {back(graded.due_day, graded.day, graded.due, graded.at)}."
