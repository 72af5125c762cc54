"""The pictures of the page of statistics."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.progress.pictures import LEVELS, columns, every, level, shares, week_of, year
from quizzes.progress.spread import Kept

FIRST = date(2025, 3, 3)  # a Monday
SVG = "{http://www.w3.org/2000/svg}"


def days(count, first=FIRST):
    return [(first + timedelta(n), n % 7) for n in range(count)]


def drawn(svg):
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@pytest.mark.parametrize("start", range(7))
def test_a_year_is_two_pictures_that_hold_each_day_once(start):
    given_days = days(365, FIRST + timedelta(start))
    halves = year(given_days, title="Reviews", text="All of them.")
    told = [title.text for half in halves for rect in drawn(half).iter(f"{SVG}rect") for title in rect]
    assert len(halves) == 2
    assert told == [f"{day.day} {day:%B}: {count}" for day, count in given_days]


def test_a_picture_of_days_stays_in_its_frame():
    for half in year(days(371), title="Reviews", text=""):
        root = drawn(half)
        width, height = (float(root.get(name)) for name in ("width", "height"))
        for rect in root.iter(f"{SVG}rect"):
            assert float(rect.get("x")) + 11 <= width
            assert float(rect.get("y")) + 11 <= height
        assert root.find(f"{SVG}title").text.startswith("Reviews, ")


def test_a_year_without_reviews_has_no_dark_day():
    halves = year([(day, 0) for day, _ in days(365)], title="Reviews", text="")
    assert re.findall(r'class="day-[1-9]', "".join(halves)) == []


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 500))
def test_a_day_with_more_reviews_is_never_paler(one, other, most):
    one, other = sorted((min(one, most), min(other, most)))
    assert 0 <= level(one, most) <= level(other, most) <= LEVELS
    assert (level(one, most) == 0) == (one == 0)
    assert level(most, most) == LEVELS


@given(st.lists(st.integers(0, 10_000), max_size=40))
def test_columns_stay_in_their_frame_and_are_as_high_as_they_count(counts):
    root = drawn(columns([(str(n), count) for n, count in enumerate(counts)], title="<Cards>", text="a & b"))
    bars = list(root.iter(f"{SVG}rect"))
    assert len(bars) == sum(1 for count in counts if count)
    heights = [float(bar.get("height")) for bar in bars]
    for height, count in zip(heights, [count for count in counts if count], strict=True):
        assert 0 < height <= 96
        assert height == pytest.approx(max(3.0, 96 * count / max(counts)), abs=0.06)
    assert root.find(f"{SVG}title").text == "<Cards>"
    assert root.find(f"{SVG}desc").text == "a & b"


def test_shares_show_what_was_wanted_and_say_where_nothing_is():
    svg = shares([("Young", Kept(50, 45)), ("Mature", Kept(0, 0))], wanted=0.9, title="Recalled", text="")
    texts = [text.text for text in drawn(svg).iter(f"{SVG}text")]
    assert texts == ["wanted 90\xa0%", "Young", "90\xa0%", "Mature", "none yet"]


@given(st.integers(1, 300), st.data(), st.floats(0.7, 0.97))
def test_shares_stay_in_their_frame(asked, data, wanted):
    kept = Kept(asked, data.draw(st.integers(0, asked)))
    for line in drawn(shares([("Young", kept)], wanted=wanted, title="", text="")).iter(f"{SVG}line"):
        assert 112 <= float(line.get("x1")) <= float(line.get("x2")) <= 312


def test_days_are_named_with_their_month_where_it_begins():
    first = date(2026, 3, 28)
    assert every([first + timedelta(n) for n in range(7)], nth=3) == ["28 Mar", "", "", "31", "", "", "3 Apr"]
    assert week_of(date(2026, 3, 1)) == date(2026, 2, 23)
