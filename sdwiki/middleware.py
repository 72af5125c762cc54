"""What every response owes: an answer in words when something is wrong, and its headers.

`ErrorsMiddleware` stands outside, so that nothing a client sends, no refusal and no lost database ends in a bare 500.
`HeadersMiddleware` stands inside, where the session and htmx are known.
"""

import logging
import sys
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit, urlunsplit

from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.defaults import server_error as plain_server_error
from django_htmx.http import HttpResponseClientRedirect

from sdwiki import headers, plain
from sdwiki.compression import is_personal
from sdwiki.errors import DomainError
from sdwiki.refusals import refused
from sdwiki.unreadable import METHODS, fault

logger = logging.getLogger(__name__)

RETRY_AFTER = 10  # seconds
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ErrorsMiddleware:
    """Refuses what no view can use (400, 404, 405, 413), says it in words when the database is away (503), and sees to
    it that no answer leaves without its headers. Outside every other middleware, for those answer by themselves too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._refused(request) or self.get_response(request)
        for name, value in headers.owed(secure=request.is_secure()).items():
            response.setdefault(name, value)
        if response.status_code >= 500:  # what has failed leaves the browser as it was: its form can be sent again
            response.cookies.clear()
        return response

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        try:
            answer = fault(request)
        except Exception as error:  # nothing of ours has run yet: the request itself cannot be read
            logger.warning("Unreadable request", exc_info=error)
            answer = plain.BAD_REQUEST
        return page(answer) if answer else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a view that lost the database, was given a value no column can hold, or met a refusal."""
        if isinstance(error, DomainError):
            return refused(request, error)
        if isinstance(error, OperationalError | InterfaceError):
            logger.error("No database: %s", error)
            return page(plain.UNAVAILABLE)
        if isinstance(error, DataError):
            logger.warning("A value that no column can hold", exc_info=error)
            return page(plain.BAD_REQUEST)
        if isinstance(error, RequestDataTooBig):
            return page(plain.TOO_LARGE)
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The project's handler400: what Django itself refuses, such as a host that is not ours."""
    return page(plain.BAD_REQUEST)


def server_error(request: HttpRequest) -> HttpResponse:
    """The project's handler500: errors outside views (a session that cannot be saved) meet a lost database as well."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return page(plain.UNAVAILABLE)
    return plain_server_error(request)


class PolicyMiddleware:
    """Says what a page may load (`CONTENT_SECURITY_POLICY`). No page has a policy of its own, so that of all is put
    together once. Django's own pages about errors, in development, bring styles along and go without."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response, self.policy = get_response, build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.setdefault("Content-Security-Policy", self.policy)
        return response


class HeadersMiddleware:
    """Keeps personal pages out of every cache, and sends whoever needs a login to the login page and back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response = _login_for_form(request, _login_for_htmx(request, response))
        patch_vary_headers(response, ["HX-Request"])
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store" if is_personal(request) else "private, no-cache"
        return response


def _login_for_htmx(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A part of a page must not be replaced by the login page: the whole browser goes there, and comes back."""
    htmx = getattr(request, "htmx", None)
    if not htmx or not isinstance(response, HttpResponseRedirect):
        return response
    login = resolve_url(settings.LOGIN_URL)
    if urlsplit(response.url).path != login:
        return response
    try:
        back = htmx.current_url_abs_path or "/"
    except ValueError:  # no address at all
        back = "/"
    return HttpResponseClientRedirect(f"{login}?{urlencode({'next': back})}")


def _login_for_form(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """After the login a browser asks with GET, and most addresses that take a form have no page: it goes back to the
    page that the form stood on."""
    if request.method != "POST" or not isinstance(response, HttpResponseRedirect):
        return response
    target, login = urlsplit(response.url), resolve_url(settings.LOGIN_URL)
    if target.path != login or parse_qs(target.query).get("next") != [request.get_full_path()]:
        return response
    return HttpResponseRedirect(f"{login}?{urlencode({'next': _came_from(request)})}")


def _came_from(request: HttpRequest) -> str:
    """The page of ours that a request came from, or the front page."""
    try:
        page = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:
        return "/"
    return urlunsplit(("", "", page.path, page.query, "")) if page.netloc == request.get_host() else "/"


def page(answer: plain.Answer) -> HttpResponse:
    """A page that needs nothing but its words."""
    response = HttpResponse(plain.html(answer), status=answer.status)
    if answer is plain.NO_SUCH_METHOD:
        response["Allow"] = ", ".join(METHODS)
    if answer is plain.UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = headers.BARE_POLICY
    return response
