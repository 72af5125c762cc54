"""What was given before notices came to be is told from now on only: what is due next, and how it stood then."""

from django.db import migrations

FILL = """
UPDATE quizzes_assignment SET told_until = now(), tell_at = CASE WHEN settle_at IS NOT NULL THEN now() END
WHERE published_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0055_nudges"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
