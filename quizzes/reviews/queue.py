"""What a learner is shown next.

The queue: today's steps of learning and relearning that are due, then due reviews, the longest overdue first and those
of one day well mixed, then new facts in page order, up to the learner's daily number. Siblings (facts of one table or
list) do not follow one another where another card is near. With an interview ahead, steps are followed by the day's
plan in its order instead (`quizzes.reviews.dated`), and what is due beside it waits.

The statement is in `quizzes.reviews.queue_sql`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from content.addresses import address_of, place_of
from quizzes.bank.models import Fact
from quizzes.reviews.balance import Calendar, Work
from quizzes.reviews.counting import by_plan, dated, day_values, load
from quizzes.reviews.days import local_day
from quizzes.reviews.load import Group, Load
from quizzes.reviews.load_sql import limits
from quizzes.reviews.queue_sql import AHEAD_DAYS, ASKED, COUNTED, next_statement
from quizzes.reviews.scheduling import Memory, State, memory_of
from quizzes.reviews.typed import Accepted, about, accepted_of

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

AHEAD = timedelta(minutes=20)
LEECH = 6  # lapses


@dataclass(frozen=True, slots=True)
class Showing:
    """A card as it is asked.

    ``reverse``: the option is asked for; ``several``: the answer is one of several bullets. ``dimension`` is shown with
    a prompt that is no sentence. ``place`` is where the answer stands in the wiki, ``why`` the reason of the answer.
    ``spoken``: it is answered aloud, and graded by its checkpoints. ``calendar`` says what the days hold on which it
    may come back; ``note`` and ``mnemonic`` are the learner's own words. ``typed`` is what is accepted where the
    answer is to be typed.
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
    place: str
    why: str
    spoken: bool
    calendar: Calendar
    flag: bool
    note: str
    mnemonic: str
    typed: Accepted | None = None

    @property
    def leech(self) -> bool:
        """Whether it was forgotten so often that asking again helps little."""
        return self.memory.lapses >= LEECH

    @property
    def source(self) -> str:
        """The address of its place."""
        return address_of(self.place)


class Chosen(NamedTuple):
    """A row of `quizzes.reviews.queue_sql.NEXT`."""

    id: int
    state: int
    stability: float | None
    difficulty: float | None
    step: int
    last_day: date | None
    reps: int
    lapses: int
    missed: bool
    changed: bool
    kind: str
    option: str
    dimension: str
    value: str
    qualifier: str
    anchor: str
    title: str
    slug: str
    flag: bool
    note: str | None
    mnemonic: str | None
    context: str | None
    prompt: str | None
    answer: str | None
    reverse: bool | None
    both_ways: bool | None
    prompt_back: str | None
    why: str | None
    coming: list[datetime] | None
    numbers: list[int] | None
    siblings: list[datetime] | None


@dataclass(frozen=True, slots=True)
class Study:
    """How the day stands, and the card to show now, if any."""

    load: Load
    showing: Showing | None


def study(
    learner: "User",
    now: datetime,
    *,
    topics: Sequence[int] | None = None,
    facts: Sequence[int] | None = None,
    ahead: bool = False,
    pinned: int | None = None,
    only: str = "",
    typing: bool = False,
) -> Study:
    """How the day stands and the card to show: of everything, of some topics, or of some facts, and ``only`` of what is
    due or new there. Two statements; a third looks for what can be typed, with ``typing``.

    ``ahead`` also shows steps that are due within `AHEAD`; ``pinned`` is shown first if it is in the queue. New facts
    are looked for where nothing is due, or in their places of the day's plan.
    """
    day = load(learner, now, topics=topics, facts=facts, only=only)
    if not (day.ready or (ahead and day.learning)):
        return Study(day, None)
    today = local_day(now, learner.time_zone, learner.day_start)
    # New facts may come before what is due.
    among = pinned is not None or (facts is None and not only and dated(learner, today))
    showing = upcoming(
        learner,
        now,
        topics=topics,
        facts=facts,
        ahead=ahead,
        pinned=pinned,
        fresh=day.fresh > 0 and (not day.due or among),
        after=day.last,
        only=only,
        typing=typing,
    )
    return Study(day, showing)


def upcoming(
    learner: "User",
    now: datetime,
    *,
    fresh: bool,
    after: Group | None = None,
    topics: Sequence[int] | None = None,
    facts: Sequence[int] | None = None,
    ahead: bool = False,
    pinned: int | None = None,
    only: str = "",
    typing: bool = False,
) -> Showing | None:
    """The card to show next: what is pinned, then what is due, then new facts (only with ``fresh``); siblings of
    ``after`` only if no other is near. With ``typing``, it asks for what can be typed, if that is anything."""
    topic, group = after or (None, None)
    parameters = day_values(learner, now, topics, facts) | {
        "steps_until": now + AHEAD if ahead else now,
        "pinned": pinned,
        "fresh": fresh,
        "topic": topic,
        "group": group,
    }
    planned = by_plan(learner, parameters["day"], facts, only)
    limited = limits(topics, facts, only)
    statement = next_statement(limited=limited, pinned=pinned is not None, fresh=fresh, planned=planned)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = cursor.fetchone()
    return _showing(Chosen(*found), learner, now, typing=typing) if found else None


def showing_of(learner: "User", card_id: int, now: datetime) -> Showing | None:
    """A card of the learner's as it is asked, whether it is due or not; None where it may not be. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {"card": card_id, "learner": learner.pk})
        found = cursor.fetchone()
    return _showing(Chosen(*found), learner, now) if found else None


def other_way(state: State, reps: int) -> bool:
    """Whether a card that can be asked both ways is asked from value to option: once learned, each third time.

    It hangs on the card alone, so that the answer, an undo and a second window show the same side.
    """
    return state is State.REVIEW and reps % 3 == 2


def _typed(card: Chosen) -> Accepted | None:
    """What is accepted for the answer of a card where somebody types: what is new is to be read first."""
    if card.state == State.NEW or card.kind == Fact.Kind.PROMPT:
        return None
    answers = [card.answer or card.value]
    return about([*answers, card.option] if card.both_ways else answers, accepted_of(card.id))


def _back(card: Chosen, memory: Memory, typed: Accepted | None) -> bool:
    """Whether a card is asked from value to option: where somebody types, if that is the way that can be typed."""
    if not card.both_ways:
        return False
    return typed.takes(card.option) if typed else other_way(memory.state, memory.reps)


def _showing(card: Chosen, learner: "User", now: datetime, *, typing: bool = False) -> Showing:
    """How a card is asked. A fact without a flashcard of its own is asked as option · dimension."""
    given = f" ({card.qualifier})" if card.qualifier else ""
    memory = memory_of(card)
    typed = _typed(card) if typing else None
    back = _back(card, memory, typed)
    written = card.prompt_back if back else card.prompt
    return Showing(
        card_id=card.id,
        memory=memory,
        changed=card.changed,
        context=card.context or card.title,
        dimension="" if written else card.dimension,
        prompt=written or (f"“{card.value}”{given}" if back else f"{card.option}{given}"),
        answer=card.option if back else card.answer or card.value,
        reverse=back or bool(card.reverse),
        several=card.prompt is None and card.kind == Fact.Kind.TRAIT,
        place=place_of(card.slug, card.anchor),
        why=card.why or "",
        spoken=card.kind == Fact.Kind.PROMPT,
        flag=card.flag,
        note=card.note or "",
        mnemonic=card.mnemonic or "",
        calendar=_calendar(_numbered(card), card.siblings or [], learner, now),
        typed=typed,
    )


def _numbered(card: Chosen) -> Counter[datetime]:
    """How many cards are due at each instant that the calendar counts."""
    return Counter(dict(zip(card.coming or (), card.numbers or (), strict=True)))


def _calendar(coming: Counter[datetime], siblings: Sequence[datetime], learner: "User", now: datetime) -> Calendar:
    """What the coming days hold, of instants at which cards are due. A count that was cut short ends with the day
    before its last one."""
    cards = _by_day(coming, learner)
    near = _by_day(Counter(siblings), learner) if learner.siblings_apart else Counter()
    if coming.total() == COUNTED:
        until = max(cards) - timedelta(1)
    else:
        until = local_day(now, learner.time_zone, learner.day_start) + timedelta(AHEAD_DAYS)
    counted = [number for day, number in cards.items() if day <= until]
    usual = round(sum(counted) / len(counted)) if counted else 0
    return Calendar({day: Work(near[day], cards[day]) for day in cards.keys() | near.keys()}, until, usual)


def _by_day(instants: Counter[datetime], learner: "User") -> Counter[date]:
    found: Counter[date] = Counter()
    for at, number in instants.items():
        found[local_day(at, learner.time_zone, learner.day_start)] += number
    return found
