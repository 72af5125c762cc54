"""What the memory states say: recall by topic and phase, what is due in the coming days, and what was done.

Everything is computed in PostgreSQL from the cards; one statement answers for all topics, and for a whole class.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from content.models import Phase, Topic
from quizzes.bank.askable import ASKABLE_FACT, FLASHCARD_OF_FACT
from quizzes.progress.line.stations import Station
from quizzes.progress.standing import Standing, together
from quizzes.reviews.askable import ASKABLE_CARD, COUNTABLE, COUNTED, FACT_OF_CARD, SPOKEN
from quizzes.reviews.away import resting
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.expected import KNOWN, expected_sql, next_day
from quizzes.reviews.forgetting import FACTOR_SQL
from quizzes.reviews.load_sql import COMES_BACK
from quizzes.reviews.paths import in_order
from quizzes.reviews.queries import model_of

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

# Learners × topics, over the facts that count (``due`` counts all that a review would ask, ``asked`` what is answered
# aloud). A learner's days differ by time zone, and everyone has a forgetting curve of their own, so both come in with
# the ids; ``later`` may be null. Where a day has a list, this is due, and on a day off nothing is
# (`quizzes.reviews.load_sql`).
DUE = """CASE WHEN l.away THEN false WHEN l.cards IS NULL THEN c.due <= %(now)s ELSE
    (c.state IN (1, 3) AND c.due > l.begins AND c.due <= %(now)s)
    OR (c.id = ANY (l.cards) AND c.last_day < l.next_day - 1
        AND coalesce(c.buried_until < l.next_day, true) AND NOT (c.state IN (1, 3) AND c.due > l.begins)) END"""
STANDINGS = f"""
WITH learner AS (
    SELECT l.*, {FACTOR_SQL} AS factor, p.cards
    FROM unnest(%(learners)s::bigint[], %(nexts)s::date[], %(thens)s::date[], %(decays)s::float8[],
                %(begins)s::timestamptz[], %(aways)s::bool[])
         AS l(id, next_day, later, decay, begins, away)
    LEFT JOIN quizzes_dayplan p ON p.learner_id = l.id AND p.day = l.next_day - 1
), topic AS (
    SELECT t.id, count(f.id) FILTER (WHERE {COUNTABLE}) AS total,
           count(f.id) FILTER (WHERE {SPOKEN} AND {ASKABLE_FACT}) AS asked
    FROM content_topic t
    LEFT JOIN quizzes_fact f ON f.topic_id = t.id AND f.retired_at IS NULL
    {FLASHCARD_OF_FACT}
    WHERE t.phase_id IS NOT NULL AND t.retired_at IS NULL
      AND (%(topics)s::bigint[] IS NULL OR t.id = ANY(%(topics)s::bigint[]))
    GROUP BY t.id
), memory AS (
    SELECT l.id AS learner_id, f.topic_id,
           count(*) FILTER (WHERE {COUNTABLE} AND c.suspended) AS suspended,
           count(*) FILTER (WHERE {COUNTED}) AS added,
           count(*) FILTER (WHERE {COUNTED} AND c.state <> 0) AS seen,
           count(*) FILTER (WHERE {ASKABLE_CARD} AND c.state <> 0 AND {DUE}) AS due,
           count(*) FILTER (WHERE {SPOKEN} AND {ASKABLE_CARD} AND {KNOWN}) AS explained,
           {expected_sql("l.next_day", curve="l", counted=COUNTED)} AS recalled,
           {expected_sql("l.later", curve="l", counted=COUNTED)} AS recalled_then
    FROM learner l
    JOIN quizzes_card c ON c.learner_id = l.id
    {FACT_OF_CARD}
    WHERE f.retired_at IS NULL
    GROUP BY l.id, f.topic_id
)
SELECT l.id, t.id, t.total - coalesce(m.suspended, 0), coalesce(m.added, 0), coalesce(m.seen, 0), coalesce(m.due, 0),
       coalesce(m.recalled, 0), CASE WHEN l.later IS NOT NULL THEN coalesce(m.recalled_then, 0) END, r.id IS NOT NULL,
       t.asked, coalesce(m.explained, 0)
FROM learner l
CROSS JOIN topic t
LEFT JOIN memory m ON m.learner_id = l.id AND m.topic_id = t.id
LEFT JOIN quizzes_reading r ON r.learner_id = l.id AND r.topic_id = t.id
"""

# Numbers of reviews by days counted from a first one: what is to come, and what was done. What was undone does not
# count, nor what quizzes told. The index is by instant, and a change of zone moves a day by no more than two.
COMING = f"""
SELECT 'coming' AS part, greatest(width_bucket(c.due, %(starts)s::timestamptz[]), 1) - 1 AS place, count(*) AS number,
       0 AS spent, 0 AS answers
FROM quizzes_card c {FACT_OF_CARD}
WHERE c.learner_id = %(learner)s AND {ASKABLE_CARD} AND c.state <> 0 AND c.due < %(end)s
GROUP BY place
"""
DONE = f"""
SELECT 'done' AS part, r.day - %(first)s AS place,
       count(DISTINCT r.card_id) FILTER (WHERE r.day <> %(today)s OR r.card_id NOT IN (
           SELECT id FROM quizzes_card WHERE learner_id = %(learner)s AND {COMES_BACK}
       )) AS number, coalesce(sum(r.duration_ms), 0), count(*)
FROM quizzes_review r
WHERE r.learner_id = %(learner)s AND r.source = 'review' AND r.at >= %(since)s AND r.day >= %(first)s
  AND r.rating IS NOT NULL AND NOT EXISTS (SELECT FROM quizzes_review u WHERE u.undoes_id = r.id)
GROUP BY place
"""


def standings(
    learners: Sequence["User"], now: datetime, *, topics: Sequence[int] | None = None
) -> dict[tuple[int, int], Standing]:
    """Each learner's standing with each topic of the path (or those given), by their ids. One statement."""
    if not learners:
        return {}
    days = [today_of(learner, now) for learner in learners]
    nexts = [next_day(day) for day in days]
    dates = [interview_ahead(learner, day) for learner, day in zip(learners, days, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            STANDINGS,
            {
                "learners": [learner.pk for learner in learners],
                "nexts": nexts,
                "thens": [date and max(date, following) for date, following in zip(dates, nexts, strict=True)],
                "begins": [
                    day_begins(day, learner.time_zone, learner.day_start)
                    for learner, day in zip(learners, days, strict=True)
                ],
                "aways": [resting(learner, day) for learner, day in zip(learners, days, strict=True)],
                "decays": [model_of(learner).decay for learner in learners],
                "topics": None if topics is None else list(topics),
                "now": now,
            },
        )
        return {
            (learner, topic): Standing(
                total=total,
                added=added,
                seen=seen,
                due=due,
                recalled=recalled,
                recalled_then=then,
                pages=1,
                pages_read=int(read),
                asked=asked,
                explained=explained,
            )
            for learner, topic, total, added, seen, due, recalled, then, read, asked, explained in cursor.fetchall()
        }


def topic_progress(learner: "User", now: datetime) -> dict[int, Standing]:
    """One learner's standing with every topic of the path, by topic id."""
    return {topic: standing for (_, topic), standing in standings([learner], now).items()}


def today_of(learner: "User", now: datetime) -> date:
    """The learner's local day."""
    return local_day(now, learner.time_zone, learner.day_start)


def interview_ahead(learner: "User", today: date) -> date | None:
    """The day of the interview, unless it is over."""
    return learner.interview_on if learner.interview_on and learner.interview_on >= today else None


# --- The path -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PhaseStanding:
    """A phase of the path, how one stands with it, and with each of its topics. ``index`` counts from 1."""

    phase: Phase
    index: int
    standing: Standing
    topics: tuple[tuple[Topic, Standing], ...]


def path_of(by_topic: Mapping[int, Standing], order: Sequence[int] = ()) -> list[PhaseStanding]:
    """The phases with these standings, in a learner's ``order`` (`quizzes.reviews.paths`) or else the wiki's; a topic
    without one counts as untouched. One query."""
    phases: dict[Phase, list[tuple[Topic, Standing]]] = {}
    for topic in Topic.objects.topics().select_related("phase").defer(*Topic.TEXTS):
        assert topic.phase is not None  # what topics() is for
        phases.setdefault(topic.phase, []).append((topic, by_topic.get(topic.pk, Standing(pages=1))))
    return [
        PhaseStanding(phase, index, together(standing for _, standing in topics), tuple(topics))
        for index, (phase, topics) in enumerate(in_order(phases.items(), order, lambda one: one[0].pk), start=1)
    ]


def stations(path: Sequence[PhaseStanding], *, assigned: frozenset[int] = frozenset()) -> list[Station]:
    """The path as the line shows it; ``assigned`` holds ids of phases."""
    return [
        Station(
            slug=topic.slug,
            title=topic.title,
            phase_title=part.phase.title,
            phase_index=part.index,
            recall=standing.recall if standing.seen else None,
            assigned=part.phase.pk in assigned,
            due=standing.due > 0,
            url=topic.get_absolute_url(),
        )
        for part in path
        for topic, standing in part.topics
    ]


# --- Days ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DayCount:
    """A local day and a number of reviews, each of another fact; for days that are past, the ``seconds`` these took
    where it was measured, and their ``answers``, as some facts are asked more than once."""

    day: date
    count: int
    seconds: float = 0.0
    answers: int = 0


@dataclass(frozen=True)
class Days:
    """Reviews that fall due on each of the coming local days if none is done, today with what is overdue; and reviews
    on each of the last, today the last of them, as `Load.done` counts them: facts whose flashcards were graded."""

    coming: list[DayCount]
    done: list[DayCount]


def days_of(learner: "User", now: datetime, *, ahead: int = 0, back: int = 0) -> Days:
    """So many days to come and so many past ones, today among both. One statement."""
    today = today_of(learner, now)
    starts = [day_begins(today + timedelta(n), learner.time_zone, learner.day_start) for n in range(ahead + 1)]
    first = today - timedelta(back - 1)
    values: dict[str, Any] = {"learner": learner.pk, "starts": starts[:-1], "end": starts[-1], "today": today}
    tomorrow = day_begins(today + timedelta(1), learner.time_zone, learner.day_start)
    values |= {"first": first, "since": now - timedelta(back + 2), "tomorrow": tomorrow}
    with connection.cursor() as cursor:
        cursor.execute("UNION ALL".join([COMING] * bool(ahead) + [DONE] * bool(back)), values)
        found = {(part, place): (number, float(spent) / 1000, n) for part, place, number, spent, n in cursor.fetchall()}
    return Days(
        coming=[DayCount(today + timedelta(n), *found.get(("coming", n), (0,))) for n in range(ahead)],
        done=[DayCount(first + timedelta(n), *found.get(("done", n), (0,))) for n in range(back)],
    )


def forecast(learner: "User", now: datetime, *, days: int = 14) -> list[DayCount]:
    """`Days.coming` alone."""
    return days_of(learner, now, ahead=days).coming


def reviews_by_day(learner: "User", now: datetime, *, days: int = 28) -> list[DayCount]:
    """`Days.done` alone."""
    return days_of(learner, now, back=days).done
