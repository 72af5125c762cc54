"""The lists of words, and what is read with them."""

import pytest

from quizzes.bank.wording.words import FILLERS, NEGATIONS, QUANTIFIERS, TURNS, name_words, negation, words_in


def test_what_says_little_turns_nothing():
    assert {"per", "so"} == FILLERS & TURNS  # they stand for "each" and "thus" in a list, and weigh a number
    assert not FILLERS & QUANTIFIERS
    assert NEGATIONS < TURNS


@pytest.mark.parametrize(
    ("text", "found"),
    [("It does Not wait", "Not"), ("It doesn't wait", "doesn't"), ("non-blocking", "non"), ("Notes on nodes", ""),
     ("Nobody waits", "Nobody")],
)  # fmt: skip
def test_the_word_that_turns_a_statement_is_found_as_it_is_written(text, found):
    assert negation(text) == found


def test_words_of_a_name():
    assert words_in("Write-through, C++ (node.js)") == ("write", "through", "c++", "node.js")
    assert name_words("Only one of the Write-through caches, or none") == {"write", "through", "caches"}
