"""A card's state and its log in words. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from quizzes.reviews.scheduling import FULL, Memory, Rating, State
from quizzes.reviews.words import until

GRADES = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}
QUIZZES = {"practice": "Practice quiz", "exam": "Timed quiz"}
STATES = {State.NEW: "New", State.LEARNING: "In learning", State.REVIEW: "In review", State.RELEARNING: "Learned anew"}
ACTS = {
    "suspend": "Suspended",
    "resume": "Taken up again",
    "bury": "Put off until the next day",
    "move": "Put on another day",
    "apart": "Put off by a day, as another of its table was reviewed",
    "forget": "Begun anew",
    "undo": "Undone",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a card's log: ``what`` happened, and what the card became (``stability`` in days, ``days`` until it
    was to come back), where it became something. ``undone`` if it was taken back."""

    at: datetime
    what: str
    seconds: float | None = None
    stability: float | None = None
    days: int | None = None
    undone: bool = False


class Told(Protocol):
    """A row of the log of reviews that is evidence."""

    at: datetime
    source: str
    rating: int | None
    weight: int
    duration_ms: int | None
    stability: float | None
    day: date
    due_day: date | None


def review_line(row: Told, *, undone: bool) -> Line:
    """Evidence as a line of the log."""
    return Line(
        at=row.at,
        what=what(row.source, Rating(row.rating or 0), row.weight),
        seconds=None if row.duration_ms is None else row.duration_ms / 1000,
        stability=row.stability,
        days=(row.due_day - row.day).days if row.due_day else None,
        undone=undone,
    )


def what(source: str, rating: Rating, weight: int) -> str:
    """What somebody did: "Flashcard: Good", "Timed quiz: right, counted 75 % as it may be luck"."""
    if source not in QUIZZES:
        return f"Flashcard: {GRADES[rating]}"
    if rating is Rating.AGAIN:
        return f"{QUIZZES[source]}: wrong"
    luck = "" if weight == FULL else f", counted {weight}\N{NO-BREAK SPACE}% as it may be luck"
    return f"{QUIZZES[source]}: right{luck}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a card's state in words hangs on: its memory, when it is due, whether the day asks it, and what was done
    with it."""

    memory: Memory
    due: datetime
    asked: bool = False
    suspended: bool = False
    buried: bool = False
    retired: bool = False
    changed: bool = False


def brief(card: Standing) -> str:
    """A state in two or three words."""
    if card.retired:
        return "Not asked any more"
    if card.suspended:
        return "Suspended"
    return STATES[card.memory.state]


def listed(card: Standing, now: datetime, time_zone: str, day_start: int) -> str:
    """A state as a line of the list says it: `brief`, and until when the card is put off."""
    if card.retired or card.suspended or not (card.buried and card.due > now):
        return brief(card)
    return f"{brief(card)}, put off: back {until(card.due, now, time_zone, day_start)}"


def state(card: Standing, now: datetime, time_zone: str, day_start: int) -> str:
    """A state in a sentence or two."""
    if card.retired:
        return "The wiki does not ask this any more. Your reviews are kept."
    if card.suspended:
        return "Suspended: it is not asked until you take it up again. Your reviews are kept."
    if card.memory.state is State.NEW:
        return (
            f"Put off: it comes back {until(card.due, now, time_zone, day_start)}."
            if card.buried and card.due > now
            else "Not asked yet: it waits for its turn among your new facts."
        )
    comes = _comes(card, now, time_zone, day_start)
    if card.changed:
        return f"The fact has changed since you last saw it. {comes}"
    if card.buried and card.due > now:
        return f"Put off. {comes}"
    if card.memory.state is State.LEARNING:
        return f"In learning: it is asked again within the day until it sticks. {comes}"
    if card.memory.state is State.RELEARNING:
        return f"You had forgotten it, and learn it anew. {comes}"
    return f"In review. {comes}"


def _comes(card: Standing, now: datetime, time_zone: str, day_start: int) -> str:
    """When a card is asked: by the day's list, where it has one, be that sooner or later than its own date."""
    if card.asked:
        return "It is due now."
    if card.due <= now:
        return "It waits for a coming day: today brings others first."
    return f"It comes back {until(card.due, now, time_zone, day_start)}."


def did(act: str, chosen: int, changed: int) -> str:
    """What a press did with cards: "12 cards are suspended. 3 were already." """
    done = {
        "suspend": ("suspended", "suspended before"),
        "resume": ("taken up again", "not suspended"),
        "bury": ("put off until tomorrow", "not due today"),
        "forget": ("begun anew", "new"),
        "move": ("due on that day", "due then, or suspended"),
        "flag": ("flagged", "flagged before"),
        "unflag": ("flagged no more", "not flagged"),
    }
    now, other = done[act]
    rest = chosen - changed
    if not changed:
        return f"Nothing was changed: {'it was' if chosen == 1 else f'all {chosen} were'} {other}."
    left = f" {rest} other{' was' if rest == 1 else 's were'} {other}." if rest else ""
    return f"{changed} card{' is' if changed == 1 else 's are'} {now}.{left}"
