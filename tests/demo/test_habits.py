"""Ways of studying, for the demonstration."""

from random import Random

import pytest

from quizzes.demo.habits import DAILY, DAYS, EXCUSED, FADING, HABITS, SLOWING, TWO


def test_there_are_twenty_four_of_which_four_go_their_own_way():
    assert len(HABITS) == 24
    assert len(set(HABITS[-4:])) == 4
    assert not set(HABITS[-4:]) & set(HABITS[:-4])


@pytest.mark.parametrize(("habit", "sittings"), [(DAILY, DAYS + 1), (TWO, 18), (FADING, DAYS - 16)])
def test_how_often_there_is_a_sitting(habit, sittings):
    assert len(list(habit.sittings())) == sittings


def test_nobody_sits_while_they_are_away():
    assert not any(EXCUSED.sits(ago) for ago in range(10, 36))
    assert all(EXCUSED.sits(ago) for ago in (9, 36))


def test_who_slows_takes_up_little_from_then_on():
    assert [SLOWING.takes(ago) for ago in (9, 8, 0)] == [5, 2, 2]


def test_the_same_seed_gives_the_same_grades():
    grades = [[DAILY.rating(chance) for _ in range(200)] for chance in (Random(7), Random(7))]
    assert grades[0] == grades[1]
    assert 0 < grades[0].count(1) < 50
