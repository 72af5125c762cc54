"""Whether two values say the same: measured on pairs from the shipped library that were judged by hand.

The pairs are values of one topic. "same": one could be defended as the answer where the other is right, because it says
the same or says it and more. The rules of `sameness` were made with these pairs in view, so the figures flatter them.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.bank.wording.sameness import NearValues, near, same_option, unlike, words

PAIRS = [line.split("\t") for line in Path(__file__).with_name("near_pairs.tsv").read_text().splitlines()]
VALUES = sorted({value for a, b, _ in PAIRS for value in (a, b)})
values = st.sampled_from(VALUES)


def test_pairs_are_many_distinct_and_of_both_kinds():
    assert len(PAIRS) >= 200
    assert len({frozenset(pair[:2]) for pair in PAIRS}) == len(PAIRS)
    judged = [verdict for _, _, verdict in PAIRS]
    assert set(judged) == {"same", "different"}
    assert min(judged.count("same"), judged.count("different")) >= 80
    # Not only values that are equal as they stand.
    assert sum(a != b for a, b, verdict in PAIRS if verdict == "same") >= 60


def test_precision_and_recall_on_pairs_judged_by_hand(record_property):
    found = [(near(a, b), verdict == "same") for a, b, verdict in PAIRS]
    hits = found.count((True, True))
    precision = hits / sum(said for said, _ in found)
    recall = hits / sum(right for _, right in found)
    record_property("precision", precision)
    record_property("recall", recall)
    print(f"near(): {len(PAIRS)} pairs, precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= 0.95


@settings(deadline=None, max_examples=200)
@given(values, values)
def test_sameness_is_symmetric_and_blind_to_form(a, b):
    assert near(a, b) == near(b, a)
    assert near(a, a)
    assert near(a, a.upper())
    assert near(a, f"{a} (as a rule)")


@settings(deadline=None, max_examples=200)
@given(values, values)
def test_near_values_share_all_words_of_the_shorter_but_one(a, b):
    # What looks up near values by their words relies on this.
    if near(a, b):
        shared = words(a) & words(b)
        assert len(shared) >= min(len(words(a)), len(words(b))) - 1


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Stateful", "Stateless", False),
        ("Synchronous", "Asynchronous", False),
        ("Symmetric keys", "Asymmetric keys", False),
        ("Ordered", "Unordered", False),
        ("Low", "Very low", False),
        ("Low latency", "Very low latency", False),
        ("At least once", "At most once", False),
        ("Consistency over availability", "Availability over consistency", False),
        ("Reads before writes", "Writes before reads", False),
        ("10 ms", "100 ms", False),
        ("≤ 5 ms", "≥ 5 ms", False),
        ("Two copies", "Three copies", False),
        ("No locks", "Locks", False),
        ("C#", "C++", False),
        ("Keys and values", "Values and keys", True),
        ("Reads", "reading", True),
        ("Retained for days", "Retained for some days", False),
        ("Acknowledgement", "Acknowledgment", True),
        ("One copy per region", "A copy per region", True),
        ("Cookies", "Cookie", True),
        ("The owner's key", "Key of the owner", True),
    ],
)
def test_opposites_orders_and_numbers_are_told_apart(a, b, same):
    assert near(a, b) is same
    assert near(b, a) is same


def test_one_option_under_two_names_is_recognised():
    assert same_option("Vertical scaling", "Vertical")
    assert same_option("R", "r")
    assert same_option("日本", "日本")
    assert not same_option("Stateful service", "Stateless service") or same_option("Stateful", "Stateless")
    assert not same_option("A", "B")
    assert not same_option("SQL", "NoSQL")


def test_the_index_of_near_values_finds_the_labelled_pairs():
    found = [(a, b) for pair in PAIRS for a in pair[:2] for b in pair[:2] if near(a, b)]
    assert all(b in NearValues([a, b])(a) for a, b in found)
    assert len(found) > 100


@pytest.mark.parametrize(
    ("a", "b", "different"),
    [("Seconds", "Hours", True), ("One copy", "One copy per region", False), ("Key of row", "key of table", True)],
)
def test_values_are_clearly_different_where_neither_holds_most_of_the_other(a, b, different):
    assert unlike(a, b) is different
