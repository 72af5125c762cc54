"""The learner's day is opened by a sweep: its plan is a row, and the clock is set to the next day's beginning.

The sweep claims learners in batches and plans a whole batch in one statement: a loop over learners costs ninety times
as much. It may run twice at once or again after a crash: a claimed clock is locked, and a day has one plan.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from quizzes.bank.askable import UNASKABLE_FACTS
from quizzes.reviews.away import break_over, resting
from quizzes.reviews.cards import DAYS, move_due_days, take_turn
from quizzes.reviews.counting import FARTHEST, dated, load
from quizzes.reviews.dated import state_of
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.load_sql import LAPSES, PACE, STEPS_OF_NEW_FACT
from quizzes.reviews.models import DayPlan
from quizzes.reviews.paths import choose_breadth, choose_path
from quizzes.today.errors import TooManyBreaksError
from quizzes.today.models import LearnerClock
from quizzes.today.path import aims, plan_day
from quizzes.today.reminders import remind_at
from sdwiki.accounts.breaks import Breaks
from sdwiki.accounts.services import save_choices

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

BATCH = 10_000
MOST_BREAKS = 20  # that are not over
PLANNED_FOR = ("interview_on", "minutes_per_day", "breaks", "day_off")

# Learners who have taken up a fact; without one there is nothing to plan.
ADD_CLOCKS = """
INSERT INTO quizzes_learnerclock (learner_id, opens_at)
SELECT u.id, %(now)s FROM accounts_user u
WHERE u.is_active
  AND NOT EXISTS (SELECT FROM quizzes_learnerclock c WHERE c.learner_id = u.id)
  AND EXISTS (SELECT FROM quizzes_card c WHERE c.learner_id = u.id) {whose}
ON CONFLICT DO NOTHING
"""

# Whose days begin by whose clocks: few, however many learners there are.
BEGINNING = """
SELECT DISTINCT u.time_zone, u.day_start
FROM quizzes_learnerclock c JOIN accounts_user u ON u.id = c.learner_id
WHERE c.opens_at <= %(now)s
"""

# Claim learners, plan what their days hold until they end, as the queue of reviews counts it, and set their clocks;
# one whose account is disabled has none. Days that are planned for an interview, or hold more than their minutes,
# want a list, which `quizzes.today.planned` makes; in a class, they want what it asks for to come first; with overdue
# cards, that the recall of these is looked at, as only what is due on its day is recalled as the learner desires. A day
# of a break holds nothing; one that was taken off holds what it would have asked, as that press can be undone.
#
# New cards have their due date in the past, so one scan of the index card_due finds both. Facts are not joined to each
# card: the few that may not be asked are known. Learners come and go within the server: to send ten thousand ids and
# dates to and fro costs as much as to plan a third of them.
OPEN = f"""
WITH claimed AS MATERIALIZED (
    SELECT c.learner_id, u.new_per_day, u.is_active, u.desired_retention AS recall,
           coalesce(u.interview_on > days.day AND u.interview_on - days.day <= {FARTHEST}
                    AND u.minutes_per_day IS NOT NULL, false) AS dated,
           days.day <@ u.breaks AS away, days.day <@ u.breaks OR coalesce(days.day = u.day_off, false) AS off,
           60000.0 * u.minutes_per_day AS held, days.day, days.begins_at, days.ends_at
    FROM quizzes_learnerclock c
    JOIN accounts_user u ON u.id = c.learner_id
    JOIN unnest(%(zones)s::text[], %(starts)s::int[], %(days)s::date[], %(begins)s::timestamptz[],
                %(ends)s::timestamptz[])
         AS days(time_zone, day_start, day, begins_at, ends_at) USING (time_zone, day_start)
    WHERE c.opens_at <= %(now)s {{whose}}
    ORDER BY c.opens_at
    LIMIT %(limit)s
    FOR UPDATE OF c {{skip}}
), unaskable AS MATERIALIZED ({UNASKABLE_FACTS}
), planned AS (
    INSERT INTO quizzes_dayplan (learner_id, day, due, fresh, minutes, opened_at, room, wants, off)
    SELECT l.learner_id, l.day, w.due, fits.fresh,
           CASE WHEN w.due + fits.fresh > 0
                THEN greatest(round(((w.due * takes.review + fits.fresh * takes.fresh) / 60000.0)::numeric), 1)
                ELSE 0 END,
           %(now)s, fits.room,
           l.dated OR w.overdue > 0 AND l.held IS NOT NULL OR coalesce(w.due > ceil(l.held / takes.review), false)
           OR EXISTS (
               SELECT FROM quizzes_membership m JOIN quizzes_cohort h ON h.id = m.cohort_id
               WHERE m.learner_id = l.learner_id AND m.left_at IS NULL AND h.archived_at IS NULL
           ), l.off
    FROM claimed l
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE c.state <> 0) AS due,
               count(*) FILTER (WHERE c.state <> 0 AND c.due < l.begins_at) AS overdue,
               least(l.new_per_day, count(*) FILTER (WHERE c.state = 0)) AS fresh
        FROM quizzes_card c
        WHERE c.learner_id = l.learner_id AND NOT c.suspended AND c.due < l.ends_at
          AND c.fact_id NOT IN (SELECT id FROM unaskable) AND NOT l.away
    ) w
    CROSS JOIN LATERAL ({PACE.format(learner="l.learner_id")}) pace
    CROSS JOIN LATERAL (
        SELECT pace.review + {LAPSES.format(recall="l.recall")} AS review, pace.fresh + {STEPS_OF_NEW_FACT} AS fresh
    ) takes
    CROSS JOIN LATERAL (
        SELECT room, least(w.fresh, room) AS fresh
        FROM (
            SELECT CASE WHEN l.held IS NOT NULL AND NOT l.dated AND NOT l.away
                        THEN ceil(greatest(l.held - w.due * takes.review, 0) / takes.fresh)::int END AS room
        ) one
    ) fits
    WHERE l.is_active
    ON CONFLICT (learner_id, day) DO NOTHING
), stopped AS (
    DELETE FROM quizzes_learnerclock c USING claimed l WHERE c.learner_id = l.learner_id AND NOT l.is_active
), set AS (
    UPDATE quizzes_learnerclock c SET opens_at = l.ends_at
    FROM claimed l WHERE c.learner_id = l.learner_id AND l.is_active
)
SELECT count(*) FROM claimed
"""


def open_days(now: datetime, limit: int = BATCH) -> int:
    """Plan the day of everybody whose local day has begun, ``limit`` learners in a statement; how many were claimed.

    A day that passed while no worker ran is not planned afterwards: only the current one is. Who changes their zone
    meanwhile is claimed by the next sweep.
    """
    with connection.cursor() as cursor:
        cursor.execute(ADD_CLOCKS.format(whose=""), {"now": now})
        cursor.execute(BEGINNING, {"now": now})
        values = _days(cursor.fetchall(), now) | {"now": now, "limit": limit}
        claimed, batch = 0, limit
        while batch == limit:
            cursor.execute(OPEN.format(whose="", skip="SKIP LOCKED"), values)
            (batch,) = cursor.fetchone()
            claimed += batch
    return claimed


def open_day_of(learner: "User", now: datetime) -> None:
    """Plan the day of one learner, if it has begun and no sweep has come to it; where one is at it, this waits."""
    values = _days([(learner.time_zone, learner.day_start)], now) | {"now": now, "limit": 1, "learner": learner.pk}
    with connection.cursor() as cursor:
        cursor.execute(ADD_CLOCKS.format(whose="AND u.id = %(learner)s"), values)
        cursor.execute(OPEN.format(whose="AND c.learner_id = %(learner)s", skip=""), values)


def reset_clock(*, learner: "User", now: datetime) -> None:
    """After a change of zone or day start: let the sweep look at this learner at once and set the clock anew.

    If the new settings make it a day that has a plan already, that plan stays.
    """
    LearnerClock.objects.filter(learner=learner).update(opens_at=now)


@transaction.atomic
def save_settings(*, user: "User", now: datetime) -> None:
    """Keep what somebody has set; another zone or day start sets their clock anew, and their cards stay on their dates.

    What it was is read from the row itself, which grades and other windows then wait for. Another interview, or other
    minutes, make today's plan anew; the first one begins a little of every topic first if there is no time for all.
    Where it is another day by now, that has only what the answers of the last hours have left of its minutes.
    """
    people = get_user_model().objects.select_for_update(no_key=True)
    *were, interview, minutes = people.values_list(*DAYS, "interview_on", "minutes_per_day").get(pk=user.pk)
    save_choices(user=user)
    if were != [user.time_zone, user.day_start]:
        move_due_days(learner=user)
        reset_clock(learner=user, now=now)
        if local_day(now, *were) != _day(user, now):
            open_day_of(user, now)
            plan_day(learner=user, now=now)
    if (interview, minutes) != (user.interview_on, user.minutes_per_day):
        _first_plan(user, now)
        plan_day(learner=user, now=now)


def _first_plan(learner: "User", now: datetime) -> None:
    if DayPlan.objects.filter(learner=learner, date__isnull=False).exists() or not dated(learner, _day(learner, now)):
        return
    if state_of(learner, now, **aims(learner, now)).short:
        choose_breadth(learner=learner, breadth_first=True, now=now)


@transaction.atomic
def plan_again(*, learner: "User", breadth_first: bool | None, now: datetime) -> None:
    """Plan the rest of today anew, from what is known now; where it is said, in another order of what is new. Twice is
    once."""
    _as_kept(learner)
    if breadth_first is not None:
        choose_breadth(learner=learner, breadth_first=breadth_first, now=now)
    plan_day(learner=learner, now=now)


@transaction.atomic
def plan_break(*, learner: "User", first: date, last: date, now: datetime) -> None:
    """Plan a break from a first to a last day, beside those that there are: no day of it asks anything. Today is
    planned anew unless its work is done. Raises `TooManyBreaksError`; twice is once."""
    _as_kept(learner)
    breaks = Breaks(learner.breaks.ahead(_day(learner, now))).with_one(first, last)
    if len(breaks) > MOST_BREAKS:
        raise TooManyBreaksError
    _keep_breaks(learner, breaks, now)


@transaction.atomic
def end_break(*, learner: "User", first: date, now: datetime) -> None:
    """Take away the break that begins on a day, so that its days ask as any other. Twice is once."""
    _as_kept(learner)
    _keep_breaks(learner, learner.breaks.without(first), now)


@transaction.atomic
def not_today(*, learner: "User", off: bool, now: datetime) -> None:
    """Let today ask nothing: its work moves to the days after. Not ``off`` gives back what is left of it, with the same
    list, as if it had never been off; only where the plan leads is worked out anew. Twice is once."""
    _as_kept(learner)
    day = _day(learner, now)
    if off == (learner.day_off == day):
        return
    learner.day_off = day if off else None
    learner.save(update_fields=["day_off"])
    plans = DayPlan.objects.filter(learner=learner, day=day)
    plans.update(off=resting(learner, day))
    plans.filter(date__isnull=False).update(wants=True, planned_at=now)  # a forecast that is under way is of before


def _keep_breaks(learner: "User", breaks: Breaks, now: datetime) -> None:
    if breaks == learner.breaks:
        return
    day, rested = _day(learner, now), break_over(learner, _day(learner, now))
    learner.breaks = breaks
    learner.save(update_fields=["breaks"])
    plans = DayPlan.objects.filter(learner=learner, day=day)
    if break_over(learner, day) == rested and load(learner, now).over:  # the day's work is done, and stays so
        plans.filter(date__isnull=False).update(wants=True, planned_at=now)
    else:
        plan_day(learner=learner, now=now)
    plans.update(off=resting(learner, day))


def _as_kept(learner: "User") -> None:
    """Take the learner's turn, with what a plan is made for as it is now: another tab may have set it."""
    take_turn(learner)
    learner.refresh_from_db(fields=PLANNED_FOR)


def _day(learner: "User", now: datetime) -> date:
    return local_day(now, learner.time_zone, learner.day_start)


@transaction.atomic
def begin(*, user: "User", path: str, level: int, hour: int | None, now: datetime) -> None:
    """Keep what somebody said at the beginning; today's plan takes what is new in the order of the path. ``hour`` is
    that of a daily reminder, None for none."""
    get_user_model().objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)  # before their cards, as a grade
    choose_path(learner=user, path=path, level=level, now=now)
    save_settings(user=user, now=now)
    remind_at(learner=user, hour=hour, now=now)
    plan_day(learner=user, now=now)


def _days(clocks: Sequence[tuple[str, int]], now: datetime) -> dict[str, Any]:
    """The local day by each of these zones and hours, and the instants at which it begins and ends, for `OPEN`."""
    days = [local_day(now, *clock) for clock in clocks]
    return {
        "zones": [zone for zone, _ in clocks],
        "starts": [start for _, start in clocks],
        "days": days,
        "begins": [day_begins(day, *clock) for day, clock in zip(days, clocks, strict=True)],
        "ends": [day_begins(day + timedelta(days=1), *clock) for day, clock in zip(days, clocks, strict=True)],
    }
