"""What is asked held against what was found, and the dates that hold for one person."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quizzes.classes.assignments.judging import (
    ANSWERED,
    CLOSED,
    EXCUSED,
    INTRODUCED,
    LATE,
    MARKED,
    MET,
    MISSED,
    NONE,
    OPEN,
    QUIZ,
    READ,
    RECALL,
    Found,
    Need,
    dates_of,
    day_in,
    done,
    end_of_day,
    parts_of,
    score,
    state_of,
)

DUE = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FOUND = Found(total=10, introduced=8, recalled=6.0, quizzed=3.0, answered=4, pages=4, pages_read=2, quizzes={7: 0.75})


@pytest.mark.parametrize(
    ("need", "met"),
    [
        (Need(RECALL, share=0.6), True),
        (Need(RECALL, share=0.61), False),
        (Need(INTRODUCED, share=0.8), True),
        (Need(INTRODUCED, share=1.0), False),
        (Need(READ, share=0.5), True),
        (Need(READ, share=1.0), False),
        (Need(ANSWERED, number=4), True),
        (Need(ANSWERED, number=5), False),
        (Need(QUIZ, share=0.75, quiz=7), True),
        (Need(QUIZ, share=0.76, quiz=7), False),
        (Need(QUIZ, share=0.01, quiz=8), False),
    ],
)
def test_a_requirement_is_met_from_its_measure_on(need, met):
    assert done(parts_of([need], FOUND)) is met


def test_the_score_is_the_mean_of_what_is_there_of_each_requirement():
    parts = parts_of([Need(RECALL, share=0.8), Need(READ, share=1.0), Need(ANSWERED, number=2)], FOUND)
    assert score(parts) == pytest.approx((0.75 + 0.5 + 1.0) / 3)


def test_where_there_are_no_facts_nothing_is_recalled_and_nothing_is_left_to_read():
    nothing = Found()
    assert not done(parts_of([Need(RECALL, share=0.1)], nothing))
    assert done(parts_of([Need(READ, share=1.0), Need(INTRODUCED, share=1.0)], nothing))
    assert nothing.quizzed_share == 0.0


@pytest.mark.parametrize(
    ("late", "closes", "hours", "when_due", "later", "state"),
    [
        (NONE, None, -1, None, False, OPEN),
        (NONE, None, -1, None, True, MET),
        (NONE, None, 1, True, False, MET),
        (NONE, None, 1, False, True, MET),
        (NONE, None, 1, False, False, MISSED),
        (MARKED, None, 1, False, True, LATE),
        (MARKED, 2, 1, False, True, LATE),
        (MARKED, 2, 1, True, True, MET),
        (CLOSED, None, 1, False, True, MISSED),
        (CLOSED, 2, 1, False, True, MISSED),
        (CLOSED, 2, 1, True, False, MET),
    ],
)
def test_the_state_follows_the_rule_for_late_work(late, closes, hours, when_due, later, state):
    dates = dates_of(opens=None, due=DUE, closes=closes and DUE + closes * HOUR, late=late)
    assert state_of(dates, DUE + hours * HOUR, when_due=when_due, later=later) == state


def test_who_is_excused_is_excused_whatever_they_did():
    dates = dates_of(opens=None, due=DUE, closes=None, late=CLOSED, excused=True)
    assert state_of(dates, DUE + HOUR, when_due=False, later=False) == EXCUSED


def test_an_extension_moves_what_is_due_and_what_closes_before_it():
    dates = dates_of(opens=None, due=DUE, closes=DUE + HOUR, late=MARKED, extended=DUE + 3 * HOUR)
    assert (dates.due, dates.closes) == (DUE + 3 * HOUR, DUE + 3 * HOUR)
    assert not dates.over(DUE + 2 * HOUR)
    assert dates.over(DUE + 4 * HOUR)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),  # the clocks go forward in the night
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/Santiago", date(2026, 9, 5), 24),  # midnight after it is skipped
        ("Africa/Cairo", date(2026, 10, 29), 25),  # the last hour is there twice
        ("Pacific/Kiritimati", date(2026, 3, 10), 24),
        ("Pacific/Pago_Pago", date(2026, 3, 10), 24),
    ],
)
def test_a_day_ends_at_its_last_instant_whatever_the_clocks_do(zone, day, hours):
    end = end_of_day(day, zone)
    assert day_in(end, zone) == day
    assert day_in(end + timedelta(microseconds=1), zone) == day + timedelta(1)
    assert end.astimezone(ZoneInfo(zone)).date() == day
    assert end - end_of_day(day - timedelta(1), zone) == hours * HOUR
