"""Days without a date within a learner's minutes: which of the due cards today asks, and how many new facts.

Where more is due than the minutes hold, the day gets a list (`DayPlan.cards`), by which the queue and the load go as
they do on days that are planned for an interview. The rest stays due, so the next days take it up.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from quizzes.reviews.askable import ASKABLE_CARD, FACT_OF_CARD
from quizzes.reviews.away import break_over
from quizzes.reviews.counting import day_values, pace_of, spoken_for
from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.load import Pace
from quizzes.reviews.load_sql import TODAYS
from quizzes.reviews.models import DayPlan
from quizzes.reviews.planning.levelling import Due, most_at_risk, room
from quizzes.reviews.queries import model_of

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

# What is due before the day ends and was not answered on it; today's steps come back by themselves.
WAITING = f"""
SELECT c.id, c.stability, %(day)s - c.last_day, c.missed
FROM quizzes_card c {FACT_OF_CARD}
WHERE c.learner_id = %(learner)s AND NOT c.suspended AND c.due < %(tomorrow)s AND c.state <> 0 AND {ASKABLE_CARD}
  AND NOT (c.state IN (1, 3) AND c.due > %(today)s) AND coalesce(c.last_day < %(day)s, true)
ORDER BY c.due, c.id
"""
INTRODUCED = f"WITH {TODAYS} SELECT n FROM introduced"


def level_today(*, learner: "User", now: datetime) -> None:
    """Give the rest of a learner's day what their minutes hold, by how likely each card is to be recalled. Without
    minutes, and in a break, it has no list; on a day that was taken off nothing is asked of its own."""
    values = day_values(learner, now, None, None)
    plan: dict[str, Any] = {"cards": None, "room": None, "date": None, "outlook": None, "wants": False, "beside": 0.0}
    if learner.minutes_per_day is None or break_over(learner, values["day"]):
        DayPlan.objects.filter(learner=learner, day=values["day"]).update(**plan)
        return
    pace, model, (waiting, begun) = pace_of(learner), model_of(learner), _standing(values)
    seconds = 60.0 * learner.minutes_per_day - spoken_for(learner, now)
    risks = [
        Due(card, 0.0 if missed or not stability else recall_after(days, stability, model=model))
        for card, stability, days, missed in waiting
    ]
    asked = most_at_risk(risks, seconds, pace)
    beside = sum(pace.lapses(one.recall) for one in asked)
    plan["room"] = begun + room(seconds - len(asked) * pace.review - beside, pace.begun)
    if len(asked) == len(waiting):
        _all_of_it(learner, values["day"], plan, beside / max(len(asked), 1), pace)
        return
    plan |= {"cards": [one.card for one in asked], "due": len(asked), "beside": beside}
    plan |= {"minutes": pace.minutes(len(asked), 0, again=beside, held=learner.minutes_per_day)}
    plan |= {"fresh": 0, "planned_at": now}  # there is room for none, or no review would be left over
    DayPlan.objects.update_or_create(
        learner=learner, day=values["day"], defaults=plan, create_defaults=plan | {"opened_at": now}
    )


def _all_of_it(learner: "User", day: date, plan: dict[str, Any], each: float, pace: Pace) -> None:
    """Let an opened day ask all that is due, each of which takes so many seconds beside its first answer."""
    row = DayPlan.objects.filter(learner=learner, day=day).first()
    if row is None:
        return
    fresh, beside = min(row.fresh, plan["room"]), row.due * each
    minutes = pace.minutes(row.due, fresh, again=beside + fresh * pace.steps, held=learner.minutes_per_day)
    plan |= {"fresh": fresh, "beside": beside, "minutes": minutes}
    DayPlan.objects.filter(pk=row.pk).update(**plan)


def _standing(values: dict[str, Any]) -> tuple[list[tuple[Any, ...]], int]:
    """The rows of `WAITING`, and how many facts were introduced today."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, values)
        waiting = cursor.fetchall()
        cursor.execute(INTRODUCED, values)
        (begun,) = cursor.fetchone()
    return waiting, begun
