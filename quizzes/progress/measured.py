"""What was expected of a learner, and what they then knew: from the log, and from what they said of their answers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from quizzes.attempts.models import Answer
from quizzes.attempts.rules import NEVER
from quizzes.progress.calibration import ENOUGH, Asked, Calibration, Share, calibrated
from quizzes.reviews.askable import SPOKEN
from quizzes.reviews.forgetting import FACTOR_SQL, recall_sql
from quizzes.reviews.scheduling import DEFAULT_MODEL

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

LATEST = 1000  # answers that are looked at
DEGREES = (Answer.Sureness.SURE, Answer.Sureness.UNSURE, Answer.Sureness.GUESS)

# The log of a learner as evidence that stands, each row with what the memory was before. That stands on the card's last
# row, which may be an undo. The log is read once as a whole: to look up what was before each of the latest answers
# costs five times as much. What is answered aloud is a judgement of many things, and no fact that is recalled or not:
# it is left out.
STOOD = f"""
log AS MATERIALIZED (
    SELECT id, card_id, day, rating, stability, state, due_day, undoes_id, parameter_set_id FROM quizzes_review
    WHERE learner_id = %(learner)s AND card_id NOT IN (
        SELECT c.id FROM quizzes_card c JOIN quizzes_fact f ON f.id = c.fact_id
        WHERE c.learner_id = %(learner)s AND {SPOKEN}
    )
), remembered AS (
    SELECT id, card_id, day, rating, lag(stability) OVER of_card AS stability, lag(state) OVER of_card AS state,
           lag(due_day) OVER of_card AS due_day, lag(parameter_set_id) OVER of_card AS parameters
    FROM log
    WINDOW of_card AS (PARTITION BY card_id ORDER BY id)
), stood AS (
    SELECT *, max(day) OVER before AS last_day, lag(rating) OVER of_card = 1 AS missed
    FROM remembered
    WHERE rating IS NOT NULL AND id NOT IN (SELECT undoes_id FROM log WHERE undoes_id IS NOT NULL)
    WINDOW of_card AS (PARTITION BY card_id ORDER BY id),
           before AS (PARTITION BY card_id ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
"""

# Facts asked for the first time on a day, with the chance of recall for that day, by the parameters that the memory was
# kept by (the decay is the last of them); then answers by how sure the learner was, of quizzes that tell what is right.
ROWS = f"""
WITH curve AS (
    SELECT id, decay, {FACTOR_SQL} AS factor FROM (
        SELECT NULL, %(decay)s::float8
        UNION ALL SELECT id, parameters[21] FROM quizzes_parameterset WHERE learner_id = %(learner)s
    ) AS given(id, decay)
), {STOOD}, asked AS (
    SELECT id, day, rating > 1 AS recalled, last_day, missed, stability, parameters FROM stood
    WHERE last_day < day AND stability IS NOT NULL ORDER BY id DESC LIMIT {LATEST}
), said AS (
    SELECT w.id, w.sureness, g.share = 1 AS correct
    FROM quizzes_attempt a
    JOIN quizzes_attemptquestion q ON q.attempt_id = a.id
    JOIN LATERAL (
        SELECT answer_id, share FROM quizzes_grading WHERE question_id = q.id ORDER BY id DESC LIMIT 1
    ) g ON g.share IS NOT NULL
    JOIN quizzes_answer w ON w.id = g.answer_id
    WHERE a.learner_id = %(learner)s AND w.sureness = ANY(%(degrees)s::text[])
      AND (a.kind = 'practice' OR a.submitted_at IS NOT NULL)
      AND NOT a.untold AND a.rules ->> 'feedback' IS DISTINCT FROM '{NEVER}'
    ORDER BY w.id DESC LIMIT {LATEST}
)
SELECT '' AS degree, c.id, {recall_sql("c.day", curve="l")} AS expected, c.recalled AS correct, c.missed
FROM asked c JOIN curve l ON l.id IS NOT DISTINCT FROM c.parameters
UNION ALL
SELECT sureness, id, NULL, correct, false FROM said
ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Measured:
    """Expected beside measured of ``answers`` about facts, and sureness beside correctness of ``said`` answers; either
    is None while there are fewer than ``enough``."""

    answers: int
    calibration: Calibration | None
    said: int
    sureness: tuple[tuple[str, Share], ...] | None
    enough: int = ENOUGH


def measured_of(learner: "User") -> Measured:
    """What was expected of a learner beside what they then knew, in their latest answers. One statement."""
    asked, right = answers_of(learner)
    said = sum(map(len, right.values()))
    return Measured(len(asked), calibrated(asked), said, _by_degree(right) if said >= ENOUGH else None)


def answers_of(learner: "User") -> tuple[list[Asked], dict[Answer.Sureness, list[bool]]]:
    """The latest answers that measure a memory, the first of them first; and, by how sure the learner was, whether what
    they said was right."""
    parameters: dict[str, Any] = {"learner": learner.pk, "decay": DEFAULT_MODEL.decay, "degrees": list(DEGREES)}
    with connection.cursor() as cursor:
        cursor.execute(ROWS, parameters)
        rows = cursor.fetchall()
    asked = [Asked(expected, correct, missed) for degree, _, expected, correct, missed in rows if not degree]
    return asked, {degree: [correct for said, *_, correct, _ in rows if said == degree] for degree in DEGREES}


def _by_degree(right: dict[Answer.Sureness, list[bool]]) -> tuple[tuple[str, Share], ...]:
    """How many were right of what was said to be sure, and so on; what was never said is left out."""
    return tuple(
        (str(degree.label), Share(len(found), measured=sum(found) / len(found)))
        for degree, found in right.items()
        if found
    )
