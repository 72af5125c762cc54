"""The statements that compute the figures. Each reads and writes whole sets; `services` runs them in turn.

`quizzes.statistics.theory` is the twin of every figure.
"""

from quizzes.bank.facility import EASY, EASY_FROM, HARD, HARD_BELOW, MEDIUM, PRIOR_ANSWERS
from quizzes.statistics.privacy import PEOPLE, in_groups

# The wordings that figures are of: each question's present one, and older ones that mean the same.
VERSIONS = """
    SELECT id AS question_id, current_id AS version_id FROM quizzes_question
    WHERE current_id IS NOT NULL AND owner_id IS NULL
          AND (%(questions)s::bigint[] IS NULL OR id = ANY(%(questions)s::bigint[]))
    UNION ALL
    SELECT * FROM unnest(%(old_questions)s::bigint[], %(old_versions)s::bigint[])
"""

# Every member's first meeting with each question in its present wording: later ones measure what sdwiki has taught. An
# exam counts its last answer, and none as wrong, a practice quiz the first one and only if there is one. Visitors do
# not count, and of members only whole groups (`quizzes.statistics.privacy`), in the order in which they handed in: so
# nobody joins those who were counted before. A mark is that of the latest grading, and what does not count has none.
# `rest` is the share of the marks of all other questions. Shares are rounded, so that equal ones are equal. What an
# instructor asks in their own classes alone has no figures here.
MET = f"""
CREATE TEMP TABLE met ON COMMIT DROP AS
WITH first AS (
    SELECT DISTINCT ON (v.question_id, a.learner_id)
           v.question_id, a.submitted_at, a.id AS attempt_id, said.id AS answer_id, earned.mark,
           round(a.score / a.max_score * 1e12) / 1e12 AS total,
           CASE WHEN a.max_score > 1 THEN round((a.score - earned.mark) / (a.max_score - 1) * 1e12) / 1e12 END AS rest
    FROM ({VERSIONS}) v
    JOIN quizzes_attemptquestion q ON q.version_id = v.version_id
    JOIN quizzes_attempt a ON a.id = q.attempt_id
    LEFT JOIN LATERAL (
        SELECT w.id, w.choice_id IS NOT NULL OR w.sureness = 'unknown' OR EXISTS (
            SELECT FROM quizzes_answerpart p WHERE p.answer_id = w.id
        ) AS something
        FROM quizzes_answer w WHERE w.question_id = q.id
        ORDER BY CASE WHEN a.kind = 'exam' THEN -w.sequence ELSE w.sequence END LIMIT 1
    ) said ON true
    CROSS JOIN LATERAL (
        SELECT g.share AS mark FROM quizzes_grading g WHERE g.question_id = q.id ORDER BY g.id DESC LIMIT 1
    ) earned
    WHERE earned.mark IS NOT NULL AND a.learner_id IS NOT NULL AND a.submitted_at IS NOT NULL AND a.max_score > 0
          AND (a.kind = 'exam' OR said.something)
    ORDER BY v.question_id, a.learner_id, a.submitted_at, a.id
), placed AS (
    SELECT *, row_number() OVER (PARTITION BY question_id ORDER BY submitted_at, attempt_id) AS nth,
           count(*) OVER (PARTITION BY question_id) AS people
    FROM first
)
SELECT question_id, answer_id, mark, total, rest FROM placed WHERE nth <= {in_groups("people")}
"""

# Zero variance is told by least = greatest: the sum of equal fractions may leave a trace of rounding.
ITEMS = """
WITH ranked AS (
    SELECT question_id, mark, rest,
           row_number() OVER (PARTITION BY question_id ORDER BY mark) AS by_mark,
           row_number() OVER (PARTITION BY question_id ORDER BY rest) AS by_rest
    FROM met WHERE rest IS NOT NULL
), possible AS (
    SELECT m.question_id, covar_samp(m.mark, o.rest) AS covariance
    FROM ranked m JOIN ranked o ON o.question_id = m.question_id AND o.by_rest = m.by_mark
    GROUP BY m.question_id
    HAVING min(m.mark) < max(m.mark) AND min(o.rest) < max(o.rest)
), figures AS (
    SELECT question_id, count(*) AS n, avg(mark) AS facility,
           CASE WHEN count(*) > 1 AND min(mark) = max(mark) THEN 0 ELSE stddev_samp(mark) END AS deviation,
           least(greatest(corr(mark, rest), -1), 1) AS correlation, covar_samp(mark, rest) AS covariance,
           CASE WHEN min(mark) < max(mark) AND min(total) < max(total) THEN covar_samp(mark, total) ELSE 0 END
               AS of_total
    FROM met GROUP BY question_id
)
INSERT INTO quizzes_itemstatistics
    (question_id, n, facility, deviation, discrimination, efficiency, covariance, computed_at)
SELECT f.question_id, f.n, CASE WHEN f.n > 1 THEN f.facility END, f.deviation,
       CASE WHEN p.covariance IS NOT NULL THEN 100 * f.correlation END,
       CASE WHEN p.covariance > 0 THEN 100 * f.covariance / p.covariance END,
       CASE WHEN f.n > 1 THEN round(f.of_total * 1e12) / 1e12 END, %(now)s
FROM figures f LEFT JOIN possible p USING (question_id)
"""

# The strong half are those whose rest is not below the median of the question's people. A choice is taken where it was
# chosen or, in kinds that sort, where it was put right; a typed answer takes none.
CHOICES = """
WITH median AS (
    SELECT question_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY rest) AS rest FROM met GROUP BY question_id
), counted AS (
    SELECT m.question_id, m.answer_id, m.rest >= median.rest AS strong FROM met m JOIN median USING (question_id)
), size AS (
    SELECT question_id, count(*) AS n, count(*) FILTER (WHERE strong) AS strong FROM counted GROUP BY question_id
), said AS (
    SELECT m.strong, w.choice_id FROM counted m JOIN quizzes_answer w ON w.id = m.answer_id
    UNION ALL
    SELECT m.strong, c.id FROM counted m
    JOIN quizzes_answerpart p ON p.answer_id = m.answer_id
    JOIN quizzes_choice c ON c.id = p.choice_id AND p.value IN ('', c.target)
), taken AS (
    SELECT coalesce(renamed.to_choice, said.choice_id) AS choice_id,
           count(*) AS n, count(*) FILTER (WHERE strong) AS strong
    FROM said
    LEFT JOIN unnest(%(from_choices)s::bigint[], %(to_choices)s::bigint[]) renamed(from_choice, to_choice)
           ON renamed.from_choice = said.choice_id
    GROUP BY 1
)
INSERT INTO quizzes_choicestatistics (choice_id, chosen, share, strong_share)
SELECT c.id, coalesce(t.n, 0), coalesce(t.n, 0)::float8 / s.n, coalesce(t.strong, 0)::float8 / nullif(s.strong, 0)
FROM size s
JOIN quizzes_question q ON q.id = s.question_id AND q.kind <> ALL(%(typed)s)
JOIN quizzes_choice c ON c.version_id = q.current_id
LEFT JOIN taken t ON t.choice_id = c.id
"""

# How much of the spread of the totals each question of a phase makes, among all questions of that phase.
WEIGHTS = """
WITH phased AS (
    SELECT s.id, t.phase_id, CASE WHEN s.covariance >= 0 THEN sqrt(s.covariance) END AS root
    FROM quizzes_itemstatistics s
    JOIN quizzes_question q ON q.id = s.question_id JOIN content_topic t ON t.id = q.topic_id
), shared AS (
    SELECT id, 100 * root / nullif(sum(root) OVER (PARTITION BY phase_id), 0) AS weight FROM phased
)
UPDATE quizzes_itemstatistics s SET weight = shared.weight
FROM shared WHERE shared.id = s.id AND s.weight IS DISTINCT FROM shared.weight
"""

# How long questions take: everybody's first answer to each in an exam, as practice has reasons to read, in whole groups
# as above. What passed since the save before, or since the start, went into the question that was saved then.
# `quizzes.attempts.breakdown.paced` is the twin for one attempt.
PACES = f"""
WITH asked AS (
    SELECT v.question_id, q.id AS asked_id, q.attempt_id, a.learner_id, a.submitted_at
    FROM ({VERSIONS}) v
    JOIN quizzes_attemptquestion q ON q.version_id = v.version_id
    JOIN quizzes_attempt a ON a.id = q.attempt_id
    WHERE a.kind = 'exam' AND a.learner_id IS NOT NULL AND a.submitted_at IS NOT NULL
          AND EXISTS (SELECT FROM quizzes_answer w WHERE w.question_id = q.id)
), first AS (
    SELECT DISTINCT ON (question_id, learner_id) * FROM asked
    ORDER BY question_id, learner_id, submitted_at, attempt_id
), gaps AS (
    SELECT q.id AS asked_id, w.at - coalesce(lag(w.at) OVER saves, a.started_at) AS gap
    FROM quizzes_attempt a
    JOIN quizzes_attemptquestion q ON q.attempt_id = a.id
    JOIN quizzes_answer w ON w.question_id = q.id
    WHERE a.id IN (SELECT attempt_id FROM first)
    WINDOW saves AS (PARTITION BY a.id ORDER BY w.at, q.position, w.sequence)
), taken AS (
    SELECT asked_id, sum(greatest(extract(epoch FROM gap), 0)) AS seconds FROM gaps GROUP BY asked_id
), placed AS (
    SELECT f.question_id, t.seconds, count(*) OVER (PARTITION BY f.question_id) AS people,
           row_number() OVER (PARTITION BY f.question_id ORDER BY f.submitted_at, f.attempt_id) AS nth
    FROM first f JOIN taken t USING (asked_id)
)
UPDATE quizzes_itemstatistics s SET timed = found.n, seconds = found.median
FROM (
    SELECT question_id, count(*) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median
    FROM placed WHERE nth <= {in_groups("people")} GROUP BY question_id
) found WHERE found.question_id = s.question_id
"""

GUESSES = """
UPDATE quizzes_itemstatistics s SET guess = g.guess
FROM unnest(%(questions)s::bigint[], %(guesses)s::float8[]) g(question_id, guess) WHERE g.question_id = s.question_id
"""

# What is expected of these questions, and how hard they are, where that has changed: the prior, pulled towards the
# first answers where enough people gave them (`quizzes.bank.facility`). A question that is being edited is left for the
# next time: whoever edits may wait for this statement, so it waits for nobody.
EXPECTED = f"""
WITH told AS (
    SELECT q.id, CASE WHEN s.n >= {PEOPLE} AND s.facility IS NOT NULL
           THEN ({PRIOR_ANSWERS} * q.prior + s.n * s.facility) / ({PRIOR_ANSWERS} + s.n) ELSE q.prior END AS expected
    FROM quizzes_question q LEFT JOIN quizzes_itemstatistics s ON s.question_id = q.id
    WHERE %(questions)s::bigint[] IS NULL OR q.id = ANY(%(questions)s::bigint[])
), banded AS (
    SELECT id, expected, CASE WHEN expected >= {EASY_FROM} THEN {EASY} WHEN expected < {HARD_BELOW} THEN {HARD}
           ELSE {MEDIUM} END AS difficulty
    FROM told
), free AS (
    SELECT q.id, b.expected, b.difficulty FROM quizzes_question q JOIN banded b ON b.id = q.id
    WHERE (q.expected, q.difficulty) IS DISTINCT FROM (b.expected, b.difficulty)
    FOR NO KEY UPDATE OF q SKIP LOCKED
)
UPDATE quizzes_question q SET expected = free.expected, difficulty = free.difficulty FROM free WHERE free.id = q.id
"""

# The first exam of everybody in a phase, in whole groups as above: the totals, and the variance of each place of the
# paper.
EXAMS = f"""
WITH everybody AS (
    SELECT DISTINCT ON (phase_id, learner_id) id, phase_id, score, submitted_at FROM quizzes_attempt
    WHERE kind = 'exam' AND learner_id IS NOT NULL AND phase_id IS NOT NULL AND submitted_at IS NOT NULL
          AND max_score > 0
    ORDER BY phase_id, learner_id, submitted_at, id
), placed AS (
    SELECT *, row_number() OVER (PARTITION BY phase_id ORDER BY submitted_at, id) AS nth,
           count(*) OVER (PARTITION BY phase_id) AS people
    FROM everybody
), first AS (
    SELECT id, phase_id, score FROM placed WHERE nth <= {in_groups("people")}
), place AS (
    SELECT f.phase_id, q.position, var_samp(earned.share) AS variance
    FROM first f JOIN quizzes_attemptquestion q ON q.attempt_id = f.id
    LEFT JOIN LATERAL (
        SELECT g.share FROM quizzes_grading g WHERE g.question_id = q.id ORDER BY g.id DESC LIMIT 1
    ) earned ON true
    GROUP BY f.phase_id, q.position
)
SELECT phase_id, array_agg(score ORDER BY id),
       (SELECT array_agg(variance ORDER BY position) FROM place WHERE place.phase_id = first.phase_id)
FROM first GROUP BY phase_id
"""
