"""A pasted list: who is to be invited, and what is wrong with the other lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.classes.joining.lists import Invitee, read
from sdwiki.limits import INVITEES


def invited(text):
    return [(one.email, one.name) for one in read(text).invitees]


def whys(text):
    return [(one.line, one.why) for one in read(text).problems]


@pytest.mark.parametrize(
    "line",
    [
        "Ada Lovelace,ada@example.com",
        "ada@example.com;Ada Lovelace",
        "Ada Lovelace\tADA@Example.com",
        "Ada Lovelace <ada@example.com>",
        '"Ada Lovelace" <ada@example.com>',
        "Ada,Lovelace,ada@example.com",
        "Ad\u200ba Love\u202elace,ada@example.com",
    ],
)
def test_a_line_is_a_name_and_an_address_in_any_order(line):
    assert invited(line) == [("ada@example.com", "Ada Lovelace")]


def test_a_line_as_a_mail_program_copies_it_invites_everybody_in_it():
    line = "ada@example.com; Bob <bob@example.com>, Carol <carol@example.com>;"
    assert invited(line) == [("ada@example.com", ""), ("bob@example.com", "Bob"), ("carol@example.com", "Carol")]
    assert invited("Lovelace, Ada <ada@example.com>; bob@example.com")[0] == ("ada@example.com", "Lovelace, Ada")
    assert whys("ada@example.com, ADA@example.com") == [(1, "stands on line 1 already")]


def test_names_of_columns_are_passed_over_and_blank_lines_counted():
    assert read("Name,E-mail\n\nAda,ada@example.com").invitees == (Invitee(3, "ada@example.com", "Ada"),)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("nobody", "holds no e-mail address"),
        ("ada@", "holds no e-mail address that mail can reach"),
        ("ada@example", "holds no e-mail address that mail can reach"),
        ("a b@example.com", "holds no e-mail address that mail can reach"),
        ("ad\u202ea@example.com", "holds no e-mail address that mail can reach"),
        ("ad\u200ba@example.com", "holds no e-mail address that mail can reach"),
        ("ada..l@example.com", "holds no e-mail address that mail can reach"),
        (f"{'a' * 250}@example.com", "holds no e-mail address that mail can reach"),
        ("Ada,ada@example.com,bob@example.com", "holds several addresses"),
        ('=HYPERLINK("x"),ada@example.com', "looks like a formula of a spreadsheet"),
        ("@SUM(1),ada@example.com", "looks like a formula of a spreadsheet"),
        ("+ada@example.com", "looks like a formula of a spreadsheet"),
        ("-2,ada@example.com", "looks like a formula of a spreadsheet"),
    ],
)
def test_a_line_that_invites_nobody_says_why(line, why):
    assert whys(f"first@example.com\n{line}") == [(2, why)]
    assert invited(f"first@example.com\n{line}") == [("first@example.com", "")]


def test_an_address_twice_is_invited_once():
    assert whys("ada@example.com\nAda,ADA@example.com") == [(2, "stands on line 1 already")]


def test_a_list_of_ten_thousand_lines_is_refused_whole():
    reading = read("".join(f"a{number}@example.com\n" for number in range(10_000)))
    assert reading.refused == f"The list has 10,000 lines. Invite at most {INVITEES:,} people at once."
    assert (reading.invitees, reading.problems) == ((), ())


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_line_accounted_for(text):
    reading = read(text)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    numbers = sorted(one.line for one in (*reading.invitees, *reading.problems))
    assert numbers in (lines, lines[1:])
