"""What a learner remembers of a table's cell, and what can be done with it, below the table."""

from uuid import uuid4

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from quizzes.bank.models import Fact
from quizzes.reviews import control
from quizzes.reviews.asking import asking
from quizzes.reviews.days import local_day
from quizzes.reviews.expected import expected, known, next_day
from quizzes.reviews.forms import CellActForm, CellForm
from quizzes.reviews.models import Card
from quizzes.reviews.queries import model_of
from quizzes.reviews.scheduling import memory_of
from quizzes.reviews.words import until
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.rounding import percent
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def cell(request: MemberRequest) -> HttpResponse:
    """The fact of a cell (``?topic=…&cell=…``): its memory, and taking it up, suspending it, taking it up again."""
    form = CellActForm(request.POST) if request.method == "POST" else CellForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest("This request names no cell.")
    fact = _fact(form.cleaned_data["topic"], form.cleaned_data["cell"])
    if fact is None:
        return HttpResponse(status=204)  # nothing is asked of this cell, which is no fault of the page that looks
    if isinstance(form, CellActForm):
        _do(request, fact, form)
        if not request.htmx:
            return redirect(fact.address)
    context = {"fact": fact, "key": uuid4(), **form.cleaned_data, **_memory(request, fact)}
    return render(request, "reviews/cell.html", context)


def _fact(topic: str, cell: str) -> Fact | None:
    facts = Fact.objects.askable().filter(topic__slug=topic, anchor=f"cell={cell}").select_related("topic")
    fact: Fact | None = facts.order_by("pk").first()
    return fact


def _do(request: MemberRequest, fact: Fact, form: CellActForm) -> None:
    now, act, key = clock.now(), form.cleaned_data["act"], form.cleaned_data["idempotency_key"]
    if act == "take_up":
        control.take_up(learner=request.user, fact=fact.pk, now=now)
        return
    cards = Card.objects.filter(learner=request.user, fact=fact).values_list("pk", flat=True)
    getattr(control, act)(learner=request.user, cards=list(cards), now=now, key=key)


def _memory(request: MemberRequest, fact: Fact) -> dict[str, object]:
    """The learner's card of the fact, and what it says in words."""
    card = Card.objects.filter(learner=request.user, fact=fact).first()
    if card is None:
        return {"card": None}
    learner, now, memory = request.user, clock.now(), memory_of(card)
    tomorrow = next_day(local_day(now, learner.time_zone, learner.day_start))
    recall = percent(expected(memory, on=tomorrow, model=model_of(learner))) if known(memory) else None
    day, back = asking(learner, now), ""
    if not day.asks(card) and card.due > now:
        back = until(card.due, now, learner.time_zone, learner.day_start)
    return {"card": card, "recall": recall, "back": back, "asked": day.asks(card)}
