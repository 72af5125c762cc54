"""What is wrong with a request before anything of it is used: the answer to it, if no view could take it."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import BadRequest, DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from sdwiki import plain

METHODS = ("GET", "HEAD", "POST")
# Browsers send forms in the charset of the page they stand on, and every page here is UTF-8.
CHARSETS = {"", "utf-8", "utf8"}
NUL = "\0"


def fault(request: HttpRequest) -> plain.Answer | None:
    """The refusal of a request that is too large, asks for what is never done here, or holds what no column can.

    Reads the form of a POST, so that no view is the first to learn that it cannot be read.
    """
    if request.method not in METHODS:
        return plain.NO_SUCH_METHOD
    if not _is_for_us(request):
        return plain.BAD_REQUEST
    if _content_length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return plain.TOO_LARGE
    if (request.content_params or {}).get("charset", "").lower() not in CHARSETS:
        return plain.BAD_REQUEST
    return _holds_nul(request)


def _holds_nul(request: HttpRequest) -> plain.Answer | None:
    """The refusal of what holds a character that no column can, or of a form that cannot be read."""
    if NUL in request.path:
        return plain.NOT_FOUND
    if "%00" in request.META.get("QUERY_STRING", "") or any(NUL in text for text in _sent_in_headers(request)):
        return plain.BAD_REQUEST
    try:
        return plain.BAD_REQUEST if any(NUL in text for text in _sent_in_form(request)) else None
    except RequestDataTooBig:
        return plain.TOO_LARGE
    except (BadRequest, TooManyFieldsSent, MultiPartParserError, UnreadablePostError, LookupError, ValueError):
        return plain.BAD_REQUEST


def _is_for_us(request: HttpRequest) -> bool:
    """Django would say the same, and write forty lines into the log each time."""
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


def _content_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _sent_in_headers(request: HttpRequest) -> Iterator[str]:
    yield request.META.get("QUERY_STRING", "")
    yield from request.COOKIES.values()
    yield from (value for name, value in request.META.items() if name.startswith("HTTP_"))


def _sent_in_form(request: HttpRequest) -> Iterator[str]:
    if request.method == "POST":
        for name, values in request.POST.lists():
            yield name
            yield from map(str, values)
