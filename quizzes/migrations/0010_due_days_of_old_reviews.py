"""Reviews get the local date on which their card is due, as it was in the zone they were given in.

No row says which zone that was, and today's may be another. But a card in review is due when a local day begins: `due`
lies as many days after the beginning of `day`, and `at` somewhere within `day`. So the days are those from `at` to
`due`, rounded up. Only where the clocks were changed between the two can that be wrong, and only within an hour of the
day's beginning: there the learner's other rows that are due at the same instant, of another hour, tell the date.

An undo was given on another day than the evidence it leaves standing, on which its due date rests: it counts from that.
Where it brought back a changed fact at once, the date is the one that the evidence had.
"""

from django.db import migrations

BATCH = 200  # learners

DUE_DAYS = """
WITH told AS (
    SELECT r.id, r.learner_id, due.at, base.day + ceil(due.days)::int AS day,
           due.days - floor(due.days) BETWEEN 1.0 / 24 AND 23.0 / 24 AS sure
    FROM quizzes_review r
    CROSS JOIN LATERAL (
        SELECT k.day, k.at, k.due FROM quizzes_review k
        WHERE k.card_id = r.card_id AND k.id <= r.id AND k.rating IS NOT NULL
          AND NOT EXISTS (SELECT FROM quizzes_review u WHERE u.undoes_id = k.id AND u.id <= r.id)
        ORDER BY k.id DESC LIMIT 1
    ) base
    CROSS JOIN LATERAL (
        SELECT at, extract(epoch FROM at - base.at) / 86400 AS days
        FROM (SELECT CASE WHEN r.rating IS NULL AND r.due = r.at THEN base.due ELSE r.due END AS at) chosen
    ) due
    WHERE r.learner_id = ANY(%(learners)s::bigint[]) AND r.state = 2 AND r.due_day IS NULL
), known AS (
    SELECT learner_id, at, min(day) AS day FROM told WHERE sure GROUP BY learner_id, at HAVING min(day) = max(day)
)
UPDATE quizzes_review r SET due_day = CASE WHEN told.sure THEN told.day ELSE coalesce(known.day, told.day) END
FROM told LEFT JOIN known USING (learner_id, at)
WHERE r.id = told.id
"""


def fill(apps, schema_editor):
    """A batch of learners at a time, so that nobody waits for long. What has a date is left alone."""
    learners = apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias).order_by("pk")
    last = 0
    while batch := list(learners.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(DUE_DAYS, {"learners": batch})
        last = batch[-1]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("accounts", "0003_setup_is_over_where_there_is_staff"),
        ("quizzes", "0009_due_days"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
