"""The paper of a class's quiz: picked from a list, seen as a learner sees it, printed with its key."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from quizzes.classes.setting import access, queries, services
from quizzes.classes.setting.forms import PaperForm, PickForm
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.pages import about
from quizzes.classes.setting.print import specimen
from sdwiki.typing import MemberRequest

PAGE = 30
SEED = "specimen"


@require_safe
@access.watched
def paper(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """The questions of a fixed paper in their order, and a list to search for others."""
    form = PickForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.to_pick(one.quiz, request.user, words=wanted.get("q", ""), topic=wanted.get("topic"))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rest = request.GET.copy()
    rest.pop("page", None)
    context = {"laid": queries.laid_out(one.quiz), "form": form, "page": page, "rest": rest.urlencode()}
    return render(request, "classes/setting/paper.html", about(request, one) | context)


@require_POST
@access.changed
def lay_out(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """Put a question on the paper, take it off, or move it by a place."""
    form = PaperForm(request.POST)
    if not form.is_valid() or not one.quiz.fixed:
        return HttpResponseBadRequest("This paper cannot be changed so. Reload the page.")
    question, act = form.cleaned_data["question"], form.cleaned_data["act"]
    services.change_paper(one=one, question=question, act=act, by=request.user)
    query = request.POST.get("rest", "")
    address = reverse("quizzes:class-quiz-paper", args=[one.cohort_id, one.quiz_id])
    return redirect(f"{address}?{query}" if query else address)


@require_safe
@access.watched
def preview(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """The quiz as a learner might get it, with or without what is right. No attempt is kept of it."""
    context = {"one": one, "quiz": one.quiz, "cohort": one.cohort, "paper": specimen(one.quiz, SEED)}
    return render(request, "classes/setting/preview.html", context | {"telling": "answers" in request.GET})


@require_safe
@access.watched
def printed(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """A paper to print, and its key on a sheet of its own."""
    context = {"one": one, "quiz": one.quiz, "cohort": one.cohort, "paper": specimen(one.quiz, SEED)}
    return render(request, "classes/setting/print.html", context)
