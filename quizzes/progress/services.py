"""What a learner says of a page."""

from datetime import datetime
from typing import TYPE_CHECKING

from content.models import Topic
from quizzes.progress.models import Reading
from quizzes.reviews.read_along import have_read

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def mark_read(*, learner: "User", topic: Topic, now: datetime) -> Reading:
    """Keep that the learner has read the topic's current revision. Twice is once; a newer revision replaces the older.

    The topic has a current revision: the page shows one.
    """
    assert topic.current_id is not None
    have_read(learner=learner, topic=topic.pk, now=now)
    reading, created = Reading.objects.get_or_create(
        learner=learner, topic=topic, defaults={"revision_id": topic.current_id, "at": now, "first_at": now}
    )
    if not created and reading.revision_id != topic.current_id:
        reading.first_at = reading.first_at or reading.at
        reading.revision_id, reading.at = topic.current_id, now
        reading.save(update_fields=["revision", "at", "first_at"])
    return reading
