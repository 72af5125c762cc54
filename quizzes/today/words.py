"""What the Today page says of a day's work, and the front page of a memory, in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from content.reading.words import number_of
from quizzes.today.planning import Mark, Work
from sdwiki import rounding


@dataclass(frozen=True)
class Picture:
    """A picture of the product: its file's name, what stands below it, and what it shows to those who do not see it.

    `script/pictures` makes the files, one for each theme.
    """

    name: str
    title: str
    text: str
    shows: str


PICTURES = (
    Picture(
        "plan",
        "A plan",
        "What you would recall on the day of your interview, beside what you would if you stopped today.",
        "The page of a plan: days until the interview, what is recalled by then with and without it, today’s list.",
    ),
    Picture(
        "card",
        "A card",
        "One fact. You say how well you knew it, and see when it comes back.",
        "A card with its prompt and its answer, and four grades, each with the time until it comes back.",
    ),
    Picture(
        "result",
        "A result",
        "What was right, what luck would have given, and what to review now.",
        "The result of a quiz: its score beside that of guessing, and a square for each question.",
    ),
)
WAITS = "What you have learned waits today: asked on a later day it brings more for your date."
SUREST = 0.99  # of a forecast
CURVE = "The memory that this answer would begin"


def parts(work: Work) -> str:
    """ "12 reviews and 5 new facts"; what there is none of is left out."""
    named = [_count(work.due, "review"), _count(work.fresh, "new fact")]
    return " and ".join(part for part in named if part)


def promise(work: Work) -> str:
    """ "12 reviews and 5 new facts, about 9 minutes"; empty where there is nothing to do. What is to be read comes
    first, and the minutes of either beside it: "Skim 5 sheets (13 minutes), then 6 reviews (about 2 minutes)"."""
    if not work.total:
        return ""
    if not work.read:
        return f"{parts(work)}, about {_count(work.minutes, 'minute')}"
    cards = _count(work.minutes - work.reading, "minute")
    return f"{work.read}, then {parts(work)} ({f'about {cards}' if cards else 'under a minute'})"


def later(learning: int, soon: str) -> str:
    """How many of the reviews that a promise counts come back later today, and when: "Of these, 2 come back later, the
    next in 6 minutes."; empty where none does."""
    if learning < 2:
        return f"Of these, one comes back {soon}." if learning else ""
    return f"Of these, {learning} come back later, the next {soon}."


def tonight(day: date, calendar: date, day_start: int) -> str:
    """From which day a page counts in the hours after midnight, before a learner's day begins; empty in all others."""
    if day >= calendar:
        return ""
    return f"Until {day_start:02}:00 it still counts as {day:%A}, and the days to your interview with it."


def told(mark: Mark) -> str:
    """What a day's mark shows, for those who do not see it."""
    done = _count(mark.reviewed, "review") or "none"
    if mark.planned and mark.state == "part":
        done = f"{mark.reviewed} of {_count(mark.planned, 'review')}"
    return f"{mark.day:%A}{', today' if mark.today else ''}: {done}"


def curve(returns: Sequence[int], days: int, kept: float, lost: float) -> str:
    """What the picture of a memory shows: when it is asked again, and what that changes at its end."""
    first, last = [str(day) for day in returns[:-1]], str(returns[-1])
    after = f"{', '.join(first)} and {last} days" if first else _count(returns[-1], "day")
    without = f"The chance that you recall this in {days} days is {percent(lost)} if nothing brings it back"
    return f"{without}, and {percent(kept)} if it is asked again after {after}."


def percent(share: float) -> str:
    """ "90 %", with a space that does not break."""
    return f"{rounding.percent(share)}\N{NO-BREAK SPACE}%"


def share(value: float) -> str:
    """`percent` of a forecast, which is never sure: "over 99 %" and "under 1 %" at its ends."""
    if value > SUREST:
        return f"over {percent(SUREST)}"
    return f"under {percent(1 - SUREST)}" if value < 1 - SUREST else percent(value)


def _count(number: int, noun: str) -> str:
    return number_of(number, noun) if number else ""
