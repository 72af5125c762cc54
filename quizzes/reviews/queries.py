"""What a learner is shown next, how much is left, and the row a fact stands in.

The queue: steps of learning and relearning that are due, then due reviews, the longest overdue first, then new facts up
to the learner's daily number. Siblings (facts of one table or list) do not follow one another where others are left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, Min, Q
from django.urls import reverse

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.reviews import scheduling
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.models import Card
from quizzes.reviews.scheduling import Memory, Rating, State, Wait

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

AHEAD = timedelta(minutes=20)
CANDIDATES = 50

# One statement for a page: what was done today, what is left, and the card to show.
# `waiting` reads ids and states from the index card_due alone; rows are fetched by primary key afterwards.
QUEUE = """
WITH done AS MATERIALIZED (
    SELECT r.id, r.card_id
    FROM quizzes_review r
    WHERE r.learner_id = %(learner)s AND r.at >= %(today)s AND r.source = 'review' AND r.rating IS NOT NULL
      AND NOT EXISTS (SELECT FROM quizzes_review u WHERE u.undoes_id = r.id)
), introduced AS (
    SELECT count(*) AS n FROM done
    WHERE NOT EXISTS (
        SELECT FROM quizzes_review e
        WHERE e.card_id = done.card_id AND e.id < done.id AND e.rating IS NOT NULL
          AND NOT EXISTS (SELECT FROM quizzes_review u WHERE u.undoes_id = e.id)
    )
), last AS (
    SELECT f.topic_id, f."group" FROM done
    JOIN quizzes_card c ON c.id = done.card_id
    JOIN quizzes_fact f ON f.id = c.fact_id
    ORDER BY done.id DESC LIMIT 1
), waiting AS MATERIALIZED (
    SELECT id, state, due FROM quizzes_card
    WHERE learner_id = %(learner)s AND NOT suspended AND due < %(tomorrow)s AND state <> 0
), seen AS MATERIALIZED (
    SELECT w.id, w.state, w.due, f.topic_id, f."group" FROM waiting w
    JOIN quizzes_card c ON c.id = w.id
    JOIN quizzes_fact f ON f.id = c.fact_id
    LEFT JOIN quizzes_flashcard l ON l.fact_id = f.id
    WHERE f.retired_at IS NULL AND l.retired_at IS NULL
      AND (%(topics)s::bigint[] IS NULL OR f.topic_id = ANY(%(topics)s::bigint[]))
), fresh AS MATERIALIZED (
    SELECT c.id, c.due, f.topic_id, f."group" FROM quizzes_card c
    JOIN quizzes_fact f ON f.id = c.fact_id
    LEFT JOIN quizzes_flashcard l ON l.fact_id = f.id
    WHERE c.learner_id = %(learner)s AND NOT c.suspended AND c.due <= %(now)s AND c.state = 0
      AND f.retired_at IS NULL AND l.retired_at IS NULL
      AND (%(topics)s::bigint[] IS NULL OR f.topic_id = ANY(%(topics)s::bigint[]))
      AND (SELECT n FROM introduced) < %(new_per_day)s
    ORDER BY c.due, c.id LIMIT %(candidates)s
), candidate AS (
    (SELECT id, 1 AS tier, due, topic_id, "group" FROM seen
     WHERE state IN (1, 3) AND due <= %(steps_until)s ORDER BY due, id LIMIT %(candidates)s)
    UNION ALL
    (SELECT id, 2, due, topic_id, "group" FROM seen
     WHERE state = 2 AND due <= %(now)s ORDER BY due, id LIMIT %(candidates)s)
    UNION ALL
    SELECT id, 3, due, topic_id, "group" FROM fresh
), chosen AS (
    SELECT id FROM candidate
    ORDER BY id = %(pinned)s DESC, (topic_id, "group") IS NOT DISTINCT FROM (SELECT (topic_id, "group") FROM last),
             tier, due, id
    LIMIT 1
)
SELECT (SELECT count(*) FROM done) AS n_done,
       (SELECT count(*) FROM seen WHERE due <= %(now)s) AS n_due,
       (SELECT count(*) FROM seen WHERE due > %(now)s AND state IN (1, 3)) AS n_later,
       least((SELECT count(*) FROM fresh), greatest(%(new_per_day)s - (SELECT n FROM introduced), 0)) AS n_fresh,
       c.id, c.state, c.stability, c.difficulty, c.step, c.last_day, c.reps, c.lapses, c.changed,
       f.kind, f.option, f.dimension, f.value, f.qualifier, f.anchor, t.slug, t.title,
       l.context, l.prompt, l.answer, l.reverse
FROM (VALUES (1)) AS once
LEFT JOIN chosen ON true
LEFT JOIN quizzes_card c ON c.id = chosen.id
LEFT JOIN quizzes_fact f ON f.id = c.fact_id
LEFT JOIN content_topic t ON t.id = f.topic_id
LEFT JOIN quizzes_flashcard l ON l.fact_id = f.id
"""


@dataclass(frozen=True, slots=True)
class Showing:
    """A card as it is asked. ``reverse``: the value is shown and the option asked for."""

    card_id: int
    memory: Memory
    changed: bool
    context: str
    prompt: str
    answer: str
    reverse: bool
    several: bool
    source: str


@dataclass(frozen=True, slots=True)
class Study:
    """How the day stands: grades given, cards due now, steps that come back later today, new facts left; and the card
    to show now, if any."""

    done: int
    due: int
    later: int
    fresh: int
    showing: Showing | None

    @property
    def left(self) -> int:
        return self.due + self.later + self.fresh

    @property
    def total(self) -> int:
        return self.done + self.left


def study(
    learner: "User",
    now: datetime,
    *,
    topics: Sequence[int] | None = None,
    ahead: bool = False,
    pinned: int | None = None,
) -> Study:
    """How the day stands, in all topics or some. One statement.

    ``ahead`` also shows steps that are due within `AHEAD`; ``pinned`` is shown first if it is in the queue.
    """
    day = local_day(now, learner.time_zone, learner.day_start)
    parameters: dict[str, Any] = {
        "learner": learner.pk,
        "now": now,
        "today": day_begins(day, learner.time_zone, learner.day_start),
        "tomorrow": day_begins(day + timedelta(days=1), learner.time_zone, learner.day_start),
        "steps_until": now + AHEAD if ahead else now,
        "new_per_day": learner.new_per_day,
        "topics": None if topics is None else list(topics),
        "candidates": max(CANDIDATES, learner.new_per_day),
        "pinned": pinned or 0,
    }
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, parameters)
        names = [column.name for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
    return Study(row["n_done"], row["n_due"], row["n_later"], row["n_fresh"], _showing(row) if row["id"] else None)


def due_count(learner: "User", now: datetime) -> int:
    """Cards due now: steps and reviews, new facts not counted."""
    return Card.objects.filter(learner=learner).due(now).askable().count()


def new_left(learner: "User", now: datetime) -> int:
    """New facts that today still brings: what is left of the daily number, and no more than there are."""
    return study(learner, now).fresh


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes after today's work: the number of cards, and the instant at which the next one is asked, if any."""

    cards: int
    at: datetime | None


def coming(learner: "User", now: datetime, *, topics: Sequence[int] | None = None) -> Coming:
    """When the next card that is not due yet comes back; new facts come with the next day."""
    cards = Card.objects.filter(learner=learner).askable()
    if topics is not None:
        cards = cards.filter(fact__topic__in=topics)
    found = cards.aggregate(
        cards=Count("pk"),
        fresh=Count("pk", filter=Q(state=Card.State.NEW)),
        next=Min("due", filter=Q(due__gt=now) & ~Q(state=Card.State.NEW)),
    )
    instants = [found["next"]] if found["next"] else []
    if found["fresh"] and learner.new_per_day:
        day = local_day(now, learner.time_zone, learner.day_start) + timedelta(days=1)
        instants.append(day_begins(day, learner.time_zone, learner.day_start))
    return Coming(found["cards"], min(instants, default=None))


def waits(memory: Memory, card_id: int, learner: "User", now: datetime) -> list[tuple[Rating, Wait]]:
    """What each grade would lead to, exactly as `services.grade` will do it."""
    day = local_day(now, learner.time_zone, learner.day_start)
    chance = scheduling.chance(card_id, memory.reps)
    return [
        (r, scheduling.review(memory, r, day=day, retention=learner.desired_retention, chance=chance).wait)
        for r in Rating
    ]


@dataclass(frozen=True, slots=True)
class Value:
    text: str
    qualifier: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One option's values in the dimension of the row; ``asked`` marks the option in question."""

    option: str
    values: tuple[Value, ...]
    asked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The row of a comparison that a fact stands in, with its siblings' values."""

    caption: str
    dimension: str
    columns: tuple[Column, ...]
    source: str


def row_of(fact: Fact) -> Row:
    """The row that a fact stands in; a list's bullets are gathered under their options."""
    siblings = Fact.objects.live().filter(topic=fact.topic_id, group=fact.group, label=fact.label).order_by("position")
    by_option: dict[str, list[Fact]] = {}
    for sibling in siblings:
        by_option.setdefault(sibling.option_key, []).append(sibling)
    return Row(
        caption=fact.caption or fact.topic.title,
        dimension=fact.dimension,
        columns=tuple(
            Column(
                option=facts[0].option,
                values=tuple(Value(f.value, f.qualifier, f.pk == fact.pk) for f in facts),
                asked=any(f.pk == fact.pk for f in facts),
            )
            for facts in by_option.values()
        ),
        source=fact.source,
    )


def topics_of(*, topic: str, phase: str) -> list[Topic] | None:
    """The topics that a custom study names, by slug; None where it names none. An unknown slug gives no topics."""
    if not topic and not phase:
        return None
    found = Topic.objects.topics().select_related("phase").only("slug", "title", "phase__slug", "phase__title")
    return list(found.filter(slug=topic) if topic else found.filter(phase__slug=phase))


def _showing(row: Mapping[str, Any]) -> Showing:
    """The card of a row of `QUEUE`. A fact without a flashcard of its own is asked as option · dimension."""
    given = f" (given: {row['qualifier']})" if row["qualifier"] else ""
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
        context=row["context"] or f"{row['title']} · {row['dimension']}",
        prompt=row["prompt"] or f"{row['option']}{given}",
        answer=row["answer"] or row["value"],
        reverse=bool(row["reverse"]),
        several=row["prompt"] is None and row["kind"] == Fact.Kind.TRAIT,
        source=f"{reverse('content:topic', args=[row['slug']])}#{row['anchor']}",
    )
