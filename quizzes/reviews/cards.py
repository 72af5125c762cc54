"""What is true of a learner's cards together: they are made once, changed in turn, and due on the learner's days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import QuerySet

from quizzes.bank.models import Fact
from quizzes.reviews.days import day_begins
from quizzes.reviews.models import Card
from quizzes.reviews.paths import order_of, reorder
from quizzes.reviews.scheduling import Memory, Wait

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

ANSWERED = 5  # the version of the keys of answers (`uuid.uuid5`), which no browser may send
DAYS = ("time_zone", "day_start")  # what a learner's days hang on
HELD = (*DAYS, "memory_set", "memory_model", "memory_parameters")  # and their memories; none changes during a turn

# The day on which a card in review is due stands on the last row of its log. One that an edit has brought back is due
# since that instant, on whatever day; one that was put off, on the day it was put off to.
DUE_DAYS = """
SELECT DISTINCT row.due_day
FROM quizzes_card c
CROSS JOIN LATERAL (SELECT due_day FROM quizzes_review WHERE card_id = c.id ORDER BY id DESC LIMIT 1) row
WHERE c.learner_id = %(learner)s AND c.state = 2 AND NOT c.changed AND row.due_day IS NOT NULL
  AND (%(cards)s::bigint[] IS NULL OR c.id = ANY(%(cards)s::bigint[]))
UNION
SELECT buried_until FROM quizzes_card WHERE learner_id = %(learner)s AND buried_until IS NOT NULL
"""
MOVE = """
UPDATE quizzes_card c SET due = days.begins
FROM unnest(%(days)s::date[], %(begins)s::timestamptz[]) AS days(day, begins)
WHERE c.learner_id = %(learner)s AND (c.buried_until IS NOT NULL OR c.state = 2 AND NOT c.changed)
  AND (%(cards)s::bigint[] IS NULL OR c.id = ANY(%(cards)s::bigint[])) AND c.due <> days.begins AND days.day = coalesce(
      c.buried_until, (SELECT due_day FROM quizzes_review WHERE card_id = c.id ORDER BY id DESC LIMIT 1)
  )
"""


def due_after(wait: Wait, at: datetime, day: date, learner: "User") -> tuple[datetime, date | None]:
    """The end of a wait after evidence at an instant of a local day: of one in days when that day begins, of one in
    minutes at its minute, on no day."""
    if not wait.days:
        return at + timedelta(minutes=wait.minutes), None
    due_day = day + timedelta(days=wait.days)
    return day_begins(due_day, learner.time_zone, learner.day_start), due_day


@transaction.atomic
def move_due_days(*, learner: "User", cards: list[int] | None = None) -> int:
    """After a change of zone or day start: let every card in review be due on the same local date as before, from its
    beginning in the days of now. Steps keep their instants. How many cards were moved; with ``cards``, of these (ids).

    To be called in the transaction that changes the learner, after the change: their row, held by it, keeps grades away
    (`quizzes.reviews.services.RECORD`).
    """
    with connection.cursor() as cursor:
        cursor.execute(DUE_DAYS, {"learner": learner.pk, "cards": cards})
        days = [day for (day,) in cursor.fetchall()]
        begins = [day_begins(day, learner.time_zone, learner.day_start) for day in days]
        cursor.execute(MOVE, {"learner": learner.pk, "cards": cards, "days": days, "begins": begins})
        moved: int = cursor.rowcount
    return moved


def take_turn(learner: "User") -> None:
    """Wait until no other request of this learner adds cards or undoes grades.

    So two undos at once take back two grades, a repeated one finds its first, and no two make the same card. The
    learner's days and the model of their memories are theirs of now, and stay so until the end.
    """
    held = get_user_model().objects.select_for_update(no_key=True).only(*HELD).get(pk=learner.pk)
    for name in HELD:
        setattr(learner, name, getattr(held, name))


@dataclass(frozen=True, slots=True)
class Added:
    """How many cards were made: of facts, and of questions that are answered aloud."""

    facts: int
    aloud: int


def add_cards(learner: "User", facts: QuerySet[Fact], now: datetime) -> Added:
    """Make the cards that are missing, new and due at once. The order of their ids is that of the pages; where the
    learner follows a path, all that is new comes in its order."""
    missing = facts.exclude(cards__learner=learner)
    in_order = missing.order_by("topic__phase__position", "topic__position", "topic", "position", "pk")
    kinds = dict(in_order.values_list("pk", "kind"))
    Card.objects.bulk_create(Card(learner=learner, fact_id=fact, due=now) for fact in kinds)
    if kinds and (order := order_of(learner)):
        reorder(learner=learner, order=order, now=now)
    aloud = sum(kind == Fact.Kind.PROMPT for kind in kinds.values())
    return Added(len(kinds) - aloud, aloud)


def cards_of(learner: "User") -> QuerySet[Card]:
    """The learner's cards with what evidence needs of their facts."""
    texts = ("fact__key", "fact__caption", "fact__option", "fact__dimension", "fact__value", "fact__qualifier")
    return Card.objects.select_related("fact").defer(*texts).filter(learner=learner)


def locked(learner: "User", ids: Collection[int]) -> dict[int, Card]:
    """The learner's cards among these, in the order in which everybody locks them."""
    rows = Card.objects.filter(learner=learner, pk__in=ids).order_by("pk").select_for_update()
    return {card.pk: card for card in rows}


def apply_memory(card: Card, memory: Memory) -> None:
    """Let a card be what a memory says. When it is due, its evidence says."""
    card.state, card.step = memory.state, memory.step
    card.stability, card.difficulty = memory.stability, memory.difficulty
    card.last_day, card.reps, card.lapses = memory.last_day, memory.reps, memory.lapses
    card.missed = memory.missed
