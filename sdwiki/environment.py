"""What the variables of the environment may be. A wrong one ends any program of ours with one line that says so.

Pure: no Django, for the settings and the supervisor read them.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from environs import Env, ValidationError
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
MAIL_SECONDS = 10  # people wait for the page meanwhile
MAIL_EXPECTED = (
    "it must be smtp+tls://user:password@host:587 (STARTTLS), smtps://user:password@host:465 (TLS at once) or "
    "smtp://host:25, with what is special in user and password percent-encoded (%40 for @)"
)
KINDS = {
    "SITE_URL": "site_url",
    "TRUSTED_PROXIES": "count",
    "DATABASE_URL": "database",
    "REDIS_URL": "broker",
    "EMAIL_URL": "mail_server",
    "DEBUG": "flag",
    "LOG_LEVEL": "level",
    "WEB_CONCURRENCY": "count",
    "CELERY_CONCURRENCY": "count",
    "SESSION_DAYS": "days",
    "SESSION_IDLE_DAYS": "days",
    "HSTS": "hsts",
    "SDWIKI_CLOCK": "clock",
}
YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}
REACHES = ("off", "host", "subdomains", "preload")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def mail_server(value: str) -> dict[str, Any]:
    """Django's settings for the mail server that an address like `smtp+tls://user:password@host:587` names."""
    url, port = _split(value, MAIL_EXPECTED)
    login = bool(url.username), bool(url.password)
    if url.scheme not in MAIL_PORTS or not url.hostname or url.path.strip("/") or url.query or url.fragment:
        raise ValidationError(MAIL_EXPECTED)
    if len(set(login)) > 1:
        raise ValidationError("it has a user without a password or a password without a user; " + MAIL_EXPECTED)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": port or MAIL_PORTS[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_TIMEOUT": MAIL_SECONDS,
    }


def site_url(value: str) -> str:
    """The address people use, without a slash at its end."""
    expected = "it must be an address like https://quiz.example, without a path"
    url, _ = _split(value, expected)
    if url.scheme not in ("http", "https") or not url.hostname or url.path.strip("/") or url.query or url.fragment:
        raise ValidationError(expected)
    return value.rstrip("/")


def database(value: str) -> dict[str, Any]:
    """The parts of a PostgreSQL address; none of an empty one."""
    try:
        return dict(conninfo_to_dict(value))
    except ProgrammingError as error:
        raise ValidationError("it must be an address like postgresql://user:password@host:5432/name") from error


def broker(value: str) -> str:
    """The address of a Redis or Valkey, or none."""
    if not value:
        return ""
    expected = "it must be an address like redis://host:6379/0, rediss://… or unix:///path/of/the.sock"
    url, _ = _split(value, expected)
    if url.scheme not in ("redis", "rediss", "unix") or not (url.path if url.scheme == "unix" else url.hostname):
        raise ValidationError(expected)
    return value


def kombu_url(url: str) -> str:
    """Kombu's spelling of a broker's address: it wants ``redis+socket://`` for a Unix socket."""
    if not url.startswith("unix://"):
        return url
    path, _, query = url.removeprefix("unix://").partition("?")
    number = query.removeprefix("db=") or "0"
    return f"redis+socket://{path}?virtual_host={number}"


def level(value: str) -> str:
    """One of the names that Python's logging knows."""
    if value.upper() not in LEVELS:
        raise ValidationError(f"it must be one of {', '.join(LEVELS)}")
    return value.upper()


def count(value: str | int) -> int:
    """A number of proxies or processes."""
    if not str(value).isdecimal():
        raise ValidationError("it must be a whole number, such as 2")
    return int(value)


def days(value: str | int) -> timedelta:
    """A span of at least a day."""
    if not str(value).isdecimal() or not 1 <= int(value) <= 3650:
        raise ValidationError("it must be a number of days, from 1 to 3650")
    return timedelta(days=int(value))


def hsts(value: str) -> dict[str, bool]:
    """What browsers are told to insist on https for: each word includes those before it."""
    if value not in REACHES:
        raise ValidationError(f"it must be one of {', '.join(REACHES)}")
    return {reach: REACHES.index(reach) <= REACHES.index(value) for reach in REACHES[1:]}


def clock(value: str) -> Path | None:
    """The file whose seconds move the clock of all processes; none for an empty value. See `sdwiki.clock`.

    Only a process that a test run has started may have one: pytest says so by `PYTEST_VERSION` in its environment.
    Elsewhere it would reopen what a deadline has closed, and write days into logs that never were.
    """
    if not value:
        return None
    if "PYTEST_VERSION" not in os.environ:
        raise ValidationError("it moves the clock and is for test runs only: unset it")
    if not Path(value).is_absolute():
        raise ValidationError("it must be the absolute path of a file")
    return Path(value)


def flag(value: str | bool) -> bool:
    """Yes or no."""
    if str(value).lower() not in YES | NO:
        raise ValidationError("it must be 1 or 0")
    return str(value).lower() in YES


def _split(value: str, expected: str) -> tuple[SplitResult, int | None]:
    # The value is not repeated in the message: it may hold a password.
    try:
        url = urlsplit(value)
        return url, url.port
    except ValueError as error:
        raise ValidationError(expected) from error


def environment() -> Env:
    """A reader of the environment that knows the kinds above."""
    env = Env()
    for parse in (mail_server, site_url, database, broker, level, count, days, hsts, clock, flag):
        env.add_parser(parse.__name__, parse)
    return env


def check() -> None:
    """Read every variable that can be wrong, before anything is started for it. Raises `environs.EnvError`."""
    env = environment()
    for name, kind in KINDS.items():
        if os.environ.get(name):
            getattr(env, kind)(name)
