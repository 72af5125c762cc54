"""The laws of the forgetting curve, for any model."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from quizzes.reviews.forgetting import FACTOR_SQL, FSRS_6, Model, days_until, recall_after, recall_sql
from quizzes.reviews.scheduling import DEFAULT_MODEL, next_interval

days = st.integers(0, 40_000)
stabilities = st.floats(0.001, 36_500)
# the bounds that FSRS-6 sets to its decay
models = st.floats(0.1, 0.8).map(lambda decay: Model(FSRS_6, (*DEFAULT_MODEL.parameters[:20], decay)))


@given(stability=stabilities, model=models)
def test_recall_is_one_at_once_and_nine_tenths_after_the_stability(stability, model):
    assert recall_after(0, stability, model=model) == 1
    if stability >= 1:
        whole = round(stability)
        assert recall_after(whole, float(whole), model=model) == pytest.approx(0.9, abs=1e-12)


@given(first=days, second=days, stability=stabilities, model=models)
def test_recall_never_rises_with_time(first, second, stability, model):
    early, late = sorted((first, second))
    assert 0 < recall_after(late, stability, model=model) <= recall_after(early, stability, model=model) <= 1


@given(stability=st.floats(3, 3000), retention=st.floats(0.75, 0.95), model=models)
def test_recall_on_the_day_of_the_next_review_is_the_desired_retention(stability, retention, model):
    interval = next_interval(stability, retention, model=model, maximum=10**9)
    before, after = (recall_after(interval + n, stability, model=model) for n in (-1, 1))
    assert after < retention < before


@given(stability=st.floats(1, 1000), retention=st.floats(0.7, 0.97), model=models)
def test_a_steeper_curve_asks_no_later_below_nine_tenths(stability, retention, model):
    """All curves cross at 0.9: what falls faster at first falls more slowly later."""
    late = days_until(retention, stability, model=model)
    if retention >= 0.9:
        assert late <= stability * (1 + 1e-9)
    else:
        assert late >= stability * (1 - 1e-9)


@pytest.mark.django_db
@pytest.mark.parametrize("decay", [0.1, DEFAULT_MODEL.decay, 0.8])
@pytest.mark.parametrize("stability", [0.01, 1.5, 365.0])
def test_the_curve_in_sql_is_the_same_to_1e_12(decay, stability):
    model = Model(FSRS_6, (*DEFAULT_MODEL.parameters[:20], decay))
    statement = f"""
        SELECT {recall_sql("c.last_day + c.gap", curve="l")}
        FROM (SELECT decay, {FACTOR_SQL} AS factor FROM (VALUES (%s::float8)) AS given(decay)) l,
             (VALUES (date '2026-03-02', %s::float8, -3), (date '2026-03-02', %s, 400)) AS c(last_day, stability, gap)
        ORDER BY c.gap
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [decay, stability, stability])
        found = [recall for (recall,) in cursor.fetchall()]
    assert found == pytest.approx([1.0, recall_after(400, stability, model=model)], abs=1e-12)
