"""Classes: joined by link, given phases to learn by a date, seen by their instructor alone."""

import uuid
from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.models import Phase
from quizzes.classes import queries, services
from quizzes.classes.forms import AssignmentForm, ClassForm
from quizzes.classes.models import Cohort, Membership
from quizzes.progress.line.drawing import draw_line
from quizzes.progress.queries import path_of, today_of, topic_progress
from sdwiki.typing import MemberRequest

DEFAULT_WEEKS = 2


@require_safe
@login_required
def classes(request: HttpRequest) -> HttpResponse:
    """The classes I teach, those I am in, and what they ask of me."""
    return _classes(cast(MemberRequest, request), ClassForm(initial={"idempotency_key": uuid.uuid4()}))


@require_POST
@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Make a class; the same form sent twice makes one."""
    user = cast(MemberRequest, request).user
    if not user.is_instructor:
        raise PermissionDenied
    form = ClassForm(request.POST)
    if not form.is_valid():
        return _classes(cast(MemberRequest, request), form, status=422)
    cohort = services.create_class(
        instructor=user, name=form.cleaned_data["name"], key=form.cleaned_data["idempotency_key"], now=timezone.now()
    )
    return redirect("quizzes:class", cohort.pk)


@require_safe
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The class: to its instructor everybody's standing, to a member what is assigned and their own standing."""
    member = cast(MemberRequest, request)
    cohort = get_object_or_404(Cohort.objects.visible_to(member.user).select_related("instructor"), pk=pk)
    if cohort.instructor_id == member.user.pk:
        return _gradebook(member, cohort)
    now = timezone.now()
    path = path_of(topic_progress(member.user, now))
    own = [task for task in queries.tasks(member.user, path, now) if task.assigned.cohort_id == cohort.pk]
    return render(request, "classes/member.html", {"cohort": cohort, "tasks": own})


@require_safe
@login_required
def person(request: HttpRequest, pk: int, learner: int) -> HttpResponse:
    """One learner's standing with what is assigned, for the instructor."""
    cohort = _taught(cast(MemberRequest, request), pk)
    now = timezone.now()
    book = queries.gradebook(cohort, now, learner_id=learner)
    membership = get_object_or_404(
        Membership.objects.filter(cohort=cohort, left_at__isnull=True).select_related("learner"), learner=learner
    )
    context = {
        "cohort": cohort,
        "row": book.rows[0],
        "membership": membership,
        "line": draw_line(book.stations) if book.stations else None,
    }
    return render(request, "classes/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then join. The link alone changes nothing."""
    user = cast(MemberRequest, request).user
    cohort = get_object_or_404(Cohort.objects.open_to(token).select_related("instructor"))
    if cohort.instructor_id == user.pk:
        messages.info(request, "You teach this class. Send the link to your learners.")
        return redirect("quizzes:class", cohort.pk)
    if request.method == "POST":
        services.join(cohort=cohort, learner=user, now=timezone.now())
        messages.success(request, f"You are in “{cohort.name}”.")
        return redirect("quizzes:class", cohort.pk)
    joined = Cohort.objects.attended_by(user).filter(pk=cohort.pk).exists()
    return redirect("quizzes:class", cohort.pk) if joined else render(request, "classes/join.html", {"cohort": cohort})


@require_POST
@login_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a class; the instructor no longer sees one's numbers."""
    user = cast(MemberRequest, request).user
    cohort = get_object_or_404(Cohort.objects.joined_by(user), pk=pk)
    services.leave(cohort=cohort, learner=user, now=timezone.now())
    messages.success(request, f"You have left “{cohort.name}”. Your instructor no longer sees your progress.")
    return redirect("quizzes:classes")


@require_POST
@login_required
def remove(request: HttpRequest, pk: int, learner: int) -> HttpResponse:
    """The instructor takes somebody out of the class."""
    cohort = _taught(cast(MemberRequest, request), pk)
    membership = get_object_or_404(Membership.objects.filter(cohort=cohort).select_related("learner"), learner=learner)
    services.leave(cohort=cohort, learner=membership.learner, now=timezone.now())
    messages.success(request, f"{membership.learner.display_name} is no longer in “{cohort.name}”.")
    return redirect("quizzes:class", cohort.pk)


@require_POST
@login_required
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign a phase, or change the date and target of one that is."""
    member = cast(MemberRequest, request)
    cohort, now = _taught(member, pk), timezone.now()
    form = AssignmentForm(request.POST, today=today_of(member.user, now))
    if not form.is_valid():
        return _gradebook(member, cohort, form, status=422)
    phase: Phase = form.cleaned_data["phase"]
    due_on, target = form.cleaned_data["due_on"], form.cleaned_data["target"] / 100
    services.assign(cohort=cohort, phase=phase, due_on=due_on, target_recall=target, now=now)
    messages.success(request, f"{phase.title} is assigned until {due_on:%-d %B}.")
    return redirect("quizzes:class", cohort.pk)


@require_POST
@login_required
def unassign(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Take an assignment back."""
    cohort = _taught(cast(MemberRequest, request), pk)
    phase = get_object_or_404(Phase, slug=slug)
    services.unassign(cohort=cohort, phase=phase)
    messages.success(request, f"{phase.title} is no longer assigned.")
    return redirect("quizzes:class", cohort.pk)


@require_POST
@login_required
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new invitation link; the old one stops working."""
    cohort = _taught(cast(MemberRequest, request), pk)
    services.renew_link(cohort=cohort, token=request.POST.get("token", ""))
    messages.success(request, "The invitation link is new. The old one no longer works.")
    return redirect("quizzes:class", cohort.pk)


@require_POST
@login_required
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """End the class."""
    cohort = _taught(cast(MemberRequest, request), pk)
    services.archive(cohort=cohort, now=timezone.now())
    messages.success(request, f"“{cohort.name}” is archived.")
    return redirect("quizzes:classes")


def _taught(request: MemberRequest, pk: int) -> Cohort:
    """The class if this user teaches it. Its members lack the right (403); to others it does not exist (404)."""
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    if cohort.instructor_id != request.user.pk:
        raise PermissionDenied
    return cohort


def _classes(request: MemberRequest, form: ClassForm, status: int = 200) -> HttpResponse:
    user, now = request.user, timezone.now()
    path = path_of(topic_progress(user, now))
    context = {
        "taught": queries.taught(user),
        "attended": Cohort.objects.joined_by(user).select_related("instructor"),
        "tasks": queries.tasks(user, path, now),
        "form": form,
    }
    return render(request, "classes/classes.html", context, status=status)


def _gradebook(
    request: MemberRequest, cohort: Cohort, form: AssignmentForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    today = today_of(request.user, now)
    book = queries.gradebook(cohort, now)
    context = {
        "cohort": cohort,
        "book": book,
        "line": draw_line(book.stations) if book.stations else None,
        "form": form or AssignmentForm(today=today, initial={"due_on": today + timedelta(weeks=DEFAULT_WEEKS)}),
        "link": request.build_absolute_uri(redirect("quizzes:class-join", cohort.token).url),
    }
    return render(request, "classes/class.html", context, status=status)
