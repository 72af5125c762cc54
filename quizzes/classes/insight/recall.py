"""What a class would recall of each fact: a figure about the fact, and of nobody by name.

Staff see what a learner would recall of what they assign as a whole, and nobody's single memories. So the figures are
about everybody in the class, whomever something is assigned to: else a few assignments to chosen people, held against
one another, would tell what one of them remembers. And by the rule of privacy (`quizzes.statistics.privacy`) they are
over whole groups of five, in the order in which people of the class met the fact; below that there is none.

Who belongs to which five never changes: whoever leaves takes the other four out of the figure, and brings them back
with themselves. Else the staff, who can remove whom they like, would read from two figures what one person remembers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from django.db import connection

from quizzes.classes.assignments.evidence import ASKED, CARDS, Pair, Scope, parts_on, values_of
from quizzes.classes.models import Cohort, Membership
from quizzes.reviews.expected import PARTS
from quizzes.statistics.privacy import PEOPLE

# What decides of which days and by which curve somebody is asked.
REMEMBERING = (
    "cohort", "learner", "joined_at", "left_at", "learner__time_zone", "learner__day_start", "learner__memory_model",
    "learner__memory_parameters",
)  # fmt: skip
CLASS = 0  # in place of the id of an assignment: the figures are the class's

# Everybody who met a fact while in the class has a place with it for good, in the order of `since` (when they came in
# at first) and of their first evidence, whatever became of that.
FIGURES = f"""
{ASKED}, who AS (
    SELECT * FROM unnest(
        %(people)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[]
    ) AS w(learner, since, until)
), met AS (
    SELECT c.fact, CASE WHEN c.known THEN {parts_on("next_day")} ELSE 0 END AS recall,
           c.introduced AND w.until IS NULL AS counts,
           (row_number() OVER (PARTITION BY c.fact ORDER BY greatest(w.since, e.at), c.card) - 1) / {PEOPLE} AS five
    FROM ({CARDS}) c JOIN who w ON w.learner = c.learner
    CROSS JOIN LATERAL (SELECT min(r.at) AS at FROM quizzes_review r WHERE r.card_id = c.card) e
    WHERE (c.introduced OR e.at IS NOT NULL) AND (w.until IS NULL OR e.at <= w.until)
), fives AS (
    SELECT fact, sum(recall) AS recall FROM met GROUP BY fact, five HAVING count(*) FILTER (WHERE counts) = {PEOPLE}
)
SELECT fact, {PEOPLE} * count(*), (sum(recall) / {PARTS} / ({PEOPLE} * count(*)))::float8 FROM fives GROUP BY fact
"""


@dataclass(frozen=True)
class Figure:
    """Of ``n`` learners who have met a fact this share is expected to recall it on their next day."""

    n: int
    recall: float


def recall_of(cohort: Cohort, topics: Sequence[int], now: datetime) -> dict[int, Figure]:
    """The figures about the core facts of these topics (ids) that enough of the class have met, by the fact's id. Two
    statements; of an archived class there are none."""
    if cohort.archived_at is not None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, values_for(cohort, topics, now))
        return {fact: Figure(n, recall) for fact, n, recall in cursor.fetchall()}


def values_for(cohort: Cohort, topics: Sequence[int], now: datetime) -> dict[str, Any]:
    """What `FIGURES` takes. One statement."""
    # Memberships are numbered as people come in at first; who came again has a later date than those after them.
    members = Membership.objects.filter(cohort=cohort).select_related("learner").only(*REMEMBERING)
    everybody = list(members.order_by("-pk"))
    values: dict[str, Any] = {
        "people": [one.learner_id for one in everybody],
        "since": list(accumulate((one.joined_at for one in everybody), min)),
        "until": [one.left_at for one in everybody],
    }
    pairs = [Pair(CLASS, one.learner, now, now, now) for one in everybody]
    return values_of(pairs, {CLASS: Scope(tuple(topics))}) | values
