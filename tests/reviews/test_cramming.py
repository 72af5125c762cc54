"""A cramming session: nothing is lost, everything is known once, and the weakest come first."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizzes.reviews.cramming import BACK, Deck, weakest
from quizzes.reviews.expected import expected
from quizzes.reviews.scheduling import DEFAULT_MODEL, Memory, State

TODAY = date(2026, 3, 2)
CARDS = st.lists(st.integers(1, 10**9), min_size=1, max_size=50, unique=True)


def test_a_card_that_was_not_known_comes_back_after_some_others():
    deck = Deck(tuple(range(1, 8))).forgot()
    assert deck.left == (2, 3, 4, 5, 1, 6, 7)
    assert deck.left.index(1) == BACK
    assert (deck.known, deck.missed, deck.size) == (0, 1, 7)


def test_the_last_card_comes_back_at_once_until_it_is_known():
    deck = Deck((5,)).forgot().forgot()
    assert deck == Deck((5,), 0, 2)
    assert deck.knew() == Deck((), 1, 2)


@given(CARDS, st.lists(st.booleans(), max_size=300))
def test_no_order_of_answers_loses_or_doubles_a_card(cards, answers):
    deck, known = Deck(tuple(cards)), []
    for knew in answers:
        if not deck.left:
            break
        if knew:
            known.append(deck.left[0])
        deck = deck.knew() if knew else deck.forgot()
        assert sorted([*deck.left, *known]) == sorted(cards)
        assert deck.size == len(cards)
        assert deck.known == len(known)


@given(CARDS, st.sets(st.integers(1, 10**9)))
def test_only_keeps_the_order_of_what_is_there(cards, there):
    there |= set(cards[::2])
    assert Deck(tuple(cards), 3, 1).only(there) == Deck(tuple(c for c in cards if c in there), 3, 1)


MEMORIES = st.builds(
    Memory,
    state=st.sampled_from([State.LEARNING, State.REVIEW, State.RELEARNING]),
    stability=st.floats(0.1, 900),
    difficulty=st.floats(1, 10),
    last_day=st.dates(TODAY - timedelta(400), TODAY),
    missed=st.booleans(),
)


@given(st.lists(MEMORIES, max_size=60), st.sampled_from([10, 20, 50]))
def test_the_least_expected_come_first_and_what_is_left_out_is_known_better(memories, number):
    numbered = dict(enumerate(memories, start=1))
    tomorrow = TODAY + timedelta(1)
    chosen = weakest(numbered.items(), on=tomorrow, model=DEFAULT_MODEL, number=number)
    shares = {pk: expected(memory, on=tomorrow, model=DEFAULT_MODEL) for pk, memory in numbered.items()}
    assert len(chosen) == min(number, len(memories)) == len(set(chosen))
    assert [shares[pk] for pk in chosen] == sorted(shares[pk] for pk in chosen)
    rest = [shares[pk] for pk in numbered if pk not in chosen]
    assert not rest or max(shares[pk] for pk in chosen) <= min(rest)
