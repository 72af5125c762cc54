"""Who may look after questions."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase

from sdwiki.typing import MemberRequest

P = ParamSpec("P")


def curators_only(
    view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let editors and instructors in: the login page without a login, 403 for everybody else, before any look-up."""

    @wraps(view)
    def inner(request: MemberRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not (request.user.is_editor or request.user.is_instructor):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(inner)
