"""Who may open a page of a class: members learn, assistants look, instructors change, the owner appoints."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from quizzes.classes.models import Cohort
from quizzes.classes.queries import OWNER, RUNS, TEACHES, role_of
from sdwiki.accounts.access import members_only
from sdwiki.typing import MemberRequest

P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, Cohort, P], HttpResponse]
Guarded = Callable[..., HttpResponseBase]


def taught(view: View[P]) -> Guarded:
    """Pass the class of the address to the view for all its staff. Its members lack the right (403); to others it does
    not exist (404)."""
    return _for(view, TEACHES, "")


def run(view: View[P]) -> Guarded:
    """The same for those who may change the class: its owner and its co-instructors."""
    return _for(view, RUNS, "You assist in this class: you see everything, and its instructors change it.")


def owned(view: View[P]) -> Guarded:
    """The same for the owner alone."""
    return _for(view, (OWNER,), "This is for the owner of the class.")


def _for(view: View[P], roles: tuple[str, ...], refusal: str) -> Guarded:
    def inner(request: MemberRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        cohort = get_object_or_404(Cohort.objects.visible_to(request.user).select_related("instructor"), pk=pk)
        role = role_of(cohort, request.user)
        if not role:
            raise PermissionDenied("This is for who teaches the class. You are in it as a learner.")
        if role not in roles:
            raise PermissionDenied(refusal)
        return view(request, cohort, *args, **kwargs)

    update_wrapper(inner, view)
    return members_only(inner)
