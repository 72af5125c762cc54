"""Local days: every instant belongs to one, none overlaps, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.reviews.days import day_begins, local_day

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

zones = st.sampled_from(sorted(available_timezones()))
hours = st.integers(0, 23)
instants = st.integers(0, 68 * 365 * 86_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(instants, zones, hours)
def test_an_instant_lies_within_its_day(now, zone, hour):
    day = local_day(now, zone, hour)
    assert day_begins(day, zone, hour) <= now < day_begins(day + DAY, zone, hour)


@given(instants, zones, hours, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_days_never_run_backwards(now, zone, hour, later):
    assert local_day(now, zone, hour) <= local_day(now + later, zone, hour)


@given(st.dates(date(1971, 1, 1), date(2037, 12, 31)), zones, hours)
def test_a_day_begins_at_its_first_instant(day, zone, hour):
    begin, end = day_begins(day, zone, hour), day_begins(day + DAY, zone, hour)
    assert begin <= end
    if begin < end:  # a date that the zone skipped has no instant
        assert local_day(begin, zone, hour) == day
        assert local_day(end - SECOND / 1000, zone, hour) == day


@given(st.dates(date(1971, 1, 1), date(2037, 12, 31)), zones, hours)
def test_a_day_lasts_about_a_day(day, zone, hour):
    length = day_begins(day + DAY, zone, hour) - day_begins(day, zone, hour)
    assert length == timedelta(0) or timedelta(hours=21) <= length <= timedelta(hours=48)


@pytest.mark.parametrize(
    ("zone", "now", "day"),
    [
        ("Etc/GMT-14", "2026-03-01T13:59:59", date(2026, 3, 1)),  # UTC+14
        ("Etc/GMT-14", "2026-03-01T14:00:00", date(2026, 3, 2)),
        ("Pacific/Kiritimati", "2026-03-01T14:00:00", date(2026, 3, 2)),
        ("Etc/GMT+12", "2026-03-02T15:59:59", date(2026, 3, 1)),  # UTC-12
        ("Etc/GMT+12", "2026-03-02T16:00:00", date(2026, 3, 2)),
        ("UTC", "2028-02-29T03:59:59", date(2028, 2, 28)),
        ("UTC", "2028-02-29T04:00:00", date(2028, 2, 29)),
        ("UTC", "2028-03-01T03:59:59", date(2028, 2, 29)),
        ("UTC", "2026-12-31T23:59:59", date(2026, 12, 31)),
        ("UTC", "2027-01-01T03:59:59", date(2026, 12, 31)),
        ("UTC", "2027-01-01T04:00:00", date(2027, 1, 1)),
    ],
)
def test_the_day_starts_at_four(zone, now, day):
    assert local_day(datetime.fromisoformat(now).replace(tzinfo=UTC), zone, 4) == day


@pytest.mark.parametrize(
    ("day", "begins", "hours"),
    [
        (date(2026, 3, 28), "2026-03-28T03:00:00", 23),  # Berlin goes to summer time on the 29th at two
        (date(2026, 3, 29), "2026-03-29T02:00:00", 24),
        (date(2026, 10, 24), "2026-10-24T02:00:00", 25),  # and back on 25 October at three
        (date(2026, 10, 25), "2026-10-25T03:00:00", 24),
    ],
)
def test_a_day_is_shorter_or_longer_when_clocks_change(day, begins, hours):
    begin = day_begins(day, "Europe/Berlin", 4)
    assert begin == datetime.fromisoformat(begins).replace(tzinfo=UTC)
    assert day_begins(day + DAY, "Europe/Berlin", 4) - begin == timedelta(hours=hours)


def test_a_skipped_hour_begins_the_day_at_the_jump():
    # New York jumps from two to three on 8 March 2026, at seven UTC
    assert day_begins(date(2026, 3, 8), "America/New_York", 2) == datetime(2026, 3, 8, 7, tzinfo=UTC)
    assert local_day(datetime(2026, 3, 8, 6, 59, 59, tzinfo=UTC), "America/New_York", 2) == date(2026, 3, 7)


def test_an_hour_shown_twice_begins_the_day_once():
    # New York shows one o'clock twice on 1 November 2026, at five and at six UTC
    assert day_begins(date(2026, 11, 1), "America/New_York", 1) == datetime(2026, 11, 1, 5, tzinfo=UTC)
    assert local_day(datetime(2026, 11, 1, 5, 59, tzinfo=UTC), "America/New_York", 1) == date(2026, 11, 1)
    assert local_day(datetime(2026, 11, 1, 6, 1, tzinfo=UTC), "America/New_York", 1) == date(2026, 11, 1)


def test_clocks_put_back_across_midnight_do_not_bring_yesterday_back():
    # St John's went from 00:01 back to 23:01 of the day before
    assert local_day(datetime(2010, 11, 7, 2, 30, 30, tzinfo=UTC), "America/St_Johns", 0) == date(2010, 11, 7)
    assert local_day(datetime(2010, 11, 7, 3, 0, tzinfo=UTC), "America/St_Johns", 0) == date(2010, 11, 7)


def test_a_date_that_a_zone_skipped_has_no_length():
    assert day_begins(date(2011, 12, 30), "Pacific/Apia", 4) == day_begins(date(2011, 12, 31), "Pacific/Apia", 4)
    instant = day_begins(date(2011, 12, 31), "Pacific/Apia", 4)
    assert local_day(instant - SECOND, "Pacific/Apia", 4) == date(2011, 12, 29)
    assert local_day(instant, "Pacific/Apia", 4) == date(2011, 12, 31)


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../../etc/passwd", "Europe/Berlin\0", "\ud800"])
def test_an_unknown_zone_counts_as_utc(name):
    now = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    assert local_day(now, name, 4) == date(2026, 3, 2)
