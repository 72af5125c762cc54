"""When a sweep looks at an assignment for what its learners are to be told; see `quizzes.classes.noticing`."""

from datetime import datetime, timedelta

from quizzes.classes.assignments.models import Assignment

INSTANT = timedelta(microseconds=1)
GRACE = timedelta(seconds=10)  # in which what staff did can be undone before anybody is told of it


def tell_from(assignment: Assignment, at: datetime) -> None:
    """Something has happened at an instant that may be told: the next sweep looks at everything from then on. What was
    told already is not told again."""
    until = min(at - INSTANT, assignment.told_until) if assignment.told_until else None
    assignment.tell_at, assignment.told_until = at, until
    Assignment.objects.filter(pk=assignment.pk).update(tell_at=at, told_until=until)
