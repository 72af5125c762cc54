"""What learners of a class answered in the quizzes that the class gave them, pooled by row and pair of options.

Staff may read each of these answers by name, as those who join are told; what somebody practises for themselves is not
among them, nor what they answered before it was asked of them.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from quizzes.bank.kinds import KINDS, Evidence, Shape, of_shape
from quizzes.classes.assignments.given import AUDIENCE, NAMED
from quizzes.classes.insight.confusing import Pooled
from quizzes.classes.models import Cohort

# Each learner's first meeting with each question in the class's quizzes that have ended, in whichever wording: in an
# exam its last answer counts, else the first. A choice without a fact stands for the option it names.
POOLED = f"""
WITH member AS (
    SELECT learner_id FROM quizzes_membership WHERE cohort_id = %(cohort)s AND left_at IS NULL
), given AS (
    SELECT z.quiz_id, n.learner_id, NULL::timestamptz AS since FROM quizzes_classquiz z CROSS JOIN member n
    WHERE z.cohort_id = %(cohort)s
    UNION
    SELECT r.quiz_id, n.learner_id, a.published_at FROM quizzes_requirement r
    JOIN quizzes_assignment a ON a.id = r.assignment_id CROSS JOIN member n
    WHERE a.cohort_id = %(cohort)s AND a.published_at IS NOT NULL AND r.quiz_id IS NOT NULL
    AND (NOT ({NAMED}) OR n.learner_id IN ({AUDIENCE}))
), met AS (
    SELECT DISTINCT ON (a.learner_id, v.question_id) a.learner_id, a.kind AS mode, asked.id, v.id AS version, q.kind
    FROM given JOIN quizzes_attempt a ON a.quiz_id = given.quiz_id AND a.learner_id = given.learner_id
         AND a.submitted_at IS NOT NULL AND (given.since IS NULL OR a.started_at >= given.since)
    JOIN quizzes_attemptquestion asked ON asked.attempt_id = a.id
    JOIN quizzes_questionversion v ON v.id = asked.version_id
    JOIN quizzes_question q ON q.id = v.question_id AND q.topic_id = ANY(%(topics)s)
    WHERE q.kind = ANY(%(chosen)s) OR q.kind = ANY(%(sorted)s)
    ORDER BY a.learner_id, v.question_id, a.submitted_at, a.id
), said AS (
    SELECT met.*, w.id AS answer, w.choice_id FROM met CROSS JOIN LATERAL (
        SELECT w.id, w.choice_id FROM quizzes_answer w WHERE w.question_id = met.id
        ORDER BY CASE WHEN met.mode = 'exam' THEN -w.sequence ELSE w.sequence END LIMIT 1
    ) w
), told AS (
    SELECT s.learner_id, f.topic_id, f."group", f.label, f.dimension, f.option AS "right",
           coalesce(o.option, c.text) AS chosen
    FROM said s JOIN quizzes_choice c ON c.id = s.choice_id
    JOIN quizzes_choice k ON k.version_id = s.version AND k.correct
    JOIN quizzes_fact f ON f.key = k.fact LEFT JOIN quizzes_fact o ON o.key = c.fact
    WHERE s.kind = ANY(%(chosen)s)
    UNION ALL
    SELECT s.learner_id, f.topic_id, f."group", f.label, f.dimension, f.option,
           CASE WHEN p.value = c.target THEN f.option ELSE coalesce(o.option, p.value) END
    FROM said s JOIN quizzes_answerpart p ON p.answer_id = s.answer AND p.value <> ''
    JOIN quizzes_choice c ON c.id = p.choice_id JOIN quizzes_fact f ON f.key = c.fact
    LEFT JOIN quizzes_choice t ON s.kind = ANY(%(paired)s) AND t.version_id = c.version_id AND t.target = p.value
    LEFT JOIN quizzes_fact o ON o.key = t.fact
    WHERE s.kind = ANY(%(sorted)s)
), people AS (
    SELECT topic_id, "group", label, "right", count(DISTINCT learner_id) AS n FROM told
    GROUP BY topic_id, "group", label, "right"
)
SELECT t.slug, d."group", d.label, min(d.dimension), d."right", d.chosen, count(*), min(p.n)
FROM told d JOIN people p USING (topic_id, "group", label, "right") JOIN content_topic t ON t.id = d.topic_id
GROUP BY t.slug, d."group", d.label, d."right", d.chosen
"""
# One choice of several tells which option was taken where the answer speaks for all that is asked.
_KINDS = {
    "chosen": [code for code, kind in KINDS.items() if kind.shape is Shape.ONE and kind.evidence is Evidence.PROBED],
    "sorted": list(of_shape(Shape.PAIRS, Shape.BUCKETS)),
    "paired": list(of_shape(Shape.PAIRS)),
}


def pooled(cohort: Cohort, topics: Sequence[int]) -> list[Pooled]:
    """What was taken for what in the rows of these topics (ids). One statement; of an archived class there is none."""
    if cohort.archived_at is not None:
        return []
    values: dict[str, Any] = {"cohort": cohort.pk, "topics": list(topics)}
    with connection.cursor() as cursor:
        cursor.execute(POOLED, values | _KINDS)
        return [Pooled((slug, group, label), *rest) for slug, group, label, *rest in cursor.fetchall()]
