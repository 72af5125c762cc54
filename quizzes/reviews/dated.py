"""Days that are planned for a date: which cards today asks, and where that leads.

With an interview ahead a day is opened with its plan (`DayPlan.cards`), made by `quizzes.reviews.planning`; the queue
and the load then go by it. It is made anew when the learner asks for it or changes the date or the minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from quizzes.reviews.askable import ASKABLE_CARD, COUNTED, FACT_OF_CARD
from quizzes.reviews.counting import dated
from quizzes.reviews.days import local_day
from quizzes.reviews.load import Pace
from quizzes.reviews.load_sql import PACE
from quizzes.reviews.models import DayPlan
from quizzes.reviews.planning.curves import Curves
from quizzes.reviews.planning.greedy import Costs, Gains, Item, choose
from quizzes.reviews.planning.own import own_pace
from quizzes.reviews.queries import model_of

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

UNCOUNTED = 0  # the group of cards whose facts count for no figure: what goes deeper, and what is answered aloud
# Until it is known of a learner: a wrong answer takes so many times as long as a right one, and so many new facts are
# understood at once.
WRONG_TO_RIGHT, FIRST = 2.5, 0.8
HALF = 0.5  # what counts for no figure is wanted too, but not before what does

# Cards in the order in which they are taken among equals: new ones in page order. Groups are topics.
CARDS = f"""
SELECT c.id, f.id, CASE WHEN {COUNTED} THEN f.topic_id ELSE {UNCOUNTED} END, c.stability, c.difficulty, c.last_day
FROM quizzes_card c {FACT_OF_CARD}
WHERE c.learner_id = %s AND {ASKABLE_CARD} AND coalesce(c.buried_until <= %s, true)
ORDER BY c.due, c.id
"""
# What today's reviews have taken; undone ones took their time too.
SPENT = """
SELECT coalesce(sum(duration_ms), 0) / 1000.0 FROM quizzes_review
WHERE learner_id = %(learner)s AND at >= %(since)s AND day = %(day)s
"""

# The latest answers on a day after the evidence before: how long ago that was, and the stability that it left.
ANSWERS = """
SELECT day - before, stability, rating > 1
FROM (
    SELECT id, day, rating, lag(day) OVER of_card AS before, lag(stability) OVER of_card AS stability
    FROM quizzes_review r
    WHERE learner_id = %s AND rating IS NOT NULL AND NOT EXISTS (SELECT FROM quizzes_review u WHERE u.undoes_id = r.id)
    WINDOW of_card AS (PARTITION BY card_id ORDER BY id)
) log
WHERE before < day AND stability IS NOT NULL
ORDER BY id DESC LIMIT 500
"""

Weights = Mapping[int, tuple[float, date]]  # by fact (id): what it is worth, and on which date


@dataclass(frozen=True, slots=True)
class State:
    """All that a plan is made of."""

    items: tuple[Item, ...]
    gains: Gains
    pace: Pace
    seconds: float


def state_of(learner: "User", now: datetime, weights: Weights | None = None) -> State:
    """What there is to plan; core facts without a weight are worth 1 on the day of the interview. Three statements."""
    day = local_day(now, learner.time_zone, learner.day_start)
    assert learner.interview_on is not None  # `dated` was asked
    assert learner.minutes_per_day is not None
    core, deeper, given = (1.0, learner.interview_on), (HALF, learner.interview_on), weights or {}
    with connection.cursor() as cursor:
        cursor.execute(CARDS, [learner.pk, day])
        items = tuple(
            _item(day, card, given.get(fact, core if group else deeper), group, stability, difficulty, last_day)
            for card, fact, group, stability, difficulty, last_day in cursor.fetchall()
        )
        cursor.execute(PACE.format(learner="%s"), [learner.pk])
        review, fresh = cursor.fetchone()
        cursor.execute(ANSWERS, [learner.pk])
        own = own_pace(cursor.fetchall(), model_of(learner))
    pace = Pace(float(review) / 1000, float(fresh) / 1000)
    # A new fact is asked once more within its steps.
    costs = Costs(new=pace.fresh + pace.review, right=pace.review, wrong=WRONG_TO_RIGHT * pace.review, first=FIRST)
    return State(items, Gains(Curves(model_of(learner), own), costs), pace, learner.minutes_per_day * 60.0)


def _item(
    day: date,
    card: int,
    wanted: tuple[float, date],
    group: int,
    stability: float | None,
    difficulty: float | None,
    last_day: date | None,
) -> Item:
    weight, by = wanted
    # Evidence of a later day, where a learner has travelled west, counts as today's.
    seen = min((last_day - day).days, 0) if last_day else 0
    return Item(card, (by - day).days, weight, group, stability, difficulty or 0.0, seen)


@transaction.atomic
def plan_today(*, learner: "User", now: datetime, weights: Weights | None = None) -> DayPlan | None:
    """Plan the rest of a learner's day, and let a worker say where that leads; None without an interview ahead."""
    day = local_day(now, learner.time_zone, learner.day_start)
    if not dated(learner, day):
        DayPlan.objects.filter(learner=learner, day=day).update(cards=None, date=None, outlook=None, wants=False)
        return None
    state = state_of(learner, now, weights)
    left = max(state.seconds - _spent(learner, now, day), 0.0)
    chosen = [state.items[one.place] for one in choose(state.items, day=0, seconds=left, gains=state.gains)]
    fresh = sum(item.stability is None for item in chosen)
    due = len(chosen) - fresh
    plan = {
        "date": learner.interview_on, "cards": [item.key for item in chosen], "due": due, "fresh": fresh,
        "minutes": state.pace.minutes(due, fresh), "planned_at": now, "wants": True,
    }  # fmt: skip
    made: DayPlan
    made, _ = DayPlan.objects.update_or_create(
        learner=learner, day=day, defaults=plan, create_defaults=plan | {"opened_at": now}
    )
    return made


def _spent(learner: "User", now: datetime, day: date) -> float:
    """Seconds that today's answers have taken."""
    with connection.cursor() as cursor:
        cursor.execute(SPENT, {"learner": learner.pk, "since": now - timedelta(days=2), "day": day})
        return float(cursor.fetchone()[0])
