"""Breaks as a value, and as a column of the database."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sdwiki.accounts.breaks import Break, Breaks, joined
from sdwiki.accounts.models import User
from tests.factories import UserFactory

DAY = date(2026, 3, 1)


def on(first, last=None):
    return Break(DAY + timedelta(first), DAY + timedelta(first if last is None else last))


def days_of(spans):
    return {span.first + timedelta(n) for span in spans for n in range((span.last - span.first).days + 1)}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)).map(lambda pair: on(pair[0], sum(pair))), max_size=6))
def test_breaks_cover_the_days_of_each_and_no_other(spans):
    found = joined(spans)
    assert days_of(found) == days_of(spans)
    assert all(one.last + timedelta(1) < other.first for one, other in zip(found, found.spans[1:], strict=False))
    for n in range(-1, 52):
        day = DAY + timedelta(n)
        over = found.over(day)
        assert (over is not None) == (day in days_of(spans))
        assert over is None or over.first <= day <= over.last


def test_what_is_added_is_joined_where_it_touches_and_one_is_taken_away_alone():
    breaks = Breaks().with_one(*on(10, 12)).with_one(*on(2)).with_one(*on(3, 4))
    assert breaks.spans == (on(2, 4), on(10, 12))
    assert breaks.without(on(2).first).spans == (on(10, 12),)
    assert breaks.without(on(3).first) == breaks
    assert breaks.ahead(on(5).first) == (on(10, 12),)
    assert str(breaks) == "2026-03-03/2026-03-05 2026-03-11/2026-03-13"
    with pytest.raises(ValueError, match="ends on its first day or later"):
        breaks.with_one(*on(9, 8))


@pytest.mark.django_db
@pytest.mark.parametrize("spans", [(), (on(0),), (on(0, 3), on(5, 9))])
def test_breaks_are_kept_as_they_are_and_postgresql_knows_their_days(spans):
    learner = UserFactory(breaks=Breaks(spans))
    assert User.objects.get(pk=learner.pk).breaks == Breaks(spans)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n FROM accounts_user, generate_series(0, 10) n WHERE id = %s AND %s::date + n <@ breaks",
            [learner.pk, DAY],
        )
        assert {DAY + timedelta(n) for (n,) in cursor.fetchall()} == days_of(spans)


@pytest.mark.django_db
def test_who_says_nothing_of_breaks_has_none():
    assert User.objects.get(pk=UserFactory().pk).breaks == Breaks()
