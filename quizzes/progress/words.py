"""What the line shows, in words: on its drawings, and in the list beside them. Pure."""

from collections.abc import Sequence

from quizzes.progress.line.stations import Station, Stretch
from sdwiki import rounding

NBSP = "\N{NO-BREAK SPACE}"


def state(station: Station) -> str:
    """What a station's ring shows."""
    if station.recall is None:
        # What is due can be of the facts that go deeper, which count for no recall.
        words = ["core facts not seen yet" if station.due else "not seen yet"]
    elif station.spread is None:
        words = [percent(station.recall)]
    else:
        low, high = station.spread
        words = [f"{percent(station.recall)} on average, from {percent(low)} to {percent(high)}"]
    if station.due:
        words.append("due today")
    if station.assigned:
        words.append("assigned")
    return ", ".join(words)


def named(station: Station) -> str:
    """A station by its name, with its state."""
    return f"{station.title}: {state(station)}"


def title(stretches: Sequence[Stretch]) -> str:
    """What a drawing of these stretches is of."""
    topics = sum(len(stretch.stations) for stretch in stretches)
    return f"The line: {_count(topics, 'topic')} in {_count(len(stretches), 'phase')}"


def summary(stations: Sequence[Station]) -> str:
    """How many stations are in which state."""
    unseen = sum(station.recall is None for station in stations)
    due = sum(station.due for station in stations)
    assigned = sum(station.assigned for station in stations)
    return f"{unseen} not seen yet, {due} due today, {assigned} assigned."


def percent(share: float) -> str:
    return f"{rounding.percent(share)}{NBSP}%"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
