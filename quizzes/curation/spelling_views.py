"""The editors' queue of spellings that learners say mean the same."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from quizzes.bank.models import Question
from quizzes.curation import queries, spellings
from quizzes.curation.forms import SpellingForm
from sdwiki import clock
from sdwiki.accounts.access import editors_only
from sdwiki.typing import MemberRequest

PAGE = 20


@require_safe
@editors_only
def queue(request: MemberRequest) -> HttpResponse:
    """Spellings that wait, by the page; what most people with an account say comes first."""
    return _queue(request)


def _queue(request: MemberRequest, *, form: SpellingForm | None = None, of: int = 0, status: int = 200) -> HttpResponse:
    page = Paginator(spellings.waiting(), PAGE).get_page((request.POST or request.GET).get("page"))
    context = {"page": page, "entries": spellings.shown(page), "counts": queries.waiting(), "form": form, "of": of}
    return render(request, "curation/spellings.html", context, status=status)


@require_POST
@editors_only
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Accept a spelling of a question, or dismiss it with a reason."""
    get_object_or_404(Question, pk=pk)
    form = SpellingForm(request.POST)
    if not form.is_valid():
        return _queue(request, form=form, of=pk, status=422)
    if spellings.decide(question_id=pk, by=request.user, now=clock.now(), **form.arguments()):
        messages.success(
            request, "Accepted from now on." if form.accepts else "Not accepted. Whoever asked can read why."
        )
    else:
        messages.info(request, "Somebody has decided this before you. It stays as they left it.")
    return redirect("quizzes:spellings")
