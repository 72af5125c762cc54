"""What a quiz has asked is asked again on the same day, within its minutes: the end of the day's list makes room.

A list has what helps most first, among what is new and among what is asked again, and mixes the two evenly: what it
loses at its end is what helps least. What was begun stays, and what is left out is planned for the days after. A day
without a list begins fewer new facts: all that is due on it has room.
"""

from collections.abc import Collection
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING

from quizzes.reviews.counting import left_of_list, load, pace_of, spent, spoken_for
from quizzes.reviews.days import local_day
from quizzes.reviews.load import Pace
from quizzes.reviews.models import Card, DayPlan

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def make_room(*, learner: "User", cards: Collection[Card], now: datetime) -> None:
    """Let the steps that a quiz has put these cards into fit into the minutes of today, which pass them by one card at
    most. Somebody slower than their plan loses no more of it than these steps take.

    The caller has the learner's turn. A day whose list is not made yet gets one that knows of them.
    """
    back = sum(_asks(card) for card in cards)
    if not back or learner.minutes_per_day is None:
        return
    plan = _todays(learner, local_day(now, learner.time_zone, learner.day_start))
    if plan is None:
        return
    if not plan.cards:
        _begin_fewer(plan, back, learner, now)
        return
    pace, left = pace_of(learner), left_of_list(learner, now)
    each = plan.beside / max(len(plan.cards or ()), 1)
    takes = {card: each + (pace.review if state else pace.fresh) for card, state in left}
    over = spoken_for(learner, now) + sum(takes.values()) - 60.0 * learner.minutes_per_day
    out, freed = dict[int, int](), 0.0
    for card, state in reversed(left):
        if freed >= back * pace.review or over - freed < takes[card]:
            break
        out[card] = state
        freed += takes[card]
    if out:
        _shorten(plan, out, pace, now)


def _asks(card: Card) -> int:
    """How often a card is asked in the steps that are left of it today, if each answer is right."""
    if card.state == Card.State.LEARNING and card.step == 0:
        return 2
    return int(card.state in (Card.State.LEARNING, Card.State.RELEARNING))


def _todays(learner: "User", day: date) -> DayPlan | None:
    """The plan of a day, unless a later day has one: what is told of an earlier day changes none."""
    latest: DayPlan | None = DayPlan.objects.filter(learner=learner).order_by("-day").first()
    return latest if latest and latest.day == day else None


def _begin_fewer(plan: DayPlan, back: int, learner: "User", now: datetime) -> None:
    """Let a day without a date begin so many new facts fewer as what comes back takes the time of."""
    if plan.room is None or plan.date is not None:
        return
    day = load(learner, now)
    left = (day.due + day.learning) * day.pace.review + day.fresh * day.pace.fresh + day.beside + day.again
    over = spent(learner, now) + left - 60.0 * (learner.minutes_per_day or 0)
    out = min(ceil(back * day.pace.review / day.pace.begun), ceil(over / day.pace.begun), day.fresh)
    if out > 0:
        # More than the room holds was asked for by a press, and stays.
        plan.room = max(min(plan.room, learner.new_per_day) - out, 0)
        plan.fresh = max(plan.fresh - out, 0)
        again = (plan.beside or plan.due * day.pace.lapses(learner.desired_retention)) + plan.fresh * day.pace.steps
        plan.minutes = day.pace.minutes(plan.due, plan.fresh, again=again, held=learner.minutes_per_day)
        plan.save(update_fields=["room", "fresh", "minutes"])


def _shorten(plan: DayPlan, out: dict[int, int], pace: Pace, now: datetime) -> None:
    """Take cards, given with their states, out of a list; where a plan for a date leads is worked out anew."""
    fresh = sum(not state for state in out.values())
    plan.fresh, plan.due = max(plan.fresh - fresh, 0), max(plan.due - len(out) + fresh, 0)
    kept = [card for card in plan.cards or () if card not in out]
    plan.cards, plan.beside = kept, plan.beside * len(kept) / (len(kept) + len(out))
    plan.minutes = pace.minutes(plan.due, plan.fresh, plan.beside)
    plan.planned_at, plan.wants = now, plan.wants or plan.date is not None
    plan.save(update_fields=["cards", "due", "fresh", "beside", "minutes", "planned_at", "wants"])
