"""What a learner is shown next, and how the day stands.

The queue: today's steps of learning and relearning that are due, then due reviews, the longest overdue first and those
of one day well mixed, then new facts in page order, up to the learner's daily number. Siblings (facts of one table or
list) do not follow one another where another card is near.

The statements name ids through the index card_due alone and look rows up by primary key, one at a time and only as many
as they need. Correlated subqueries and OFFSET 0 hold the planner to that, whatever it knows of the tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.urls import reverse

from quizzes.bank.models import Fact
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.scheduling import Memory, State

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

    Group = tuple[int, str]

AHEAD = timedelta(minutes=20)
# How many cards are looked at to find one that is no sibling; new facts stand in page order, side by side.
NEAR, NEAR_NEW = 8, 60
# Cards added one after another are siblings, and those due on one day are due at one instant: this mixes them.
MIXED = "(id * 48271) %% 65537"

# A custom study's cards.
LIMITED = "AND fact_id IN (SELECT id FROM quizzes_fact WHERE topic_id = ANY(%(topics)s::bigint[]))"
NAMED = "AND fact_id = ANY(%(facts)s::bigint[])"

# Whether a card's fact and flashcard are not retired: `CardQuerySet.askable`, but for the suspension, which is a
# condition of the index. As a value and not as a condition of the join, so that no other index tempts the planner.
CONTENT = """
    FROM quizzes_card c
    JOIN quizzes_fact f ON f.id = c.fact_id
    LEFT JOIN quizzes_flashcard l ON l.fact_id = f.id
    WHERE c.id = queued.id
"""
ASKABLE = f"(SELECT f.retired_at IS NULL AND l.retired_at IS NULL {CONTENT})"

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
NEXT = """
SELECT queued.tier, queued.mixed, asked.*
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
    SELECT c.id, c.state, c.due, c.stability, c.difficulty, c.step, c.last_day, c.reps, c.lapses, c.changed,
           f.topic_id, f."group", f.kind, f.option, f.dimension, f.value, f.qualifier, f.anchor,
           (SELECT title FROM content_topic t WHERE t.id = f.topic_id) AS title,
           (SELECT slug FROM content_topic t WHERE t.id = f.topic_id) AS slug,
           l.context, l.prompt, l.answer, l.reverse, l.both_ways,
           f.retired_at IS NULL AND l.retired_at IS NULL AS askable
    {content} OFFSET 0
) asked
WHERE asked.askable
LIMIT {window}
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


@dataclass(frozen=True, slots=True)
class Showing:
    """A card as it is asked.

    ``reverse``: the value is shown and the option asked for; ``several``: the answer is one of several bullets.
    """

    card_id: int
    memory: Memory
    changed: bool
    context: str
    dimension: str
    prompt: str
    answer: str
    reverse: bool
    several: bool
    source: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How the day stands: grades given, cards due now, steps that come back later today, new facts left; and the
    siblings that the last card belonged to."""

    done: int
    due: int
    later: int
    fresh: int
    last: "Group | None"

    @property
    def left(self) -> int:
        return self.due + self.later + self.fresh


@dataclass(frozen=True, slots=True)
class Study(Tally):
    """How the day stands, and the card to show now, if any."""

    showing: Showing | None


def study(
    learner: "User",
    now: datetime,
    *,
    topics: Sequence[int] | None = None,
    facts: Sequence[int] | None = None,
    ahead: bool = False,
    pinned: int | None = None,
) -> Study:
    """How the day stands and the card to show: of everything, of some topics, or of some facts. Two statements.

    ``ahead`` also shows steps that are due within `AHEAD`; ``pinned`` is shown first if it is in the queue.
    """
    day = tally(learner, now, topics=topics, facts=facts)
    showing = upcoming(
        learner, now, topics=topics, facts=facts, ahead=ahead, pinned=pinned, fresh=day.fresh > 0, after=day.last
    )  # fmt: skip
    return Study(day.done, day.due, day.later, day.fresh, day.last, showing)


def tally(
    learner: "User", now: datetime, *, topics: Sequence[int] | None = None, facts: Sequence[int] | None = None
) -> Tally:
    """How the day stands, in everything or a part of it. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_written(TALLY, _limited(topics, facts)), _parameters(learner, now, topics, facts))
        done, due, later, fresh, topic, group = cursor.fetchone()
    return Tally(done, due, later, fresh, None if topic is None else (topic, group))


def upcoming(
    learner: "User",
    now: datetime,
    *,
    fresh: bool,
    after: "Group | None" = None,
    topics: Sequence[int] | None = None,
    facts: Sequence[int] | None = None,
    ahead: bool = False,
    pinned: int | None = None,
) -> Showing | None:
    """The card to show next; new facts only with ``fresh``, siblings of ``after`` only if no other is near. One
    statement."""
    parameters = _parameters(learner, now, topics, facts) | {
        "steps_until": now + AHEAD if ahead else now,
        "pinned": pinned,
        "fresh": fresh,
    }
    statement = _written(NEXT, _limited(topics, facts), pinned=pinned is not None, fresh=fresh)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    chosen = min(rows, key=lambda row: _place(row, after), default=None)
    return _showing(chosen) if chosen else None


def _limited(topics: Sequence[int] | None, facts: Sequence[int] | None) -> str:
    return ("" if topics is None else LIMITED) + ("" if facts is None else NAMED)


@cache
def _written(statement: str, limited: str, *, pinned: bool = False, fresh: bool = False) -> str:
    """A statement with the parts it needs. A limit that stands in it lets the server keep its plan."""
    return statement.format(
        askable=ASKABLE,
        content=CONTENT,
        mixed=MIXED,
        limited=limited,
        window=NEAR_NEW if fresh else NEAR,
        pinned=PINNED.format(limited=limited) if pinned else "",
        fresh=FRESH.format(limited=limited) if fresh else "",
    )


def _parameters(
    learner: "User", now: datetime, topics: Sequence[int] | None, facts: Sequence[int] | None
) -> dict[str, Any]:
    day = local_day(now, learner.time_zone, learner.day_start)
    return {
        "learner": learner.pk,
        "now": now,
        "today": day_begins(day, learner.time_zone, learner.day_start),
        "tomorrow": day_begins(day + timedelta(days=1), learner.time_zone, learner.day_start),
        "new_per_day": learner.new_per_day,
        "topics": None if topics is None else list(topics),
        "facts": None if facts is None else list(facts),
    }


def other_way(state: State, reps: int) -> bool:
    """Whether a card that can be asked both ways is asked from value to option: once learned, each third time.

    It hangs on the card alone, so that the answer, an undo and a second window show the same side.
    """
    return state is State.REVIEW and reps % 3 == 2


def _place(row: Mapping[str, Any], after: "Group | None") -> tuple[Any, ...]:
    """A card's place in the queue: what is pinned, then what is no sibling of the last card, then by tier and time."""
    return (row["tier"] > 0, (row["topic_id"], row["group"]) == after, row["tier"], row["due"], row["mixed"], row["id"])


def _showing(row: Mapping[str, Any]) -> Showing:
    """The card of a row of `NEXT`. A fact without a flashcard of its own is asked as option · dimension."""
    given = f" (given: {row['qualifier']})" if row["qualifier"] else ""
    back = bool(row["both_ways"]) and other_way(State(row["state"]), row["reps"])
    return Showing(
        card_id=row["id"],
        memory=Memory(
            state=State(row["state"]),
            stability=row["stability"],
            difficulty=row["difficulty"],
            step=row["step"],
            last_day=row["last_day"],
            reps=row["reps"],
            lapses=row["lapses"],
        ),
        changed=row["changed"],
        context=(row["context"] or row["title"]).removesuffix(f" · {row['dimension']}"),
        dimension=row["dimension"],
        prompt=f"“{row['value']}”{given}" if back else row["prompt"] or f"{row['option']}{given}",
        answer=row["option"] if back else row["answer"] or row["value"],
        reverse=back or bool(row["reverse"]),
        several=row["prompt"] is None and row["kind"] == Fact.Kind.TRAIT,
        source=f"{reverse('content:topic', args=[row['slug']])}#{row['anchor']}",
    )
