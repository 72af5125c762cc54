"""A learner's own cards: the list, what is done with many of them, and one with its curve and its log."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from quizzes.progress.cards import queries
from quizzes.progress.cards.curve import Curve, forgetting
from quizzes.progress.cards.forms import ON_PAGE, ActForm, FilterForm
from quizzes.progress.cards.words import Standing, did, listed, state
from quizzes.reviews.asking import Asking, asking
from quizzes.reviews.bulk import MOST, act_on_cards
from quizzes.reviews.control import furthest
from quizzes.reviews.days import local_day
from quizzes.reviews.expected import expected, next_day
from quizzes.reviews.forms import NoteForm
from quizzes.reviews.models import Card, CardNote
from quizzes.reviews.queries import model_of
from quizzes.reviews.queue import LEECH
from quizzes.reviews.scheduling import memory_of
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.models import User
from sdwiki.typing import MemberRequest


@require_safe
@members_only
def cards(request: MemberRequest) -> HttpResponse:
    """One's cards, filtered and by the page."""
    form, now, learner = FilterForm(request.GET), clock.now(), request.user
    page = Paginator(queries.listed(learner, now, **form.chosen()), ON_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"form": form, "page": page, "rest": kept.urlencode(), "filtered": bool(form.chosen()), "key": uuid4()}
    context["narrowed"] = bool(form.chosen().keys() - {"order"})
    context |= {"rows": _rows(page, learner, now), "now": now, "leech": LEECH}
    return render(request, "progress/cards.html", context)


def _rows(cards: Iterable[Card], learner: User, now: datetime) -> list[tuple[Card, str, bool]]:
    """Each card with its state in words, and whether it is due."""
    day = asking(learner, now)
    standings = ((card, standing_of(card, day)) for card in cards)
    return [(card, listed(one, now, learner.time_zone, learner.day_start), one.asked) for card, one in standings]


@require_POST
@members_only
def act(request: MemberRequest) -> HttpResponse:
    """Do something with the cards that are ticked, or with all that the list holds."""
    form, now = ActForm(request.POST), clock.now()
    if not form.is_valid():
        return HttpResponseBadRequest("This could not be read.")
    ids = _everything(request, now) if form.cleaned_data["everything"] else form.cleaned_data["card"]
    if not ids:
        messages.warning(request, "No card is chosen. Tick some, or all that the list holds.")
        return redirect(_back(request))
    try:
        done = act_on_cards(learner=request.user, card_ids=ids, now=now, **form.wanted())
    except Card.DoesNotExist as error:
        raise Http404("There is no such card.") from error
    messages.success(request, did(done.act, done.chosen, done.changed))
    return redirect(_back(request))


def _everything(request: MemberRequest, now: datetime) -> list[int]:
    """The ids of all that the list holds; one more than may be changed where it holds more. None where a filter cannot
    be read any more, as of a topic that was renamed meanwhile: without it the list holds what nobody has seen."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return []
    found = queries.listed(request.user, now, **form.chosen())
    return list(found.values_list("pk", flat=True)[: MOST + 1])


def _back(request: MemberRequest) -> str:
    """The list as it was, or the page of the one card that was changed."""
    if request.POST.get("back") == "card" and request.POST.get("card", "").isdecimal():
        return reverse("quizzes:card", args=[request.POST["card"]])
    query = request.GET.urlencode()
    return f"{reverse('quizzes:cards')}?{query}" if query else reverse("quizzes:cards")


@require_safe
@members_only
def card(request: MemberRequest, card_id: int) -> HttpResponse:
    """One card with its state in words, its curve and its log."""
    found = get_object_or_404(queries.with_words(request.user), pk=card_id)
    learner, now = request.user, clock.now()
    standing = standing_of(found, asking(learner, now))
    told = state(standing, now, learner.time_zone, learner.day_start)
    context = {"card": found, "state": told, "log": queries.log_of(found), "quizzed": queries.in_quizzes(found)}
    today = local_day(now, learner.time_zone, learner.day_start)
    context |= {"first": today, "last": furthest(learner, today)}
    context |= {"key": uuid4(), "leech": LEECH, "more": queries.LOG, "note": _note(found)}
    context |= _memory(found, learner, now)
    return render(request, "progress/card.html", context)


def _note(card: Card) -> NoteForm:
    """What the learner has written to a card, to be changed."""
    own = getattr(card, "own", None) or CardNote(card=card, version=0)
    return NoteForm(initial={"note": own.note, "mnemonic": own.mnemonic, "version": own.version})


def _memory(card: Card, learner: User, now: datetime) -> dict[str, Any]:
    """What the memory says, where there is one: the curve, and what counts for tomorrow."""
    if card.stability is None or card.last_day is None:
        return {"curve": None}
    today, model = local_day(now, learner.time_zone, learner.day_start), model_of(learner)
    due = local_day(card.due, learner.time_zone, learner.day_start) if card.state == Card.State.REVIEW else None
    curve: Curve = forgetting(
        last=card.last_day,
        stability=card.stability,
        today=today,
        due=due,
        wanted=learner.desired_retention,
        model=model,
    )
    return {"curve": curve, "tomorrow": expected(memory_of(card), on=next_day(today), model=model)}


def standing_of(card: Card, day: Asking) -> Standing:
    """A card as its words need it."""
    flashcard = getattr(card.fact, "flashcard", None)
    retired = card.fact.retired_at is not None or bool(flashcard and flashcard.retired_at)
    return Standing(
        memory=memory_of(card),
        due=card.due,
        asked=day.asks(card),
        suspended=card.suspended,
        buried=card.buried_until is not None,
        retired=retired,
        changed=card.changed,
    )
