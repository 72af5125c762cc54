"""The ladder of stems: what one step takes for the same word, the deeper one does too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.wording.stems import LEAST, root, singular, stem

WORDS = ["caches", "cached", "polling", "pollers", "stateful", "statelessness", "policies", "replied", "axis", "writes"]
words = st.one_of(st.sampled_from(WORDS), st.text("abcdefinstuyl", min_size=1, max_size=12))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("caches", "cache", (True, True, True)),
        ("policies", "policy", (True, True, True)),
        ("stores", "stored", (False, True, True)),
        ("replies", "replied", (False, True, True)),
        ("polling", "pollers", (False, False, True)),
        ("stateful", "stateless", (False, False, True)),
        ("ordered", "unordered", (False, False, False)),
    ],
)
def test_each_step_cuts_deeper(a, b, same):
    assert tuple(cut(a) == cut(b) for cut in (singular, root, stem)) == same


@given(words, words)
def test_what_one_step_takes_for_the_same_the_deeper_one_does_too(a, b):
    if singular(a) == singular(b):
        assert root(a) == root(b)
    if root(a) == root(b):
        assert stem(a) == stem(b)


@given(words)
def test_enough_of_a_word_stays(word):
    assert len(stem(word)) >= min(LEAST, len(word)) - 1  # "axes" is "ax"
