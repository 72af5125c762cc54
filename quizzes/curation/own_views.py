"""Writing questions by hand."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from quizzes.bank.curation_models import OWN
from quizzes.bank.models import Question
from quizzes.bank.own import LEAST
from quizzes.curation import queries, services
from quizzes.curation.access import curators_only
from quizzes.curation.forms import OwnForm, as_typed
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@curators_only
def new(request: MemberRequest) -> HttpResponse:
    """Write a question. It is live as soon as the linter has nothing against it."""
    if request.method != "POST":
        initial = {"idempotency_key": uuid4(), "topic": request.GET.get("topic", "")}
        return _form(request, OwnForm(initial=initial))
    form = OwnForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    data = form.cleaned_data
    try:
        made = services.write(
            author=request.user,
            topic=data["topic"],
            draft=form.draft(),
            key=data["idempotency_key"],
            now=timezone.now(),
        )
    except services.Unfair as unfair:
        return _form(request, form, unfair=unfair)
    messages.success(request, "Your question is live.")
    return redirect("quizzes:question", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@curators_only
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a question that was written by hand; its topic stays."""
    found = get_object_or_404(queries.questions().filter(key__startswith=OWN), pk=pk)
    assert found.current is not None
    found.current.question = found
    if request.method != "POST":
        initial = as_typed(found.current) | {"idempotency_key": uuid4()}
        return _form(request, OwnForm(new=False, initial=initial), found)
    form = OwnForm(request.POST, new=False)
    if not form.is_valid():
        return _form(request, form, found)
    data = form.cleaned_data
    try:
        services.revise(
            question_id=found.pk,
            version=data["version"],
            draft=form.draft(),
            author=request.user,
            key=data["idempotency_key"],
            now=timezone.now(),
        )
    except services.Unfair as unfair:
        return _form(request, form, found, unfair=unfair)
    except services.Stale:
        return _form(request, form, found, stale=True)
    messages.success(request, "The new version is live. Attempts keep the one they asked.")
    return redirect("quizzes:question", found.pk)


def _form(
    request: MemberRequest,
    form: OwnForm,
    question: Question | None = None,
    *,
    unfair: services.Unfair | None = None,
    stale: bool = False,
) -> HttpResponse:
    """The form as it was typed, with what stands against it."""
    if "idempotency_key" in form.errors or "version" in form.errors:
        return HttpResponseBadRequest("This question could not be read. Go back, reload the page and send it again.")
    faults = unfair.faults if unfair else []
    bad = bool(form.is_bound and (form.errors or faults or stale))
    context = {"form": form, "record": question, "faults": faults, "stale": stale, "least": LEAST}
    return render(request, "curation/own.html", context, status=422 if bad else 200)
