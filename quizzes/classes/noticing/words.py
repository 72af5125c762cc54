"""What learners are told of their assignments. Pure."""

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


def extended(title: str, due: date, why: str) -> Said:
    return f"You have until {day(due)} for “{_named(title)}”", why


def excused(title: str, why: str, *, lifted: bool) -> Said:
    return f"You are {'no longer ' if lifted else ''}excused from “{_named(title)}”", why


def day(on: date) -> str:
    return f"{on:%A}, {on.day} {on:%B}"


def _named(name: str) -> str:
    return isolated(clean(name))
