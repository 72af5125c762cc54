"""Choices that stand out by their length, or speak of the others."""

import pytest

from quizzes.bank.wording.balance import balanced, leans, longest_fair, only_leans


def test_length_is_no_cue():
    assert balanced(["abcd", "abcd", "abcdef"])
    assert not balanced(["abcd", "abcd", "abcdefg"])


@pytest.mark.parametrize(
    ("text", "refers"),
    [("None of the above", True), ("all of these", True), ("All of the data", False), ("Both of them", True)],
)
def test_choice_that_speaks_of_the_others_is_recognised(text, refers):
    assert leans(text) is refers


def test_the_longest_fair_length_is_that_of_the_longest_choice_that_is_balanced():
    assert longest_fair(["abcd", "abcd", "abcdefg"]) == 6
    assert balanced(["abcd", "abcd", "x" * 6])


@pytest.mark.parametrize(
    ("text", "refers"),
    [("None", True), ("All of the above.", True), ("any of them", True), ("None, as logins live elsewhere", False),
     ("All rows", False)],
)  # fmt: skip
def test_choice_that_says_nothing_but_what_the_others_do_is_recognised(text, refers):
    assert only_leans(text) is refers
