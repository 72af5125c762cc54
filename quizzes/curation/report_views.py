"""Problems: a learner's form, in place, and the editors' queue."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.attempts.models import AttemptQuestion
from quizzes.bank.models import Flashcard
from quizzes.bank.models.curation import CardReport, QuestionReport
from quizzes.curation import errors, queries, reports
from quizzes.curation.forms import ReportForm, ResolveForm
from sdwiki import clock
from sdwiki.accounts.access import editors_only, members_only
from sdwiki.typing import MemberRequest

PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def report_question(request: MemberRequest, attempt: int, position: int) -> HttpResponse:
    """Report a question of one's own attempt, as it was asked."""
    own = AttemptQuestion.objects.filter(attempt__learner=request.user, attempt=attempt)
    own = own.filter(version__question__owner=None)  # editors, who read reports, do not see what is a class's alone
    asked = get_object_or_404(own.select_related("version", "attempt"), position=position)

    def save(reason: str, words: str, key: UUID) -> None:
        reports.report_question(
            learner=request.user, version=asked.version, reason=reason, words=words, key=key, now=clock.now()
        )

    back = f"{asked.attempt.get_absolute_url()}?question={position}"
    return _report(request, save, about=asked.version.stem, name=f"q{asked.pk}", back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def report_card(request: MemberRequest, card_id: int) -> HttpResponse:
    """Report the flashcard of one of one's own cards."""
    own = Flashcard.objects.filter(fact__cards=card_id, fact__cards__learner=request.user)  # at once: of one card
    flashcard = get_object_or_404(own.select_related("fact"))

    def save(reason: str, words: str, key: UUID) -> None:
        reports.report_card(
            learner=request.user, flashcard=flashcard, reason=reason, words=words, key=key, now=clock.now()
        )

    return _report(request, save, about=f"{flashcard.context}: {flashcard.prompt}", name=f"c{card_id}", back="/review/")


def _report(
    request: MemberRequest, save: Callable[[str, str, UUID], None], *, about: str, name: str, back: str
) -> HttpResponse:
    """The form, then thanks, both in place of the link that asked for it, or on a page of their own.

    htmx shows no answer that is an error, so to it a form with faults is a page like any other.
    """
    sent = request.POST if request.method == "POST" else None
    form = ReportForm(sent, initial={"idempotency_key": uuid4()}, auto_id=f"{name}-%s")
    if "idempotency_key" in form.errors:
        return HttpResponseBadRequest("This report could not be read. Reload the page and send it again.")
    context: dict[str, Any] = {"form": form, "about": about, "back": back}
    if not form.is_valid():
        return _shown(request, context, 422 if form.is_bound else 200)
    return _saved(request, form, save, context)


def _saved(
    request: MemberRequest, form: ReportForm, save: Callable[[str, str, UUID], None], context: dict[str, Any]
) -> HttpResponse:
    data = form.cleaned_data
    try:
        save(data["reason"], data["words"], data["idempotency_key"])
    except errors.TooMany as full:
        return _shown(request, context | {"full": reports.MOST_A_DAY}, full.status)
    return _shown(request, context | {"thanks": True})


def _shown(request: MemberRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = "curation/report_form.html" + ("#form" if request.htmx else "")
    return render(request, template, context, status=200 if request.htmx else status)


@require_safe
@editors_only
def queue(request: MemberRequest) -> HttpResponse:
    """Open reports, by the page: those about questions, or with ``?about=cards`` those about flashcards."""
    return _queue(request)


def _queue(request: MemberRequest, *, form: ResolveForm | None = None, of: int = 0, status: int = 200) -> HttpResponse:
    sent = request.POST or request.GET
    cards = sent.get("about") == "cards"
    counts = queries.waiting()
    found = queries.open_card_reports() if cards else queries.open_question_reports()
    page = Paginator(found, PAGE).get_page(sent.get("page"))
    context = {"page": page, "cards": cards, "counts": counts, "form": form, "of": of}
    return render(request, "curation/reports.html", context, status=status)


@require_POST
@editors_only
def resolve_question(request: MemberRequest, pk: int) -> HttpResponse:
    """Close a report about a question with a note."""
    return _resolve(request, QuestionReport, pk)


@require_POST
@editors_only
def resolve_card(request: MemberRequest, pk: int) -> HttpResponse:
    """Close a report about a flashcard with a note."""
    return _resolve(request, CardReport, pk)


def _resolve(request: MemberRequest, kind: type[QuestionReport] | type[CardReport], pk: int) -> HttpResponse:
    get_object_or_404(kind, pk=pk)
    form = ResolveForm(request.POST)
    if not form.is_valid():
        return _queue(request, form=form, of=pk, status=422)
    if reports.resolve(kind, pk=pk, note=form.cleaned_data["note"], by=request.user, now=clock.now()):
        messages.success(request, "Resolved.")
    else:
        messages.info(request, "Somebody has resolved this report before you. It stays as they left it.")
    return redirect("/questions/reports/" + ("?about=cards" if kind is CardReport else ""))
