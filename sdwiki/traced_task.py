"""Celery's task, with the id of what caused it.

Whoever publishes a task sends the id of the request or task that it does so in; beat, which does so in none, sends a
new one for each tick. The worker tells everything about the task under that id.
"""

import logging
from contextlib import ExitStack
from typing import Any

from celery import Task

from sdwiki import events


class TracedTask(Task):  # type: ignore[misc]  # Celery is published without types
    """``quiet``: comes so often that its line is told only to whoever asks for more."""

    quiet = False
    abstract = True

    def apply_async(self, *args: Any, headers: dict[str, Any] | None = None, **options: Any) -> Any:
        """Celery's own, with the id among the headers."""
        headers = {"request_id": events.current_id()} | (headers or {})
        return super().apply_async(*args, headers=headers, **options)

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        """From here to `after_return` the log carries the id."""
        scope = ExitStack()
        scope.enter_context(events.happening(self.request.get("request_id") or events.new_id()))
        self.request.scope = scope

    def after_return(self, status: str, retval: Any, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """The task's one line. What went wrong has been told by Celery, under the same id."""
        level = logging.DEBUG if self.quiet else logging.INFO
        events.told("task", level, task=self.name, outcome=status.lower())
        self.request.scope.close()
