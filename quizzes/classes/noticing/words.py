"""What learners are told of their assignments. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quizzes.classes.assignments.judging import LATE, MET
from sdwiki.accounts.names import clean, isolated

Said = tuple[str, str]


def assigned(title: str, class_name: str, asks: str, due: date) -> Said:
    return f"{_named(class_name)}: “{_named(title)}” is assigned", f"It asks for: {asks}. It is due on {day(due)}."


def soon(title: str, asks: str, due: date, score: int) -> Said:
    return f"“{_named(title)}” is due on {day(due)}", f"It asks for: {asks}. You stand at {score} % of that."


def overdue(title: str, due: date, counts_until: date | None, *, counts: bool) -> Said:
    """``counts``: whether it still does, for good where no date is named."""
    still = "What you do from now on does not count for it, but stays yours."
    if counts:
        still = f"It still counts until {day(counts_until)}." if counts_until else "It still counts when you do it."
    return f"“{_named(title)}” was due on {day(due)}", f"It is not done yet. {still}"


def returned(title: str, state: str, recall: int, why: str, *, anew: bool) -> Said:
    """How somebody stood when it was due, or stands since it was looked at ``anew``."""
    outcome = {MET: "done", LATE: "done late"}.get(state, "not done")
    text = f"You would recall {recall} % of it. {why}".strip()
    if anew:
        return f"“{_named(title)}” was looked at anew: {outcome}", text
    return f"“{_named(title)}” is {outcome}", f"It was looked at when it was due. {text}"


@dataclass(frozen=True)
class Moved:
    """A date of an assignment that was moved: the day that was and the day that is. None is for being open already, and
    for no last day."""

    name: str
    old: date | None
    new: date | None


# By name: what holds now, what was before; then the same where no day is, or was, named.
_MOVED = {
    "due": ("is now due on {}", "Before, it was due on {}.", "", ""),
    "opens": ("now opens on {}", "Before, it opened on {}.", "is open now", "Before, it was open."),
    "closes": (
        "now takes late work until {}",
        "Before, that was until {}.",
        "has no last day for late work any more",
        "Before, no last day was named.",
    ),
}


def moved(title: str, days: Sequence[Moved], zone: str) -> Said:
    """Other dates for everybody: the title says the first of them, the text the others, and what was before."""
    holds, before = zip(*(_moved(one) for one in days), strict=True)
    text = " ".join([before[0], *(f"It {now}. {then}" for now, then in zip(holds[1:], before[1:], strict=True))])
    return f"“{_named(title)}” {holds[0]}", f"{text} Days are those of the class ({zone})."


def _moved(one: Moved) -> tuple[str, str]:
    now, before, now_none, before_none = _MOVED[one.name]
    return now.format(day(one.new)) if one.new else now_none, before.format(day(one.old)) if one.old else before_none


def taken_back(title: str, class_name: str) -> Said:
    text = "Nothing of it is asked of you any more. What you have learnt stays yours."
    return f"{_named(class_name)}: “{_named(title)}” is taken back", text


def extended(title: str, due: date, why: str) -> Said:
    return f"You have until {day(due)} for “{_named(title)}”", why


def excused(title: str, why: str, *, lifted: bool) -> Said:
    return f"You are {'no longer ' if lifted else ''}excused from “{_named(title)}”", why


def day(on: date) -> str:
    return f"{on:%A}, {on.day} {on:%B}"


def _named(name: str) -> str:
    return isolated(clean(name))
