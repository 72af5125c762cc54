"""The front page: Today for members; for visitors what this is, and a question to try."""

from typing import cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from quizzes.progress.line.drawing import draw_line
from quizzes.progress.queries import path_of, stations
from quizzes.today import queries
from quizzes.today.queries import TryQuestion
from sdwiki.typing import PageRequest


class TryForm(forms.Form):
    """A choice made on the front page."""

    version = forms.IntegerField(min_value=1)
    choice = forms.IntegerField(min_value=1)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today, or the front page."""
    if not request.user.is_authenticated:
        return _front(request, queries.question_of_the_day(timezone.now().date()))
    day = queries.today(request.user, timezone.now())
    assigned = frozenset(task.assigned.phase.pk for task in day.tasks)
    line = draw_line(stations(day.path, assigned=assigned), link=False)
    return render(request, "today/today.html", {"day": day, "line": line})


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Answer the question on the front page. Nothing is recorded."""
    form = TryForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose an answer first.", content_type="text/plain; charset=utf-8")
    question = queries.answered(form.cleaned_data["version"], form.cleaned_data["choice"])
    if question is None:
        raise Http404
    if cast(PageRequest, request).htmx:
        return render(request, "today/front.html#question", {"question": question})
    return _front(request, question)


def _front(request: HttpRequest, question: TryQuestion | None) -> HttpResponse:
    line = draw_line(stations(path_of({})))
    return render(request, "today/front.html", {"line": line, "question": question})
