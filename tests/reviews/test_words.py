"""Waits and days in words."""

from datetime import UTC, datetime, timedelta

import pytest

from quizzes.reviews.load import Load, Pace
from quizzes.reviews.scheduling import Wait
from quizzes.reviews.words import counter, short, taken_up, until

NOW = datetime(2026, 12, 30, 12, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (Wait(0, 1), "1 min"),
        (Wait(0, 5.5), "6 min"),
        (Wait(0, 15), "15 min"),
        (Wait(1), "1 d"),
        (Wait(60), "60 d"),
        (Wait(61), "2 mo"),
        (Wait(140), "4.6 mo"),
        (Wait(365), "12 mo"),
        (Wait(366), "1 y"),
        (Wait(500), "1.4 y"),
        (Wait(36500), "99.9 y"),
    ],
)
def test_a_wait_on_a_button(wait, words):
    assert short(wait).replace("\xa0", " ") == words


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=1), "in 1 minute"),
        (timedelta(minutes=5, seconds=30), "in 6 minutes"),
        (timedelta(minutes=59), "in 59 minutes"),
        (timedelta(minutes=60), "later today"),
        (timedelta(hours=15, minutes=59), "later today"),  # until four in the morning
        (timedelta(hours=16), "tomorrow"),
        (timedelta(hours=40), "on Friday 1 January 2027"),
    ],
)
def test_when_something_comes_back(wait, words):
    assert until(NOW + wait, NOW, "UTC", 4) == words


def test_when_something_comes_back_this_year():
    assert until(NOW, NOW - timedelta(days=2), "UTC", 4) == "on Wednesday 30 December"


@pytest.mark.parametrize(
    ("learning", "ahead", "words"),
    [
        (0, False, "5 left"),
        (1, False, "5 ready, 1 more in 6 minutes"),
        (2, False, "5 ready, 2 more"),
        (2, True, "7 left"),
    ],
)
def test_the_counter_calls_left_what_every_page_calls_left(learning, ahead, words):
    at = NOW + timedelta(minutes=6)
    day = Load(NOW, 0, 0, 3, learning, 2, 10, at, NOW + timedelta(hours=16), Pace(), None)
    assert counter(day, ahead=ahead) == words
    assert day.left == 5 + learning


@pytest.mark.parametrize(
    ("facts", "aloud", "words"),
    [
        (12, 3, "12 facts and 3 questions to answer aloud"),
        (1, 1, "1 fact and 1 question to answer aloud"),
        (2, 0, "2 facts"),
        (0, 2, "2 questions to answer aloud"),
        (0, 0, "0 facts"),
    ],
)
def test_what_was_taken_up_tells_facts_from_questions(facts, aloud, words):
    assert taken_up(facts, aloud) == words
