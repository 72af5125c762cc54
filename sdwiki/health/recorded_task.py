"""A task whose last run stands in the database, for who administers the site."""

import logging
from time import perf_counter
from typing import Any

from django.db import InterfaceError, OperationalError

from sdwiki import clock
from sdwiki.health.services import keep_run
from sdwiki.traced_task import TracedTask

logger = logging.getLogger(__name__)


class RecordedTask(TracedTask):
    """`TracedTask` that keeps when it ended, how long it took, and what came of it."""

    abstract = True

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        """From here on the time counts."""
        super().before_start(task_id, args, kwargs)
        self.request.began_counting = perf_counter()

    def after_return(self, status: str, retval: Any, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """A database that is gone is told in the log: the task itself has failed by it, or will."""
        seconds = perf_counter() - self.request.began_counting
        try:
            keep_run(name=self.name.rpartition(".")[2], outcome=status.lower(), seconds=seconds, now=clock.now())
        except (OperationalError, InterfaceError) as error:
            logger.warning("The run of %s is not kept: %s", self.name, type(error).__name__)
        super().after_return(status, retval, task_id, args, kwargs, einfo)
