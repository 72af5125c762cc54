"""Waits, days, loads and refusals in words. Pure."""

from datetime import date, datetime, timedelta

from content.reading.words import number_of
from quizzes.reviews.days import local_day
from quizzes.reviews.load import Load
from quizzes.reviews.scheduling import Wait

NBSP = "\N{NO-BREAK SPACE}"
SECOND = timedelta(seconds=1)
MONTH, YEAR = 30.44, 365.25  # days
CHANGED = "This fact was changed meanwhile. Here it is as it is now."
ACTS = {
    "suspend": "Suspended. It is not asked until you take it up again.",
    "resume": "Taken up again.",
    "bury": "Put off until tomorrow.",
    "flag": "Flagged.",
    "unflag": "The flag is off.",
}
GRADED_ELSEWHERE = "You have graded this card in another window. Here is the next one."


def short(wait: Wait) -> str:
    """A wait as it stands on a button: "10 min", "2 d", "1.5 mo", "1.4 y"."""
    number, unit = _measured(wait)
    return f"{number}{NBSP}{unit}"


def holds(wait: Wait) -> str:
    """The same where the day of a review is the plan's to choose: "10 min" within steps, else "holds 12 d", the time in
    which recall falls to the desired retention."""
    return f"holds {short(wait)}" if wait.days else short(wait)


def held(due_day: date | None, day: date) -> str:
    """For how long what was graded holds: "about 12 days"; empty within steps."""
    if due_day is None:
        return ""
    days = max((due_day - day).days, 1)
    return f"about {number_of(days, 'day')}"


def counted(load: Load) -> str:
    """A day's load in one line: "3 due, 5 new, 2 in learning, the next in 6 minutes". Every page says it like that."""
    parts = [f"{load.due} due"] if load.due else []
    parts += [f"{load.fresh} new"] if load.fresh else []
    if load.learning:
        parts += [f"{load.learning} in learning", f"{'back' if load.learning == 1 else 'the next'} {soon(load)}"]
    return ", ".join(parts) or "nothing left"


def done(load: Load, when: str = "today") -> str:
    """What was done of a day: "12 facts done today, in 15 answers", as some were asked more than once; empty where
    nothing is."""
    if not load.done:
        return ""
    more = f", in {number_of(load.answers, 'answer')}" if load.answers > load.done else ""
    return f"{number_of(load.done, 'fact')} done {when}{more}"


def moved(load: Load, *, planned: bool = False) -> str:
    """Where the rest of a day's reviews is; empty where nothing was moved. ``planned``: for a date, so that what is due
    by the clock says nothing of what the days after ask."""
    if not load.levelled:
        return ""
    one = load.levelled == 1
    if load.away and planned:
        return "Your plan makes up for it on the days after."
    if load.away:
        return f"{load.levelled} review{' waits' if one else 's wait'} for the days after it."
    rest = f"{load.levelled} more review{' is' if one else 's are'} spread over the coming days"
    return f"{rest}; today brings what you would forget first."


def counter(load: Load, *, ahead: bool = False) -> str:
    """What stands beside a card: "12 left"; with cards in learning, "11 ready, 1 more in 6 minutes" or "11 ready, 3
    more", which a phone has room for beside the undo.

    What is left is all of today's work, as on every page; with ``ahead``, none of it waits.
    """
    if ahead or not load.learning:
        return f"{load.left} left"
    return f"{load.ready} ready, {load.learning} more{f' {soon(load)}' if load.learning == 1 else ''}"


def soon(load: Load) -> str:
    """When the next card in learning comes back, which is today: "in 6 minutes", "later today"."""
    return _within((load.seconds or 0) * SECOND) or "later today"


def why_nothing_new(load: Load, new_per_day: int, *, planned: bool = False, others: bool = False) -> str:
    """Why a day offers no new fact; empty where it does, or where nothing was ever taken up. ``planned``: it is planned
    over a path that has more of them, whose number is not that of those taken up; ``others``: it still offers some, but
    none of those that are looked for."""
    if load.fresh or load.empty:
        return ""
    if planned and not load.away:
        if others:
            return "Today’s plan begins none of these. It brings them on the days after."
        return "You have met today’s new facts. Your plan brings others on the days after."
    if not load.unseen:
        return "You have met every fact that you took up."
    if load.away:
        return ""
    waits = f"{load.unseen} new fact{' waits' if load.unseen == 1 else 's wait'}"
    if not new_per_day:
        return f"{waits}. Your settings ask for none a day."
    if load.levelled:
        return f"Today’s minutes go to what you would forget first. {waits} for the coming days."
    return f"You have met today’s new facts. {waits} for the coming days."


def taken_up(facts: int, aloud: int) -> str:
    """What was added to one's reviews: "12 facts and 3 questions to answer aloud"; "0 facts" where nothing was."""
    parts = [number_of(facts, "fact")] if facts or not aloud else []
    parts += [f"{number_of(aloud, 'question')} to answer aloud"] if aloud else []
    return " and ".join(parts)


def until(at: datetime, now: datetime, time_zone: str, day_start: int) -> str:
    """When something comes back: "in 8 minutes", "later today", "tomorrow", "on Thursday 3 December"."""
    return _within(at - now) or _on(local_day(at, time_zone, day_start), local_day(now, time_zone, day_start))


def back(due_day: date | None, day: date, due: datetime, at: datetime) -> str:
    """When a card comes back that was graded at an instant of a local day: what its button said.

    A wait in days is told in days, even where the next one begins within the hour.
    """
    return _on(due_day, day) if due_day else _within(due - at) or "later today"


def known(comes: str, right: str) -> str:
    """What is said after “I know this well”: when the card comes back, or what would have been ``right``."""
    return (
        f"Not quite: it is “{right}”. The card comes back {comes}." if right else f"Right. The card comes back {comes}."
    )


def _within(wait: timedelta) -> str:
    """ "in 6 minutes", rounded up; empty from an hour on."""
    minutes = -(-wait // timedelta(minutes=1))
    return f"in {number_of(minutes, 'minute')}" if minutes < 60 else ""


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
