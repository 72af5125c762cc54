from datetime import date

import pytest

from quizzes.today.planning import Mark, Work
from quizzes.today.words import later, parts, promise, told, tonight


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (Work(12, 5, 5), "12 reviews and 5 new facts, about 5 minutes"),
        (Work(1, 0, 1), "1 review, about 1 minute"),
        (Work(0, 1, 1), "1 new fact, about 1 minute"),
        (Work(), ""),
    ],
)
def test_a_promise_names_only_what_there_is(work, words):
    assert promise(work) == words
    assert parts(work) == words.partition(",")[0]


def test_what_is_to_be_read_comes_first_and_the_minutes_of_either_are_beside_it():
    """Seen before: one of five sheets with its minute, and cards of which nobody knew how much of the day they take."""
    work = Work(4, 18, 24, "Skim 5 sheets (13 minutes)", 13)
    assert promise(work) == "Skim 5 sheets (13 minutes), then 4 reviews and 18 new facts (about 11 minutes)"
    assert (
        promise(Work(1, 0, 1, "Skim Caching (1 minute)", 1))
        == "Skim Caching (1 minute), then 1 review (under a minute)"
    )


def test_what_comes_back_later_is_said_to_be_among_the_reviews():
    assert later(0, "") == ""
    assert later(1, "in 6 minutes") == "Of these, one comes back in 6 minutes."
    assert later(2, "in 6 minutes") == "Of these, 2 come back later, the next in 6 minutes."


@pytest.mark.parametrize(
    ("reviews", "planned", "today", "words"),
    [
        (0, 5, False, "Wednesday: none"),
        (0, None, False, "Wednesday: none"),
        (4, 5, False, "Wednesday: 4 of 5 reviews"),
        (1, 1, False, "Wednesday: 1 review"),
        (9, 5, False, "Wednesday: 9 reviews"),
        (2, None, True, "Wednesday, today: 2 reviews"),
    ],
)
def test_a_mark_is_told_with_its_plan_as_long_as_that_is_not_done(reviews, planned, today, words):
    assert told(Mark(date(2026, 3, 4), reviews, planned, reviews, today=today)) == words


def test_after_midnight_a_page_says_from_which_day_it_counts():
    """Seen before: thirteen days to an interview that the calendar had in twelve, without a word."""
    saturday, sunday = date(2026, 11, 28), date(2026, 11, 29)
    said = "Until 04:00 it still counts as Saturday, and the days to your interview with it."
    assert tonight(saturday, sunday, 4) == said
    assert tonight(sunday, sunday, 4) == ""
