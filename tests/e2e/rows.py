"""The rows that a second computation of the figures reads, and those of a class."""

TOPICS = """
SELECT t.id, t.slug, t.title, p.title FROM content_topic t JOIN content_phase p ON p.id = t.phase_id
WHERE t.retired_at IS NULL ORDER BY p.position, t.position
"""
CARDS = """
SELECT c.id, c.fact_id, f.topic_id, f.core, f.retired_at IS NULL AND s.retired_at IS NULL AND NOT c.suspended
FROM quizzes_card c JOIN quizzes_fact f ON f.id = c.fact_id LEFT JOIN quizzes_flashcard s ON s.fact_id = f.id
WHERE c.learner_id = %s
"""
TOTALS = """
SELECT t.id, count(f.id) FROM content_topic t
LEFT JOIN (
    SELECT f.id, f.topic_id FROM quizzes_fact f
    LEFT JOIN quizzes_flashcard s ON s.fact_id = f.id
    LEFT JOIN quizzes_card c ON c.fact_id = f.id AND c.learner_id = %s
    WHERE f.core AND f.retired_at IS NULL AND s.retired_at IS NULL AND c.suspended IS NOT TRUE
) f ON f.topic_id = t.id
WHERE t.phase_id IS NOT NULL AND t.retired_at IS NULL GROUP BY t.id
"""
ANSWERED = """
SELECT qf.fact_id, c.correct IS TRUE, cardinality(q.order), a.sureness
FROM quizzes_attemptquestion q
JOIN quizzes_answer a ON a.question_id = q.id LEFT JOIN quizzes_choice c ON c.id = a.choice_id
JOIN quizzes_questionversion v ON v.id = q.version_id
JOIN quizzes_question_facts qf ON qf.question_id = v.question_id
JOIN quizzes_fact f ON f.id = qf.fact_id AND f.retired_at IS NULL
WHERE q.attempt_id = %s
"""

# The first phase is assigned to the learner in a class of the other person there is.
CLASS = """
WITH teacher AS (
    UPDATE accounts_user SET is_instructor = true WHERE email = 'tea@example.com' RETURNING id
), cohort AS (
    INSERT INTO quizzes_cohort (name, instructor_id, token, created_at, key)
    SELECT 'Tuesdays', id, 'token', %s, gen_random_uuid() FROM teacher RETURNING id
), member AS (
    INSERT INTO quizzes_membership (cohort_id, learner_id, joined_at, barred_token) SELECT id, %s, %s, '' FROM cohort
)
, assignment AS (
    INSERT INTO quizzes_assignment (cohort_id, title, due, created_at, published_at)
    SELECT cohort.id, p.title, '2027-04-30T23:59:59Z', made.at, made.at
    FROM cohort, content_phase p, (SELECT %s::timestamptz AS at) made ORDER BY p.position LIMIT 1
    RETURNING id, cohort_id
), covered AS (
    INSERT INTO quizzes_assignment_phases (assignment_id, phase_id)
    SELECT assignment.id, p.id FROM assignment, content_phase p ORDER BY p.position LIMIT 1
)
INSERT INTO quizzes_requirement (assignment_id, kind, share) SELECT id, 'recall', 0.8 FROM assignment
RETURNING (SELECT cohort_id FROM assignment)
"""

# A quiz of a class, in ten minutes: who teaches it and who learns in it, by their addresses.
CLASS_QUIZ = """
WITH teacher AS (
    UPDATE accounts_user SET is_instructor = true WHERE email = %s RETURNING id
), cohort AS (
    INSERT INTO quizzes_cohort (name, instructor_id, token, created_at, key)
    SELECT 'Last seconds', id, md5(id::text), now(), gen_random_uuid() FROM teacher RETURNING id
), member AS (
    INSERT INTO quizzes_membership (cohort_id, learner_id, joined_at, barred_token)
    SELECT cohort.id, u.id, now(), '' FROM cohort, accounts_user u WHERE u.email = %s
), quiz AS (
    INSERT INTO quizzes_quiz (key, title, tables, fixed, number, kinds, difficulty, graded, followed, "limit",
                              attempts_allowed, counts, feedback, forward, shuffled, created_at, for_class)
    SELECT gen_random_uuid(), 'Midterm', '{}', false, 4, '{value}', 0, true, false, 600,
           1, 'best', 'handed-in', false, true, now(), true RETURNING id
)
INSERT INTO quizzes_classquiz (cohort_id, quiz_id, made_by_id, given_at)
SELECT cohort.id, quiz.id, teacher.id, now() FROM cohort, quiz, teacher RETURNING cohort_id, quiz_id
"""
# Two seconds of an attempt's ten minutes are left.
NEARLY_OVER = """
UPDATE quizzes_attempt SET started_at = now() - interval '9 minutes 58 seconds', deadline = now() + interval '2 seconds'
WHERE id = %s RETURNING deadline
"""

# The cards that were put off for a sibling's sake, when, and to which local day: what was taken back is left out.
APART = """
SELECT a.card_id, a.at, a.to_day FROM quizzes_cardact a
WHERE a.learner_id = %s AND a.kind = 'apart'
AND NOT EXISTS (SELECT FROM quizzes_cardact u WHERE u.undoes_id = a.id) ORDER BY a.id
"""
