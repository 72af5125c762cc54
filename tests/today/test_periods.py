"""Each local day's hour strikes once, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.reviews.days import day_begins, local_day
from quizzes.today.periods import period, strikes
from sdwiki.inbox.kinds import DIGEST, REMINDER

ZONES = ["UTC", "Europe/Berlin", "America/Havana", "Pacific/Kiritimati", "Etc/GMT+12", "Australia/Lord_Howe", "No/Such"]


@pytest.mark.parametrize(
    ("zone", "day_start", "hour", "day", "expected"),
    [
        ("UTC", 4, 18, date(2026, 3, 2), datetime(2026, 3, 2, 18, tzinfo=UTC)),
        ("Europe/Berlin", 4, 18, date(2026, 3, 2), datetime(2026, 3, 2, 17, tzinfo=UTC)),
        (
            "Europe/Berlin",
            4,
            2,
            date(2026, 3, 2),
            datetime(2026, 3, 3, 1, tzinfo=UTC),
        ),  # still the day before, for the learner
        ("Europe/Berlin", 0, 2, date(2026, 3, 29), datetime(2026, 3, 29, 1, tzinfo=UTC)),  # skipped: at 03:00
        ("Europe/Berlin", 0, 2, date(2026, 10, 25), datetime(2026, 10, 25, 0, tzinfo=UTC)),  # twice: the first
        ("No/Such", 4, 18, date(2026, 3, 2), datetime(2026, 3, 2, 18, tzinfo=UTC)),
        ("", 4, 18, date(2026, 3, 2), datetime(2026, 3, 2, 18, tzinfo=UTC)),
    ],
)
def test_an_hour_strikes_where_the_learners_clock_shows_it(zone, day_start, hour, day, expected):
    assert strikes(day, time_zone=zone, day_start=day_start, hour=hour) == expected


@given(
    zone=st.sampled_from(ZONES),
    day_start=st.integers(0, 23),
    hour=st.integers(0, 23),
    minutes=st.integers(0, 2 * 365 * 24 * 60),
)
def test_an_hour_strikes_within_its_day_and_stays_struck_until_the_next(zone, day_start, hour, minutes):
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    own = {"time_zone": zone, "day_start": day_start, "hour": hour}
    part = period(REMINDER, now, **own)
    assert part.first == local_day(now, zone, day_start)
    assert day_begins(part.first, zone, day_start) <= strikes(part.first, **own)
    assert part.reached == (now >= strikes(part.first, **own))
    if part.reached:
        after = period(REMINDER, now + timedelta(minutes=1), **own)
        assert after == part or after.first == part.first + timedelta(1)


@given(
    zone=st.sampled_from(ZONES),
    day_start=st.integers(0, 23),
    hour=st.integers(0, 23),
    minutes=st.integers(0, 2 * 365 * 24 * 60),
)
def test_a_week_begins_on_the_calendars_monday_at_any_hour(zone, day_start, hour, minutes):
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    part, day = period(DIGEST, now, time_zone=zone, day_start=day_start, hour=hour), local_day(now, zone, 0)
    assert part.first.weekday() == 0
    assert timedelta(0) <= day - part.first < timedelta(7)
    struck = strikes(part.first, time_zone=zone, day_start=0, hour=hour)
    assert local_day(struck, zone, 0) == part.first
    assert part.reached == (now >= struck)
