"""What reminders, digests and the calendar say. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from quizzes.today.planning import Work
from quizzes.today.words import percent, promise
from sdwiki.accounts.names import clean, isolated

SOON = 3  # days before a date on which a reminder names it


@dataclass(frozen=True)
class DueDate:
    """What a class asks for by a day; ``key`` is the same for it as long as it is asked for."""

    key: str
    title: str
    class_name: str
    day: date


@dataclass(frozen=True)
class Week:
    """The seven days before a digest, and what lies ahead. ``recall`` and ``recall_then`` are shares of the path,
    ``minutes`` those a day that are planned for the interview, None where days are not planned for one."""

    reviews: int
    days: int
    recall: float
    recall_then: float | None
    interview: date | None
    ahead: int
    due: Sequence[DueDate]
    minutes: int | None = None


def reminder(work: Work, due: Iterable[DueDate], interview: date | None, today: date) -> tuple[str, str]:
    """Title and text of a day's reminder."""
    near = [one for one in due if 0 <= (one.day - today).days <= SOON]
    lines = ["This is what today holds. It waits until you have time for it."]
    lines += [f"{assigned(one)}: {_when(one.day, today)}." for one in near]
    if interview:
        lines.append(f"Your interview is {_when(interview, today)}.")
    return promise(work), "\n".join(lines)


def digest(week: Week, today: date) -> tuple[str, str]:
    """Title and text of a week's digest."""
    title = "Your week: no reviews"
    if week.reviews:
        title = f"Your week: {_count(week.reviews, 'review')} on {_count(week.days, 'day')}"
    recalled = f"You would recall {percent(week.recall)} of the whole path today"
    then = "" if week.recall_then is None else f", and {percent(week.recall_then)} on the day of your interview"
    lines = [f"{recalled}{f'{then} if you review nothing more' if then else ''}."]
    lines.append(f"{_ahead(week)}.")
    lines += [f"{assigned(one)}: {_when(one.day, today)}." for one in week.due if one.day >= today]
    if week.interview:
        lines.append(f"Your interview is {_when(week.interview, today)}.")
    return title, "\n".join(lines)


def _ahead(week: Week) -> str:
    if week.minutes is not None:
        return f"Your plan takes about {_count(week.minutes, 'minute')} a day"
    return f"{_count(week.ahead, 'review')} of what you know {'falls' if week.ahead == 1 else 'fall'} due this week"


def assigned(due: DueDate) -> str:
    """ "Communication for Spring": a name that runs from right to left turns nothing but itself."""
    return f"{due.title} for {isolated(clean(due.class_name))}"


def _when(day: date, today: date) -> str:
    """ "today", "tomorrow", "in 5 days, on 9 March"."""
    ahead = (day - today).days
    if ahead < 2:
        return "tomorrow" if ahead else "today"
    return f"in {ahead} days, on {day.day} {day:%B}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
