"""Cards learn from their log whether their latest evidence that stands is a miss.

A miss leaves a card at the beginning of its steps (state 1 or 3, step 0), so few cards are looked up and fewer are
written. Each batch is a transaction of its own: members go on reviewing.
"""

from django.db import migrations

BATCH = 20_000

MISSED = """
UPDATE quizzes_card c SET missed = true
WHERE c.id > %(after)s AND c.id <= %(last)s AND c.state IN (1, 3) AND c.step = 0 AND NOT c.missed
  AND 1 = (
      SELECT r.rating FROM quizzes_review r
      WHERE r.card_id = c.id AND r.rating IS NOT NULL
        AND NOT EXISTS (SELECT FROM quizzes_review u WHERE u.undoes_id = r.id)
      ORDER BY r.id DESC LIMIT 1
  )
"""


def mark(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM quizzes_card")
        (most,) = cursor.fetchone()
        for after in range(0, most, BATCH):
            cursor.execute(MISSED, {"after": after, "last": after + BATCH})


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("quizzes", "0007_card_missed"),
    ]

    operations = [
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=False),
    ]
