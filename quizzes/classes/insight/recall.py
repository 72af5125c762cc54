"""What a class would recall of each fact: a figure about the fact, and of nobody by name.

Staff see what a learner would recall of what they assign as a whole, and nobody's single memories. So the figures are
about everybody in the class, whomever something is assigned to: else a few assignments to chosen people, held against
one another, would tell what one of them remembers. And by the rule of privacy (`quizzes.statistics.privacy`) they are
over whole groups of five of those who have met the fact, in the order in which it came to them; below that there is
none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from quizzes.classes.assignments.evidence import ASKED, CARDS, Pair, Scope, parts_on, values_of
from quizzes.classes.models import Cohort, Membership
from quizzes.reviews.expected import PARTS
from quizzes.statistics.privacy import PEOPLE, in_groups

CLASS = 0  # in place of the id of an assignment: the figures are the class's

FIGURES = f"""
{ASKED}, met AS (
    SELECT c.fact, CASE WHEN c.known THEN {parts_on("next_day")} ELSE 0 END AS recall,
           row_number() OVER (PARTITION BY c.fact ORDER BY c.card) AS nth,
           count(*) OVER (PARTITION BY c.fact) AS people
    FROM ({CARDS}) c WHERE c.introduced
)
SELECT fact, count(*), (sum(recall) / {PARTS} / count(*))::float8 FROM met
WHERE people >= %(people)s AND nth <= {in_groups("people")} GROUP BY fact
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
    members = Membership.objects.present().filter(cohort=cohort).select_related("learner")
    pairs = [Pair(CLASS, one.learner, now, now, now) for one in members]
    return values_of(pairs, {CLASS: Scope(tuple(topics))}) | {"people": PEOPLE}
