"""A card's state, its log, and what a press did, in words."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from quizzes.progress.cards.words import Line, Standing, brief, did, listed, review_line, state, what
from quizzes.reviews.scheduling import Memory, Rating, State

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=8), datetime(2026, 3, 9, 4, tzinfo=UTC)


def told(memory_state, due=LATER, **more):
    return state(Standing(Memory(memory_state), due, **more), NOW, "UTC", 4)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (told(State.NEW, NOW), "Not asked yet: it waits for its turn among your new facts."),
        (told(State.NEW, LATER, buried=True), "Put off: it comes back on Monday 9 March."),
        (
            told(State.LEARNING, SOON),
            "In learning: it is asked again within the day until it sticks. It comes back in 8 minutes.",
        ),
        (told(State.REVIEW), "In review. It comes back on Monday 9 March."),
        (told(State.REVIEW, NOW, asked=True), "In review. It is due now."),
        (told(State.REVIEW, asked=True), "In review. It is due now."),  # a plan asks it before its own day
        (told(State.REVIEW, NOW), "In review. It waits for a coming day: today brings others first."),
        (told(State.RELEARNING, NOW, asked=True), "You had forgotten it, and learn it anew. It is due now."),
        (
            told(State.REVIEW, NOW, asked=True, changed=True),
            "The fact has changed since you last saw it. It is due now.",
        ),
        (told(State.REVIEW, buried=True), "Put off. It comes back on Monday 9 March."),
        (
            told(State.REVIEW, suspended=True),
            "Suspended: it is not asked until you take it up again. Your reviews are kept.",
        ),
        (
            told(State.REVIEW, suspended=True, retired=True),
            "The wiki does not ask this any more. Your reviews are kept.",
        ),
    ],
)
def test_a_state_in_words(found, words):
    assert found == words


def test_a_line_of_the_list_says_until_when_a_card_is_put_off():
    def line(due, **more):
        return listed(Standing(Memory(State.REVIEW), due, buried=True, **more), NOW, "UTC", 4)

    assert line(LATER) == "In review, put off: back on Monday 9 March"
    assert line(datetime(2026, 3, 3, 4, tzinfo=UTC)) == "In review, put off: back tomorrow"
    assert line(NOW) == "In review"
    assert line(LATER, suspended=True) == "Suspended"


def test_a_state_in_two_words():
    assert brief(Standing(Memory(State.RELEARNING), NOW)) == "Learned anew"
    assert brief(Standing(Memory(), NOW, suspended=True)) == "Suspended"
    assert brief(Standing(Memory(), NOW, suspended=True, retired=True)) == "Not asked any more"


@pytest.mark.parametrize(
    ("source", "rating", "weight", "words"),
    [
        ("review", Rating.HARD, 100, "Flashcard: Hard"),
        ("practice", Rating.GOOD, 75, "Practice quiz: right, counted 75\xa0% as it may be luck"),
        ("exam", Rating.GOOD, 100, "Timed quiz: right"),
        ("exam", Rating.AGAIN, 100, "Timed quiz: wrong"),
    ],
)
def test_evidence_in_words(source, rating, weight, words):
    assert what(source, rating, weight) == words


def test_a_line_says_how_long_it_took_and_when_the_card_was_to_come_back():
    row = SimpleNamespace(
        at=NOW,
        source="review",
        rating=3,
        weight=100,
        duration_ms=4200,
        stability=2.3,
        day=date(2026, 3, 2),
        due_day=None,
    )
    assert review_line(row, undone=True) == Line(NOW, "Flashcard: Good", 4.2, 2.3, None, True)
    row.due_day, row.duration_ms = date(2026, 3, 4), None
    assert review_line(row, undone=False) == Line(NOW, "Flashcard: Good", None, 2.3, 2, False)


@pytest.mark.parametrize(
    ("act", "chosen", "changed", "words"),
    [
        ("suspend", 12, 12, "12 cards are suspended."),
        ("suspend", 12, 11, "11 cards are suspended. 1 other was suspended before."),
        ("bury", 5, 1, "1 card is put off until tomorrow. 4 others were not due today."),
        ("bury", 1, 0, "Nothing was changed: it was not due today."),
        ("move", 1, 1, "1 card is due on that day."),
        ("forget", 1, 0, "Nothing was changed: it was new."),
        ("resume", 3, 0, "Nothing was changed: all 3 were not suspended."),
    ],
)
def test_what_a_press_did(act, chosen, changed, words):
    assert did(act, chosen, changed) == words
