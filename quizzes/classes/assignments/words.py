"""What assignments ask, and why somebody will miss them, in words. Pure."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from content.reading.words import number_of
from quizzes.classes.assignments import judging
from quizzes.classes.assignments.judging import Need
from sdwiki.rounding import percent

LOOK = "Look through, and give to your learners what is right."

# By the code of a risk (`quizzes.classes.assignments.risk`); its figures are what is put in.
_WHY: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "missed": lambda: "not done when it was due",
        "not-begun": lambda: "has not begun",
        "silent": lambda days: f"nothing for {days} days",
        "too-slow": lambda pace, lacking: f"at {number_of(pace, 'new fact')} a day, {lacking} will be missing",
        "quiz-short": lambda: "the quiz came to less than is asked",
        "quiz-left": lambda: "the quiz is still to take",
    }
)

_STANDING: Mapping[str, str] = MappingProxyType(
    {
        judging.MET: "Done",
        judging.LATE: "Done late",
        judging.WAITING: "Result to come",
        judging.EXCUSED: "Excused",
        judging.MISSED: "Not done",
        judging.OPEN: "Not done yet",
    }
)
SOON = 2  # days


def asked(need: Need) -> str:
    """A requirement in a few words."""
    share = percent(need.share or 1.0)
    if need.kind == judging.RECALL:
        return f"recall {share} %"
    if need.kind == judging.READ:
        return "all pages read" if share == 100 else f"{share} % of the pages read"
    if need.kind == judging.INTRODUCED:
        return "all facts introduced" if share == 100 else f"{share} % of the facts introduced"
    if need.kind == judging.ANSWERED:
        return f"{number_of(need.number or 0, 'fact')} answered in a quiz"
    return f"“{need.title}” with {share} %"


def standing(state: str, *, open_late: bool, days_left: int) -> str:
    """How somebody stands with an assignment, in a word or two: ``open_late`` where it is over due and can still be
    done."""
    if state == judging.MISSED and open_late:
        return "Overdue"
    if state == judging.OPEN and days_left <= SOON:
        return "Due soon"
    return _STANDING[state]


def why(code: str, figures: tuple[int, ...]) -> str:
    """Why somebody is at risk: a sentence without its full stop."""
    return _WHY[code](*figures)


def would_do(minutes: int | None, new_per_day: int | None) -> str:
    """What has to be set for a day: "12 minutes and 17 new facts". What is enough as it is, is not named."""
    named = (minutes and number_of(minutes, "minute"), new_per_day and number_of(new_per_day, "new fact"))
    return " and ".join(one for one in named if one)


def drafts(number: int) -> str:
    """How many drafts there are now, as a sentence begins."""
    return "1 draft is" if number == 1 else f"{number} drafts are"
