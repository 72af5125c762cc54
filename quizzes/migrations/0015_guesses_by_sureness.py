"""What was called a guess stays one. Each batch is a transaction of its own: people go on answering."""

from django.db import migrations

BATCH = 20_000

GUESSED = """
UPDATE quizzes_answer SET sureness = %(to)s
WHERE id > %(after)s AND id <= %(last)s AND guessed AND sureness = ''
"""
SURENESS = """
UPDATE quizzes_answer SET guessed = true WHERE id > %(after)s AND id <= %(last)s AND sureness = %(to)s
"""


def step(statement):
    def run(apps, schema_editor):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM quizzes_answer")
            (most,) = cursor.fetchone()
            for after in range(0, most, BATCH):
                cursor.execute(statement, {"after": after, "last": after + BATCH, "to": "guess"})

    return run


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("quizzes", "0014_answer_sureness"),
    ]

    operations = [
        migrations.RunPython(step(GUESSED), step(SURENESS), elidable=False),
    ]
