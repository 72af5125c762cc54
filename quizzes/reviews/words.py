"""Waits, days and refusals in words. Pure."""

from datetime import date, datetime, timedelta

from quizzes.reviews.days import local_day
from quizzes.reviews.scheduling import Wait

NBSP = "\N{NO-BREAK SPACE}"
MONTH, YEAR = 30.44, 365.25  # days
CHANGED = "This fact was changed meanwhile. Here it is as it is now."
GRADED_ELSEWHERE = "You have graded this card in another window. Here is the next one."


def short(wait: Wait) -> str:
    """A wait as it stands on a button: "10 min", "2 d", "1.5 mo", "1.4 y"."""
    number, unit = _measured(wait)
    return f"{number}{NBSP}{unit}"


def until(at: datetime, now: datetime, time_zone: str, day_start: int) -> str:
    """When something comes back: "in 8 minutes", "later today", "tomorrow", "on Thursday 3 December"."""
    minutes = -(-(at - now) // timedelta(minutes=1))
    if minutes < 60:
        return f"in {minutes} minute{'' if minutes == 1 else 's'}"
    return _on(local_day(at, time_zone, day_start), local_day(now, time_zone, day_start))


def back(due_day: date | None, day: date, due: datetime, at: datetime) -> str:
    """When a card comes back that was graded at an instant of a local day: what its button said.

    A wait in days is told in days, even where the next one begins within the hour.
    """
    if due_day:
        return _on(due_day, day)
    minutes = -(-(due - at) // timedelta(minutes=1))
    return f"in {minutes} minute{'' if minutes == 1 else 's'}"


def _on(day: date, today: date) -> str:
    if day <= today:
        return "later today"
    if day == today + timedelta(days=1):
        return "tomorrow"
    year = "" if day.year == today.year else f" {day.year}"
    return f"on {day:%A} {day.day} {day:%B}{year}"


def _measured(wait: Wait) -> tuple[str, str]:
    if not wait.days:
        return f"{int(wait.minutes + 0.5)}", "min"
    if wait.days < 2 * MONTH:
        return f"{wait.days}", "d"
    if wait.days < YEAR:
        return f"{wait.days / MONTH:.1f}".removesuffix(".0"), "mo"
    return f"{wait.days / YEAR:.1f}".removesuffix(".0"), "y"
