"""The site of the administration pages: Django's, but that a dead end in it is said in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

LONGEST_ID = 18  # digits that a bigint holds whatever they are
View = Callable[..., HttpResponse]


class Administration(AdminSite):
    """Every page of every model comes by `admin_view`, those of other people's apps too."""

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]  # its stub is narrower
        """An action gets ids or is not called: Django hands what was sent to the database as it is."""

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if all(map(_is_id, request.POST.getlist(ACTION_CHECKBOX_NAME))):
                return view(request, *args, **kwargs)
            messages.error(request, "What was chosen here is not there any more. Nothing was changed.")
            return redirect(request.path)

        return super().admin_view(inner, cacheable)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID
