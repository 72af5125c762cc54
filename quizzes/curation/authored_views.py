"""Writing questions by hand."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from quizzes.bank.kinds import OPTION
from quizzes.bank.models import Question
from quizzes.bank.models.curation import OWN
from quizzes.curation import errors, queries, services
from quizzes.curation.authored_fields import OwnForm
from quizzes.curation.authored_forms import FORMS
from sdwiki.accounts.access import curators_only
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@curators_only
def new(request: MemberRequest) -> HttpResponse:
    """Write a question of the kind ``?kind=…``. It is live as soon as the linter has nothing against it."""
    if request.method != "POST":
        kind = FORMS.get(request.GET.get("kind", OPTION), FORMS[OPTION])
        return _form(request, kind(initial={"idempotency_key": uuid4(), "topic": request.GET.get("topic", "")}))
    sent = FORMS.get(request.POST.get("kind", OPTION))
    if sent is None:
        return HttpResponseBadRequest("There is no such kind of question. Go back, reload the page and choose again.")
    form = sent(request.POST)
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
    except errors.Unfair as unfair:
        form.refuse(unfair.faults)
        return _form(request, form)
    if services.says(made, form.draft()):
        messages.success(request, "Your question is live.")
    else:  # the form was sent before, and changed since
        messages.warning(request, "Your question is live as you sent it first. Edit it to change it.")
    return redirect("quizzes:question", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@curators_only
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a question that was written by hand; its topic and its kind stay."""
    found = get_object_or_404(queries.questions().filter(key__startswith=OWN), pk=pk)
    assert found.current is not None
    found.current.question = found
    kind = FORMS[found.kind]
    if request.method != "POST":
        initial = kind.as_typed(found.current) | {"idempotency_key": uuid4()}
        return _form(request, kind(new=False, initial=initial), found)
    form = kind(request.POST, new=False)
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
    except errors.Unfair as unfair:
        form.refuse(unfair.faults)
        return _form(request, form, found)
    except errors.RevisedMeanwhile:
        return _form(request, form, found, stale=True)
    messages.success(request, "The new version is live. Attempts keep the one they asked.")
    return redirect("quizzes:question", found.pk)


def _form(
    request: MemberRequest, form: OwnForm, question: Question | None = None, *, stale: bool = False
) -> HttpResponse:
    """The form as it was typed, with what stands against it."""
    if "idempotency_key" in form.errors or "version" in form.errors:
        return HttpResponseBadRequest("This question could not be read. Go back, reload the page and send it again.")
    bad = form.is_bound and (form.errors or stale)
    context = {
        "form": form,
        "record": question,
        "kinds": [(one.kind, one.title) for one in FORMS.values()],
        "stale": stale,
    }
    return render(request, "curation/own.html", context, status=422 if bad else 200)
