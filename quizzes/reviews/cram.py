"""The pages on which somebody chooses how to review, and crams for tomorrow. They read; nothing here writes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from quizzes.bank.kinds import Shape, of_shape
from quizzes.reviews.counting import by_plan, dated, load
from quizzes.reviews.cramming import NUMBERS, USUAL, Deck
from quizzes.reviews.days import local_day
from quizzes.reviews.forms import CramForm, DeckForm
from quizzes.reviews.mistakes import mistakes_of
from quizzes.reviews.queue import showing_of
from quizzes.reviews.typed import typeable
from quizzes.reviews.ways import Part, own_askable, parts_of, to_cram
from quizzes.reviews.words import counted
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.typing import MemberRequest

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@require_safe
@members_only
def choose(request: MemberRequest) -> HttpResponse:
    """The ways to review, each with how much there is."""
    learner, now = request.user, clock.now()
    day = load(learner, now)
    context = {"load": day, "counted": counted(day), "mistakes": len(mistakes_of(learner))}
    context |= {"due": load(learner, now, only="due").due, "new": load(learner, now, only="new").unseen}
    context |= {
        "planned": dated(learner, today := local_day(now, learner.time_zone, learner.day_start)),
        "held": by_plan(learner, today, None),
        "numbers": NUMBERS,
        "usual": USUAL,
    }
    return render(request, "reviews/choose.html", context | _by_part(parts_of(learner)) | _to_type(learner, now))


def _to_type(learner: "User", now: datetime) -> dict[str, Any]:
    """How many cards can be typed, how many of them are due, and where a quiz of others is chosen."""
    facts = typeable(learner)
    return {
        "typed": len(facts),
        "typed_due": load(learner, now, facts=facts, only="due").due if facts else 0,
        "typed_quiz": reverse("quizzes:quizzes", query={"kind": of_shape(Shape.TYPED)}),
    }


def _by_part(parts: Sequence[Part]) -> dict[str, Any]:
    """The path with its cards, the first topic of it with new ones, and how many cards have been seen."""
    fresh = (topic for part in parts for topic in part.topics if topic.fresh)
    return {"parts": parts, "next": next(fresh, None), "seen": sum(part.seen for part in parts)}


@require_safe
@members_only
def cram(request: MemberRequest) -> HttpResponse:
    """A card of a cramming session, whose state is its address; without one, a deck is made."""
    form = DeckForm(request.GET)
    if not form.is_valid():
        raise Http404("There is no such session.")
    deck = form.deck()
    if deck is None:
        return _begin(request)
    deck = deck.only(own_askable(request.user, deck.left))
    context: dict[str, Any] = {"deck": deck, "revealed": form.cleaned_data["answer"], "here": query_of(deck)}
    if deck.left:
        context |= {"showing": showing_of(request.user, deck.left[0], clock.now())}
        context |= {"knew": address_of(deck.knew()), "forgot": address_of(deck.forgot())}
    return render(request, "reviews/cram.html", context)


def _begin(request: MemberRequest) -> HttpResponse:
    """To the first card of a deck that is made now, if there is any."""
    form = CramForm(request.GET)
    if not form.is_valid():
        raise Http404("There is no such topic or phase.")
    deck = Deck(to_cram(request.user, clock.now(), **form.chosen()))
    if deck.left:
        return redirect(address_of(deck))
    return render(request, "reviews/cram.html", {"deck": deck})


def query_of(deck: Deck) -> dict[str, str]:
    """What an address says of a session."""
    cards = "-".join(map(str, deck.left))
    return {"cards": cards, "known": str(deck.known), "missed": str(deck.missed)}


def address_of(deck: Deck) -> str:
    """Where a session stands."""
    return f"{reverse('quizzes:cram')}?{urlencode(query_of(deck))}"
