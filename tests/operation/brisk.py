"""The app's settings with every sweep of the minute after some seconds, so that drills need not wait for it."""

from sdwiki.settings import *  # noqa: F403
from sdwiki.settings import CELERY_BEAT_SCHEDULE as EVERY

TICK = 3  # seconds between two of them
CELERY_BEAT_SCHEDULE = {
    name: one | {"schedule": TICK if one["schedule"] <= 60 else one["schedule"]} for name, one in EVERY.items()
}
