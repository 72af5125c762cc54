"""One rule of rounding on every page, and days that name their year where it is not the running one."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context
from django.template.defaultfilters import floatformat
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sdwiki.rounding import half_up, percent
from sdwiki.tags import near, near_day, percent_of


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(6.25, 10, 63), (0.5, 100, 1), (0.145, 1, 15), (2.5, 100, 3), (1, 3, 33), (0, 0, 0)]
)
def test_half_is_rounded_up(part, whole, shown):
    assert percent_of(part, whole) == shown


@given(st.floats(0, 1).filter(lambda share: share == 0 or share > 1e-9))
def test_per_cent_say_what_figures_with_a_point_say(share):
    assert str(percent(share)) == floatformat(Decimal(repr(share)) * 100, 0)


@given(st.floats(-1000, 1000), st.integers(0, 3))
def test_a_rounded_number_is_as_near_as_can_be(number, digits):
    rounded = half_up(number, digits)
    assert abs(rounded - Decimal(repr(number))) <= Decimal(5).scaleb(-digits - 1)
    assert not (rounded == 0 and rounded.is_signed())


def test_a_day_of_another_year_names_its_year():
    year = timezone.now().year
    assert near_day(Context(), date(year, 3, 2), "j F") == "2 March"
    assert near_day(Context(), date(year + 1, 3, 2), "j F") == f"2 March {year + 1}"


def test_an_instant_is_of_the_readers_year(settings, tmp_path):
    """In the last hours of UTC's year it is the next one in Kiritimati, and was the last one in Pago Pago before."""
    settings.CLOCK_FILE = tmp_path / "clock"
    at = datetime(2040, 12, 31, 23, 30, tzinfo=UTC)
    settings.CLOCK_FILE.write_text(str((at - timezone.now()).total_seconds()))
    east = at.astimezone(ZoneInfo("Pacific/Kiritimati"))
    assert (near(east, "j F"), near(at, "j F")) == ("1 January", "31 December")
    assert near(east - timedelta(days=1), "j F") == "31 December 2040"
