"""What the review page shows: the card that is asked, or what is said where none is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.urls import reverse
from django.utils.http import urlencode

from quizzes.bank.models import Checkpoint
from quizzes.reviews import queries
from quizzes.reviews.allowance import more_waits, next_topic
from quizzes.reviews.counting import dated, load
from quizzes.reviews.days import local_day
from quizzes.reviews.load import Load
from quizzes.reviews.models import Review
from quizzes.reviews.queue import AHEAD, Showing, Study
from quizzes.reviews.scheduling import Rating, Wait
from quizzes.reviews.scopes import Scope
from quizzes.reviews.spoken import left_out, steps
from quizzes.reviews.typed import verdict
from quizzes.reviews.words import counted, counter, done, holds, moved, short, soon, until, why_nothing_new

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

LONG_PROMPT = 60


@dataclass(frozen=True)
class Turn:
    """What the page turns to, and says of what was done.

    ``told`` is shown and read aloud, ``heard`` is only read aloud; of the review ``graded`` (id) the gaps are shown, if
    it was answered aloud. A card that is ``pinned`` (id) comes before what is due, ``revealed`` with its answer.
    """

    told: str = ""
    heard: str = ""
    graded: int | None = None
    pinned: int | None = None
    revealed: bool = False


def shown(learner: "User", scope: Scope, day: Study, turn: Turn) -> dict[str, Any]:
    """The page's context."""
    revealed = turn.revealed and day.showing is not None and day.showing.card_id == turn.pinned
    about = {
        "scope": scope,
        "told": turn.told,
        "heard": turn.heard,
        "load": day.load,
        "counter": counter(day.load, ahead=scope.ahead),
        # Tomorrow, the waits on the buttons are counted from another day.
        "lasts": int((day.load.tomorrow - day.load.at).total_seconds()),
        "key": uuid4(),
        # With the key of the grades, an undo after a grade whose answer was lost would be taken for that grade.
        "undo_key": uuid4(),
        "undo_url": scope.url("quizzes:undo"),
        "again_url": scope.url("quizzes:review"),
        "showing": day.showing,
        "revealed": revealed,
        **_typed(scope, day.showing, revealed=revealed),
        "left_out": left_out(learner, turn.graded) if turn.graded else (),
    }
    return about | (_asked(learner, scope, day.showing, day.load) if day.showing else _end(learner, scope, day.load))


def _typed(scope: Scope, showing: Showing | None, *, revealed: bool) -> dict[str, Any]:
    """What was typed, where a card was turned over with it, and the address that types otherwise from now on."""
    accepted = [showing.typed] if showing and showing.typed and revealed else []
    said = verdict(scope.said, accepted)
    other = scope.query | {"typing": "off" if scope.typing else "on"}
    return {
        "verdict": said,
        "proposed": said.proposed if said else Rating.GOOD,
        "typing_url": "" if scope.query.get("typed") else f"{reverse('quizzes:review')}?{urlencode(other)}",
    }


def _asked(learner: "User", scope: Scope, showing: Showing, day: Load) -> dict[str, Any]:
    acts = {"acts_url": scope.url("quizzes:card-act", showing.card_id), "act_keys": [uuid4() for _ in range(4)]}
    return acts | _graded(learner, scope, showing, day)


def _graded(learner: "User", scope: Scope, showing: Showing, day: Load) -> dict[str, Any]:
    calendar = None if showing.spoken else showing.calendar
    waits = queries.waits(showing.memory, showing.card_id, learner, day.at, calendar)
    say = holds if dated(learner, local_day(day.at, learner.time_zone, learner.day_start)) else short
    if showing.spoken:
        return _spoken(scope, showing, dict(waits), say)
    return {
        "long": len(showing.prompt) > LONG_PROMPT,
        "grade_url": scope.url("quizzes:grade", showing.card_id),
        "grades": [(Review.Rating(rating), rating.name.lower(), say(wait), wait.days) for rating, wait in waits],
    }


def _spoken(scope: Scope, showing: Showing, waits: dict[Rating, Wait], say: Callable[[Wait], str]) -> dict[str, Any]:
    """A card that is answered aloud: its checkpoints, and what each number of them leads to."""
    points = list(Checkpoint.objects.filter(fact__cards=showing.card_id))
    return {
        "long": True,
        "points": points,
        "tick_url": scope.url("quizzes:tick", showing.card_id),
        "steps": [(step, Review.Rating(step.rating).label, say(waits[step.rating])) for step in steps(len(points))],
    }


def _end(learner: "User", scope: Scope, day: Load) -> dict[str, Any]:
    """What is said where no card is shown: of the scope, and of the whole day where that is more."""
    whole = load(learner, day.at) if scope.limited else day
    planned = dated(learner, local_day(day.at, learner.time_zone, learner.day_start))
    new = planned and scope.only == "new"  # which come when is the plan's to say
    instants = [day.next_at] if day.next_at and (day.learning or not new) else []
    if day.unseen and learner.new_per_day and not day.away and not new:
        instants.append(day.tomorrow)
    comes = min(instants, default=None)
    ahead = day.learning and comes and comes - day.at <= AHEAD and not scope.ahead
    return {
        "whole": whole,
        "counted": counted(whole),
        "done": done(whole),
        "when": until(comes, day.at, learner.time_zone, learner.day_start) if comes else "",
        "soon": soon(day),
        "moved": moved(whole, planned=planned),
        **_more(learner, scope, day if new else whole, planned=planned, others=new and whole.fresh > 0),
        "ahead_url": f"{scope.url('quizzes:review')}{'&' if scope.query else '?'}ahead=1" if ahead else "",
    }


def _more(learner: "User", scope: Scope, day: Load, *, planned: bool, others: bool) -> dict[str, Any]:
    """Why no new fact is offered, and what one press would bring: of what a session is held to its topic."""
    more = not day.fresh and more_waits(learner, day)
    topic = scope.topics[0] if others and scope.topics and scope.query.get("topic") else None
    return {
        "why_nothing_new": why_nothing_new(day, learner.new_per_day, planned=planned and more, others=others),
        "more": more,
        "more_topic": (topic or next_topic(learner)) if day.unseen and not day.fresh else None,
    }
