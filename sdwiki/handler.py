"""The WSGI application: Django's, but that nothing escapes from it, whatever the server hands over."""

import logging
from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.handlers.wsgi import WSGIHandler

from sdwiki import events, headers, plain
from sdwiki.tracing import HEADER

logger = logging.getLogger(__name__)


class Application:
    """Answers also where Django has no request yet: it reads charset and parameters of a content type before any
    middleware, and some of those cannot be read at all."""

    def __init__(self) -> None:
        self.django = WSGIHandler()

    def __call__(self, wsgi: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self.django(wsgi, start_response)
        except Exception as error:
            request_id = events.new_id()
            with events.happening(request_id):
                return _answer(_meant_by(error), wsgi, start_response, request_id)


def _meant_by(error: Exception) -> plain.Answer:
    """What to say of an exception, which is told in the log as well."""
    if isinstance(error, LookupError | ValueError):
        logger.warning("Unreadable request: %s", type(error).__name__)
        return plain.BAD_REQUEST
    logger.error("Nothing answered a request", exc_info=error)
    return plain.BROKEN


def _answer(answer: plain.Answer, wsgi: WSGIEnvironment, start_response: StartResponse, request_id: str) -> list[bytes]:
    events.told("request", logging.ERROR if answer.status >= 500 else logging.INFO, status=answer.status)
    body = plain.html(answer).encode()
    sent = headers.owed(secure=wsgi.get("wsgi.url_scheme") == "https") | {
        HEADER: request_id,
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
    }
    start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", list(sent.items()))
    return [b"" if wsgi.get("REQUEST_METHOD") == "HEAD" else body]
