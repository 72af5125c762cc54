"""Classes: joined by link, given phases to learn by a date, seen by their staff alone."""

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from quizzes.classes import queries, services
from quizzes.classes.access import run, taught
from quizzes.classes.assignments.book import book_of
from quizzes.classes.assignments.book_views import book_context
from quizzes.classes.assignments.pages import TAKEN_BACK, lately_withdrawn
from quizzes.classes.assignments.tasks import tasks, with_shortfalls
from quizzes.classes.forms import ClassForm, NameForm
from quizzes.classes.insight.learner import depth_of
from quizzes.classes.joining.forms import CodeForm
from quizzes.classes.models import Cohort, Membership
from quizzes.classes.nudging import queries as nudging
from quizzes.classes.setting import queries as setting
from sdwiki import clock
from sdwiki.accounts.access import instructors_only, members_only
from sdwiki.accounts.models import User
from sdwiki.accounts.names import isolated
from sdwiki.typing import MemberRequest


@require_safe
@members_only
def classes(request: MemberRequest) -> HttpResponse:
    """The classes I teach, those I am in, and what they ask of me."""
    return _classes(request, ClassForm(initial={"idempotency_key": uuid.uuid4()}))


@require_POST
@instructors_only
def create(request: MemberRequest) -> HttpResponse:
    """Make a class; the same form sent twice makes one."""
    form = ClassForm(request.POST)
    if not form.is_valid():
        return _classes(request, form, status=422)
    name, key = form.cleaned_data["name"], form.cleaned_data["idempotency_key"]
    cohort = services.create_class(instructor=request.user, name=name, key=key, now=clock.now())
    messages.success(request, f"“{isolated(cohort.name)}” is made. Send its invitation link to your learners.")
    return redirect("quizzes:class", cohort.pk)


@require_safe
@members_only
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """The class: to its staff everybody's standing, to a member what is assigned and their own standing."""
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user).select_related("instructor"), pk=pk)
    if queries.role_of(cohort, request.user):
        return _gradebook(request, cohort)
    now = clock.now()
    own = with_shortfalls(request.user, tasks(request.user, now, cohort_id=cohort.pk), now)
    context = {"cohort": cohort, "tasks": own, "quizzes": setting.given_in(cohort, request.user)}
    return render(request, "classes/member.html", context)


@require_safe
@taught
def person(request: MemberRequest, cohort: Cohort, learner: int) -> HttpResponse:
    """One learner's standing with what is assigned, for the staff of the class."""
    members = Membership.objects.present().filter(cohort=cohort).select_related("learner")
    membership = get_object_or_404(members, learner=learner)
    now = clock.now()
    row = book_of(cohort, now, learner_id=learner).rows[0]
    told = {"nudges": nudging.nudges_to(cohort, learner), "nudged_lately": nudging.lately([row], now)}
    depth, role = depth_of(cohort, membership.learner, row.tasks, now), queries.role_of(cohort, request.user)
    context = {"cohort": cohort, "row": row, "membership": membership, "role": role, "depth": depth} | told
    return render(request, "classes/person.html", context)


@require_POST
@members_only
def leave(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave a class; the instructor no longer sees one's numbers."""
    cohort = get_object_or_404(Cohort.objects.joined_by(request.user), pk=pk)
    services.leave(cohort=cohort, learner=request.user, now=clock.now())
    messages.success(request, f"You have left “{isolated(cohort.name)}”. Your instructor no longer sees your progress.")
    return redirect("quizzes:classes")


@require_POST
@run
def remove(request: MemberRequest, cohort: Cohort, learner: int) -> HttpResponse:
    """The instructor takes somebody out of the class."""
    membership = get_object_or_404(Membership.objects.filter(cohort=cohort).select_related("learner"), learner=learner)
    services.remove(cohort=cohort, learner=membership.learner, now=clock.now())
    messages.success(request, f"{isolated(membership.known_as)} is no longer in “{isolated(cohort.name)}”.")
    return redirect("quizzes:class", cohort.pk)


@require_POST
@run
def rename(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Give the class another name."""
    form = NameForm(request.POST)
    if form.is_valid():
        services.rename(cohort=cohort, name=form.cleaned_data["name"])
        messages.success(request, f"The class is called “{isolated(form.cleaned_data['name'])}” now.")
    else:
        messages.error(request, "Give the class a name of 1 to 80 letters that can be read. Nothing was changed.")
    return redirect("quizzes:class-people", cohort.pk)


@require_POST
@run
def archive(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """End the class."""
    services.archive(cohort=cohort, now=clock.now())
    messages.success(request, f"“{isolated(cohort.name)}” is archived.")
    return redirect("quizzes:classes")


@require_POST
@run
def unarchive(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Take an archived class up again."""
    services.unarchive(cohort=cohort)
    messages.success(request, f"“{isolated(cohort.name)}” runs again, with its learners and what was assigned.")
    return redirect("quizzes:class", cohort.pk)


def _classes(request: MemberRequest, form: ClassForm, status: int = 200) -> HttpResponse:
    user, now = request.user, clock.now()
    context = {
        "taught": queries.taught(user),
        "attended": queries.joined(user),
        "tasks": tasks(user, now),
        "form": form,
        "code": CodeForm(),
        "ownerless": _ownerless(user),
        "lost": () if user.is_instructor else Cohort.objects.filter(instructor=user, archived_at=None),
    }
    return render(request, "classes/classes.html", context, status=status)


def _ownerless(user: User) -> "QuerySet[Cohort] | tuple[()]":
    """What an administrator can take over."""
    administers = user.is_superuser and user.is_staff
    return Cohort.objects.without_owner().select_related("instructor") if administers else ()


def _gradebook(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    context = {
        "cohort": cohort,
        "role": queries.role_of(cohort, request.user),
        "asking": cohort.join_requests.filter(declined_at=None).count() if cohort.approval else 0,
        "quizzes": setting.of_class(cohort),
        "staff": cohort.staff.select_related("person"),
        "taken_back": lately_withdrawn(cohort, request.GET.get(TAKEN_BACK, ""), clock.now()),
        "link": request.build_absolute_uri(redirect("quizzes:class-join", cohort.token).url),
    }
    return render(request, "classes/class.html", context | book_context(request, cohort, clock.now()))
