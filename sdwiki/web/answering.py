"""What waitress reads and says, where ours differs: stricter requests, no bodies for HEAD, and words with headers for
what it refuses by itself."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from waitress import parser, task
from waitress.utilities import Error

from sdwiki import headers, plain

ANSWERS = {
    answer.status: answer
    for answer in (plain.TOO_SLOW, plain.TOO_LARGE, plain.HEADERS_TOO_LARGE, plain.BROKEN)
}  # fmt: skip


class TooSlow(Error):
    """A request that did not arrive in time."""

    code = plain.TOO_SLOW.status
    reason = "Request Timeout"


class Parser(parser.HTTPRequestParser):
    """Refuses also what two servers in a row may take for two different things."""

    def parse_header(self, header_plus: bytes) -> None:
        """Raises ParsingError for whatever cannot be read."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # an address or a number that Python's own functions refuse
            raise parser.ParsingError("Unreadable request") from error
        if "TRANSFER_ENCODING" in self.headers:
            raise parser.ParsingError("Transfer-Encoding in HTTP/1.0")
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise parser.ParsingError("Both Transfer-Encoding and Content-Length")


class Headless:
    """Keeps bodies from answers to HEAD: applications may answer as to GET, and the server cuts it off."""

    request: Any
    wrote_header: bool

    @property
    def is_head(self) -> bool:
        return getattr(self.request, "command", "") == "HEAD"

    def write(self, data: bytes) -> None:
        if not self.is_head:
            super().write(data)  # type: ignore[misc]
        elif not self.wrote_header:
            super().write(b"")  # type: ignore[misc]

    def finish(self) -> None:
        self.write(b"")
        if not self.is_head:
            super().finish()  # type: ignore[misc]


class Task(Headless, task.WSGITask):
    """Answers one request."""

    def start(self) -> None:
        super().start()
        if self.channel.server.stopping:
            self.set_close_on_finish()

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        if self.is_head:
            environ.pop("wsgi.file_wrapper", None)  # files would go past `write`
        return environ


class ErrorTask(Headless, task.ErrorTask):
    """Answers what is no request, or does not become one."""

    def execute(self) -> None:
        # A transfer coding that we do not know is no fault of the server's either.
        answer = ANSWERS.get(self.request.error.code, plain.BAD_REQUEST)
        secure = settings.HTTPS and self.request.headers.get("X_FORWARDED_PROTO") == "https"
        body = plain.html(answer).encode()
        self.status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
        self.response_headers.extend(headers.owed(secure=secure).items())
        self.response_headers.append(("Content-Type", "text/html; charset=utf-8"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.channel.lingers = True
        self.write(body)
