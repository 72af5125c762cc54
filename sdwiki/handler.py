"""The WSGI application: Django's, but that nothing escapes from it, whatever the server hands over."""

import logging
from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.handlers.wsgi import WSGIHandler

from sdwiki import headers, plain

logger = logging.getLogger(__name__)


class Application:
    """Answers also where Django has no request yet: it reads charset and parameters of a content type before any
    middleware, and some of those cannot be read at all."""

    def __init__(self) -> None:
        self.django = WSGIHandler()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self.django(environ, start_response)
        except (LookupError, ValueError) as error:
            logger.warning("Unreadable request: %s", type(error).__name__)
            return _answer(plain.BAD_REQUEST, environ, start_response)
        except Exception:
            logger.exception("Nothing answered a request")
            return _answer(plain.BROKEN, environ, start_response)


def _answer(answer: plain.Answer, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    body = plain.html(answer).encode()
    sent = headers.owed(secure=environ.get("wsgi.url_scheme") == "https") | {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
    }
    start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", list(sent.items()))
    return [b"" if environ.get("REQUEST_METHOD") == "HEAD" else body]
