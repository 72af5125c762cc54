"""What becomes of marks in a class's quiz: its questions with their figures, the dry run, the regrade, one mark."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from content.reading.words import number_of
from quizzes.attempts import regrading
from quizzes.attempts.models import Grading
from quizzes.bank.models import Question
from quizzes.classes.setting import access, figures, queries, telling
from quizzes.classes.setting.forms import MarkForm, RegradeForm
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.pages import about
from sdwiki import clock
from sdwiki.typing import MemberRequest


@require_safe
@access.watched
@cache_control(no_store=True)
def questions(request: MemberRequest, one: ClassQuiz) -> HttpResponse:
    """What was asked in the quiz, how each question did, and which have been corrected or rejected since."""
    context = {"one": one, "quiz": one.quiz, "cohort": one.cohort, "items": figures.items(one)}
    return render(request, "classes/setting/questions.html", context)


@require_safe
@access.watched
@cache_control(no_store=True)
def rehearse(request: MemberRequest, one: ClassQuiz, question: int) -> HttpResponse:
    """Who would gain or lose by each way of treating a question. Nothing is written."""
    return _rehearse(request, one, _asked(one, question), RegradeForm(initial={"way": request.GET.get("way")}))


@require_POST
@access.changed
def regrade(request: MemberRequest, one: ClassQuiz, question: int) -> HttpResponse:
    """Treat a question one way in every attempt at the quiz, and tell those whose marks that changed."""
    found, form, now = _asked(one, question), RegradeForm(request.POST), clock.now()
    if not form.is_valid():
        return _rehearse(request, one, found, form, status=422)
    way, why = Grading.Rules(form.cleaned_data["way"]), form.cleaned_data["why"]
    with transaction.atomic():
        effects = regrading.regrade(
            question_id=found.pk, way=way, by=request.user, why=why, now=now, quiz_id=one.quiz_id
        )
        telling.tell_marks(effects=effects, why=why, now=now)
    said = f"{number_of(len(effects), 'mark')} changed. Their learners hear of it, or see it with their result."
    messages.success(request, said if effects else "Nobody’s mark has changed.")
    return redirect("quizzes:class-quiz-questions", one.cohort_id, one.quiz_id)


@require_POST
@access.changed
def override(request: MemberRequest, one: ClassQuiz, attempt: int, position: int) -> HttpResponse:
    """Give one answer another mark, with a comment."""
    found, form, now = get_object_or_404(queries.attempts_of(one), pk=attempt), MarkForm(request.POST), clock.now()
    if not form.is_valid():
        messages.error(request, "No mark was given: say a mark from 0 to 100 %, and why.")
        return redirect("quizzes:class-quiz-attempt", one.cohort_id, one.quiz_id, found.pk)
    mark, why = form.cleaned_data["mark"] / 100, form.cleaned_data["why"]
    with transaction.atomic():
        made = regrading.override(attempt_id=found.pk, position=position, mark=mark, by=request.user, why=why, now=now)
        if made.at == now:
            telling.tell_override(one=one, made=made, now=now)
    messages.success(request, f"Question {position} has the mark {form.cleaned_data['mark']} %.")
    return redirect("quizzes:class-quiz-attempt", one.cohort_id, one.quiz_id, found.pk)


def _asked(one: ClassQuiz, pk: int) -> Question:
    """A question that an attempt at the quiz has asked."""
    found = Question.objects.filter(versions__attemptquestion__attempt__quiz=one.quiz_id).select_related("current")
    question = found.filter(pk=pk).distinct().first()
    if question is None:
        raise Http404
    return question


def _rehearse(
    request: MemberRequest, one: ClassQuiz, question: Question, form: RegradeForm, status: int = 200
) -> HttpResponse:
    context = {
        "question": question,
        "ways": figures.rehearsed(one, question.pk),
        "form": form,
    }
    return render(request, "classes/setting/regrade.html", about(request, one) | context, status=status)
