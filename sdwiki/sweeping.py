"""A sweep does many things of one kind, each in its own transaction: one that fails does not hold up the others."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import InterfaceError, OperationalError

logger = logging.getLogger(__name__)


@contextmanager
def one_of_many(failed: str, *about: Any) -> Iterator[None]:
    """Around one of them: what goes wrong is told in the log, by ``failed`` with what it is ``about``, and passed over.

    Where the database is gone or gives up a lock, none of the others would do any better: that ends the sweep.
    """
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception(failed, *about)
