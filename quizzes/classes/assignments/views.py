"""Pages on which the staff of a class assign, look at what was assigned, and agree something with single learners."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.classes.access import run, taught
from quizzes.classes.assignments import services
from quizzes.classes.assignments.forms import ArrangementForm, AssignmentForm, SeriesForm
from quizzes.classes.assignments.given import Given, given
from quizzes.classes.assignments.judging import day_in
from quizzes.classes.assignments.means import feasibility_of
from quizzes.classes.assignments.models import Assignment
from quizzes.classes.assignments.pages import TAKEN_BACK, assignment_page, initial_of
from quizzes.classes.assignments.plans import Step, series
from quizzes.classes.assignments.words import LOOK, drafts
from quizzes.classes.errors import NotPossible
from quizzes.classes.models import Cohort
from quizzes.classes.queries import role_of
from sdwiki import clock
from sdwiki.accounts.names import isolated
from sdwiki.typing import MemberRequest

WEEKS = 2  # from today, what a new assignment suggests
READS = ["GET", "HEAD", "POST"]


@require_http_methods(READS)
@run
def assign(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Assign something: the form, what it would take, and what is stored."""
    now = clock.now()
    today = day_in(now, cohort.time_zone)
    initial = {"due_on": today + timedelta(weeks=WEEKS), "idempotency_key": uuid.uuid4()}
    form = AssignmentForm(request.POST or None, cohort=cohort, now=now, initial=initial)
    if request.method != "POST":
        return _form(request, cohort, form)
    return _stored(request, cohort, form, None) if form.is_valid() else _form(request, cohort, form, status=422)


@require_http_methods(READS)
@run
def edit(request: MemberRequest, cohort: Cohort, assignment: int) -> HttpResponse:
    """Change an assignment, a draft or one that is not due yet."""
    one = _given(cohort, assignment)
    initial = initial_of(one) | {"idempotency_key": uuid.uuid4()}
    form = AssignmentForm(request.POST or None, cohort=cohort, now=clock.now(), initial=initial)
    if request.method != "POST":
        return _form(request, cohort, form, one)
    return _stored(request, cohort, form, one) if form.is_valid() else _form(request, cohort, form, one, status=422)


@require_http_methods(READS)
@run
def plan_series(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Phases in a row, from a day on: a draft for each."""
    now = clock.now()
    initial = {"start": day_in(now, cohort.time_zone) + timedelta(days=1), "idempotency_key": uuid.uuid4()}
    form = SeriesForm(request.POST or None, initial=initial)
    if not form.is_valid():
        context = {"cohort": cohort, "form": form}
        return render(request, "classes/assignments/series.html", context, status=422 if form.is_bound else 200)
    data, steps = form.cleaned_data, [Step(phase.pk, phase.title) for phase in form.cleaned_data["phases"]]
    share, zone, key = data["recall"] / 100, cohort.time_zone, data["idempotency_key"]
    plans = series(steps, start=data["start"], weeks_each=data["weeks"], share=share, zone=zone)
    for place, plan in enumerate(plans):
        services.create(cohort=cohort, plan=plan, key=uuid.uuid5(key, str(place)), now=now, publish=False)
    messages.success(request, f"{drafts(len(plans))} made. {LOOK}")
    return redirect("quizzes:class", cohort.pk)


@require_safe
@taught
def show(request: MemberRequest, cohort: Cohort, assignment: int) -> HttpResponse:
    """One assignment: what it asks, how everybody stands, what was kept, and what was agreed."""
    return _page(request, cohort, assignment)


@require_POST
@run
def publish(request: MemberRequest, cohort: Cohort, assignment: int) -> HttpResponse:
    """Give a draft to its learners."""
    kept = _assignment(cohort, assignment)
    try:
        services.publish(assignment=kept, now=clock.now())
        messages.success(request, f"“{isolated(kept.title)}” is assigned.")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return _back_to(kept)


@require_POST
@run
def withdraw(request: MemberRequest, cohort: Cohort, assignment: int) -> HttpResponse:
    """Take an assignment back."""
    kept = _assignment(cohort, assignment)
    services.withdraw(assignment=kept, now=clock.now())
    messages.success(request, f"“{isolated(kept.title)}” is taken back. What was learnt stays.")
    return redirect(f"{reverse('quizzes:class', args=[cohort.pk])}?{TAKEN_BACK}={kept.pk}")


@require_POST
@run
def undo(request: MemberRequest, cohort: Cohort, assignment: int) -> HttpResponse:
    """Undo that an assignment was taken back or its dates were moved, before its learners are told."""
    kept = get_object_or_404(Assignment, cohort=cohort, pk=assignment)
    undone = services.give_again if kept.withdrawn_at else services.move_back
    try:
        undone(assignment=kept, now=clock.now())
        messages.success(request, f"“{isolated(kept.title)}” is as it was. Nobody was told anything.")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return _back_to(kept)


@require_POST
@run
def arrange(request: MemberRequest, cohort: Cohort, assignment: int, learner: int) -> HttpResponse:
    """Agree something with one learner."""
    kept, members = _assignment(cohort, assignment), cohort.memberships.present()
    person = get_object_or_404(members.select_related("learner"), learner=learner).learner
    form = ArrangementForm(request.POST)
    if form.is_valid():
        try:
            agreed = form.agreed(cohort.time_zone)
            services.arrange(assignment=kept, learner=person, by=request.user, now=clock.now(), **agreed)
            messages.success(request, "It is agreed, and kept with its reason.")
            return redirect("quizzes:class-assignment", cohort.pk, kept.pk)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    messages.error(request, f"Nothing is changed. {form.problems}")
    return _page(request, cohort, kept.pk, refused=form, refused_of=learner, status=422)


def _page(request: MemberRequest, cohort: Cohort, pk: int, status: int = 200, **refused: object) -> HttpResponse:
    """An assignment; what was ``refused`` stands in the line of the learner (id) whom it is ``refused_of``."""
    now, one = clock.now(), _given(cohort, pk)
    page = assignment_page(cohort, one, now, request.GET)
    form = ArrangementForm(initial={"idempotency_key": uuid.uuid4()})
    context = {"cohort": cohort, "page": page, "roll": page.roll, "role": role_of(cohort, request.user), "form": form}
    context |= {"moved": services.moved_lately(one, now), "refused_of": 0} | refused
    return render(request, "classes/assignments/assignment.html", context, status=status)


def _back_to(kept: Assignment) -> HttpResponse:
    """The page of an assignment; that of its class where it was taken back, at this moment perhaps."""
    if Assignment.objects.filter(pk=kept.pk, withdrawn_at=None).exists():
        return redirect("quizzes:class-assignment", kept.cohort_id, kept.pk)
    return redirect("quizzes:class", kept.cohort_id)


def _stored(request: MemberRequest, cohort: Cohort, form: AssignmentForm, one: Given | None) -> HttpResponse:
    """Store what is wanted, or first say what it would take: always where that is asked, and where a class cannot do it
    unless it is to have it anyway."""
    act, plan, now = request.POST.get("act", "give"), form.plan(), clock.now()
    takes = feasibility_of(cohort, plan, now) if act in ("give", "check") else None
    if act == "check" or (act == "give" and takes and not takes.possible):
        return _form(request, cohort, form, one, takes=takes, checked=True, status=200 if act == "check" else 422)
    try:
        kept = _write(cohort, form, one, draft=act == "draft")
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _form(request, cohort, form, one, status=422)
    done = "kept as a draft" if kept.published_at is None else "changed" if one and not one.draft else "assigned"
    messages.success(request, f"“{isolated(kept.title)}” is {done}.")
    return redirect("quizzes:class-assignment", cohort.pk, kept.pk)


def _write(cohort: Cohort, form: AssignmentForm, one: Given | None, *, draft: bool) -> Assignment:
    plan, now = form.plan(), clock.now()
    if one is None:
        key = form.cleaned_data["idempotency_key"]
        return services.create(cohort=cohort, plan=plan, key=key, now=now, publish=not draft)
    kept = services.change(assignment=_assignment(cohort, one.pk), plan=plan, now=now)
    if not draft:
        services.publish(assignment=kept, now=now)
        kept.refresh_from_db()
    return kept


def _form(
    request: MemberRequest,
    cohort: Cohort,
    form: AssignmentForm,
    one: Given | None = None,
    *,
    takes: object = None,
    checked: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"cohort": cohort, "form": form, "one": one, "takes": takes, "checked": checked}
    return render(request, "classes/assignments/form.html", context, status=status)


def _assignment(cohort: Cohort, pk: int) -> Assignment:
    return get_object_or_404(Assignment, cohort=cohort, withdrawn_at=None, pk=pk)


def _given(cohort: Cohort, pk: int) -> Given:
    return given([_assignment(cohort, pk).pk])[0]
