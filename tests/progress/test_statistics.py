"""The page of a learner's statistics."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from quizzes.reviews.counting import load
from quizzes.reviews.fitting.services import use
from quizzes.reviews.models import ParameterSet
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember
from tests.reviews.memory_models import FORGETFUL, parameters_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(wiki):
    return UserFactory()


def text_of(page):
    return " ".join(strip_tags(page.content.decode().replace("<", " <")).split())


def page_of(client, learner):
    client.force_login(learner)
    return client.get(reverse("quizzes:study-statistics"))


def test_statistics_of_someone_who_has_seen_nothing_say_so(client, learner):
    page = page_of(client, learner).content.decode()
    assert "Nothing to count yet" in page
    assert 'role="img"' not in page


def test_every_picture_has_a_title_and_a_table_behind_it(client, learner, now):
    remember(learner, facts_of("messaging")[0], now)
    page = page_of(client, learner).content.decode()
    assert page.count('role="img"') == 8  # the year in two, three pictures more, and three of cards
    assert page.count("<title>") - page.count('rx="2"><title>') == 8 + 1  # of days each has one, and the page
    assert page.count("<details") - page.count('<details class="menu"') == 7


@pytest.mark.parametrize(("stability", "said"), [(1.0, "below 1 day "), (10.0, "below 10 days ")])
def test_a_median_of_one_day_is_said_in_the_singular(client, learner, now, stability, said):
    remember(learner, facts_of("messaging")[0], now, stability=stability)
    assert f"half of your cards are {said}" in text_of(page_of(client, learner))


def test_what_is_due_agrees_with_the_load(client, learner):
    now = timezone.now()
    for fact in facts_of("messaging"):
        remember(learner, fact, now, due_in=-timedelta(hours=1))
    remember(UserFactory(), facts_of("storage")[0], now)
    response = page_of(client, learner)
    assert response.context["coming"][0].count == load(learner, now).due == len(facts_of("messaging"))


@pytest.mark.parametrize("topics", [["messaging"], ["messaging", "storage", "scaling"]])
def test_statistics_cost_the_same_for_one_topic_and_three(client, learner, now, topics, django_assert_num_queries):
    for slug in topics:
        for fact in facts_of(slug):
            remember(learner, fact, now)
    client.force_login(learner)
    with django_assert_num_queries(7):  # session, user, days, the day's load, retention, spreads, fit
        client.get(reverse("quizzes:study-statistics"))


def test_how_somebody_forgets_is_said_with_the_figures_of_later_reviews(client, learner, now):
    remember(learner, facts_of("messaging")[0], now)
    parameters_of(UserFactory(), FORGETFUL, now, fitted_on=9999)
    page = text_of(page_of(client, learner))
    assert "Your intervals go by what fits people in general. Once 64 facts have come back on a later day" in page
    use(learner=learner, parameters=parameters_of(learner, FORGETFUL, now))
    parameters_of(learner, FORGETFUL, now, outcome=ParameterSet.Outcome.LEFT, fitted_on=8888)
    page = text_of(page_of(client, learner))
    assert "fitted on 412 reviews" in page
    assert (
        "what was fitted to you 0.420 what fits people in general 0.450 the mean of your latest answers 0.470" in page
    )
    assert "Measured on the 137 reviews after those" in page
    assert "9,999" not in page
    assert "8,888" not in page


def test_giving_fitted_parameters_up_is_said_too(client, learner, now):
    remember(learner, facts_of("messaging")[0], now)
    reverted = ParameterSet.Outcome.REVERTED
    parameters_of(learner, FORGETFUL, now, outcome=reverted, loss_default=0.4, loss_before=0.45)
    assert "with a log loss of 0.400 against 0.450" in text_of(page_of(client, learner))


def test_statistics_show_no_other_learners_cards(client, learner, now):
    charlie = UserFactory()
    remember(learner, facts_of("messaging")[0], now)
    assert "Nothing to count yet" in page_of(client, charlie).content.decode()
