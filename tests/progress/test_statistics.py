"""The page of a learner's statistics."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.reviews.counting import load
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(wiki):
    return UserFactory()


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
    with django_assert_num_queries(5):  # session, user, days, retention, spreads
        client.get(reverse("quizzes:study-statistics"))


def test_statistics_show_no_other_learners_cards(client, learner, now):
    charlie = UserFactory()
    remember(learner, facts_of("messaging")[0], now)
    assert "Nothing to count yet" in page_of(client, charlie).content.decode()
