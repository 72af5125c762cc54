"""Cards get the latest local day of their evidence back, where a later grade was of a day before it.

That happened to whoever travelled west, or set a later day start, between two grades: the grade counted as of the same
day, but the card kept the day before, and was a day older than its log says. Stability and difficulty are as they were.
Each batch is a transaction of its own: members go on reviewing, and what they grade meanwhile never goes back.
"""

from django.db import migrations

BATCH = 20_000

LAST_DAYS = """
UPDATE quizzes_card c SET last_day = evidence.day
FROM (
    SELECT r.card_id, max(r.day) AS day FROM quizzes_review r
    WHERE r.card_id > %(after)s AND r.card_id <= %(last)s AND r.rating IS NOT NULL
      AND NOT EXISTS (SELECT FROM quizzes_review u WHERE u.undoes_id = r.id)
    GROUP BY r.card_id
) evidence
WHERE c.id = evidence.card_id AND c.last_day < evidence.day
"""


def mend(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM quizzes_card")
        (most,) = cursor.fetchone()
        for after in range(0, most, BATCH):
            cursor.execute(LAST_DAYS, {"after": after, "last": after + BATCH})


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("quizzes", "0020_expected_by_kind"),
    ]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop, elidable=False),
    ]
