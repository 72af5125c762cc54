"""The statement that counts a learner's day.

What is due, in learning and new is counted at once, by one scan of the index card_due alone. Which facts may be asked
stands in the tables of facts and flashcards: to look there for each card costs thirty times as much as to count. So all
cards are counted, and those taken off whose facts may not be asked: retired ones are few, and have indexes of their own
(fact_retired, flashcard_retired), and the learner's cards of them are found by one walk through the index card_once. A
subquery with OFFSET 0 holds the planner to that: a plan that serves every learner would rather read all that one of
them has due from the table.
"""

from collections.abc import Sequence
from functools import cache

from quizzes.bank.askable import ASKABLE_FACT, UNASKABLE_FACTS
from quizzes.reviews.askable import FACT_OF_CARD
from quizzes.reviews.load import FRESH_SECONDS, REVIEW_SECONDS, STEPS_OF_NEW, WRONG_TO_RIGHT

# The last timed grades that a learner's pace is taken from, and how many of a kind it takes: one long look at a card
# would make a day of thirty into an hour.
LEAST_SECONDS = 3.0  # no grade is faster to whom the next day is planned: to read a prompt takes as long
SAMPLE, FEWEST_TIMED = 200, 10

# A custom study's cards.
LIMITED = "AND fact_id IN (SELECT id FROM quizzes_fact WHERE topic_id = ANY(%(topics)s::bigint[]))"
NAMED = "AND fact_id = ANY(%(facts)s::bigint[])"
# What of them: what is due, or new facts with the steps in which they are learned.
ONLY = {"due": "AND state <> 0", "new": "AND state IN (0, 1)"}

# Whether a card's fact may be asked. The suspension is left to the conditions of the index. As a value and not as a
# condition of the join, so that no other index tempts the planner.
CONTENT = f"FROM quizzes_card c {FACT_OF_CARD} WHERE c.id = queued.id"
ASKABLE = f"(SELECT {ASKABLE_FACT} {CONTENT})"

# A learner's medians in milliseconds, or what is usual. A grade that leaves a card in learning (state 1) was given to a
# fact still new, hence the two. The index review_by_time holds all that is read.
MEDIAN = f"""CASE WHEN count(*) FILTER (WHERE {{which}}) >= {FEWEST_TIMED}
    THEN greatest(percentile_cont(0.5) WITHIN GROUP (ORDER BY r.duration_ms) FILTER (WHERE {{which}}),
                  {1000 * LEAST_SECONDS})
    ELSE {{usual}} END"""
PACE = f"""
SELECT {MEDIAN.format(which="r.state <> 1", usual=1000 * REVIEW_SECONDS)} AS review,
       {MEDIAN.format(which="r.state = 1", usual=1000 * FRESH_SECONDS)} AS fresh
FROM (
    SELECT duration_ms, state FROM quizzes_review
    WHERE learner_id = {{learner}} AND duration_ms IS NOT NULL
    ORDER BY at DESC LIMIT {SAMPLE}
) r
"""

# The same that `Pace` says of what comes back on the same day, in milliseconds: a review's lapses, by the chance of its
# recall, and the steps of a new fact.
LAPSES = f"({WRONG_TO_RIGHT - 1} * (1 - {{recall}}) * pace.review)"
STEPS_OF_NEW_FACT = f"({STEPS_OF_NEW} * pace.review)"

# What is of today says the row, as for every other figure of days: a journey may have put it outside of today's hours.
# What a day may still take is told by its hours too (`OF_TODAY`): who moves the beginning of their day to late in the
# evening is back in the day before, and what they answered this morning was no less work. A fact was introduced today
# if all its evidence is of today and began with a flashcard: what a quiz has asked before is no new fact.
OF_TODAY = "(day = %(day)s OR at >= %(today)s)"
TODAYS = f"""log AS MATERIALIZED (
    SELECT id, card_id, rating, source, undoes_id, day, at FROM quizzes_review
    WHERE learner_id = %(learner)s AND at >= %(dawn)s
), told AS MATERIALIZED (
    SELECT id, card_id, source, day FROM log
    WHERE rating IS NOT NULL AND {OF_TODAY} AND id NOT IN (SELECT undoes_id FROM log WHERE undoes_id IS NOT NULL)
), given AS (
    SELECT id, card_id, source FROM told WHERE day = %(day)s
), begun AS MATERIALIZED (
    SELECT card_id
    FROM (SELECT card_id, count(*) AS n, (array_agg(source ORDER BY id))[1] AS first FROM told GROUP BY card_id) today
    WHERE first = 'review' AND n = (SELECT reps FROM quizzes_card WHERE id = today.card_id)
), introduced AS (
    SELECT count(*) AS n FROM begun
)"""
# What was answered today and is asked once more before the day ends is not done yet: it is counted as left. So what was
# announced is what is left and what is done, however often each of it is asked.
COMES_BACK = "NOT suspended AND state IN (1, 3) AND due < %(tomorrow)s"
LOAD = """
WITH {todays}, held AS MATERIALIZED (
    SELECT ready.due, later.learning, ready.cards - ready.due AS unseen
    FROM (
        SELECT count(*) AS cards, count(*) FILTER (WHERE state <> 0) AS due FROM quizzes_card
        WHERE learner_id = %(learner)s AND NOT suspended AND due <= %(now)s {limited}
    ) ready, (
        SELECT count(*) AS learning FROM quizzes_card
        WHERE learner_id = %(learner)s AND NOT suspended AND due > %(now)s AND due < %(tomorrow)s
          AND state <> 0 {limited}
    ) later
), unasked AS MATERIALIZED (
    SELECT count(*) FILTER (WHERE state <> 0 AND due <= %(now)s) AS due,
           count(*) FILTER (WHERE state <> 0 AND due > %(now)s) AS learning,
           count(*) FILTER (WHERE state = 0 AND due <= %(now)s) AS unseen
    FROM (
        SELECT state, due, suspended FROM quizzes_card
        WHERE learner_id = %(learner)s AND fact_id = ANY (ARRAY({unaskable})) {limited} OFFSET 0
    ) aside
    WHERE NOT suspended AND due < %(tomorrow)s
), last AS (
    SELECT f.topic_id, f."group" FROM quizzes_card c JOIN quizzes_fact f ON f.id = c.fact_id
    WHERE c.id = (SELECT card_id FROM given WHERE source = 'review' ORDER BY id DESC LIMIT 1)
), steps AS (
    SELECT count(*) FILTER (WHERE due <= %(now)s) AS due, count(*) FILTER (WHERE due > %(now)s) AS learning,
           min(due) FILTER (WHERE due > %(now)s) AS next_at, count(*) FILTER (WHERE {first_step}) AS twice
    FROM quizzes_card WHERE {steps} {limited} AND NOT %(away)s
), asked AS (
    SELECT coalesce(sum(number), 0) AS more FROM quizzes_morefacts WHERE learner_id = %(learner)s AND day = %(day)s
), usual AS (
    SELECT {lapses} * (held.due - unasked.due + held.learning - unasked.learning - steps.due - steps.learning)
               AS beside,
           false AS whole, steps.due + steps.learning AS steps, steps.twice, 0::bigint AS levelled,
           held.due - unasked.due AS due, held.learning - unasked.learning AS learning,
           held.unseen - unasked.unseen AS unseen, greatest({most_new} - introduced.n + asked.more, 0) AS allowed,
           (SELECT due FROM quizzes_card queued
            WHERE learner_id = %(learner)s AND NOT suspended AND due > %(now)s AND state <> 0 {limited} AND {askable}
            ORDER BY due LIMIT 1) AS next_at
    FROM held, unasked, introduced, asked, steps
){planned}
SELECT (SELECT count(*) FROM quizzes_card
        WHERE id IN (SELECT card_id FROM given WHERE source = 'review') AND NOT ({comes_back}) {within}),
       (SELECT count(*) FROM given WHERE source = 'review'),
       day.due, day.learning, day.unseen, day.allowed, day.next_at, pace.review, pace.fresh,
       (SELECT topic_id FROM last), (SELECT "group" FROM last), day.levelled,
       EXISTS (SELECT FROM quizzes_cardact act
               WHERE learner_id = %(learner)s AND at >= %(today)s AND kind NOT IN ('undo', 'apart')
                 AND NOT EXISTS (SELECT FROM quizzes_cardact WHERE undoes_id = act.id)),
       day.steps, day.twice, day.beside, day.whole
FROM {day} day, ({pace}) pace
"""

# Today's steps: what is being learned comes back by itself, whatever a day's list says. From the first step a right
# answer leads to the second, so it is asked once more.
FIRST_STEP = "state = 1 AND step = 0"
STEPS = f"""learner_id = %(learner)s AND NOT suspended AND due > %(today)s AND due < %(tomorrow)s AND state IN (1, 3)
      AND fact_id NOT IN ({UNASKABLE_FACTS})"""
# A day with a list: today's steps, and what is left of the list. No fact is asked twice on one day. Where it is planned
# for a date the list holds the day's new facts too; more of them are those that were asked for, less those that were
# begun outside of it. Until a day has its list it counts as any other. A day without study asks nothing, its own list
# and steps neither: what it would have asked is counted as moved.
LIST = """plan AS MATERIALIZED (
    SELECT cards, beside, date IS NOT NULL AS whole FROM quizzes_dayplan
    WHERE learner_id = %(learner)s AND day = %(day)s AND cards IS NOT NULL AND NOT %(away)s
    UNION ALL
    SELECT '{}'::bigint[], 0, true WHERE %(away)s
)"""
# What a review of a day without a list takes beside its first answer, where the recall of each was looked at.
LAPSES_SEEN = """(SELECT nullif(beside, 0) / nullif(due, 0) FROM quizzes_dayplan
            WHERE learner_id = %(learner)s AND day = %(day)s AND cards IS NULL)"""
# Without a date, how many new facts the day's minutes leave room for; before it was opened, what they would hold.
MOST_NEW = "%(new_per_day)s"
MOST_NEW_THAT_FIT = """least(%(new_per_day)s, coalesce((SELECT room FROM quizzes_dayplan
    WHERE learner_id = %(learner)s AND day = %(day)s), %(room)s::int))"""
PLANNED = """, {plan}, kept AS (
    SELECT count(*) FILTER (WHERE state <> 0) AS due, count(*) FILTER (WHERE state = 0) AS fresh FROM ({listed}) listed
), outside AS (
    SELECT count(*) AS n FROM begun WHERE NOT EXISTS (SELECT FROM plan WHERE card_id = ANY (cards))
), day AS (
    SELECT kept.due + steps.due AS due, steps.learning, usual.unseen,
           CASE WHEN %(away)s THEN 0 WHEN plan.whole THEN kept.fresh + greatest(asked.more - outside.n, 0)
                ELSE usual.allowed END AS allowed,
           coalesce(steps.next_at, %(back)s) AS next_at,
           CASE WHEN %(away)s THEN usual.due + usual.learning WHEN plan.whole THEN 0
                ELSE greatest(usual.due - kept.due - steps.due, 0) END AS levelled,
           plan.beside * (kept.due + kept.fresh) / greatest(cardinality(plan.cards), 1) AS beside, plan.whole,
           steps.due + steps.learning AS steps, steps.twice
    FROM plan, kept, steps, outside, asked, usual
    UNION ALL
    SELECT due, learning, unseen, allowed, next_at, levelled, beside, whole, steps, twice
    FROM usual WHERE NOT EXISTS (SELECT FROM plan)
)"""
# The cards of the list that are still to be asked, in its order; what is in steps is asked by these. ``plan`` is as
# above.
LISTED = """
SELECT c.id, c.state, listed.place
FROM plan CROSS JOIN LATERAL unnest(plan.cards) WITH ORDINALITY AS listed(id, place)
JOIN quizzes_card c ON c.id = listed.id
WHERE c.learner_id = %(learner)s AND NOT c.suspended AND coalesce(c.last_day < %(day)s, true)
  AND NOT (c.state IN (1, 3) AND c.due > %(today)s) AND coalesce(c.buried_until <= %(day)s, true)
  AND fact_id NOT IN ({unaskable}) {limited}
"""


def limits(topics: Sequence[int] | None, facts: Sequence[int] | None, only: str = "") -> str:
    """The conditions of a custom study; ``only`` is empty or one of `ONLY`."""
    named = ("" if topics is None else LIMITED, "" if facts is None else NAMED, ONLY[only] if only else "")
    return " ".join(part for part in named if part)


def listed(limited: str) -> str:
    """`LISTED` of everything, or of a custom study."""
    return LISTED.format(unaskable=UNASKABLE_FACTS, limited=limited)


@cache
def load_statement(limited: str, *, within: str = "", planned: bool = False) -> str:
    """`LOAD` of everything, or of a custom study, which is ``within`` a part of it; ``planned``: it goes by the day's
    list, if there is one."""
    told = {"unaskable": UNASKABLE_FACTS, "limited": limited, "steps": STEPS, "first_step": FIRST_STEP}
    plan = PLANNED.format(plan=LIST, listed=listed(limited), **told) if planned else ""
    return LOAD.format(
        todays=TODAYS,
        most_new=MOST_NEW_THAT_FIT if planned else MOST_NEW,
        **told,
        lapses=LAPSES_SEEN,
        comes_back=COMES_BACK,
        within=within,
        askable=ASKABLE,
        pace=PACE.format(learner="%(learner)s"),
        planned=plan,
        day="day" if planned else "usual",
    )
