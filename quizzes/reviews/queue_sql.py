"""The statement of the queue.

It names ids through the index card_due alone and looks rows up by primary key, one at a time and only as many as it
needs. Correlated subqueries and OFFSET 0 hold the planner to that, whatever it knows of the tables.
"""

from functools import cache

from quizzes.bank.askable import ASKABLE_FACT
from quizzes.reviews.askable import FACT_OF_CARD
from quizzes.reviews.load_sql import CONTENT

# How many cards are looked at to find one that is no sibling; new facts stand in page order, side by side.
NEAR, NEAR_NEW = 8, 60
# Cards added one after another are siblings, and those due on one day are due at one instant: this mixes them.
MIXED = "(id * 48271) %% 65537"

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
       s.context, s.prompt, s.answer, s.reverse, s.both_ways, s.prompt_back, s.why
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


@cache
def next_statement(*, limited: str, pinned: bool, fresh: bool) -> str:
    """`NEXT` with the arms it needs. A limit that stands in it lets the server keep its plan."""
    return NEXT.format(
        askable_fact=ASKABLE_FACT,
        content=CONTENT,
        fact_of_card=FACT_OF_CARD,
        mixed=MIXED,
        limited=limited,
        window=NEAR_NEW if fresh else NEAR,
        pinned=PINNED.format(limited=limited) if pinned else "",
        fresh=FRESH.format(limited=limited) if fresh else "",
    )
