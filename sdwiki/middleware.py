"""What every response owes: an answer in words when something is wrong, and its headers.

`ErrorsMiddleware` stands outside, so that nothing a client sends, no refusal and no lost database ends in a bare 500.
`HeadersMiddleware` stands inside, where the session and htmx are known.
"""

import logging
import sys
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.defaults import server_error as plain_server_error
from django_htmx.http import HttpResponseClientRedirect

from sdwiki.errors import DomainError
from sdwiki.refusals import refused

logger = logging.getLogger(__name__)

RETRY_AFTER = 10  # seconds
BARE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
NUL = "\0"
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ErrorsMiddleware:
    """Refuses what no view can use (400, 404, 413) and says it in words when the database is away (503)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = _refused(request) or self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a view that lost the database, was given a value no column can hold, or met a refusal."""
        if isinstance(error, DomainError):
            return refused(request, error)
        if isinstance(error, OperationalError | InterfaceError):
            logger.error("No database for %s: %s", request.path, error)
            return _unavailable()
        if isinstance(error, DataError):
            logger.warning("Unusable value for %s", request.path, exc_info=error)
            return _page(400, *BAD_REQUEST)
        if isinstance(error, RequestDataTooBig):
            return _page(413, *TOO_LARGE)
        return None


def server_error(request: HttpRequest) -> HttpResponse:
    """The project's handler500: errors outside views (a session that cannot be saved) meet a lost database as well."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _unavailable()
    return plain_server_error(request)


class HeadersMiddleware:
    """Keeps personal pages out of every cache, and sends whoever needs a login to the login page and back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response = _login_for_form(request, _login_for_htmx(request, response))
        patch_vary_headers(response, ["HX-Request"])
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store" if _is_personal(request) else "private, no-cache"
        return response


def add_static_headers(headers: dict[str, str], path: str, url: str) -> None:
    """For WHITENOISE_ADD_HEADERS_FUNCTION: static files are answered before these middlewares."""
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = PERMISSIONS


def _refused(request: HttpRequest) -> HttpResponse | None:
    """The answer to a request whose body is too large, or that holds characters PostgreSQL cannot store."""
    if _content_length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return _page(413, *TOO_LARGE)
    if NUL in request.path:
        return _page(404, *NOT_FOUND)
    if "%00" in request.META.get("QUERY_STRING", "") or NUL in request.META.get("QUERY_STRING", ""):
        return _page(400, *BAD_REQUEST)
    if any(NUL in value for value in request.COOKIES.values()):
        return _page(400, *BAD_REQUEST)
    try:
        fields = request.POST.lists() if request.method == "POST" else ()
        if any(NUL in text for name, values in fields for text in (name, *values)):
            return _page(400, *BAD_REQUEST)
    except RequestDataTooBig:
        return _page(413, *TOO_LARGE)
    except (TooManyFieldsSent, MultiPartParserError, UnreadablePostError, LookupError, ValueError):
        return _page(400, *BAD_REQUEST)
    return None


def _content_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _is_personal(request: HttpRequest) -> bool:
    """Whether someone's session took part in the page. A visitor without one gets the same page as every other."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and not session.is_empty()


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


BAD_REQUEST = (
    "This request could not be read",
    "It holds characters or values that no page can take. Nothing was changed. Go back, correct it and send it again.",
)
NOT_FOUND = ("There is no page here", "The address may be mistyped. Nothing of yours is lost.")
TOO_LARGE = ("This is too large", "What was sent is larger than any form here takes. Nothing was changed.")
UNAVAILABLE = (
    "The database is not answering",
    "Nothing that was saved is lost. Try again in a few seconds; if you were sending an answer, send it again:"
    " it counts once.",
)


def _unavailable() -> HttpResponse:
    response = _page(503, *UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _page(status: int, title: str, text: str) -> HttpResponse:
    """A page that needs neither database nor templates nor style sheets."""
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{title} · sdwiki</title></head>'
        f'<body><h1>{title}</h1><p>{text}</p><p><a href="/">Go to the front page</a></p></body></html>'
    )
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = BARE_POLICY
    return response
