"""Who will miss what is asked at the present pace, and what is said of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from quizzes.classes.assignments import judging
from quizzes.classes.assignments.judging import Found, Need, Part
from quizzes.classes.assignments.risk import Activity, risk_of
from quizzes.classes.assignments.words import asked

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
IN_TEN_DAYS = NOW + timedelta(days=10)
RECALL = Part(judging.RECALL, 0.1, 0.8)
QUIZ = Part(judging.QUIZ, 0.0, 0.7)


def why(part, activity, *, state=judging.OPEN, since=NOW - timedelta(days=9), due=IN_TEN_DAYS, then=10.0):
    found = Found(total=100, introduced=10, recalled=10.0, then=then)
    risk = risk_of(found=found, parts=[part], state=state, since=since, due=due, activity=activity, now=NOW)
    return risk.why if risk else None


@pytest.mark.parametrize(
    ("part", "activity", "said"),
    [
        (RECALL, Activity(), "has not begun"),
        (RECALL, Activity(NOW - timedelta(days=9)), "nothing for 9 days"),
        # 10 facts are recalled on the day and 7 new ones of a week's pace come to 10 more, worth .9 each: 80 − 10 − 9.
        (RECALL, Activity(NOW, days=5, fresh=7), "at 1 new fact a day, 61 will be missing"),
        (RECALL, Activity(NOW, days=7, fresh=70), None),
        (QUIZ, Activity(NOW, days=5, fresh=7), None),
        (replace(QUIZ, value=0.69), Activity(NOW, days=5, fresh=7), "the quiz came to less than is asked"),
        (replace(QUIZ, value=0.7), Activity(NOW, days=5, fresh=7), None),
    ],
)
def test_a_risk_is_said_with_its_figures(part, activity, said):
    assert why(part, activity) == said


@pytest.mark.parametrize(
    ("hours", "days", "said"), [(47, 10, None), (48, 10, "has not begun"), (7, 1, None), (9, 1, "has not begun")]
)
def test_nobody_is_behind_with_what_has_just_begun(hours, days, said):
    since = NOW - timedelta(hours=hours)
    assert why(RECALL, Activity(), since=since, due=NOW + timedelta(days=days)) == said


def test_who_came_after_it_was_due_is_not_behind_with_it():
    due = NOW - timedelta(days=3)
    assert why(RECALL, Activity(), state=judging.MISSED, since=NOW - timedelta(days=1), due=due) is None
    assert why(RECALL, Activity(), state=judging.MISSED, due=due) == "not done when it was due"


def test_a_quiz_that_is_left_is_named_only_shortly_before():
    busy = Activity(NOW, days=5, fresh=7)
    assert why(QUIZ, busy, due=NOW + timedelta(days=2)) == "the quiz is still to take"
    assert why(QUIZ, busy, due=NOW + timedelta(days=3)) is None


def test_what_was_missed_is_said_and_what_is_excused_is_not():
    assert why(RECALL, Activity(), state=judging.MISSED) == "not done when it was due"
    assert why(RECALL, Activity(), state=judging.EXCUSED) is None


@pytest.mark.parametrize(
    ("need", "said"),
    [
        (Need(judging.RECALL, share=0.8), "recall 80 %"),
        (Need(judging.READ, share=1.0), "all pages read"),
        (Need(judging.INTRODUCED, share=0.5), "50 % of the facts introduced"),
        (Need(judging.ANSWERED, number=1), "1 fact answered in a quiz"),
        (Need(judging.QUIZ, share=0.7, title="Caching exam"), "“Caching exam” with 70 %"),
    ],
)
def test_what_is_asked_is_said_in_a_few_words(need, said):
    assert asked(need) == said
