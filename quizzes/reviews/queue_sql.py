"""The queue's statements.

They name ids through the index card_due alone and look rows up by primary key, one at a time and only as many as they
need. Correlated subqueries and OFFSET 0 hold the planner to that, whatever it knows of the tables.
"""

from collections.abc import Sequence
from functools import cache

from quizzes.bank.askable import ASKABLE_FACT
from quizzes.reviews.askable import FACT_OF_CARD

# How many cards are looked at to find one that is no sibling; new facts stand in page order, side by side.
NEAR, NEAR_NEW = 8, 60
# Cards added one after another are siblings, and those due on one day are due at one instant: this mixes them.
MIXED = "(id * 48271) %% 65537"

# A custom study's cards.
LIMITED = "AND fact_id IN (SELECT id FROM quizzes_fact WHERE topic_id = ANY(%(topics)s::bigint[]))"
NAMED = "AND fact_id = ANY(%(facts)s::bigint[])"

# Whether a card's fact may be asked. The suspension is left to the conditions of the index. As a value and not as a
# condition of the join, so that no other index tempts the planner.
CONTENT = f"FROM quizzes_card c {FACT_OF_CARD} WHERE c.id = queued.id"
ASKABLE = f"(SELECT {ASKABLE_FACT} {CONTENT})"

# The arms of the queue that few requests need. They are left out, not switched off: planning them costs as much.
PINNED = """
    (SELECT id, 0 AS tier, 0 AS mixed FROM quizzes_card
     WHERE id = %(pinned)s AND learner_id = %(learner)s AND NOT suspended AND due <= %(steps_until)s
       AND (state <> 0 OR %(fresh)s) {limited})
    UNION ALL
"""
FRESH = """
    UNION ALL
    (SELECT id, 3, 0 FROM quizzes_card
     WHERE learner_id = %(learner)s AND NOT suspended AND due <= %(now)s AND state = 0 {limited}
     ORDER BY due, id)
"""
# Few cards are looked at, and of them what tells their place; all the rest is read of the one that is chosen.
NEXT = """
SELECT c.id, c.state, c.stability, c.difficulty, c.step, c.last_day, c.reps, c.lapses, c.missed, c.changed,
       f.kind, f.option, f.dimension, f.value, f.qualifier, f.anchor, t.title, t.slug,
       s.context, s.prompt, s.answer, s.reverse, s.both_ways
FROM (
    SELECT near.id FROM (
        SELECT queued.id, queued.tier, queued.mixed, asked.due, asked.sibling
        FROM (
            {pinned}
            (SELECT id, 1 AS tier, 0 AS mixed FROM quizzes_card
             WHERE learner_id = %(learner)s AND NOT suspended AND due > %(today)s AND due <= %(steps_until)s
               AND state IN (1, 3) {limited}
             ORDER BY due, id)
            UNION ALL
            (SELECT id, 2, {mixed} FROM quizzes_card
             WHERE learner_id = %(learner)s AND NOT suspended AND due <= %(now)s AND state <> 0 {limited}
             ORDER BY due, {mixed})
            {fresh}
        ) queued
        CROSS JOIN LATERAL (
            SELECT c.due, f.topic_id = %(topic)s::bigint AND f."group" = %(group)s::text AS sibling,
                   {askable_fact} AS askable
            {content} OFFSET 0
        ) asked
        WHERE asked.askable
        LIMIT {window}
    ) near
    ORDER BY near.tier > 0, near.sibling, near.tier, near.due, near.mixed, near.id
    LIMIT 1
) chosen
JOIN quizzes_card c ON c.id = chosen.id
{fact_of_card}
JOIN content_topic t ON t.id = f.topic_id
"""

# A fact was introduced today if all its evidence is of today and a flashcard is among it.
TALLY = """
WITH log AS MATERIALIZED (
    SELECT id, card_id, rating, source, undoes_id FROM quizzes_review WHERE learner_id = %(learner)s AND at >= %(today)s
), given AS MATERIALIZED (
    SELECT id, card_id, source FROM log
    WHERE rating IS NOT NULL AND id NOT IN (SELECT undoes_id FROM log WHERE undoes_id IS NOT NULL)
), waiting AS MATERIALIZED (
    SELECT id, due, state <> 2 AS step FROM quizzes_card
    WHERE learner_id = %(learner)s AND NOT suspended AND due < %(tomorrow)s AND state <> 0 {limited}
), seen AS MATERIALIZED (
    SELECT due, step FROM waiting queued WHERE {askable}
), quota AS MATERIALIZED (
    SELECT greatest(%(new_per_day)s - count(*), 0) AS n
    FROM (SELECT card_id, count(*) AS n FROM given GROUP BY card_id HAVING bool_or(source = 'review')) today
    WHERE n = (SELECT reps FROM quizzes_card WHERE id = today.card_id)
), fresh AS (
    SELECT FROM quizzes_card queued
    WHERE learner_id = %(learner)s AND NOT suspended AND due <= %(now)s AND state = 0 {limited}
      AND {askable}
    LIMIT (SELECT n FROM quota)
), last AS (
    SELECT f.topic_id, f."group" FROM quizzes_card c JOIN quizzes_fact f ON f.id = c.fact_id
    WHERE c.id = (SELECT card_id FROM given WHERE source = 'review' ORDER BY id DESC LIMIT 1)
)
SELECT (SELECT count(*) FROM given WHERE source = 'review'),
       (SELECT count(*) FROM seen WHERE due <= %(now)s),
       (SELECT count(*) FROM seen WHERE due > %(now)s AND step),
       (SELECT count(*) FROM fresh),
       (SELECT topic_id FROM last),
       (SELECT "group" FROM last)
"""


def limits(topics: Sequence[int] | None, facts: Sequence[int] | None) -> str:
    """The conditions of a custom study."""
    return ("" if topics is None else LIMITED) + ("" if facts is None else NAMED)


@cache
def written(statement: str, *, limited: str, pinned: bool = False, fresh: bool = False) -> str:
    """A statement with the parts it needs. A limit that stands in it lets the server keep its plan."""
    return statement.format(
        askable=ASKABLE,
        askable_fact=ASKABLE_FACT,
        content=CONTENT,
        fact_of_card=FACT_OF_CARD,
        mixed=MIXED,
        limited=limited,
        window=NEAR_NEW if fresh else NEAR,
        pinned=PINNED.format(limited=limited) if pinned else "",
        fresh=FRESH.format(limited=limited) if fresh else "",
    )
