from datetime import date, timedelta

import pytest

from quizzes.reminding.words import DueDate, Week, assigned, digest, reminder
from quizzes.today.planning import Work

TODAY = date(2026, 3, 2)


def due(days, name="Spring"):
    return DueDate(f"1-{days}", "Communication", name, TODAY + timedelta(days))


@pytest.mark.parametrize(
    ("days", "said"),
    [(-1, None), (0, "today."), (1, "tomorrow."), (2, "in 2 days, on 4 March."), (3, "on 5 March."), (4, None)],
)
def test_a_reminder_names_what_is_due_soon(days, said):
    title, text = reminder(Work(12, 5, 9), [due(days)], None, TODAY)
    assert title == "12 reviews and 5 new facts, about 9 minutes"
    assert ("Communication for Spring" in text) == bool(said)
    assert not said or text.endswith(said)


def test_a_reminder_counts_the_days_to_the_interview():
    _, text = reminder(Work(1, 0, 1), [], TODAY + timedelta(1), TODAY)
    assert text.endswith("Your interview is tomorrow.")


def test_a_name_from_right_to_left_turns_nothing_but_itself():
    assert assigned(due(1, "\u05d0\u05d1\u202e")) == "Communication for \u2068\u05d0\u05d1\u2069"
    assert assigned(due(1, "A\u202eB\r\nBcc: x")) == "Communication for AB Bcc: x"


@pytest.mark.parametrize(
    ("week", "title", "text"),
    [
        (
            Week(84, 5, 0.434, 0.38, TODAY + timedelta(24), 112, [due(-1), due(9)]),
            "Your week: 84 reviews on 5 days",
            "You would recall 43\N{NO-BREAK SPACE}% of the whole path today, and 38\N{NO-BREAK SPACE}% on the day of"
            " your interview if you review nothing more.\n"
            "112 reviews of what you know fall due this week.\n"
            "Communication for Spring: in 9 days, on 11 March.\n"
            "Your interview is in 24 days, on 26 March.",
        ),
        (
            Week(1, 1, 0.05, None, None, 1, []),
            "Your week: 1 review on 1 day",
            "You would recall 5\N{NO-BREAK SPACE}% of the whole path today.\n"
            "1 review of what you know falls due this week.",
        ),
        (
            Week(2, 1, 0.1, None, None, 90, [], 20),
            "Your week: 2 reviews on 1 day",
            "You would recall 10\N{NO-BREAK SPACE}% of the whole path today.\nYour plan takes about 20 minutes a day.",
        ),
        (
            Week(0, 0, 0.0, None, None, 0, []),
            "Your week: no reviews",
            "You would recall 0\N{NO-BREAK SPACE}% of the whole path today.\n"
            "0 reviews of what you know fall due this week.",
        ),
    ],
)
def test_a_digest_says_the_week(week, title, text):
    assert digest(week, TODAY) == (title, text)
