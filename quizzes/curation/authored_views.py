"""Writing questions by hand."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from quizzes.bank.kinds import OPTION
from quizzes.bank.models import Question
from quizzes.bank.models.curation import OWN
from quizzes.curation import errors, queries, services
from quizzes.curation.authored_fields import OwnForm
from quizzes.curation.authored_forms import FORMS
from sdwiki import clock
from sdwiki.accounts.access import editors_only
from sdwiki.accounts.models import User
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def new(request: MemberRequest) -> HttpResponse:
    """Write a question of the kind ``?kind=…``. It is live as soon as the linter has nothing against it."""
    if request.method != "POST":
        return _form(request, begun(request.GET))
    sent = FORMS.get(request.POST.get("kind", OPTION))
    if sent is None:
        return HttpResponseBadRequest("There is no such kind of question. Go back, reload the page and choose again.")
    form = sent(request.POST)
    made = written(form, request.user) if form.is_valid() else None
    if made is None:
        return _form(request, form)
    as_sent = services.says(made, form.draft())  # else the form was sent before, and changed since
    words = "Your question is live." if as_sent else "Your question is live as you sent it first. Edit it to change it."
    messages.add_message(request, messages.SUCCESS if as_sent else messages.WARNING, words)
    return redirect("quizzes:question", made.pk)


def begun(asked: QueryDict) -> OwnForm:
    """The form for a new question, of the kind and topic that an address names."""
    kind = FORMS.get(asked.get("kind", OPTION), FORMS[OPTION])
    return kind(initial={"idempotency_key": uuid4(), "topic": asked.get("topic", "")})


def written(form: OwnForm, author: User, *, owner: User | None = None) -> Question | None:
    """The question of a form, an ``owner``'s alone where there is one; None where the linter forbids it, of which the
    form tells then."""
    topic, key = form.cleaned_data["topic"], form.cleaned_data["idempotency_key"]
    try:
        return services.write(author=author, topic=topic, draft=form.draft(), key=key, now=clock.now(), owner=owner)
    except errors.Unfair as unfair:
        form.refuse(unfair.faults)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a question that was written by hand; its topic and its kind stay."""
    found = get_object_or_404(queries.questions().filter(key__startswith=OWN), pk=pk)
    if request.method != "POST":
        return _form(request, opened(found), found)
    form = FORMS[found.kind](request.POST, new=False)
    try:
        if not (form.is_valid() and revised(form, found, request.user)):
            return _form(request, form, found)
    except errors.RevisedMeanwhile:
        return _form(request, form, found, stale=True)
    messages.success(request, "The new version is live. Attempts keep the one they asked.")
    return redirect("quizzes:question", found.pk)


def opened(question: Question) -> OwnForm:
    """The form of a question as it was typed."""
    assert question.current is not None
    question.current.question = question
    kind = FORMS[question.kind]
    return kind(new=False, initial=kind.as_typed(question.current) | {"idempotency_key": uuid4()})


def revised(form: OwnForm, question: Question, author: User) -> bool:
    """Whether the new version stands; not where the linter forbids it, of which the form tells then."""
    version, key = form.cleaned_data["version"], form.cleaned_data["idempotency_key"]
    given = {"version": version, "draft": form.draft(), "author": author, "key": key}
    try:
        services.revise(question_id=question.pk, now=clock.now(), **given)
    except errors.Unfair as unfair:
        form.refuse(unfair.faults)
        return False
    return True


def _form(
    request: MemberRequest, form: OwnForm, question: Question | None = None, *, stale: bool = False
) -> HttpResponse:
    return form_page(request, "curation/own.html", form, question, stale=stale)


def form_page(
    request: MemberRequest, template: str, form: OwnForm, question: Question | None = None, *, stale: bool = False
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
    return render(request, template, context, status=422 if bad else 200)
