"""The groups of a class, for its staff."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from quizzes.classes.access import run, taught
from quizzes.classes.errors import NotPossible
from quizzes.classes.joining import groups
from quizzes.classes.joining.forms import GroupForm
from quizzes.classes.models import Cohort, Group, Staff
from quizzes.classes.queries import role_of
from quizzes.classes.roll import A_PAGE, learners, roll_of
from sdwiki.accounts.names import isolated
from sdwiki.typing import MemberRequest


@require_POST
@run
def make(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Make a group."""
    form = GroupForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for one in form.errors.get("name", [])))
        return redirect("quizzes:class-people", cohort.pk)
    try:
        group = groups.make(cohort=cohort, name=form.cleaned_data["name"])
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("quizzes:class-people", cohort.pk)
    return redirect("quizzes:class-group", cohort.pk, group.pk)


@require_safe
@taught
def show(request: MemberRequest, cohort: Cohort, group: int) -> HttpResponse:
    """A group with its members."""
    found = get_object_or_404(Group, cohort=cohort, pk=group)
    return _page(request, found, GroupForm(initial={"name": found.name}))


@require_POST
@run
def change(request: MemberRequest, cohort: Cohort, group: int) -> HttpResponse:
    """Change the name of a group and who is in it."""
    found = get_object_or_404(Group, cohort=cohort, pk=group)
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        name, ticked = form.cleaned_data["name"], form.learners()
        groups.change(group=found, name=name, learners=ticked, shown=form.shown())
        messages.success(request, "Saved.")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("quizzes:class-group", cohort.pk, found.pk)


@require_POST
@run
def take_away(request: MemberRequest, cohort: Cohort, group: int) -> HttpResponse:
    """Take a group away; its learners stay in the class."""
    found = get_object_or_404(Group, cohort=cohort, pk=group)
    groups.take_away(group=found)
    messages.success(request, f"The group “{isolated(found.name)}” is no more. Its learners are still in the class.")
    return redirect("quizzes:class-people", cohort.pk)


def _page(request: MemberRequest, group: Group, form: GroupForm, status: int = 200) -> HttpResponse:
    role, inside = role_of(group.cohort, request.user), set(group.members.values_list("pk", flat=True))
    everybody = learners(group.cohort)
    if role == Staff.Role.ASSISTANT:
        listed = [one for one in everybody if one.pk in inside]
    elif len(everybody) > A_PAGE:
        listed = sorted(everybody, key=lambda one: one.pk not in inside)
    else:
        listed = everybody
    roll = roll_of(listed, request.GET, lambda one: one.known_as)
    context = {"cohort": group.cohort, "group": group, "form": form, "role": role, "inside": inside, "roll": roll}
    context["learners"] = len(everybody)
    return render(request, "classes/group.html", context, status=status)
