"""The review page: one card at a time, its grades, undo, and the row it comes from."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from quizzes.reviews import queries, services
from quizzes.reviews.forms import GradeForm, UndoForm
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scopes import Scope, scope_of
from quizzes.reviews.words import short, until
from sdwiki.typing import MemberRequest

LONG_PROMPT = 60


@require_safe
@login_required
def review(request: MemberRequest) -> HttpResponse:
    """The card that is due, or what to do where none is. ``?card=…&answer=1`` turns it over without JavaScript."""
    scope = scope_of(request)
    return _page(request, scope, timezone.now(), pinned=scope.card, revealed=scope.answer)


@require_POST
@login_required
def grade(request: MemberRequest, card_id: int) -> HttpResponse:
    scope, form, now = scope_of(request), GradeForm(request.POST), timezone.now()
    if not form.is_valid():
        return HttpResponseBadRequest("This grade could not be read.")
    data = dict(form.cleaned_data)
    try:
        graded = services.grade(learner=request.user, card_id=card_id, now=now, key=data.pop("idempotency_key"), **data)
    except Card.DoesNotExist as error:
        raise Http404("There is no such card.") from error
    except services.StaleCardError:
        return _page(request, scope, now, told="You have graded this card in another window. Here is the next one.")
    return _page(request, scope, now, heard=_heard(graded, request))


@require_POST
@login_required
def undo(request: MemberRequest) -> HttpResponse:
    scope, form, now = scope_of(request), UndoForm(request.POST), timezone.now()
    if not form.is_valid():
        return HttpResponseBadRequest("This request could not be read.")
    undone = services.undo(learner=request.user, now=now, key=form.cleaned_data["idempotency_key"])
    if undone is None:
        return _page(request, scope, now, told="There is nothing left to undo today.")
    return _page(request, scope, now, pinned=undone.card_id, told="Undone. Here is the card again.")


@require_safe
@login_required
def row(request: MemberRequest, card_id: int) -> HttpResponse:
    """The whole row of the comparison, with the cell in question framed."""
    cards = Card.objects.filter(learner=request.user).select_related("fact__topic")
    card = get_object_or_404(cards, pk=card_id)
    template = "reviews/row.html#row" if request.htmx else "reviews/row.html"
    return render(request, template, {"row": queries.row_of(card.fact)})


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
    learner = request.user
    study = queries.study(learner, now, topics=scope.topic_ids, ahead=scope.ahead, pinned=pinned)
    context: dict[str, Any] = {
        "study": study,
        "scope": scope,
        "told": told,
        "heard": heard,
        "key": uuid4(),
        "undo_url": scope.url("quizzes:undo"),
        "review_url": scope.url("quizzes:review"),
    }
    if study.showing:
        context |= _asked(study.showing, request, scope, now)
        context["revealed"] = revealed and study.showing.card_id == pinned
    else:
        context |= _end(request, scope, now)
    return render(request, "reviews/review.html#card" if request.htmx else "reviews/review.html", context)


def _asked(showing: queries.Showing, request: MemberRequest, scope: Scope, now: datetime) -> dict[str, Any]:
    waits = queries.waits(showing.memory, showing.card_id, request.user, now)
    return {
        "showing": showing,
        "long": len(showing.prompt) > LONG_PROMPT,
        "grade_url": scope.url("quizzes:grade", showing.card_id),
        "grades": [(Review.Rating(rating), rating.name.lower(), short(wait)) for rating, wait in waits],
    }


def _end(request: MemberRequest, scope: Scope, now: datetime) -> dict[str, Any]:
    learner = request.user
    coming = queries.coming(learner, now, topics=scope.topic_ids)
    return {
        "coming": coming,
        "when": until(coming.at, now, learner.time_zone, learner.day_start) if coming.at else "",
        "ahead_url": scope.url("quizzes:review") + ("&" if scope.query else "?") + "ahead=1"
        if coming.at and coming.at - now <= queries.AHEAD and not scope.ahead
        else "",
    }


def _heard(graded: Review, request: MemberRequest) -> str:
    """What a screen reader says after a grade."""
    if graded.rating is None:
        return ""
    now, user = graded.at, request.user
    return f"{graded.get_rating_display()}. Back {until(graded.due, now, user.time_zone, user.day_start)}."
