"""Who teaches a class, as its owner decides."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from quizzes.classes import staffing
from quizzes.classes.access import owned, taught
from quizzes.classes.errors import NotPossible
from quizzes.classes.forms import ROLES, RoleForm
from quizzes.classes.models import Cohort, Staff
from quizzes.classes.queries import OWNER, people_of, role_of
from sdwiki import clock
from sdwiki.accounts.names import isolated
from sdwiki.typing import MemberRequest


@require_POST
@owned
def appoint(request: MemberRequest, cohort: Cohort, person: int) -> HttpResponse:
    """Make somebody of the class an instructor or assistant of it, or hand it over to a co-instructor."""
    chosen = get_object_or_404(people_of(cohort), pk=person)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a role.")
        return redirect("quizzes:class", cohort.pk)
    role, name = form.cleaned_data["role"], isolated(chosen.display_name)
    try:
        staffing.give_role(cohort=cohort, person=chosen, role=role, now=clock.now())
        messages.success(request, f"{name} is now {ROLES[role]} of “{isolated(cohort.name)}”.")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("quizzes:class", cohort.pk)


@require_POST
@taught
def dismiss(request: MemberRequest, cohort: Cohort, person: int) -> HttpResponse:
    """Take the role of an instructor or assistant away: the owner anybody's, everybody their own."""
    own = person == request.user.pk
    if not own and role_of(cohort, request.user) != OWNER:
        raise PermissionDenied("This is for the owner of the class.")
    row = get_object_or_404(Staff.objects.filter(cohort=cohort).select_related("person"), person=person)
    try:
        staffing.dismiss(cohort=cohort, person=row.person)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("quizzes:class", cohort.pk)
    who = "You are" if own else f"{isolated(row.person.display_name)} is"
    messages.success(request, f"{who} no longer among those who teach “{isolated(cohort.name)}”.")
    return redirect("quizzes:classes") if own else redirect("quizzes:class", cohort.pk)
