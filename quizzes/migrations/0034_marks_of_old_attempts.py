"""Every mark that is stored becomes a row, and every exam says why it ends when it does. Nothing is reckoned anew.

An ended attempt gets one row for each question, also for one that was left open: that earned nothing in an exam, and
does not count in practice, nor does there a spelling that is still with the editors. What has been answered in a
practice quiz that is open has its mark already. Each batch is a transaction of its own: members go on answering.
"""

from django.db import migrations

BATCH = 5_000

MARKS = """
INSERT INTO quizzes_grading (question_id, answer_id, share, rules, at, why)
SELECT q.id, w.id,
       CASE WHEN a.kind = 'exam' OR (w.id IS NOT NULL AND NOT aside.claimed)
            THEN coalesce(w.share, CASE WHEN c.correct THEN 1.0 ELSE 0.0 END) END,
       'stored', coalesce(a.submitted_at, w.at), ''
FROM quizzes_attempt a
JOIN quizzes_attemptquestion q ON q.attempt_id = a.id
LEFT JOIN LATERAL (
    SELECT id, choice_id, share, at FROM quizzes_answer WHERE question_id = q.id ORDER BY sequence DESC LIMIT 1
) w ON true
LEFT JOIN quizzes_choice c ON c.id = w.choice_id
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM quizzes_spellingclaim s WHERE s.answer_id = w.id AND s.state <> 'accepted') AS claimed
) aside
WHERE a.id > %(after)s AND a.id <= %(last)s
  AND (a.submitted_at IS NOT NULL OR (a.kind = 'practice' AND w.id IS NOT NULL))
  AND NOT EXISTS (SELECT FROM quizzes_grading g WHERE g.question_id = q.id)
ORDER BY q.id
"""
RECEIPTS = """
UPDATE quizzes_attempt SET receipt = jsonb_build_object(
    'started', to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
    'end', to_char(deadline AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
    'limit', rules->'limit', 'factor', 1.0, 'closes', NULL, 'changes', '[]'::jsonb, 'rule', 'limit'
)
WHERE id > %(after)s AND id <= %(last)s AND deadline IS NOT NULL AND receipt = '{}'
"""


def write(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM quizzes_attempt")
        (most,) = cursor.fetchone()
        for after in range(0, most, BATCH):
            for statement in (MARKS, RECEIPTS):
                cursor.execute(statement, {"after": after, "last": after + BATCH})


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("quizzes", "0033_terms_and_gradings"),
    ]

    operations = [
        migrations.RunPython(write, migrations.RunPython.noop, elidable=False),
    ]
