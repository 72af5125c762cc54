"""The rules of an attempt, and what is stored of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from quizzes.attempts.rules import AT_ONCE, CLOSED, HANDED_IN, LAST, NEVER, Rules

OPENS = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 2, 18, 0, tzinfo=timezone(timedelta(hours=13)))
FULL = Rules(
    12, 900, OPENS, CLOSES, 3, LAST, 0.6, CLOSED, forward=True, shuffled=False, graded=True, followed=True,
    kinds=("value", "option"), difficulty=2,
)  # fmt: skip


@pytest.mark.parametrize("rules", [FULL, Rules(5), replace(FULL, closes=None, kinds=())])
def test_rules_are_read_as_they_were_stored(rules):
    assert Rules.read(rules.stored()) == rules


def test_what_an_old_attempt_lacks_has_its_default_and_what_is_not_known_is_left_out():
    assert Rules.read({"number": 10, "limit": 600, "graded": True, "gone": 1}) == Rules(10, 600, graded=True)
    assert Rules.read({}) == Rules(0)


@pytest.mark.parametrize(
    ("feedback", "ended", "minutes", "tells"),
    [
        (AT_ONCE, False, -1, True),
        (HANDED_IN, False, -1, False),
        (HANDED_IN, True, -1, True),
        (CLOSED, True, -1, False),
        (CLOSED, True, 0, True),
        (CLOSED, False, 1, False),
        (NEVER, True, 1, False),
    ],
)
def test_reasons_are_told_when_the_rules_say_so(feedback, ended, minutes, tells):
    rules = Rules(5, closes=CLOSES, feedback=feedback)
    assert rules.tells(CLOSES + timedelta(minutes=minutes), ended=ended) is tells


def test_without_a_closing_nothing_is_told_after_it():
    assert Rules(5, feedback=CLOSED).tells(CLOSES, ended=True) is False
