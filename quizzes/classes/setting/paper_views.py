"""The paper of a class's quiz: picked from a list, seen as a learner sees it, printed with its key."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from content.models import Topic
from quizzes.bank.models import Question
from quizzes.classes.queries import role_of
from quizzes.classes.setting import access, services
from quizzes.classes.setting.forms import PaperForm, PickForm
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.print import specimen
from sdwiki.typing import MemberRequest

PAGE = 30
SEED = "specimen"


@require_safe
@access.watched
def paper(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """The questions of a fixed paper in their order, and a list to search for others."""
    laid = one.quiz.paper.select_related("question__current", "question__topic").order_by("position")
    laid = laid.defer(*(f"question__topic__{name}" for name in Topic.TEXTS))
    form = PickForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = Question.objects.live().filter(current__isnull=False).exclude(pk__in=laid.values("question"))
    if words := wanted.get("q"):
        found = found.filter(Q(current__ask__icontains=words) | Q(current__context__icontains=words))
    if topic := wanted.get("topic"):
        found = found.filter(topic=topic)
    listed = found.select_related("current", "topic").order_by("topic__position", "key")
    listed = listed.defer(*(f"topic__{name}" for name in Topic.TEXTS))
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"one": one, "quiz": one.quiz, "cohort": one.cohort, "laid": laid, "form": form, "page": page}
    return render(
        request,
        "classes/setting/paper.html",
        context | {"rest": kept.urlencode(), "role": role_of(one.cohort, request.user)},
    )


@require_POST
@access.changed
def lay_out(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """Put a question on the paper, take it off, or move it by a place."""
    form = PaperForm(request.POST)
    if not form.is_valid() or not one.quiz.fixed:
        return HttpResponseBadRequest("This paper cannot be changed so. Reload the page.")
    pk, act = form.cleaned_data["question"], form.cleaned_data["act"]
    before = list(one.quiz.paper.order_by("position").values_list("question", flat=True))
    services.lay_out(one=one, questions=moved(before, pk, act))
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


def moved(before: list[int], question: int, act: str) -> list[int]:
    """The order after a question came to the end, went, or changed places with its neighbour."""
    rest = [pk for pk in before if pk != question]
    if act == "drop":
        return rest
    if act == "add" or question not in before:
        return before if question in before or act != "add" else [*before, question]
    place = min(max(before.index(question) + (1 if act == "down" else -1), 0), len(rest))
    return [*rest[:place], question, *rest[place:]]
