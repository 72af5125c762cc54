"""What has happened, told in the log: `event` and what it happened in. SECURITY.md lists every event.

A request or a task has an id; everything told in it carries that id, the person, and how long it has taken so far.
Fields hold ids, counts and names of our own: no secrets, no e-mail addresses, nothing that somebody typed.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from time import perf_counter
from uuid import uuid4

from django.apps import apps
from django.db import transaction
from structlog import stdlib, wrap_logger
from structlog.contextvars import bind_contextvars, bound_contextvars, get_contextvars

from sdwiki import clock
from sdwiki.logs import OWN, SHARED

# What administrators can look up later: who may do what, and whose class is whose. The rest is in the log alone.
AUDITED = frozenset(
    {
        "account.roles_changed", "account.disabled", "account.enabled", "account.session_ended",
        "account.administrator_made", "account.factor_changed", "account.leaving_asked", "account.leaving_taken_back",
        "account.left", "class.made", "class.appointed", "class.dismissed", "class.handed_over",
        "class.removed", "class.readmitted", "class.archived", "class.unarchived",
    }
)  # fmt: skip

_log: stdlib.BoundLogger = wrap_logger(
    logging.getLogger(OWN),
    processors=[stdlib.filter_by_level, *SHARED, stdlib.ProcessorFormatter.wrap_for_formatter],
    wrapper_class=stdlib.BoundLogger,
)


def event(name: str, **fields: object) -> None:
    """Tell that something has happened. Inside a transaction it is told once that commits: what is taken back, as by a
    dry run, has not happened. What is `AUDITED` is kept in the database too, in the same transaction."""
    if name in AUDITED:
        _keep(name, fields)
    write = partial(_log.info, name, **(get_contextvars() | fields))  # the context may have gone by the commit
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(write)
    else:
        write()


def _keep(name: str, fields: dict[str, object]) -> None:
    context = get_contextvars()
    entry = {"by": context.get("person_id"), "request_id": str(context.get("request_id") or "")[:64]}
    apps.get_model("accounts", "AuditEntry").objects.create(at=clock.now(), name=name, fields=fields, **entry)


def told(name: str, level: int, **fields: object) -> None:
    """One line about a request or a task as a whole, whatever became of its transactions."""
    _log.log(level, name, **fields)


def new_id() -> str:
    """An id for a request or a task: 32 hexadecimal digits."""
    return uuid4().hex


def current_id() -> str:
    """The id of the request or task that this runs in, or a new one where it runs in none."""
    return str(get_contextvars().get("request_id") or new_id())


@contextmanager
def happening(request_id: str) -> Iterator[None]:
    """What is told inside carries this id, the person once they are known, and the time since now."""
    with bound_contextvars(request_id=request_id, person_id=None, began=perf_counter()):
        yield


def by(person_id: int | None) -> None:
    """From here on, what happens is this person's doing."""
    bind_contextvars(person_id=person_id)
