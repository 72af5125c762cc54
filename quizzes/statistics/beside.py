"""What others did, for the page of an attempt that has ended: the quiz's mean, and what its questions usually take."""

from django.db import connection

from quizzes.attempts.breakdown import Mean, Pace
from quizzes.attempts.models import Attempt
from quizzes.statistics.models import ItemStatistics
from quizzes.statistics.privacy import PEOPLE, in_groups, shown

# The first attempt of every member that has ended, whole groups of them in the order in which they handed in.
MEAN = f"""
WITH first AS (
    SELECT DISTINCT ON (learner_id) id, submitted_at, coalesce(score, 0) / max_score AS share FROM quizzes_attempt
    WHERE quiz_id = %s AND learner_id IS NOT NULL AND submitted_at IS NOT NULL AND max_score > 0
    ORDER BY learner_id, submitted_at, id
), placed AS (
    SELECT share, row_number() OVER (ORDER BY submitted_at, id) AS nth, count(*) OVER () AS people FROM first
)
SELECT count(*), avg(share) FROM placed WHERE nth <= {in_groups("people")}
"""


def mean_of(quiz_id: int | None) -> Mean | None:
    """What the first attempts at a quiz earned on average; None where too few have ended one."""
    if quiz_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(MEAN, [quiz_id])
        people, share = cursor.fetchone()
    return Mean(people, share) if shown(people) else None


def paces_of(attempt: Attempt) -> dict[int, Pace]:
    """How long the questions (ids) of an attempt usually take, those that enough people have answered."""
    asked = attempt.questions.values("version__question")
    found = ItemStatistics.objects.filter(question__in=asked, timed__gte=PEOPLE).exclude(seconds=None)
    return {
        question: Pace(people, round(seconds))
        for question, people, seconds in found.values_list("question", "timed", "seconds")
        if seconds is not None
    }
