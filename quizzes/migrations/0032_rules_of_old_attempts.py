"""The exam of each phase becomes a row, and every old attempt gets the rules that it ran under.

Until now an exam was ten questions that may count, in ten minutes; practice told each answer at once. Attempts are
written in batches, each a transaction of its own: members go on answering, and an exam that is open goes on.
"""

from django.db import migrations

BATCH = 20_000

PHASES = """
INSERT INTO quizzes_quiz
    (key, title, tables, fixed, number, kinds, difficulty, graded, followed, "limit", attempts_allowed, counts, feedback,
     forward, shuffled, created_at)
SELECT 'exam/' || slug, title || ' exam', '{}', false, 10, '{}', 0, true, false, 600, 0, 'best', 'handed-in',
       false, true, now()
FROM content_phase ORDER BY position
ON CONFLICT (key) DO NOTHING
"""
SCOPES = """
INSERT INTO quizzes_quiz_phases (quiz_id, phase_id)
SELECT z.id, p.id FROM quizzes_quiz z JOIN content_phase p ON z.key = 'exam/' || p.slug
ON CONFLICT DO NOTHING
"""
RULES = """
UPDATE quizzes_attempt a SET
    quiz_id = (
        SELECT z.id FROM quizzes_quiz z JOIN content_phase p ON z.key = 'exam/' || p.slug
        WHERE p.id = a.phase_id AND a.kind = 'exam'
    ),
    rules = CASE WHEN a.kind = 'exam'
        THEN jsonb_build_object(
            'number', asked.n, 'limit', round(extract(epoch FROM a.deadline - a.started_at)), 'graded', true,
            'feedback', 'handed-in', 'counts', 'best'
        )
        ELSE jsonb_build_object('number', asked.n, 'limit', NULL, 'feedback', 'at-once', 'counts', 'best')
    END
FROM (
    SELECT b.id, (SELECT count(*) FROM quizzes_attemptquestion q WHERE q.attempt_id = b.id) AS n
    FROM quizzes_attempt b WHERE b.id > %(after)s AND b.id <= %(last)s AND b.rules = '{}'
) asked
WHERE asked.id = a.id
"""


def write(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(PHASES)
        cursor.execute(SCOPES)
        cursor.execute("SELECT coalesce(max(id), 0) FROM quizzes_attempt")
        (most,) = cursor.fetchone()
        for after in range(0, most, BATCH):
            cursor.execute(RULES, {"after": after, "last": after + BATCH})


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("quizzes", "0031_what_attempts_hold_to"),
    ]

    operations = [
        migrations.RunPython(write, migrations.RunPython.noop, elidable=False),
    ]
