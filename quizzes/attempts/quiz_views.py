"""What somebody does with a quiz that is a row: start it, keep one of their own, remove it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from quizzes.attempts import errors, own_quizzes, pages, services
from quizzes.attempts.forms import KeepForm, KeyForm
from quizzes.attempts.models import Quiz
from quizzes.attempts.words import too_few_in
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.names import isolated
from sdwiki.typing import MemberRequest

ANYTHING: dict[str, list[str]] = {"phases": [], "topics": []}  # no choice of a scope


@require_POST
@members_only
def start(request: MemberRequest, pk: int) -> HttpResponse:
    """Start a quiz, or lead to the attempt that is open already."""
    quiz = get_object_or_404(Quiz.objects.visible_to(request.user), pk=pk)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return pages.choosing(request, ANYTHING, "This page is out of date. Choose again.", status=400)
    key = form.cleaned_data["idempotency_key"]
    try:
        attempt = services.start_quiz(learner=request.user, quiz=quiz, key=key, now=clock.now())
    except errors.AlreadyOpen as why:
        messages.info(request, f"“{isolated(why.attempt.title)}” is still open. Finish it first.")
        attempt = why.attempt
    except errors.TooFew as why:
        return _too_few(request, quiz, why)
    return pages.go(request, attempt.get_absolute_url())


def _too_few(request: MemberRequest, quiz: Quiz, why: errors.TooFew) -> HttpResponse:
    messages.warning(request, too_few_in(isolated(quiz.title), why.available, why.needed))
    return pages.go(request, reverse("quizzes:quizzes"))


@require_POST
@members_only
def keep(request: MemberRequest) -> HttpResponse:
    """Keep what is chosen as a quiz of one's own."""
    form = KeepForm(request.POST)
    if not form.is_valid():
        return pages.choosing(request, form.wanted, form.complaint, status=400)
    quiz = own_quizzes.keep(owner=request.user, now=clock.now(), **form.kept())
    messages.success(request, f"“{isolated(quiz.title)}” is kept among your quizzes.")
    return redirect("quizzes:quizzes")


@require_POST
@members_only
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a quiz of one's own."""
    title = own_quizzes.remove(owner=request.user, quiz_id=pk)
    if not title:
        raise Http404
    messages.success(request, f"“{isolated(title)}” is removed. Your results are kept.")
    return redirect("quizzes:quizzes")
