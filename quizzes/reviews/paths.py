"""The path that a learner follows: the one place that says in which order phases come to them.

What is new comes in this order on Today, in the list of topics and in reviews. Of reviews it orders the new cards
themselves, so that the queue, the load and the plan need not know of it: a new card is due since some instant that is
over, and these instants stand in the order of the path. What is wanted by a day comes before all of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.db import connection, transaction

from quizzes.reviews.models import LearnerPath

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

T = TypeVar("T")

WAY = """
SELECT l.breadth_first, array(
    SELECT s.phase_id FROM content_path p JOIN content_pathphase s ON s.path_id = p.id
    WHERE p.slug = l.path ORDER BY s.position
)
FROM quizzes_learnerpath l WHERE l.learner_id = %s
"""
# What is new and not put off, one microsecond apart from an instant on that is over; done again it changes nothing.
BY_PATH = "array_position(%(order)s::bigint[], t.phase_id), p.position, t.position, t.id, f.position, n.id"
AS_IT_STANDS = "n.due, n.id"
REORDER = """
UPDATE quizzes_card c SET due = placed.due
FROM (
    SELECT n.id, least(min(n.due) OVER (), %(now)s::timestamptz - interval '1 second')
               + (row_number() OVER (ORDER BY wanted.day NULLS LAST, {by}) - 1) * interval '1 microsecond' AS due
    FROM quizzes_card n JOIN quizzes_fact f ON f.id = n.fact_id JOIN content_topic t ON t.id = f.topic_id
    LEFT JOIN content_phase p ON p.id = t.phase_id
    LEFT JOIN unnest(%(wanted)s::bigint[], %(days)s::date[]) AS wanted(fact, day) ON wanted.fact = n.fact_id
    WHERE n.learner_id = %(learner)s AND n.state = 0 AND n.buried_until IS NULL
) placed
WHERE c.id = placed.id AND c.due <> placed.due
"""


class Way(NamedTuple):
    """How a learner goes through the phases (ids): in which order, empty where no path says so; and whether a little of
    every topic comes before more of each."""

    phases: tuple[int, ...] = ()
    breadth_first: bool = False


def way_of(learner: "User") -> Way:
    """The way that the learner has chosen. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(WAY, [learner.pk])
        row = cursor.fetchone()
    return Way(tuple(row[1]), row[0]) if row else Way()


def order_of(learner: "User") -> tuple[int, ...]:
    """The phases (ids) in the learner's order; empty where no path orders them. One statement."""
    return way_of(learner).phases


def in_order(parts: Iterable[T], order: Sequence[int], phase: Callable[[T], int]) -> list[T]:
    """What belongs to phases, in an order of these; what it does not name comes after, as it stood."""
    place = {pk: number for number, pk in enumerate(order)}
    return sorted(parts, key=lambda part: place.get(phase(part), len(place)))


@transaction.atomic
def choose_path(*, learner: "User", path: str, level: int, now: datetime) -> None:
    """Keep what a learner has chosen (the slug of a path, a `LearnerPath.Level`), and let what is new follow it."""
    LearnerPath.objects.update_or_create(learner=learner, defaults={"path": path, "level": level, "at": now})
    reorder(learner=learner, order=order_of(learner), now=now)


def choose_breadth(*, learner: "User", breadth_first: bool, now: datetime) -> None:
    """Keep whether a plan begins a little of every topic first."""
    chosen = {"breadth_first": breadth_first, "at": now}
    LearnerPath.objects.update_or_create(learner=learner, defaults=chosen)


def reorder(*, learner: "User", order: Sequence[int], now: datetime) -> None:
    """Let the learner's new cards come in this order of phases, and in page order within each."""
    _place(BY_PATH, learner=learner, order=order, wanted={}, now=now)


def want_first(*, learner: "User", wanted: Mapping[int, date], now: datetime) -> None:
    """Let what is ``wanted`` of the learner's new cards (facts, each by a day) come first, by the nearest day, and the
    rest along their path. Without a path it stays as it stands, and so does what is wanted no more."""
    order = order_of(learner)
    if wanted or order:
        _place(BY_PATH if order else AS_IT_STANDS, learner=learner, order=order, wanted=wanted, now=now)


def _place(by: str, *, learner: "User", order: Sequence[int], wanted: Mapping[int, date], now: datetime) -> None:
    values: dict[str, Any] = {"learner": learner.pk, "order": list(order), "now": now}
    with connection.cursor() as cursor:
        cursor.execute(REORDER.format(by=by), values | {"wanted": list(wanted), "days": list(wanted.values())})
