"""Each request gets an id, which its answer and every line of the log about it carry, and one line of its own."""

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sdwiki import events
from sdwiki.logs import shown_path

HEADER = "X-Request-ID"
_WELL_FORMED = re.compile(r"[0-9A-Za-z._-]{8,64}")
PROBES = "/health/"


class RequestMiddleware:
    """Stands outside of all others, so that what they refuse is told as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = _id_of(request)
        with events.happening(request_id):
            response = self.get_response(request)
            response[HEADER] = request_id
            level = _level(request, response.status_code)
            path = shown_path(request)
            events.told("request", level, method=request.method, path=path, status=response.status_code)
        return response


def _id_of(request: HttpRequest) -> str:
    """The id that a proxy in front has given the request, if it is one; else a new one. Without a proxy the header is
    whatever somebody sent."""
    given = request.headers.get(HEADER, "")
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0 and _WELL_FORMED.fullmatch(given)
    return given if trusted else events.new_id()


def _level(request: HttpRequest, status: int) -> int:
    """Probes come every few seconds and static files by the dozen: both are told to whoever asks for more."""
    if status >= 500:
        return logging.ERROR
    return logging.DEBUG if request.path.startswith((PROBES, settings.STATIC_URL)) else logging.INFO
