"""A card is a cache: whatever was graded, answered and undone, its log gives the same card."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.reviews.days import day_begins
from quizzes.reviews.fitting.services import use
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queries import model_of
from quizzes.reviews.scheduling import Rating, memory_of
from quizzes.reviews.services import Outcome, grade, record_answers
from quizzes.reviews.taking_back import undo
from quizzes.today.services import save_settings
from tests.reviews.memory_models import FORGETFUL, parameters_of, replay

last_days = import_module("quizzes.migrations.0021_last_days_that_went_back")

events = st.lists(
    st.tuples(
        st.sampled_from(["grade", "grade", "answer", "undo", "travel", "fit"]),
        st.integers(0, 2),  # which card
        st.sampled_from(Rating),
        st.sampled_from([0, 1, 7, 30, 600, 1440, 3 * 1440, 30 * 1440]),  # minutes since the last
    ),
    max_size=14,
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=events)
def test_replaying_the_log_gives_the_card(history, cards, learner, now):
    Review.objects.all().delete()
    Card.objects.update(
        state=0,
        stability=None,
        difficulty=None,
        step=0,
        last_day=None,
        reps=0,
        lapses=0,
        missed=False,
        due=now,
        changed=False,
    )
    learner.time_zone, learner.day_start = "UTC", 0
    learner.memory_set, learner.memory_model, learner.memory_parameters = None, "", None
    learner.save()
    own = parameters_of(learner, FORGETFUL, now)
    for kind, n, rating, minutes in history:
        now += timedelta(minutes=minutes)
        if kind == "grade":
            grade(learner=learner, card_id=cards[n].pk, rating=rating, now=now, key=uuid4())
        elif kind == "answer":
            outcome = Outcome(cards[n].fact_id, rating > Rating.HARD, uuid4(), (50, 67, 100)[n])
            record_answers(learner=learner, outcomes=[outcome], source=Review.Source.PRACTICE, now=now)
        elif kind == "travel":
            learner.time_zone, learner.day_start = (("UTC", 0), ("Pacific/Pago_Pago", 0), ("UTC", 23))[n]
            save_settings(user=learner, now=now)
        elif kind == "fit":
            use(learner=learner, parameters=own if n else None)
        else:
            undo(learner=learner, now=now, key=uuid4())
    learner.refresh_from_db()
    model = model_of(learner)
    for card in Card.objects.all():
        evidence = Review.objects.effective().filter(card=card).order_by("pk")
        assert memory_of(card) == replay(
            ((Rating(row.rating or 0), row.day, row.weight) for row in evidence), model=model
        )
        last = Review.objects.filter(card=card).order_by("pk").last()
        if last:
            day = card.buried_until or last.due_day  # put off, as another of its table was asked
            due = day_begins(day, learner.time_zone, learner.day_start) if day else last.due
            assert (card.due, card.state, card.step) == (due, last.state, last.step)
            if last.parameter_set_id == learner.memory_set:
                assert (card.stability, card.difficulty) == (last.stability, last.difficulty)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(st.sampled_from(Rating), min_size=1, max_size=4), rating=st.sampled_from(Rating))
def test_undo_is_the_inverse_of_grade(first, rating, cards, learner, now):
    Review.objects.all().delete()
    Card.objects.update(
        state=0,
        stability=None,
        difficulty=None,
        step=0,
        last_day=None,
        reps=0,
        lapses=0,
        missed=False,
        due=now,
        changed=False,
    )
    for n, earlier in enumerate(first):
        at = now + timedelta(days=n)
        grade(learner=learner, card_id=cards[0].pk, rating=earlier, now=at, key=uuid4())
    before = Card.objects.values().get(pk=cards[0].pk)
    later = now + timedelta(days=len(first))
    grade(learner=learner, card_id=cards[0].pk, rating=rating, now=later, key=uuid4())
    undo(learner=learner, now=later, key=uuid4())
    assert Card.objects.values().get(pk=cards[0].pk) == before


@pytest.mark.django_db
def test_a_last_day_that_went_back_before_it_could_not_is_mended(cards, learner, now):
    """As it was left by the second of two grades, given a day earlier in the west; an undone one tells no day."""
    noon = now.replace(hour=12)
    went, stayed, undone = (Card.objects.get(pk=card.pk) for card in cards[:3])
    for card in (went, stayed, undone):
        grade(learner=learner, card_id=card.pk, rating=Rating.GOOD, now=noon, key=uuid4())
    grade(learner=learner, card_id=undone.pk, rating=Rating.GOOD, now=noon + timedelta(minutes=1), key=uuid4())
    undo(learner=learner, now=noon + timedelta(minutes=2), key=uuid4())
    Review.objects.filter(card=undone, undone_by__isnull=False).update(day=noon.date() + timedelta(1))
    learner.time_zone, learner.day_start = "Pacific/Pago_Pago", 4  # eleven hours behind: still the day before
    save_settings(user=learner, now=noon)
    grade(learner=learner, card_id=went.pk, rating=Rating.GOOD, now=noon + timedelta(minutes=10), key=uuid4())
    right = dict(Card.objects.values_list("pk", "last_day"))
    assert Review.objects.filter(card=went).latest("pk").day < right[went.pk]
    Card.objects.filter(pk=went.pk).update(last_day=right[went.pk] - timedelta(1))
    last_days.mend(None, SimpleNamespace(connection=connection))
    assert dict(Card.objects.values_list("pk", "last_day")) == right
