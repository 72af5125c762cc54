"""A learner's day, counted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from quizzes.reviews.away import back_on, resting
from quizzes.reviews.days import begins_nowhere_before, day_begins, local_day
from quizzes.reviews.load import Load, Pace
from quizzes.reviews.load_sql import FIRST_STEP, LIST, OF_TODAY, PACE, STEPS, limits, listed, load_statement
from quizzes.reviews.planning.levelling import room

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

FARTHEST = 731  # days until an interview that can be planned for
# What a day's reviews have taken, undone ones too; and with what its steps will take, by the learner's pace.
SPENT = f"""(
    SELECT coalesce(sum(duration_ms), 0) FROM quizzes_review
    WHERE learner_id = %(learner)s AND at >= %(dawn)s AND {OF_TODAY}
)"""
SPOKEN_FOR = f"""
SELECT ({SPENT}
    + pace.review * (SELECT count(*) + count(*) FILTER (WHERE {FIRST_STEP}) FROM quizzes_card WHERE {STEPS})) / 1000
FROM ({PACE.format(learner="%(learner)s")}) pace
"""
LEFT = f"WITH {LIST} SELECT id, state FROM ({listed('')}) listed ORDER BY place"


def load(
    learner: "User",
    now: datetime,
    *,
    topics: Sequence[int] | None = None,
    facts: Sequence[int] | None = None,
    only: str = "",
) -> Load:
    """How the day stands: of everything, of some topics, or of some facts, or ``only`` of what is due or new there. One
    statement."""
    values = day_values(learner, now, topics, facts)
    with connection.cursor() as cursor:
        planned = by_plan(learner, values["day"], facts, only)
        statement = load_statement(limits(topics, facts, only), within=limits(topics, facts), planned=planned)
        cursor.execute(statement, values)
        row = cursor.fetchone()
    done, answers, due, learning, unseen, allowed, next_at, review, fresh, topic, group, levelled, acted, *told = row
    pace, (steps, twice, beside, whole) = Pace(review / 1000, fresh / 1000), told
    if beside is None:
        beside = (due + learning - steps) * pace.lapses(learner.desired_retention)
    again = twice * pace.review + (0.0 if whole else beside + min(unseen, allowed) * pace.steps)
    return Load(
        at=now,
        done=done,
        answers=answers,
        due=due,
        learning=learning,
        unseen=unseen,
        allowed=allowed,
        next_at=next_at,
        tomorrow=values["tomorrow"],
        pace=pace,
        last=None if topic is None else (topic, group),
        acted=acted,
        beside=beside if whole else 0.0,
        again=again,
        levelled=levelled,
        away=values["away"],
        held=learner.minutes_per_day,
    )


def pace_of(learner: "User") -> Pace:
    """The learner's own medians, each once it rests on `FEWEST_TIMED` grades. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(PACE.format(learner="%s"), [learner.pk])
        review, fresh = cursor.fetchone()
    return Pace(float(review) / 1000, float(fresh) / 1000)


def spoken_for(learner: "User", now: datetime) -> float:
    """Seconds of today that no plan can give away: its answers have taken them, or will take them as its steps come
    back. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(SPOKEN_FOR, day_values(learner, now, None, None))
        return float(cursor.fetchone()[0])


def spent(learner: "User", now: datetime) -> float:
    """Seconds that the answers of today have taken. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SPENT} / 1000.0", day_values(learner, now, None, None))
        return float(cursor.fetchone()[0])


def left_of_list(learner: "User", now: datetime) -> list[tuple[int, int]]:
    """The cards (ids) of today's list that are still to be asked, in its order, and their states. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(LEFT, day_values(learner, now, None, None))
        return list(cursor.fetchall())


def dated(learner: "User", day: date) -> bool:
    """Whether this local day is planned for an interview: it has to be ahead, or nothing would be left to plan, but not
    farther than a plan sees, and the learner has to have said how many minutes a day are theirs."""
    ahead = learner.interview_on is not None and 0 < (learner.interview_on - day).days <= FARTHEST
    return ahead and learner.minutes_per_day is not None


def by_plan(learner: "User", day: date, facts: Sequence[int] | None, only: str = "") -> bool:
    """Whether the day may have a list that says what is due: it is planned for an interview, held to minutes, or asks
    nothing. What a quiz has shown to be missing is asked beside it, and so is ``only`` what is due or new, where
    somebody wants that; but which facts are new on a day for an interview, its list alone says."""
    if only:
        return facts is None and only == "new" and dated(learner, day) and not resting(learner, day)
    return facts is None and (learner.minutes_per_day is not None or resting(learner, day))


def day_values(
    learner: "User", now: datetime, topics: Sequence[int] | None, facts: Sequence[int] | None
) -> dict[str, Any]:
    """What the statements of the queue and of the load ask for: whose, when, and of what."""
    day = local_day(now, learner.time_zone, learner.day_start)
    return {
        "learner": learner.pk,
        "now": now,
        "day": day,
        "dawn": begins_nowhere_before(day),
        "today": day_begins(day, learner.time_zone, learner.day_start),
        "tomorrow": day_begins(day + timedelta(days=1), learner.time_zone, learner.day_start),
        "back": day_begins(back_on(learner, day), learner.time_zone, learner.day_start),
        "new_per_day": learner.new_per_day,
        "away": resting(learner, day),
        "room": None if learner.minutes_per_day is None else room(60.0 * learner.minutes_per_day, Pace().begun),
        "topics": None if topics is None else list(topics),
        "facts": None if facts is None else list(facts),
    }
