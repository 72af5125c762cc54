from datetime import date, timedelta

import pytest

from quizzes.reminding.words import ClassWeek, Day, Deadline, DueDate, Week, assigned, class_digest, digest, reminder
from quizzes.today.planning import Work

TODAY = date(2026, 3, 2)


def due(days, name="Spring"):
    return DueDate(f"1-{days}", "Communication", name, TODAY + timedelta(days))


@pytest.mark.parametrize(
    ("days", "said"),
    [(-1, None), (0, "today."), (1, "tomorrow."), (2, "in 2 days, on 4 March."), (3, "on 5 March."), (4, None)],
)
def test_a_reminder_names_what_is_due_soon(days, said):
    title, text = reminder(Day(Work(12, 5, 9)), [due(days)], None, TODAY)
    assert title == "12 reviews and 5 new facts, about 9 minutes"
    assert ("Communication for Spring" in text) == bool(said)
    assert not said or text.endswith(said)


def test_a_reminder_says_what_to_read_as_today_does():
    work = Work(0, 5, 9, "Skim Caching (4 minutes)", 4)
    title, text = reminder(Day(work), [], None, TODAY)
    assert title == "About 9 minutes today"
    assert text.startswith("Skim Caching (4 minutes), then 5 new facts (about 5 minutes).\n")
    assert reminder(Day(work, begun=True), [], None, TODAY)[0] == "About 9 minutes left today"


@pytest.mark.parametrize(
    ("learning", "begun", "holds", "more"),
    [
        (0, False, "today holds", ""),
        (1, True, "is left of today", "\nOf these, one comes back later today."),
        (5, True, "is left of today", "\nOf these, 5 come back later today."),
    ],
)
def test_a_reminder_says_what_is_left_and_what_of_it_comes_later(learning, begun, holds, more):
    title, text = reminder(Day(Work(12, 0, 3), learning, begun), [], None, TODAY)
    assert title == "12 reviews, about 3 minutes"
    assert text == f"This is what {holds}. It waits until you have time for it.{more}"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 3), "tomorrow"),
        (date(2026, 12, 31), "in 304 days, on 31 December"),
        (date(2027, 1, 5), "in 309 days, on 5 January 2027"),
        (date(2028, 3, 2), "in 731 days, on 2 March 2028"),
        (date(2028, 3, 3), "on 3 March 2028"),
        (date.max, "on 31 December 9999"),
    ],
)
def test_a_reminder_counts_the_days_to_the_interview(day, said):
    _, text = reminder(Day(Work(1, 0, 1)), [], day, TODAY)
    assert text.endswith(f"Your interview is {said}.")


def test_a_name_from_right_to_left_turns_nothing_but_itself():
    assert assigned(due(1, "\u05d0\u05d1\u202e")) == "Communication for \u2068\u05d0\u05d1\u2069"
    assert assigned(due(1, "A\u202eB\r\nBcc: x")) == "Communication for AB Bcc: x"


@pytest.mark.parametrize(
    ("week", "title", "text"),
    [
        (
            Week(84, 5, 0.434, 0.38, TODAY + timedelta(24), Work(112, 9, 40), [due(-1), due(9)]),
            "Your week: 84 reviews on 5 days",
            "You would recall 43\N{NO-BREAK SPACE}% of the whole path today, and 38\N{NO-BREAK SPACE}% on the day of"
            " your interview if you review nothing more.\n"
            "The next seven days ask 112 reviews and 9 new facts, about 40 minutes.\n"
            "Communication for Spring: in 9 days, on 11 March.\n"
            "Your interview is in 24 days, on 26 March.",
        ),
        (
            Week(1, 1, 0.05, None, None, Work(1, 0, 1), []),
            "Your week: 1 review on 1 day",
            "You would recall 5\N{NO-BREAK SPACE}% of the whole path today.\n"
            "The next seven days ask 1 review, about 1 minute.",
        ),
        (
            Week(2, 1, 0.1, None, None, Work(minutes=95), [], 5),
            "Your week: 2 reviews on 1 day",
            "You would recall 10\N{NO-BREAK SPACE}% of the whole path today.\n"
            "Your plan takes about 95 minutes in the next seven days, on 5 of them.",
        ),
        (
            Week(2, 1, 0.1, None, None, Work(), [], 0),
            "Your week: 2 reviews on 1 day",
            "You would recall 10\N{NO-BREAK SPACE}% of the whole path today.\n"
            "Your plan asks nothing in the next seven days.",
        ),
        (
            Week(0, 0, 0.0, None, None, Work(), []),
            "Your week: no reviews",
            "You would recall 0\N{NO-BREAK SPACE}% of the whole path today.\nThe next seven days ask nothing.",
        ),
    ],
)
def test_a_digest_says_the_week(week, title, text):
    assert digest(week, TODAY) == (title, text)


# --- The week of who teaches ------------------------------------------------------------------------------------


def test_the_digest_of_classes_names_who_is_at_risk_and_what_is_due():
    risk = (("Lea", "Communication", "nothing for 9 days"),)
    week = ClassWeek("Spring", 24, 3, risk, (Deadline("Communication", date(2026, 3, 12), 20, 24),))
    title, text = class_digest([week, ClassWeek("Autumn", 1, 0, (), (Deadline("Storage", date(2026, 3, 9), 0, 1),))])
    assert title == "Your classes: 3 learners at risk, 2 assignments due this week"
    assert text == (
        "Spring: 3 of 24 learners at risk.\n"
        "Lea, “Communication”: nothing for 9 days.\n"
        "And 2 more.\n"
        "“Communication” is due on Thursday, 12 March: 20 of 24 have done it.\n\n"
        "Autumn: 0 of 1 learner at risk.\n"
        "“Storage” is due on Monday, 9 March: 0 of 1 have done it."
    )
