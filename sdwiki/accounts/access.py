"""Who may open a page, said in one word above its view.

Each guard lets members in that it is about, and gives the view a request whose user is one. Who is not logged in goes
to the login page and comes back; other members get a 403, before anything is looked up. Whose *object* it is stays a
queryset (`visible_to(user)`), and another person's object a 404.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sdwiki.accounts.models import User
from sdwiki.typing import MemberRequest

P = ParamSpec("P")
MemberView = Callable[Concatenate[MemberRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def members_only(view: MemberView[P]) -> View[P]:
    """For everybody who is logged in."""
    return _guarded(view, lambda user: True, "members")


def instructors_only(view: MemberView[P]) -> View[P]:
    """For those who may make classes."""
    return _guarded(view, lambda user: user.is_instructor, "instructors")


def editors_only(view: MemberView[P]) -> View[P]:
    """For those who may change the wiki and the questions: what they do is for the whole site."""
    return _guarded(view, lambda user: user.is_editor, "editors")


def administrators_only(view: MemberView[P]) -> View[P]:
    """For those who administer the site."""
    return _guarded(view, lambda user: user.is_superuser and user.is_staff, "administrators")


def bank_readers_only(view: MemberView[P]) -> View[P]:
    """For those who may look into the question bank and take its questions along: editors, and instructors."""
    return _guarded(view, lambda user: user.is_editor or user.is_instructor, "editors and instructors")


def _guarded(view: MemberView[P], may: Callable[[User], bool], role: str) -> View[P]:
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        member = cast(MemberRequest, request)  # the login and the middlewares have made it one
        if not may(member.user):
            raise PermissionDenied(f"This page is for {role}. An administrator gives that role.")  # the page says it
        return view(member, *args, **kwargs)

    update_wrapper(guarded, view)
    return login_required(guarded)
