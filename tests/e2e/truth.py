"""What every page should say of a learner, computed a second time.

Nothing here is taken from the app but rows of the log as they stand in the database (`tests.e2e.published` has the
formulas). What was decided by chance is read there too, as it must be: the date at which a card comes back, within the
range that its interval allows, which cards were put off for a sibling's sake, and which facts a card and a topic hold.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import floor
from statistics import median
from typing import Any

from tests.e2e.published import (
    AGAIN,
    LEARNING,
    NEW,
    RELEARNING,
    REVIEW,
    Habits,
    Memory,
    decayed,
    fuzz,
    interval,
    remembered,
    stepped,
)


@dataclass(frozen=True)
class Row:
    """A row of the log, with the learner's own day."""

    id: int
    card: int
    at: datetime
    day: date
    rating: int
    weight: int
    source: str
    due_day: date | None


@dataclass(frozen=True)
class Card:
    """A card: which fact, and what the log makes of it. ``due`` is when it is asked again; a new one is due at once."""

    id: int
    fact: int
    topic: int
    core: bool
    askable: bool
    memory: Memory = field(default_factory=Memory)
    due: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """The first evidence about a fact on a day: the chance that the model gave it, whether it was recalled, and whether
    the time before was a miss."""

    expected: float
    recalled: bool
    missed: bool


@dataclass
class Standing:
    """What a learner knows of a topic, or of several together."""

    total: int = 0
    seen: int = 0
    due: int = 0
    recalled: float = 0.0
    recalled_then: float = 0.0
    proven: float = 0.0  # of what is recalled: without what rests on a single Easy of one's own

    def add(self, other: "Standing") -> None:
        self.total += other.total
        self.seen += other.seen
        self.due += other.due
        self.recalled += other.recalled
        self.recalled_then += other.recalled_then
        self.proven += other.proven


@dataclass(frozen=True)
class Figures:
    """Everything that pages say of a learner at an instant."""

    now: datetime
    day: date
    topics: dict[int, Standing]
    all: Standing
    due: int
    later: int
    fresh: int
    unseen: int
    minutes: int
    next_step: datetime | None
    answers: int
    done: Counter[date]
    coming: Counter[date]
    tomorrow: tuple[int, int]
    tomorrow_minutes: int
    cards: dict[int, Card]
    introduced: int
    asked: list[Asked]

    @property
    def left(self) -> int:
        return self.due + self.later + self.fresh

    def waiting(self, facts: Iterable[int], within: timedelta) -> set[int]:
        """Which of these facts could be reviewed now, with steps that come soon."""
        found = set()
        for card in self.cards.values():
            if card.fact in facts and card.askable and card.due is not None:
                soon = within if card.memory.state in (LEARNING, RELEARNING) else timedelta(0)
                if card.due <= self.now + soon:
                    found.add(card.fact)
        return found


class Truth:
    """A learner's figures, from the rows of the log and the learner's habits as the test has set them."""

    def __init__(self, habits: Habits) -> None:
        self.habits = [habits]
        self.interview: date | None = None
        self.more: dict[date, int] = {}  # new facts that were asked for beyond the day's number

    @property
    def here(self) -> Habits:
        return self.habits[-1]

    def move(self, since: datetime, **changed: Any) -> None:
        """Other habits from an instant on."""
        self.habits.append(replace(self.here, since=since, **changed))

    def then(self, at: datetime) -> Habits:
        """The habits that held at an instant."""
        return [one for one in self.habits if one.since <= at][-1]

    def rows(self, log: Sequence[dict[str, Any]]) -> list[Row]:
        """The evidence that stands: neither an undo nor what one has taken back, in order."""
        undone = {one["undoes_id"] for one in log if one["undoes_id"] is not None}
        found = []
        for one in sorted(log, key=lambda one: one["id"]):
            if one["rating"] is None or one["id"] in undone:
                continue
            at = datetime.fromisoformat(one["at"])
            found.append(
                Row(
                    id=one["id"],
                    card=one["card_id"],
                    at=at,
                    day=self.then(at).day(at),
                    rating=one["rating"],
                    weight=one["weight"],
                    source=one["source"],
                    due_day=date.fromisoformat(one["due_day"]) if one["due_day"] else None,
                )
            )
        return found

    def memories(
        self, cards: Iterable[Card], rows: Iterable[Row], apart: Iterable[tuple[int, datetime, date]] = ()
    ) -> dict[int, Card]:
        """Each card with what its evidence makes of it; its date of return lies where its interval allows. ``apart``:
        the card, when it was put off for a sibling, and to which day."""
        last: dict[int, datetime] = {}
        found = {card.id: card for card in cards}
        for row in rows:
            card = found[row.card]
            memory = remembered(card.memory, row.rating, row.day, row.weight)
            state, step, minutes = stepped(card.memory, row.rating)
            lapses = card.memory.lapses + (card.memory.state == REVIEW and row.rating == AGAIN)
            memory = replace(memory, state=state, step=step, lapses=lapses)
            if minutes is not None:
                due = row.at + timedelta(minutes=minutes)
            else:
                assert row.due_day, row
                shortest, longest = fuzz(interval(memory.stability, self.then(row.at).retention))
                assert shortest <= (row.due_day - row.day).days <= longest, (row, memory, shortest, longest)
                due = self.here.begins(row.due_day)
            found[row.card] = replace(card, memory=memory, due=due)
            last[row.card] = row.at
        for card_id, at, day in apart:
            if card_id in last and last[card_id] <= at:
                found[card_id] = replace(found[card_id], due=self.here.begins(day))
        return found

    def figures(
        self,
        now: datetime,
        *,
        log: Sequence[dict[str, Any]],
        cards: Iterable[Card],
        totals: dict[int, int],
        apart: Iterable[tuple[int, datetime, date]] = (),
    ) -> Figures:
        """Everything at an instant. ``totals``: by topic, the core facts that can be asked and are not suspended."""
        day, rows = self.here.day(now), self.rows(log)
        held = self.memories(cards, rows, apart)
        asked = [card for card in held.values() if card.askable]
        seen = [card for card in asked if card.due is not None]
        topics = {topic: Standing(total=total) for topic, total in totals.items()}
        times = Counter(row.card for row in rows)
        easy = {row.card for row in rows if (row.rating, row.weight, row.source) == (4, 100, "review")}
        claimed = {card for card in easy if times[card] == 1}
        for card in seen:
            assert card.due is not None
            one = topics.get(card.topic)
            if one is None:
                continue
            one.due += card.due <= now
            if card.core:
                one.seen += 1
            if card.core and card.memory.known:
                one.recalled += self._recall(card.memory, day + timedelta(1))
                if card.id not in claimed:
                    one.proven += self._recall(card.memory, day + timedelta(1))
                one.recalled_then += self._recall(card.memory, self.interview) if self.interview else 0
        whole = Standing()
        for one in topics.values():
            whole.add(one)
        tomorrow = self.here.begins(day + timedelta(1))
        steps = [card.due for card in seen if card.due and card.memory.state != REVIEW and now < card.due < tomorrow]
        # What was begun today and comes back, once, or from its first step twice.
        begins = self.here.begins(day)
        today = [card for card in seen if card.due and card.memory.state != REVIEW and begins < card.due < tomorrow]
        twice = [card for card in today if card.memory.state == LEARNING and card.memory.step == 0]
        new = sum(card.due is None for card in asked)
        introduced = self._introduced(rows, day)
        fresh = min(max(self.here.new_per_day + self.more.get(day, 0) - introduced, 0), new)
        due = sum(card.due is not None and card.due <= now for card in seen)
        coming = Counter(max(day, self.here.day(card.due)) for card in seen if card.due)
        done = {(row.day, row.card) for row in rows if row.source == "review"}
        learned = [card for card in seen if card.memory.state in (LEARNING, RELEARNING)]
        back = {card.id for card in learned if card.due and card.due < tomorrow}
        return Figures(
            now=now,
            day=day,
            topics=topics,
            all=whole,
            due=due,
            later=len(steps),
            fresh=fresh,
            unseen=new,
            minutes=self._minutes(log, due + len(steps) - len(today), fresh, len(today) + len(twice)),
            next_step=min(steps, default=None),
            answers=sum(row.source == "review" and row.day == day for row in rows),
            done=Counter(on for on, card in done if on < day or card not in back),
            coming=coming,
            tomorrow=(coming[day + timedelta(1)], min(new, self.here.new_per_day)),
            tomorrow_minutes=self._minutes(log, coming[day + timedelta(1)], min(new, self.here.new_per_day)),
            cards=held,
            introduced=introduced,
            asked=self._asked(held, rows),
        )

    def _recall(self, memory: Memory, day: date) -> float:
        """On a day that begins after the last evidence, also where that was given further east, on a later date."""
        return decayed(max(1, (day - memory.last_day).days), memory.stability)

    def _asked(self, cards: Iterable[int], rows: Iterable[Row]) -> list[Asked]:
        memories, found = dict.fromkeys(cards, Memory()), []
        for row in rows:
            before = memories[row.card]
            if before.state != NEW and before.last_day < row.day:
                expected = decayed((row.day - before.last_day).days, before.stability)
                found.append(Asked(expected, row.rating > AGAIN, not before.known))
            memory, (state, step, _) = remembered(before, row.rating, row.day, row.weight), stepped(before, row.rating)
            memories[row.card] = replace(memory, state=state, step=step)
        return found

    def _introduced(self, rows: Sequence[Row], day: date) -> int:
        """Facts whose first evidence is a flashcard's grade of this day, or of its hours."""
        first: dict[int, Row] = {}
        for row in rows:
            first.setdefault(row.card, row)
        hours = self.here.begins(day)
        return sum(row.source == "review" and (row.day == day or row.at >= hours) for row in first.values())

    def _minutes(self, log: Sequence[dict[str, Any]], reviews: int, fresh: int, steps: int = 0) -> int:
        """By the learner's own medians over the last 200 timed grades: of those that left a fact in its first steps,
        and of the others, each from ten on. A review that is missed takes two and a half times as long, as it is asked
        once more, and a new fact a review more, or two where it was missed, as one of five is."""
        timed = sorted((one for one in log if one["duration_ms"] is not None), key=lambda one: one["at"])[-200:]
        slow = [one["duration_ms"] for one in timed if one["state"] == 1]
        quick = [one["duration_ms"] for one in timed if one["state"] != 1]
        review = median(quick) / 1000 if len(quick) >= 10 else 12
        first = median(slow) / 1000 if len(slow) >= 10 else 30
        reviewed = self.here.retention * review + (1 - self.here.retention) * 2.5 * review
        seconds = reviews * reviewed + steps * review + fresh * (first + 1.2 * review)
        return max(floor(seconds / 60 + 0.5), 1) if seconds else 0
