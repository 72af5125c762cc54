"""The Celery application: one broker, small idempotent tasks, and beat ticks only.

No task is sent with an ETA or countdown: the broker redelivers what waits longer than its visibility timeout. Beat
ticks a sweep, and the sweep claims what is due in PostgreSQL.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdwiki.settings")

app = Celery("sdwiki")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
