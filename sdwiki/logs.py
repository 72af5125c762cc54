"""How the log is written: one line for what happened, which nobody outside can forge.

Our own events (`sdwiki.events`) and what libraries say go through one formatter, under the names ``at``, ``level``,
``event`` (of ours a name, else "log" with ``logger`` and ``message``), what it happened in (``request_id``,
``person_id``, ``duration_ms``), and the event's own fields. ``LOG_FORMAT=json`` makes each line a JSON object;
otherwise a line is read by people. Whatever somebody may have chosen is escaped in both: no text can begin a line, end
its field or speak to a terminal.
"""

import json
import logging
import re
from time import perf_counter
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from structlog import processors, stdlib
from structlog.contextvars import merge_contextvars
from structlog.typing import EventDict, WrappedLogger

OWN = "sdwiki"  # the logger of events
FIRST = ("at", "level", "event", "logger", "request_id", "person_id", "duration_ms")
SECRET = {"key", "token"}  # parts of addresses that let somebody in
MASK = "***"
# What comes before them, for addresses that lead nowhere: one that was cut or pasted wrong still holds its secret.
_BEFORE_SECRET = re.compile(r"(?<=/)(calendar|confirm-email|join|key|setup|unsubscribe)/.+", re.DOTALL)
_PLAIN = re.compile(r"[\w.:/@%+*,-]+")


def configuration(form: str, level: str) -> dict[str, Any]:
    """The settings' LOGGING: everything to standard error, through one formatter.

    Requests and tasks have a line of their own, so Django's and Celery's about the same are left out.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter, "form": form}},
        "filters": {"explains": {"()": Explains}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level},
            "django.request": {"level": _at_least("ERROR", level), "filters": ["explains"]},
            "celery.app.trace": {"level": _at_least("ERROR", level)},
            "celery.beat": {"level": _at_least("WARNING", level)},
            "celery.worker.strategy": {"level": _at_least("WARNING", level)},
        },
    }


def _at_least(least: str, level: str) -> str:
    return max(least, level, key=logging.getLevelNamesMapping().__getitem__)


class Explains(logging.Filter):
    """Lets through what has a traceback: that a request failed its own line says."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.exc_info is not None


def formatter(form: str) -> logging.Formatter:
    """Writes a record of anybody as one line: an object of JSON, or for people."""
    return stdlib.ProcessorFormatter(
        foreign_pre_chain=[*SHARED, _named],
        processors=[
            stdlib.ProcessorFormatter.remove_processors_meta,
            processors.format_exc_info,
            _in_order,
            processors.JSONRenderer(serializer=_json) if form == "json" else _line,
        ],
    )


def shown_path(request: HttpRequest) -> str:
    """The path of a request as a log may have it: without the query, and without what lets somebody in."""
    try:
        found = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return _BEFORE_SECRET.sub(rf"\1/{MASK}", request.path)
    path = request.path
    for name, value in found.kwargs.items():
        if name in SECRET:
            before, _, after = path.rpartition(str(value))
            path = f"{before}{MASK}{after}"
    return path


def _timed(logger: WrappedLogger, name: str, fields: EventDict) -> EventDict:
    """How long what this happened in has taken so far."""
    if (began := fields.pop("began", None)) is not None:
        fields["duration_ms"] = round(1000 * (perf_counter() - began))
    return fields


def _named(logger: WrappedLogger, name: str, fields: EventDict) -> EventDict:
    """A library's message is a field: ``event`` holds names."""
    record, message = fields["_record"], fields["event"]
    if isinstance(request := getattr(record, "request", None), HttpRequest):
        message = message.replace(request.path, shown_path(request))
    return {**fields, "event": "log", "message": message}


def _in_order(logger: WrappedLogger, name: str, fields: EventDict) -> EventDict:
    if fields.get("logger") == OWN:
        del fields["logger"]
    return {**{name: fields[name] for name in FIRST if name in fields}, **fields}


SHARED = (
    merge_contextvars,
    _timed,
    stdlib.add_log_level,
    stdlib.add_logger_name,
    processors.TimeStamper(fmt="iso", utc=True, key="at"),
)


def _json(fields: EventDict, **options: Any) -> str:
    """ASCII only: JSON escapes control characters itself, but not the line separators of Unicode nor DEL."""
    return json.dumps(fields, **options).replace("\x7f", "\\u007f")


def _line(logger: WrappedLogger, name: str, fields: EventDict) -> str:
    """``time level event name=value …``, and a traceback indented below it."""
    traceback = str(fields.pop("exception", ""))
    at, level, event = (_escaped(str(fields.pop(name, ""))) for name in FIRST[:3])
    line = " ".join([at, f"{level:7}", event, *(f"{name}={_value(value)}" for name, value in fields.items())])
    return "\n    ".join([line, *(_escaped(part) for part in traceback.splitlines())])


def _value(value: object) -> str:
    """A value that ends where it seems to end: in quotes unless it is one plain word."""
    text = ",".join(map(str, value)) if isinstance(value, list) else "-" if value is None else str(value)
    if _PLAIN.fullmatch(text):
        return _escaped(text)
    return '"' + _escaped(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _escaped(text: str) -> str:
    """Without a character that moves the cursor, hides, or turns the direction of reading."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
