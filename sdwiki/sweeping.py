"""A sweep does many things of one kind, each in its own transaction or many in one: one that fails does not hold up the
others."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

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


def together(work: Callable[[Sequence[int]], int], ids: Sequence[int], failed: str) -> int:
    """Do something to all of these (ids) in one transaction; how many it was done to, as ``work`` says.

    Where that fails, to each half of them apart, and so on: the one that is to blame is told in the log, by ``failed``
    with its id, and passed over. Where the database is gone the sweep ends, as above.
    """
    try:
        with transaction.atomic():
            return work(ids)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(ids) == 1:
            logger.exception(failed, *ids)
            return 0
    half = len(ids) // 2
    return together(work, ids[:half], failed) + together(work, ids[half:], failed)
