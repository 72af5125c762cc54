"""Which question a placement asks next."""

from dataclasses import replace

import pytest

from quizzes.attempts.placing import EASY_FIRST, MOST, Probe, Told, belief, following
from quizzes.attempts.words import told_finding
from quizzes.bank.facility import EASY_FROM

# Three phases of two topics, each with ten questions from hard to easy.
PROBES = [
    Probe(100 * topic + n, topic // 2, topic, 0.4 + n / 20, 0.25, frozenset({(topic, n)}))
    for topic in range(6)
    for n in range(10)
]


def played(knows, level=2, probes=PROBES):
    told = []
    while probe := following(probes, told, level):
        told.append(Told(probe, knows(probe)))
    return told


def middle(told, phase):
    return sum(x * p for x, p in belief(told, phase, 2).items())


def test_it_asks_twelve_the_first_ones_easy_and_none_twice():
    told = played(lambda probe: True)
    assert len({one.probe.version for one in told}) == MOST
    assert all(one.probe.expected >= EASY_FROM for one in told[:EASY_FIRST])
    assert {one.probe.phase for one in told[:3]} == {0, 1, 2}
    assert {one.probe.topic for one in told} == set(range(6))


def test_what_is_to_be_worked_out_waits_until_the_first_ones_are_answered():
    long = [replace(one, version=-one.version - 1, rows=frozenset({one.version}), plain=False) for one in PROBES]
    plain = [one.probe.plain for one in played(lambda probe: True, probes=[*long, *PROBES])]
    assert all(plain[:EASY_FIRST])
    assert not all(plain)


def test_it_finds_the_phase_that_somebody_knows():
    told = played(lambda probe: probe.phase == 1)
    assert middle(told, 1) > max(middle(told, 0), middle(told, 2)) + 1


def test_who_knows_more_is_asked_harder_questions():
    knows, fails = ([one.probe.expected for one in played(lambda probe, r=r: r)] for r in (True, False))
    assert sum(knows[EASY_FIRST:]) < sum(fails[EASY_FIRST:])


def test_the_same_answers_lead_to_the_same_questions_and_a_guess_says_nothing():
    assert played(lambda probe: probe.phase == 1) == played(lambda probe: probe.phase == 1)
    assert belief([Told(PROBES[0], None)], 0, 2) == belief([], 0, 2)


def test_no_two_are_about_one_row_and_it_ends_where_nothing_is_left():
    same = [Probe(n, 0, 0, 0.7, 0.25, frozenset({"row"})) for n in range(5)]
    first = following(same, [], 2)
    assert following(same, [Told(first, True)], 2) is None
    assert following([], [], 2) is None


@pytest.mark.parametrize(
    ("right", "answered", "guessed", "said"),
    [
        (0, 0, 0, "Not asked, so nothing is known of it."),
        (2, 2, 0, "You knew what was asked: 2 of 2."),
        (1, 2, 0, "You knew 1 of 2."),
        (0, 2, 0, "You knew none of 2."),
        (1, 3, 1, "You knew 1 of 3, and guessed 1 right, which does not count."),
    ],
)
def test_what_was_found_is_said(right, answered, guessed, said):
    assert told_finding(right, answered, guessed) == said
