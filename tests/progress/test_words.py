import pytest

from quizzes.progress.line.stations import Station, line_list
from quizzes.progress.words import NBSP, named, state, summary, title


def one(**changes):
    return Station("caching", "Caching strategies", "Performance", 4, **changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "not seen yet"),
        ({"recall": 0.714}, f"71{NBSP}%"),
        ({"recall": 0.7, "due": True, "assigned": True}, f"70{NBSP}%, due today, assigned"),
        ({"assigned": True}, "not seen yet, assigned"),
        ({"due": True}, "core facts not seen yet, due today"),
        ({"recall": 0.6, "spread": (0.2, 0.9)}, f"60{NBSP}% on average, from 20{NBSP}% to 90{NBSP}%"),
    ],
)
def test_a_station_says_what_its_ring_shows(changes, words):
    assert state(one(**changes)) == words
    assert named(one(**changes)) == f"Caching strategies: {words}"


def test_a_drawing_says_what_it_is_of():
    stations = [one(), one(recall=0.5, due=True), Station("tls", "TLS", "Security", 5, assigned=True)]
    assert title(line_list(stations)) == "The line: 3 topics in 2 phases"
    assert title(line_list(stations[:1])) == "The line: 1 topic in 1 phase"
    assert summary(stations) == "2 not seen yet, 1 due today, 1 assigned."
