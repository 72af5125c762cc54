"""The statement of the queue.

It names ids through the index card_due alone and looks rows up by primary key, one at a time and only as many as it
needs. A correlated subquery with OFFSET 0 holds the planner to that, whatever it knows of the tables.
"""

from functools import cache

from quizzes.bank.askable import ASKABLE_FACT
from quizzes.reviews.askable import ASKABLE_CARD, FACT_OF_CARD
from quizzes.reviews.load_sql import LIST, listed

# How many cards are looked at to find one that is no sibling; new facts stand in page order, side by side.
NEAR, NEAR_NEW = 8, 60
# Cards added one after another are siblings, and those due on one day are due at one instant: this mixes them.
MIXED = "(id * 48271) %% 65537"

# What is read of the card that is shown, in the order of `quizzes.reviews.queue.Chosen`.
SHOWN = (
    "c.id", "c.state", "c.stability", "c.difficulty", "c.step", "c.last_day", "c.reps", "c.lapses", "c.missed",
    "c.changed", "f.kind", "f.option", "f.dimension", "f.value", "f.qualifier", "f.anchor", "t.title", "t.slug",
    "c.flag", "n.note", "n.mnemonic", "s.context", "s.prompt", "s.answer", "s.reverse", "s.both_ways",
    "s.prompt_back", "s.why",
)  # fmt: skip

# The arms of the queue that few requests need. They are left out, not switched off: planning them costs as much.
PINNED = """
    (SELECT id, 0 AS tier FROM quizzes_card
     WHERE id = %(pinned)s AND learner_id = %(learner)s AND NOT suspended AND due <= %(steps_until)s
       AND (state <> 0 OR %(fresh)s) {limited})
    UNION ALL
"""
FRESH = """
    UNION ALL
    (SELECT id, 3 FROM quizzes_card
     WHERE learner_id = %(learner)s AND NOT suspended AND due <= %(now)s AND state = 0 {unlisted} {limited}
     ORDER BY due, id)
"""
# A day with a list: what is left of it, in its order; no other review is due.
LISTED = """
        UNION ALL
        (SELECT id, 2 FROM ({listed}) listed WHERE state <> 0 OR %(fresh)s ORDER BY place)
"""
UNPLANNED = "AND NOT EXISTS (SELECT FROM plan)"
NONE_LEFT = "AND NOT EXISTS (SELECT FROM ({listed}) listed)"
PINNED_BY_PLAN = """
    (SELECT id, 0 AS tier FROM quizzes_card
     WHERE id = %(pinned)s AND learner_id = %(learner)s AND NOT suspended AND (state <> 0 OR %(fresh)s) {limited}
       AND (due <= %(steps_until)s OR id IN (SELECT id FROM ({listed}) listed)))
    UNION ALL
"""
# The arms stand in the order in which they are read, each in an order of its own, and no more is read than is needed:
# mostly one card, with all that is shown of it. Only where that is a sibling of the last are more looked at, and where
# all near ones are, the first of them is shown.
NEXT = """
WITH {plan} near AS MATERIALIZED (
    SELECT queued.tier, asked.*
    FROM (
        {pinned}
        (SELECT id, 1 AS tier FROM quizzes_card
         WHERE learner_id = %(learner)s AND NOT suspended AND due > %(today)s AND due <= %(steps_until)s
           AND state IN (1, 3) {limited}
         ORDER BY due)
        {listed}
        UNION ALL
        (SELECT id, 2 FROM quizzes_card
         WHERE learner_id = %(learner)s AND NOT suspended AND due <= %(now)s AND state <> 0 {unplanned} {limited}
         ORDER BY due, {mixed})
        {fresh}
    ) queued
    CROSS JOIN LATERAL (
        SELECT {shown}, {askable_fact} AS askable,
               f.topic_id = %(topic)s::bigint AND f."group" = %(group)s::text AS sibling
        FROM quizzes_card c {fact_of_card} JOIN content_topic t ON t.id = f.topic_id
        LEFT JOIN quizzes_cardnote n ON n.card_id = c.id
        WHERE c.id = queued.id OFFSET 0
    ) asked
    WHERE asked.askable
    LIMIT {window}
)
SELECT chosen.*, coming.*, {siblings}
FROM (
    (SELECT {names} FROM near WHERE tier = 0 OR sibling IS NOT TRUE LIMIT 1)
    UNION ALL
    (SELECT {names} FROM near LIMIT 1)
    LIMIT 1
) chosen
CROSS JOIN ({coming}) coming
"""
# What the coming days hold, as far as `AHEAD_DAYS` and `COUNTED` cards: from the index card_due alone, and no more for
# whoever has many. What is due on one day is due at one instant, so few instants and their numbers hold it: a thousand
# instants one by one took longer to read here than all else. And when the siblings of the card come back: they are few,
# and found by the index card_once.
AHEAD_DAYS, COUNTED = 45, 1000
COMING = f"""
    SELECT array_agg(due) AS dues, array_agg(number) AS numbers
    FROM (
        SELECT due, count(*) AS number
        FROM (
            SELECT due FROM quizzes_card
            WHERE learner_id = %(learner)s AND NOT suspended AND due >= %(tomorrow)s
              AND due < %(tomorrow)s::timestamptz + interval '{AHEAD_DAYS} days'
            ORDER BY due LIMIT {COUNTED}
        ) counted
        GROUP BY due
    ) instants
"""
SIBLINGS = """
    (SELECT array_agg(due) FROM (
        SELECT b.due FROM quizzes_card a JOIN quizzes_fact f ON f.id = a.fact_id
        JOIN quizzes_fact g ON g.topic_id = f.topic_id AND g."group" = f."group" AND g.id <> f.id
        JOIN quizzes_card b ON b.learner_id = a.learner_id AND b.fact_id = g.id
        WHERE a.id = chosen.id AND b.state = 2 AND b.due >= %(tomorrow)s AND NOT b.suspended OFFSET 0
    ) siblings)
"""

# One card, whenever it is due; where nothing is scheduled by it, it needs no calendar.
ASKED = f"""
SELECT {", ".join(SHOWN)}, NULL, NULL, NULL
FROM quizzes_card c {FACT_OF_CARD} JOIN content_topic t ON t.id = f.topic_id
LEFT JOIN quizzes_cardnote n ON n.card_id = c.id
WHERE c.id = %(card)s AND c.learner_id = %(learner)s AND {ASKABLE_CARD}
"""


@cache
def next_statement(*, limited: str, pinned: bool, fresh: bool, planned: bool = False) -> str:
    """`NEXT` with the arms it needs. A limit that stands in it lets the server keep its plan. ``planned``: it goes by
    the day's list, if there is one."""
    left = listed(limited) if planned else ""
    return NEXT.format(
        coming=COMING,
        siblings=SIBLINGS,
        shown=", ".join(SHOWN),
        names=", ".join(column.partition(".")[2] for column in SHOWN),
        askable_fact=ASKABLE_FACT,
        fact_of_card=FACT_OF_CARD,
        mixed=MIXED,
        limited=limited,
        window=NEAR_NEW if fresh else NEAR,
        plan=f"{LIST}, " if planned else "",
        listed=LISTED.format(listed=left) if planned else "",
        unplanned=UNPLANNED if planned else "",
        pinned=(PINNED_BY_PLAN if planned else PINNED).format(limited=limited, listed=left) if pinned else "",
        fresh=FRESH.format(limited=limited, unlisted=NONE_LEFT.format(listed=left) if planned else "") if fresh else "",
    )
