"""A word to a learner at risk: shown first, then sent, and taken back for a moment."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.classes.access import run
from quizzes.classes.assignments.book import Row, book_of
from quizzes.classes.assignments.given import given
from quizzes.classes.assignments.models import Assignment
from quizzes.classes.assignments.tasks import Task
from quizzes.classes.errors import NotPossible
from quizzes.classes.models import Cohort
from quizzes.classes.nudging import queries, services, words
from quizzes.classes.nudging.forms import NudgeForm
from quizzes.classes.nudging.models import Nudge
from sdwiki import clock
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@run
def nudge(request: MemberRequest, cohort: Cohort, assignment: int, learner: int) -> HttpResponse:
    """What a learner would be told about an assignment that they may miss; sent with a second press."""
    row, task = _standing(cohort, assignment, learner)
    text = words.text_of(queries.about(task, cohort, request.user))
    form = NudgeForm(request.POST or None, initial={"text": text, "idempotency_key": uuid.uuid4()})
    if form.is_valid():
        return _sent(request, row, task, form)
    told = {"title": words.title_of(task.given.title), "again": queries.again_from(assignment, learner, clock.now())}
    context = {"cohort": cohort, "row": row, "task": task, "form": form} | told
    return render(request, "classes/nudge.html", context, status=422 if form.is_bound else 200)


@require_POST
@run
def take_back(request: MemberRequest, cohort: Cohort, nudge: int) -> HttpResponse:
    """Take a nudge back that nobody was told yet."""
    said = get_object_or_404(Nudge, assignment__cohort=cohort, pk=nudge)
    if services.take_back(nudge=said, now=clock.now()):
        messages.success(request, "It is taken back: nothing was sent.")
    else:
        messages.error(request, "It has gone out already.")
    return redirect("quizzes:class-person", cohort.pk, said.learner_id)


def _sent(request: MemberRequest, row: Row, task: Task, form: NudgeForm) -> HttpResponse:
    said = {"text": form.cleaned_data["text"], "key": form.cleaned_data["idempotency_key"]}
    why = row.risk.why if row.risk else ""
    try:
        services.send(one=task.given, membership=row.membership, by=request.user, why=why, now=clock.now(), **said)
        messages.success(request, "Your word goes out in a moment. Until then you can take it back.")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("quizzes:class-person", task.given.cohort_id, row.learner.pk)


def _standing(cohort: Cohort, assignment: int, learner: int) -> tuple[Row, Task]:
    """One learner's line with one assignment that is asked of them; 404 where there is none, or nothing to be done."""
    kept = get_object_or_404(Assignment, cohort=cohort, withdrawn_at=None, published_at__isnull=False, pk=assignment)
    now = clock.now()
    book = book_of(cohort, now, learner_id=learner, assigned=given([kept.pk]))
    task = book.rows[0].tasks[0] if book.rows and book.rows[0].tasks else None
    if task is None or not task.doable or not task.dates.opened(now):
        raise Http404
    return book.rows[0], task
