"""What reminders, digests and the calendar say. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from content.reading.words import number_of
from quizzes.today.planning import Work
from quizzes.today.words import percent, promise
from sdwiki.accounts.names import clean, isolated

SOON = 3  # days before a date on which a reminder names it
COUNTED = 731  # days until a date that is counted down to, as plans do


@dataclass(frozen=True)
class DueDate:
    """What a class asks for by a day; ``key`` is the same for it as long as it is asked for."""

    key: str
    title: str
    class_name: str
    day: date


@dataclass(frozen=True)
class Day:
    """What is left of a day as Today says it. ``learning`` of its reviews come back later; ``begun``: something was
    answered already."""

    work: Work
    learning: int = 0
    begun: bool = False


@dataclass(frozen=True)
class Week:
    """The seven days before a digest, and the seven ahead. ``recall`` and ``recall_then`` are shares of the path.
    ``work`` is all that the days ahead ask; where they are planned for the interview their minutes alone are known, and
    ``planned`` on how many days there are any, None where they are not."""

    reviews: int
    days: int
    recall: float
    recall_then: float | None
    interview: date | None
    work: Work
    due: Sequence[DueDate]
    planned: int | None = None


@dataclass(frozen=True)
class Deadline:
    """An assignment that is due in the next days: ``done`` of those who are ``asked`` have done it."""

    title: str
    day: date
    done: int
    asked: int


@dataclass(frozen=True)
class ClassWeek:
    """A class as who teaches it reads of it: how many of its ``learners`` are at risk, the gravest of them ``named``
    (name, assignment, why), and what is due."""

    name: str
    learners: int
    at_risk: int
    named: Sequence[tuple[str, str, str]]
    due: Sequence[Deadline]


def reminder(day: Day, due: Iterable[DueDate], interview: date | None, today: date) -> tuple[str, str]:
    """Title and text of a day's reminder."""
    near = [one for one in due if 0 <= (one.day - today).days <= SOON]
    title, lines = promise(day.work), list[str]()
    if day.work.read:  # as Today says it
        lines.append(f"{title}.")
        title = f"About {number_of(day.work.minutes, 'minute')} {'left ' if day.begun else ''}today"
    holds = "is left of today" if day.begun else "today holds"
    lines.append(f"This is what {holds}. It waits until you have time for it.")
    if day.learning:
        lines.append(f"Of these, {'one comes' if day.learning == 1 else f'{day.learning} come'} back later today.")
    lines += [f"{assigned(one)}: {_when(one.day, today)}." for one in near]
    if interview:
        lines.append(f"Your interview is {_when(interview, today)}.")
    return title, "\n".join(lines)


def digest(week: Week, today: date) -> tuple[str, str]:
    """Title and text of a week's digest."""
    title = "Your week: no reviews"
    if week.reviews:
        title = f"Your week: {number_of(week.reviews, 'review')} on {number_of(week.days, 'day')}"
    recalled = f"You would recall {percent(week.recall)} of the whole path today"
    then = "" if week.recall_then is None else f", and {percent(week.recall_then)} on the day of your interview"
    lines = [f"{recalled}{f'{then} if you review nothing more' if then else ''}."]
    lines.append(f"{_ahead(week)}.")
    lines += [f"{assigned(one)}: {_when(one.day, today)}." for one in week.due if one.day >= today]
    if week.interview:
        lines.append(f"Your interview is {_when(week.interview, today)}.")
    return title, "\n".join(lines)


def class_digest(weeks: Sequence[ClassWeek]) -> tuple[str, str]:
    """Title and text of the week of who teaches."""
    risks, due = sum(week.at_risk for week in weeks), sum(len(week.due) for week in weeks)
    title = f"Your classes: {number_of(risks, 'learner')} at risk, {number_of(due, 'assignment')} due this week"
    return title, "\n\n".join("\n".join(_class_lines(week)) for week in weeks)


def _class_lines(week: ClassWeek) -> list[str]:
    lines = [f"{isolated(clean(week.name))}: {week.at_risk} of {number_of(week.learners, 'learner')} at risk."]
    lines += [f"{isolated(clean(name))}, “{isolated(clean(title))}”: {why}." for name, title, why in week.named]
    more = week.at_risk - len(week.named)
    lines += [f"And {more} more."] if more > 0 else []
    lines += [
        f"“{isolated(clean(one.title))}” is due on {one.day:%A}, {one.day.day} {one.day:%B}:"
        f" {one.done} of {one.asked} have done it."
        for one in week.due
    ]
    return lines


def _ahead(week: Week) -> str:
    if week.planned is None:
        return f"The next seven days ask {promise(week.work) or 'nothing'}"
    if not week.planned:
        return "Your plan asks nothing in the next seven days"
    minutes = number_of(week.work.minutes, "minute")
    return f"Your plan takes about {minutes} in the next seven days, on {week.planned} of them"


def assigned(due: DueDate) -> str:
    """ "Communication for Spring": a name that runs from right to left turns nothing but itself."""
    return f"{due.title} for {isolated(clean(due.class_name))}"


def _when(day: date, today: date) -> str:
    """ "today", "tomorrow", "in 5 days, on 9 March", "on 9 March 2031"; a year that is not the running one is named."""
    ahead = (day - today).days
    if ahead < 2:
        return "tomorrow" if ahead else "today"
    named = f"on {day.day} {day:%B}{'' if day.year == today.year else f' {day.year}'}"
    return f"in {ahead} days, {named}" if ahead <= COUNTED else named
