"""What a nudge says before anybody changes it. Pure."""

from dataclasses import dataclass
from datetime import date

from sdwiki.accounts.names import clean, isolated

LONGEST_TITLE = 200


@dataclass(frozen=True)
class About:
    """What is asked of somebody, and how they stand: ``score`` is how much of it is done, in per cent, None while a
    quiz does not tell that yet. ``days_left`` until ``due`` is negative once that has passed, and then late work counts
    until ``closes``, None for good."""

    title: str
    asks: str
    class_name: str
    teacher: str
    score: int | None
    due: date
    days_left: int
    closes: date | None = None


def title_of(title: str) -> str:
    return f"A word about “{isolated(clean(title))}”"[:LONGEST_TITLE]


def text_of(about: About) -> str:
    """Where they stand, where to begin, and that something else can be agreed: no word of blame."""
    return "\n".join(
        (
            f"“{isolated(clean(about.title))}” {_when(about)}. It asks for: {about.asks}.{_standing(about.score)}",
            "Today names what to do first. A few minutes are enough to begin.",
            "If something keeps you from it, tell me: a later date can be agreed.",
            f"{isolated(clean(about.teacher))}, {isolated(clean(about.class_name))}",
        )
    )


def _standing(score: int | None) -> str:
    if score is None:
        return ""
    return f" You stand at {score} % of that." if score else " You have not begun with that."


def _when(about: About) -> str:
    day = _day(about.due)
    if about.days_left < 0:
        still = f"until {_day(about.closes)}" if about.closes else "when it is done late"
        return f"was due on {day}, and still counts {still}"
    ahead = {0: "today", 1: "tomorrow"}.get(about.days_left, f"in {about.days_left} days")
    return f"is due {ahead}, on {day}" if about.days_left > 1 else f"is due {ahead}, {day}"


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B}"
