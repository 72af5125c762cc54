"""A class's dates are in its owner's zone, and a phase that was to be known by a day is an assignment of that phase.

It was due in each learner's own zone; it is due at the end of that day in the class's. A class whose owner's zone is
not known to this machine takes UTC. Classes and their assignments are few: a row each.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import migrations


def zone_of(name):
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def end_of(day, zone):
    """The last instant of a day: the next one begins at the first midnight that the clocks show."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC) - timedelta(microseconds=1)


def fill(apps, schema_editor):
    cohorts, given = apps.get_model("quizzes", "Cohort").objects, apps.get_model("quizzes", "Assignment").objects
    requirements = apps.get_model("quizzes", "Requirement").objects
    for cohort in cohorts.select_related("instructor"):
        cohort.time_zone = zone_of(cohort.instructor.time_zone).key
        cohort.save(update_fields=["time_zone"])
    for one in given.filter(published_at=None).select_related("phase", "cohort"):
        one.title, one.published_at = one.phase.title[:120], one.created_at
        one.due = one.settle_at = end_of(one.due_on, zone_of(one.cohort.time_zone))
        one.save(update_fields=["title", "published_at", "due", "settle_at"])
        one.phases.add(one.phase)
        requirements.create(assignment=one, kind="recall", share=one.target_recall)


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0050_what_snapshots_rest_on"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
