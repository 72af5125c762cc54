"""The follow-up questions that stand in a list of their interview go into rows."""

from django.db import migrations

INTO_ROWS = """
INSERT INTO content_followup (interview_id, position, key, question, answer)
SELECT i.id, asked.position, 'question-' || asked.position, asked.question, ''
FROM content_interview i, unnest(i.follow_ups) WITH ORDINALITY AS asked (question, position)
"""
INTO_LISTS = """
UPDATE content_interview i SET follow_ups = asked.questions
FROM (
    SELECT interview_id, array_agg(question ORDER BY position) AS questions FROM content_followup GROUP BY interview_id
) asked
WHERE asked.interview_id = i.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0006_follow_ups"),
    ]

    operations = [
        migrations.RunSQL(INTO_ROWS, INTO_LISTS, elidable=False),
    ]
