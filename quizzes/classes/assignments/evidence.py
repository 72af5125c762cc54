"""What a learner's memories, pages and quizzes say of what an assignment covers: now, or as of an instant of the log.

Two statements say the same, and a test holds them together. `now_of` reads the cards, `as_of` the log alone: of each
card the evidence up to the instant that was not taken back by then, so that it says the same whenever it is asked.

Other than in `quizzes.progress`, a suspended fact counts, and is not known; nor is one of which nothing is said but a
single Easy of one's own ("I know this well" where the bank had no question, or a first press): a claim is no evidence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from quizzes.bank.askable import ASKABLE_FACT, FLASHCARD_OF_FACT
from quizzes.classes.assignments.judging import Found
from quizzes.reviews.days import local_day
from quizzes.reviews.expected import KNOWN, PARTS, next_day
from quizzes.reviews.forgetting import FACTOR_SQL, recall_sql
from quizzes.reviews.queries import model_of
from quizzes.reviews.scheduling import DEFAULT_MODEL

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@dataclass(frozen=True)
class Scope:
    """What an assignment covers, by ids."""

    topics: tuple[int, ...]
    quizzes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pair:
    """Of whom something is asked about which assignment: as of ``at``, with marks that were given up to ``marked``;
    ``due`` is what a forecast is for."""

    assignment: int
    learner: "User"
    at: datetime
    due: datetime
    marked: datetime


# Facts that are there, and those that were there at an instant.
LIVE = ASKABLE_FACT
LIVE_THEN = """(f.retired_at IS NULL OR f.retired_at > p.at) AND (s.retired_at IS NULL OR s.retired_at > p.at)
    AND NOT EXISTS (
        SELECT FROM quizzes_factversion v WHERE v.fact_id = f.id AND v.number = 1 AND v.created_at > p.at
    )"""
OF_FACTS = f"JOIN quizzes_fact f ON f.topic_id = o.topic AND f.core {FLASHCARD_OF_FACT}"

FROM_QUIZ = "(r.source <> 'review' OR r.weight < 100)"  # a flashcard's grade weighs 100, a confirming question less
OWN_EASY = "r.rating = 4 AND r.weight = 100 AND r.source = 'review'"


def _undone(until: str = "") -> str:
    return f"EXISTS (SELECT FROM quizzes_review u WHERE u.undoes_id = r.id {until and f'AND u.at <= {until}'})"


def _forgotten(until: str) -> str:
    """The latest review after which a card was begun anew by an instant, or 0."""
    return f"""coalesce((
        SELECT max(a.forgets_id) FROM quizzes_cardact a WHERE a.card_id = c.id AND a.kind = 'forget' AND a.at <= {until}
        AND NOT EXISTS (SELECT FROM quizzes_cardact u WHERE u.undoes_id = a.id AND u.at <= {until})
    ), 0)"""


CARDS = f"""
SELECT p.assignment, p.learner, p.decay, p.factor, p.next_day, p.later, c.stability, c.last_day,
       c.id AS card, f.id AS fact, c.state <> 0 AS introduced,
       {KNOWN} AND NOT c.suspended AND NOT (c.reps = 1 AND e.claimed) AS known, e.quizzed
FROM pair p JOIN scope o ON o.assignment = p.assignment {OF_FACTS}
JOIN quizzes_card c ON c.learner_id = p.learner AND c.fact_id = f.id
LEFT JOIN anew n ON n.card = c.id
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or({OWN_EASY}), false) AS claimed,
           coalesce(bool_or(r.rating > 1 AND {FROM_QUIZ}), false) AS quizzed
    FROM quizzes_review r
    WHERE r.card_id = c.id AND r.id > coalesce(n.begun, 0) AND ({OWN_EASY} OR r.rating > 1 AND {FROM_QUIZ})
    AND NOT {_undone()}
) e
WHERE {LIVE}
"""
SUSPENDED_THEN = """coalesce((
    SELECT a.kind = 'suspend' FROM quizzes_cardact a
    WHERE a.card_id = c.id AND a.kind IN ('suspend', 'resume') AND a.at <= p.at
    AND NOT EXISTS (SELECT FROM quizzes_cardact u WHERE u.undoes_id = a.id AND u.at <= p.at)
    ORDER BY a.id DESC LIMIT 1
), c.suspended AND NOT EXISTS (
    SELECT FROM quizzes_cardact a WHERE a.card_id = c.id AND a.kind IN ('suspend', 'resume')
))"""
# A memory's curve is that of the parameters by which its last review was computed, whatever was fitted since.
LOG = f"""
SELECT p.assignment, p.learner, d.decay, d.factor, p.next_day, p.later, e.stability, e.last_day,
       e.evidence > 0 AS introduced, e.quizzed,
       e.evidence > 0 AND e.rating > 1 AND NOT (e.evidence = 1 AND e.claimed) AND NOT {SUSPENDED_THEN} AS known
FROM pair p JOIN scope o ON o.assignment = p.assignment {OF_FACTS}
JOIN quizzes_card c ON c.learner_id = p.learner AND c.fact_id = f.id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE r.stands) AS evidence,
           (array_agg(r.parameter_set_id ORDER BY r.id DESC))[1] AS fitted,
           (array_agg(r.stability ORDER BY r.id DESC))[1] AS stability,
           (array_agg(r.rating ORDER BY r.id DESC) FILTER (WHERE r.stands))[1] AS rating,
           (array_agg(r.day ORDER BY r.id DESC) FILTER (WHERE r.stands))[1] AS last_day,
           coalesce(bool_or(r.stands AND r.rating > 1 AND {FROM_QUIZ}), false) AS quizzed,
           coalesce(bool_and({OWN_EASY}) FILTER (WHERE r.stands), false) AS claimed
    FROM (
        SELECT r.id, r.stability, r.rating, r.day, r.source, r.weight, r.parameter_set_id,
               r.rating IS NOT NULL AND NOT {_undone("p.at")} AS stands
        FROM quizzes_review r WHERE r.card_id = c.id AND r.at <= p.at AND r.id > {_forgotten("p.at")}
    ) r
) e
CROSS JOIN LATERAL (
    SELECT decay, {FACTOR_SQL} AS factor FROM (
        SELECT coalesce(
            (SELECT q.parameters[array_length(q.parameters, 1)] FROM quizzes_parameterset q WHERE q.id = e.fitted),
            {DEFAULT_MODEL.decay}
        ) AS decay
    ) x
) d
WHERE {LIVE_THEN}
"""


# Who is asked about, and what each assignment covers, as `values_of` hands them in; and the cards that were begun anew,
# each with the last review before.
ASKED = f"""
WITH pair AS MATERIALIZED (
    SELECT p.*, {FACTOR_SQL} AS factor FROM unnest(
        %(assignments)s::bigint[], %(learners)s::bigint[], %(decays)s::float8[], %(ats)s::timestamptz[],
        %(nexts)s::date[], %(laters)s::date[]
    ) AS p(assignment, learner, decay, at, next_day, later)
), scope AS MATERIALIZED (
    SELECT * FROM unnest(%(scoped)s::bigint[], %(topics)s::bigint[]) AS o(assignment, topic)
), anew AS MATERIALIZED (
    SELECT a.card_id AS card, max(a.forgets_id) AS begun FROM quizzes_cardact a
    WHERE a.learner_id IN (SELECT learner FROM pair) AND a.kind = 'forget'
    AND NOT EXISTS (SELECT FROM quizzes_cardact u WHERE u.undoes_id = a.id) GROUP BY a.card_id
)"""


def parts_on(day: str) -> str:
    """The chance of recall of a row of `CARDS` or `LOG` on one of its days, in whole parts, which are added up as such
    (`quizzes.reviews.expected`)."""
    return f"round({PARTS} * {recall_sql(f'greatest(c.{day}, c.last_day + 1)', curve='c')})::bigint"


def _statement(cards: str, live: str) -> str:
    """Learners × assignments. Without the OFFSET what each card is asked would be asked again for each figure."""
    today, then = parts_on("next_day"), parts_on("later")
    return f"""
{ASKED}, total AS (
    SELECT p.assignment, p.at, count(*) AS facts FROM (SELECT DISTINCT assignment, at FROM pair) p
    JOIN scope o ON o.assignment = p.assignment {OF_FACTS} WHERE {live} GROUP BY p.assignment, p.at
), page AS (
    SELECT p.assignment, p.learner, count(*) AS read FROM pair p JOIN scope o ON o.assignment = p.assignment
    JOIN quizzes_reading r ON r.learner_id = p.learner AND r.topic_id = o.topic
    WHERE coalesce(r.first_at, r.at) <= p.at GROUP BY p.assignment, p.learner
), memory AS (
    SELECT c.assignment, c.learner, count(*) FILTER (WHERE c.introduced) AS introduced,
           coalesce(sum({today}) FILTER (WHERE c.known), 0) / {PARTS} AS recalled,
           coalesce(sum({today}) FILTER (WHERE c.known AND c.quizzed), 0) / {PARTS} AS quizzed,
           count(*) FILTER (WHERE c.known AND c.quizzed) AS answered,
           coalesce(sum({then}) FILTER (WHERE c.known), 0) / {PARTS} AS later
    FROM ({cards} OFFSET 0) c GROUP BY c.assignment, c.learner
)
SELECT p.assignment, p.learner, coalesce(t.facts, 0), coalesce(m.introduced, 0), coalesce(m.recalled, 0)::float8,
       coalesce(m.quizzed, 0)::float8, coalesce(m.answered, 0), coalesce(m.later, 0)::float8, coalesce(g.read, 0)
FROM pair p
LEFT JOIN total t ON t.assignment = p.assignment AND t.at = p.at
LEFT JOIN memory m ON m.assignment = p.assignment AND m.learner = p.learner
LEFT JOIN page g ON g.assignment = p.assignment AND g.learner = p.learner
"""


STANDING_NOW = _statement(CARDS, LIVE)
STANDING_THEN = _statement(LOG, LIVE_THEN)
# What is handed in at its deadline was handed in then, also where that was noticed later. Of the marks the first count
# whenever they were written; what people changed afterwards, up to an instant. Beside them stands whether one of them
# may not be told to its learner yet (`quizzes.attempts.models.Attempt.scores`, which a test holds it against).
QUIZZES = """
WITH pair AS (
    SELECT * FROM unnest(%(assignments)s::bigint[], %(learners)s::bigint[], %(ats)s::timestamptz[],
                         %(marked)s::timestamptz[]) AS p(assignment, learner, at, marked)
), asked AS (
    SELECT * FROM unnest(%(asking)s::bigint[], %(quizzes)s::bigint[]) AS q(assignment, quiz)
)
SELECT p.assignment, p.learner, q.quiz,
       CASE WHEN z.counts = 'last' THEN (array_agg(m.share ORDER BY a.submitted_at DESC, a.id DESC))[1]
            ELSE max(m.share) END,
       bool_or(a.untold AND a.rules ->> 'feedback' = 'closed' AND p.at < greatest(
           (a.rules ->> 'closes')::timestamptz, z.closes, (
               SELECT t.closes FROM quizzes_terms t WHERE t.quiz_id = q.quiz AND t.learner_id = p.learner
               ORDER BY t.id DESC LIMIT 1
           )
       ))
FROM pair p JOIN asked q ON q.assignment = p.assignment JOIN quizzes_quiz z ON z.id = q.quiz
JOIN quizzes_attempt a ON a.quiz_id = q.quiz AND a.learner_id = p.learner
     AND a.submitted_at IS NOT NULL AND least(a.submitted_at, a.deadline) <= p.at
CROSS JOIN LATERAL (
    SELECT avg(g.share) AS share FROM quizzes_attemptquestion t
    JOIN LATERAL (
        SELECT share FROM quizzes_grading g
        WHERE g.question_id = t.id AND (g.at <= p.marked OR g.rules IN ('marked', 'stored'))
        ORDER BY g.id DESC LIMIT 1
    ) g ON true WHERE t.attempt_id = a.id
) m
WHERE m.share IS NOT NULL
GROUP BY p.assignment, p.learner, q.quiz, z.counts
"""
Key = tuple[int, int]  # an assignment and a learner


def now_of(pairs: Sequence[Pair], scopes: Mapping[int, Scope]) -> dict[Key, Found]:
    """What is found now (``at`` is this moment). Two statements, one where no quiz is asked for, for any number."""
    return _found(STANDING_NOW, pairs, scopes)


def as_of(pairs: Sequence[Pair], scopes: Mapping[int, Scope]) -> dict[Key, Found]:
    """What the log says of an instant that is past. The same for every later moment at which it is asked."""
    return _found(STANDING_THEN, pairs, scopes)


def _found(statement: str, pairs: Sequence[Pair], scopes: Mapping[int, Scope]) -> dict[Key, Found]:
    if not pairs:
        return {}
    values = values_of(pairs, scopes)
    with connection.cursor() as cursor:
        marks: dict[Key, dict[int, float]] = {}
        waiting: dict[Key, set[int]] = {}
        if values["quizzes"]:
            cursor.execute(QUIZZES, values)
            for assignment, learner, quiz, share, waits in cursor.fetchall():
                marks.setdefault((assignment, learner), {})[quiz] = share
                waiting.setdefault((assignment, learner), set()).update([quiz] if waits else [])
        cursor.execute(statement, values)
        return {
            (assignment, learner): Found(
                total=total,
                introduced=introduced,
                recalled=recalled,
                quizzed=quizzed,
                answered=answered,
                then=then,
                pages=len(scopes[assignment].topics),
                pages_read=read,
                quizzes=marks.get((assignment, learner), {}),
                waiting=frozenset(waiting.get((assignment, learner), ())),
            )
            for assignment, learner, total, introduced, recalled, quizzed, answered, then, read in cursor.fetchall()
        }


def values_of(pairs: Sequence[Pair], scopes: Mapping[int, Scope]) -> dict[str, Any]:
    """The days hang on each learner's zone, so they come in with the pairs; few differ, and each is reckoned once."""
    days: dict[tuple[datetime, str, int], Any] = {}

    def after(instant: datetime, one: Pair) -> Any:
        key = (instant, one.learner.time_zone, one.learner.day_start)
        if key not in days:
            days[key] = next_day(local_day(*key))
        return days[key]

    decays = {pk: model_of(learner).decay for pk, learner in {one.learner.pk: one.learner for one in pairs}.items()}
    nexts = [after(one.at, one) for one in pairs]
    scoped = [(key, topic) for key, scope in scopes.items() for topic in scope.topics]
    asking = [(key, quiz) for key, scope in scopes.items() for quiz in scope.quizzes]
    return {
        "assignments": _array(one.assignment for one in pairs),
        "learners": _array(one.learner.pk for one in pairs),
        "decays": _array(decays[one.learner.pk] for one in pairs),
        "ats": _array(one.at for one in pairs),
        "marked": _array(one.marked for one in pairs),
        "nexts": _array(nexts),
        "laters": _array(max(after(one.due, one), first) for one, first in zip(pairs, nexts, strict=True)),
        "scoped": [key for key, _ in scoped],
        "topics": [topic for _, topic in scoped],
        "asking": [key for key, _ in asking],
        "quizzes": [quiz for _, quiz in asking],
    }


def _array(values: Iterable[int | float | date]) -> str:
    """An array as PostgreSQL reads it. Of a large class tens of thousands are sent, few of which differ."""
    known: dict[int | float | date, str] = {}
    for value in (found := list(values)):
        if value not in known:
            known[value] = value.isoformat() if isinstance(value, date) else repr(value)
    return "{" + ",".join([known[value] for value in found]) + "}"
