"""The app's settings with the heartbeat and the mailer's sweeps every few seconds, so that drills wait no minute."""

from sdwiki.settings import *  # noqa: F403
from sdwiki.settings import CELERY_BEAT_SCHEDULE as EVERY

TICK = 3  # seconds between two of them
CELERY_BEAT_SCHEDULE = EVERY | {
    name: EVERY[name] | {"schedule": TICK} for name in ("heartbeat", "remind", "send-mails")
}
