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

from quizzes.bank.rows import rows_of
from quizzes.reviews import errors, queries, services
from quizzes.reviews.days import local_day
from quizzes.reviews.forms import GradeForm, UndoForm
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queue import AHEAD, Showing, study, upcoming
from quizzes.reviews.scopes import Scope, scope_of
from quizzes.reviews.words import CHANGED, GRADED_ELSEWHERE, back, short, until
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
    return _page(request, scope, now, graded=graded, shown=form.shown(), heard=_heard(graded))


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


@require_safe
@members_only
def row(request: MemberRequest, card_id: int) -> HttpResponse:
    """The whole row of the comparison, with the cell in question framed."""
    cards = Card.objects.filter(learner=request.user).select_related("fact__topic")
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
    graded: Review | None = None,
    shown: tuple[int | None, int | None] = (None, None),
    told: str = "",
    heard: str = "",
) -> HttpResponse:
    """The page, or its card for htmx; after a POST without htmx, a redirect to it.

    ``graded`` is what has just been graded, ``shown`` the numbers that stood beside it. ``told`` is shown and read
    aloud, ``heard`` is only read aloud.
    """
    if request.method == "POST" and not request.htmx:
        if told:
            messages.info(request, told)
        query = scope.query | ({"card": str(pinned)} if pinned else {})
        return redirect(f"{reverse('quizzes:review')}?{urlencode(query)}" if query else "quizzes:review")
    context: dict[str, Any] = {
        "scope": scope,
        "told": told,
        "heard": heard,
        "key": uuid4(),
        # With the key of the grades, an undo after a grade whose answer was lost would be taken for that grade.
        "undo_key": uuid4(),
        "undo_url": scope.url("quizzes:undo"),
    }
    context |= _going_on(request, scope, now, graded, *shown) or _afresh(request, scope, now, pinned)
    if context["showing"]:
        context |= _asked(context["showing"], request, scope, now)
        context["revealed"] = revealed and context["showing"].card_id == pinned
    else:
        context |= _end(request, scope, now)
    return render(request, "reviews/review.html#card" if request.htmx else "reviews/review.html", context)


def _going_on(
    request: MemberRequest, scope: Scope, now: datetime, graded: Review | None, done: int | None, left: int | None
) -> dict[str, Any]:
    """The next card that is due, with the numbers counted on from those shown; nothing where none is due.

    Counting what waits costs more than grading, so it is left to the first page, to new facts and to the end.
    """
    if graded is None or graded.rating is None or done is None or left is None:
        return {}
    fact, learner = graded.card.fact, request.user
    showing = upcoming(
        learner,
        now,
        fresh=False,
        after=(fact.topic_id, fact.group),
        topics=scope.topic_ids,
        facts=scope.facts,
        ahead=scope.ahead,
    )
    back_today = not graded.due_day and local_day(graded.due, learner.time_zone, learner.day_start) <= graded.day
    return {"showing": showing, "done": done + 1, "left": max(left - (not back_today), 1)} if showing else {}


def _afresh(request: MemberRequest, scope: Scope, now: datetime, pinned: int | None) -> dict[str, Any]:
    """The card to show, with everything counted."""
    day = study(request.user, now, topics=scope.topic_ids, facts=scope.facts, ahead=scope.ahead, pinned=pinned)
    return {"showing": day.showing, "done": day.done, "left": day.left, "later": day.later}


def _asked(showing: Showing, request: MemberRequest, scope: Scope, now: datetime) -> dict[str, Any]:
    waits = queries.waits(showing.memory, showing.card_id, request.user, now)
    return {
        "showing": showing,
        "long": len(showing.prompt) > LONG_PROMPT,
        "grade_url": scope.url("quizzes:grade", showing.card_id),
        "grades": [(Review.Rating(rating), rating.name.lower(), short(wait)) for rating, wait in waits],
    }


def _end(request: MemberRequest, scope: Scope, now: datetime) -> dict[str, Any]:
    learner = request.user
    coming = queries.coming(learner, now, topics=scope.topic_ids, facts=scope.facts)
    return {
        "coming": coming,
        "when": until(coming.at, now, learner.time_zone, learner.day_start) if coming.at else "",
        "ahead_url": scope.url("quizzes:review") + ("&" if scope.query else "?") + "ahead=1"
        if coming.at and coming.at - now <= AHEAD and not scope.ahead
        else "",
    }


def _heard(graded: Review) -> str:
    """What a screen reader says after a grade."""
    if graded.rating is None:
        return ""
    return f"{graded.get_rating_display()}. Back {back(graded.due_day, graded.day, graded.due, graded.at)}."
