"""Numbers that are asked for, and numbers that are typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.wording.numeric import told, typed, wanted

READ = {
    "1500": 1500, "1,500": 1500, "1 500": 1500, "1\u202f500": 1500, "1'500": 1500, "1,500,000": 1500000,
    "1.500.000": 1500000, "1.5": "1.5", "1,5": "1.5", "1.500": "1.5", "0,125": "0.125", "1,2345": "1.2345",
    "1,234.5": "1234.5", "1.234,5": "1234.5", ".5": "0.5", "12k": 12000, "12 K": 12000, "1.5M": 1500000,
    "2 million": 2000000, "3bn": 3000000000, "1e6": 1000000, "1E-3": "0.001", "3×10^5": 300000, "3x10⁵": 300000,
    "3 * 10^5": 300000, "10^5": 100000, "10⁻²": "0.01", "-7": -7, "−7": -7, "+7": 7, "~300": 300, "≈ 300": 300,
    "0": 0, "٣": 3,
}  # fmt: skip
UNREAD = ["", " ", "abc", "5 ms", "5m", "5B", "1,2,3", "1.2,3.4", "1 2", "12,345,67", "1..5", "1e999", "9" * 19, "1/2",
          "x" * 201, "1e", "--1", "3×10"]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), READ.items())
def test_a_number_is_read_by_one_rule(text, number):
    assert typed(text) == Decimal(number)


@pytest.mark.parametrize("text", UNREAD)
def test_what_has_no_one_meaning_is_not_understood(text):
    assert typed(text) is None


def test_the_unit_that_stands_beside_may_be_typed_and_no_other():
    assert typed("250 Requests/s", "requests/s") == typed("250requests/s", "requests/s") == 250
    assert typed("5 %", "%") == 5
    assert typed("5 ms", "s") is None


@pytest.mark.parametrize(
    ("text", "stored", "said"),
    [
        ("250", "250", "250 ms"), ("250 ± 10", "250 ± 10", "250 ms (240 to 260 is accepted)"),
        ("240..260", "240..260", "240 to 260 ms"), ("250 +/- 4 %", "250 ± 10", "250 ms (240 to 260 is accepted)"),
        ("1e6", "1000000", "1,000,000 ms"), ("-5..-1", "-5..-1", "−5 to −1 ms"),
        ("3.10 ± 0.05", "3.1 ± 0.05", "3.1 ms (3.05 to 3.15 is accepted)"),
        ("0 ± 1", "0 ± 1", "0 ms (−1 to 1 is accepted)"), ("13 (10..16)", "13 ± 3", "13 ms (10 to 16 is accepted)"),
        ("13 ( 10 .. 15 )", "13 (10..15)", "13 ms (10 to 15 is accepted)"),
    ],
)  # fmt: skip
def test_what_is_accepted_is_stored_in_one_way_and_told(text, stored, said):
    assert wanted(text).stored == stored
    assert told(text, "ms") == said
    assert wanted(stored) == wanted(text)


@pytest.mark.parametrize(
    "text",
    ["", "three", "5..1", "5..5", "5 ± -1", "1,5", "250 ms", "9" * 19, "1e30", "5 ± 1 ± 1", "5 (6..7)", "5 (5..5)"],
)
def test_what_is_no_number_is_not_asked_for(text):
    assert wanted(text) is None


def test_both_bounds_are_accepted_and_nothing_beyond():
    found = wanted("0.3 ± 0.1")
    assert [found.accepts(typed(text)) for text in ("0.2", "0.4", "0.19999", "0.40001")] == [True, True, False, False]


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text):
    assert typed(text) is None or typed(text).is_finite()


@given(st.decimals(-(10**9), 10**9, places=3), st.decimals(0, 10**6, places=3))
def test_a_key_is_read_back_as_it_was(value, margin):
    found = wanted(f"{value} ± {margin}")
    assert wanted(found.stored) == found
    assert found.accepts(value)
    assert (found.low, found.high) == (value - margin, value + margin)
