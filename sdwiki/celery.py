"""The Celery application: one broker, small idempotent tasks, and beat ticks only.

No task is sent with an ETA or countdown: the broker redelivers what waits longer than its visibility timeout. Beat
ticks a sweep, and the sweep claims what is due in PostgreSQL.
"""

import os
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdwiki.settings")

app = Celery("sdwiki", task_cls="sdwiki.traced_task:TracedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def keep_logging(**options: Any) -> None:
    """Where somebody listens to this signal, Celery leaves the log as the settings have set it up."""


signals.setup_logging.connect(keep_logging)
