"""That the page of a running attempt is there, and what staff say to those who sit it meanwhile."""

from datetime import datetime

from django.db import connection

from quizzes.attempts.models import Announcement, Attempt

# Of its own table: nothing waits for the attempt's row, and what saves answers does not wait for this. What has ended
# is heard of no more.
HEARD = """
INSERT INTO quizzes_presence (attempt_id, position, seen_at)
SELECT id, %(position)s, %(now)s FROM quizzes_attempt WHERE id = %(attempt)s AND submitted_at IS NULL
ON CONFLICT (attempt_id) DO UPDATE SET position = EXCLUDED.position, seen_at = EXCLUDED.seen_at
WHERE quizzes_presence.seen_at < EXCLUDED.seen_at
"""


def hear(*, attempt: Attempt, position: int, now: datetime) -> None:
    """Note that somebody looks at this question of an attempt now."""
    with connection.cursor() as cursor:
        cursor.execute(HEARD, {"attempt": attempt.pk, "position": position, "now": now})


def said_to(attempt: Attempt) -> list[Announcement]:
    """What staff have said since the attempt began, in the order of time."""
    if attempt.quiz_id is None or attempt.submitted_at:
        return []
    return list(Announcement.objects.filter(quiz=attempt.quiz_id, at__gte=attempt.started_at))
