"""The bank: the list and one question, as editors and instructors see them, and what editors can do to it."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from quizzes.attempts.forms import given_in
from quizzes.attempts.paper import preview
from quizzes.attempts.scoring import Given, fits
from quizzes.bank.kinds import Shape, of_shape
from quizzes.bank.models import Question
from quizzes.bank.models.curation import OWN
from quizzes.curation import queries, services
from quizzes.curation.forms import AliasForm, FilterForm, NoteForm, StateForm
from quizzes.statistics import queries as figures
from quizzes.statistics.privacy import PEOPLE
from quizzes.statistics.services import compute
from quizzes.statistics.theory import ENOUGH
from sdwiki import clock
from sdwiki.accounts.access import bank_readers_only, editors_only
from sdwiki.accounts.names import isolated
from sdwiki.typing import MemberRequest

PAGE = 50
TYPED = of_shape(Shape.TYPED)  # so that other spellings can be accepted
DONE = {
    Question.State.LIVE: "The question is asked again.",
    Question.State.NEEDS_REVIEW: "The question is not asked until somebody has looked at it.",
    Question.State.REJECTED: "The question is rejected. It stays so when the wiki changes.",
    Question.State.RETIRED: "Taken back, but the wiki no longer gives this question, so it is retired.",
}


@require_safe
@bank_readers_only
def questions(request: MemberRequest) -> HttpResponse:
    """The bank, filtered and by the page."""
    form = FilterForm(request.GET, editor=request.user.is_editor)
    found = queries.with_figures(queries.listed(**form.chosen()))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"form": form, "page": page, "rest": kept.urlencode(), "filtered": bool(form.chosen())}
    return render(request, "curation/questions.html", context)


@require_safe
@bank_readers_only
def question(request: MemberRequest, pk: int) -> HttpResponse:
    """One question as a learner sees it, and all that is known of it.

    ``?choice=…`` tries a choice, ``?answer=1`` shows the answer; neither is recorded anywhere.
    """
    found = get_object_or_404(queries.questions().prefetch_related("current__choices"), pk=pk)
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "curation/question.html#try", _tried(request, found))
    return _page(request, found)


def _tried(request: MemberRequest, question: Question) -> dict[str, Any]:
    assert question.current is not None
    question.current.question = question
    try:
        given = given_in(request.GET)
    except ValueError:
        given = Given()
    ids = [choice.pk for choice in question.current.choices.all()]
    given = given if fits(question.shape, ids, question.current.targets, given) else Given()
    told = bool(given) or request.GET.get("answer") == "1"
    shown = preview(question.current, given=given, tell=told)
    return {"question": shown, "record": question, "told": told}


def _page(request: MemberRequest, question: Question, *, status: int = 200, **forms: Any) -> HttpResponse:
    found = queries.dossier(question, editor=request.user.is_editor)
    context: dict[str, Any] = {
        **_tried(request, question),
        "dossier": found,
        "decisions": question.decisions.select_related("author"),
        "state_form": StateForm(initial={"idempotency_key": uuid4()}),
        "note_form": NoteForm(initial={"idempotency_key": uuid4(), "text": found.note.text if found.note else ""}),
        "typed": question.kind in TYPED,
        "aliases": question.aliases.all() if question.kind in TYPED else [],
        "alias_form": AliasForm(),
        "enough": ENOUGH,
        "people": PEOPLE,
    }
    return render(request, "curation/question.html", context | forms, status=status)


@require_safe
@bank_readers_only
def refusals(request: MemberRequest, pk: int) -> HttpResponse:
    """Why other questions about the same row are not asked. Worked out anew from the page, so not on every visit."""
    found = get_object_or_404(queries.questions(), pk=pk)
    template = "curation/refusals.html" + ("#list" if request.htmx else "")
    return render(request, template, {"record": found, "refusals": queries.refusals(found)})


@require_POST
@editors_only
def state(request: MemberRequest, pk: int) -> HttpResponse:
    """Reject the question, mark it for review, or take that back."""
    found = get_object_or_404(queries.questions(), pk=pk)
    form = StateForm(request.POST)
    if not form.is_valid():
        if set(form.errors) - {"reason"}:
            return HttpResponseBadRequest("This decision could not be read. Reload the page and decide again.")
        return _page(request, found, status=422, state_form=form)
    sent = form.arguments()
    decided = services.decide(question_id=found.pk, author=request.user, now=clock.now(), **sent)
    messages.success(request, DONE[Question.State(decided.state)])
    return redirect("quizzes:question", found.pk)


@require_POST
@editors_only
def note(request: MemberRequest, pk: int) -> HttpResponse:
    """Set the explanation that learners see after answering. That of a question written by hand is edited with it."""
    found = get_object_or_404(queries.questions().exclude(key__startswith=OWN), pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        if "idempotency_key" in form.errors:
            return HttpResponseBadRequest("This explanation could not be read. Reload the page and save it again.")
        return _page(request, found, status=422, note_form=form)
    saved = services.explain(question_id=found.pk, author=request.user, now=clock.now(), **form.arguments())
    words = "Learners see the explanation after answering." if saved.text else "The explanation is taken away."
    messages.success(request, words)
    return redirect("quizzes:question", found.pk)


@require_POST
@editors_only
def alias(request: MemberRequest, pk: int) -> HttpResponse:
    """Accept another spelling of a typed answer. Those of a question written by hand are edited with it."""
    found = get_object_or_404(queries.questions().filter(kind__in=TYPED).exclude(key__startswith=OWN), pk=pk)
    form = AliasForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, alias_form=form)
    accepted = services.accept(
        question_id=found.pk, text=form.cleaned_data["text"], author=request.user, now=clock.now()
    )
    messages.success(request, f"“{isolated(accepted.text)}” is accepted as an answer.")
    return redirect("quizzes:question", found.pk)


@require_POST
@editors_only
def alias_back(request: MemberRequest, pk: int, alias_pk: int) -> HttpResponse:
    """Take an accepted spelling back. What was answered with it keeps its mark."""
    found = get_object_or_404(queries.questions().filter(kind__in=TYPED).exclude(key__startswith=OWN), pk=pk)
    text = services.take_back(question_id=found.pk, alias_id=alias_pk)
    words = f"“{isolated(text)}” is no longer accepted. Answers that were marked keep their marks." if text else ""
    messages.success(request, words or "This spelling was taken back already.")
    return redirect("quizzes:question", found.pk)


@require_POST
@editors_only
def compute_one(request: MemberRequest, pk: int) -> HttpResponse:
    """Compute the figures of one question now."""
    found = get_object_or_404(queries.questions(), pk=pk)
    if not compute(clock.now(), [found.pk]):
        messages.info(request, "Nobody has finished a quiz with this question in its present wording yet.")
    return redirect("quizzes:question", found.pk)


@require_safe
@bank_readers_only
def statistics(request: MemberRequest) -> HttpResponse:
    """The figures of the exams, and what is most often taken for what."""
    context = {
        "run": figures.last_run(),
        "exams": figures.exams(),
        "confusions": figures.worst_confusions(least=ENOUGH),
        "enough": ENOUGH,
        "people": PEOPLE,
    }
    return render(request, "curation/statistics.html", context)


@require_POST
@editors_only
def compute_all(request: MemberRequest) -> HttpResponse:
    """Compute all figures now."""
    compute(clock.now())
    messages.success(request, "The figures are up to date.")
    return redirect("quizzes:statistics")
