"""The picture of one card's forgetting, and the table behind it."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.progress.cards.curve import HEIGHT, WIDTH, forgetting
from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.scheduling import DEFAULT_MODEL

LAST = date(2026, 3, 2)


def curve(**more):
    known = {"last": LAST, "stability": 12.0, "today": LAST + timedelta(5), "due": LAST + timedelta(12), "wanted": 0.9}
    return forgetting(**(known | more), model=DEFAULT_MODEL)


def test_the_table_names_the_days_that_matter_with_the_models_chance():
    rows = {name: (day, share) for day, name, share in curve().rows if name}
    assert set(rows) == {"last answered", "today", "due"}
    assert rows["last answered"] == (LAST, 1.0)
    assert rows["today"][1] == pytest.approx(recall_after(5, 12.0, model=DEFAULT_MODEL))
    assert rows["due"] == (LAST + timedelta(12), pytest.approx(0.9))


def test_a_card_that_is_due_today_and_one_without_a_day_say_so():
    assert [name for _, name, _ in curve(due=LAST + timedelta(5)).rows if name] == ["last answered", "today, due"]
    assert [name for _, name, _ in curve(due=None).rows if name] == ["last answered", "today"]


def test_the_picture_says_in_words_what_it_shows():
    svg = curve().svg
    assert "<title>How this memory fades</title>" in svg
    assert "due: 90\xa0%. Wanted when it comes back: 90\xa0%." in svg


def test_what_is_wanted_is_drawn_over_the_ground_that_would_hide_it():
    assert [
        part.get("class") for part in ET.fromstring(curve().svg) if part.get("class") in {"chart-wanted", "fade-ground"}
    ] == [
        "fade-ground",
        "chart-wanted",
    ]


@given(
    st.floats(0.1, 36_500),
    st.integers(0, 3000),
    st.none() | st.integers(0, 36_500),
    st.floats(0.7, 0.97),
)
def test_every_point_lies_in_the_frame_and_the_curve_never_rises(stability, ago, due, wanted):
    found = curve(
        stability=stability,
        today=LAST + timedelta(ago),
        due=None if due is None else LAST + timedelta(due),
        wanted=wanted,
    )
    shares = [share for _, _, share in found.rows]
    assert shares == sorted(shares, reverse=True)
    root = ET.fromstring(found.svg)
    line = next(path.get("d") for path in root.iter("path") if path.get("class") == "fade-line")
    points = [tuple(map(float, point.split())) for point in re.split("[ML]", line) if point]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert [y for _, y in points] == sorted(y for _, y in points)
    for dot in root.iter("circle"):
        assert 0 <= float(dot.get("cx")) <= WIDTH
        assert 0 <= float(dot.get("cy")) <= HEIGHT


def test_today_before_the_last_day_is_no_error():
    # a learner who has travelled west
    assert curve(today=LAST - timedelta(1)).rows[0][2] == 1.0
