"""What is done with one's own card beside grading it: laid aside, put off, marked, noted, known well."""

from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.bank.models import Fact
from quizzes.reviews import control, knowing
from quizzes.reviews.errors import StaleNoteError
from quizzes.reviews.forms import ActForm, KnowForm, NoteForm, SaidForm
from quizzes.reviews.models import Card, CardNote
from quizzes.reviews.scopes import scope_of
from quizzes.reviews.shown import Turn
from quizzes.reviews.typed import accepted_of, verdict
from quizzes.reviews.views import comes_back, heard_of, page
from quizzes.reviews.words import ACTS, known
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.typing import MemberRequest


@require_safe
@members_only
def typed(request: MemberRequest, card_id: int) -> HttpResponse:
    """Whether what was typed as a card's answer is right, and the grade that it proposes. It grades nothing."""
    form, card = SaidForm(request.GET), own_card(request, card_id)
    if not form.is_valid():
        return HttpResponseBadRequest("This answer could not be read.")
    said = verdict(form.cleaned_data["said"], accepted_of(card.pk))
    return render(request, "reviews/verdict.html", {"verdict": said, "apart": True})


@require_POST
@members_only
def act(request: MemberRequest, card_id: int) -> HttpResponse:
    """Suspend one's card, take it up again, put it off until tomorrow, flag it or take the flag off."""
    scope, form, now = scope_of(request), ActForm(request.POST), clock.now()
    own_card(request, card_id)
    if not form.is_valid():
        return HttpResponseBadRequest("This request could not be read.")
    name, key = form.cleaned_data["act"], form.cleaned_data["idempotency_key"]
    if name in ActForm.FLAGS:
        control.mark(learner=request.user, cards=[card_id], flag=ActForm.FLAGS[name])
        return page(request, scope, now, Turn(ACTS[name], pinned=card_id, revealed=scope.answer))
    getattr(control, name)(learner=request.user, cards=[card_id], now=now, key=key)
    return page(request, scope, now, Turn(ACTS[name], pinned=card_id if name == "resume" else None))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def note(request: MemberRequest, card_id: int) -> HttpResponse:
    """One's own note on a card, and the fact in one's own words."""
    card = own_card(request, card_id)
    own = CardNote.objects.filter(card=card).first() or CardNote(card=card, version=0)
    posted = request.POST if request.method == "POST" else None
    form = NoteForm(posted, initial={"note": own.note, "mnemonic": own.mnemonic, "version": own.version})
    saved, status = False, 200
    if posted is not None:
        saved, status = _saved(request, card, form)
    if saved and not request.htmx:
        return redirect(_written_from(request, card))
    template = "reviews/note.html#form" if request.htmx else "reviews/note.html"
    return render(request, template, {"form": form, "card": card, "saved": saved}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def know(request: MemberRequest, card_id: int) -> HttpResponse:
    """Say that one knows a card well: the bank asks one question, and the answer counts."""
    scope, card, now = scope_of(request), own_card(request, card_id), clock.now()
    if card.fact.kind == Fact.Kind.PROMPT:
        raise Http404("A card that is answered aloud is known by what was said.")
    if request.method != "POST":
        return _asked(request, card, scope.url("quizzes:card-known", card.pk))
    form = KnowForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose one of the answers.")
    graded, right = knowing.know(learner=request.user, card=card, now=now, **form.answer())
    told = known(comes_back(graded), right.text if right else "")
    return page(request, scope, now, Turn(told, heard=heard_of(graded)))


def own_card(request: MemberRequest, card_id: int) -> Card:
    """A card of one's own; anybody else's is not there."""
    card: Card = get_object_or_404(Card.objects.select_related("fact"), learner=request.user, pk=card_id)
    return card


def _written_from(request: MemberRequest, card: Card) -> str:
    """Where a note was written: on the card's own page, else below its answer."""
    if request.POST.get("back") == "card":
        return reverse("quizzes:card", args=[card.pk])
    return f"{reverse('quizzes:review')}?card={card.pk}&answer=1"


def _saved(request: MemberRequest, card: Card, form: NoteForm) -> tuple[bool, int]:
    """Whether the note was kept; what was typed stays in the form where it was not."""
    if not form.is_valid():
        return False, 422
    try:
        control.write_note(learner=request.user, card_id=card.pk, now=clock.now(), **form.cleaned_data)
    except StaleNoteError as error:
        form.add_error(None, f"{error.words.happened}. {error.words.advice}")
        return False, 409
    return True, 200


def _asked(request: MemberRequest, card: Card, url: str) -> HttpResponse:
    version = knowing.confirming(card, card.reps)
    choices = knowing.choices_of(version, card) if version else []
    context = {"card": card, "version": version, "choices": choices, "key": uuid4(), "url": url}
    return render(request, "reviews/known.html#form" if request.htmx else "reviews/known.html", context)
