import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.progress.models import Reading
from quizzes.reviews.models import Card
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(wiki):
    return UserFactory(interview_on=None)


def bar(client, slug="messaging", **extra):
    return client.get(reverse("quizzes:topic-bar", args=[slug]), **extra)


def test_progress_of_someone_who_has_seen_nothing_says_what_to_do_first(client, learner):
    client.force_login(learner)
    page = client.get(reverse("quizzes:progress")).content.decode()
    assert "You have not answered anything yet" in page
    assert "Start with Storage" in page
    assert "<table" not in page


def test_facts_seen_are_said_to_be_core_facts(client, learner, now):
    remember(learner, Fact.objects.askable().filter(core=True, topic__slug="messaging").first(), now)
    client.force_login(learner)
    page = " ".join(strip_tags(client.get(reverse("quizzes:progress")).content.decode()).split())
    assert re.search(r"Facts seen ?1 of \d+ core facts", page)


@pytest.mark.parametrize("due_in", [timedelta(days=-1), timedelta(days=5)])
def test_progress_of_someone_who_has_seen_deeper_facts_alone_says_so(client, learner, now, due_in):
    fact = facts_of("messaging")[0]
    Fact.objects.filter(pk=fact.pk).update(core=False)
    remember(learner, fact, timezone.now(), due_in=due_in)
    client.force_login(learner)
    page = client.get(reverse("quizzes:progress")).content.decode()
    assert "You have not answered a core fact yet" in page
    assert "not answered anything" not in page
    assert ("core facts not seen yet, due today" in page) == (due_in < timedelta(0))


def test_progress_says_what_would_be_recalled(client, learner, now):
    facts = facts_of("messaging")
    for fact in facts:
        remember(learner, fact, now, days=0, due_in=timedelta(days=-9000))
    remember(UserFactory(), facts_of("storage")[0], now)
    client.force_login(learner)
    response = client.get(reverse("quizzes:progress"))
    page = response.content.decode()
    assert f"{len(facts)} of {len(facts)}" in page
    assert response.context["standing"].seen == len(facts)
    assert "The forecast as a table" in page


@pytest.mark.parametrize("topics", [["messaging"], ["messaging", "storage", "scaling"]])
def test_progress_costs_the_same_for_one_topic_and_three(client, learner, now, topics, django_assert_num_queries):
    for slug in topics:
        for fact in facts_of(slug):
            remember(learner, fact, now)
    client.force_login(learner)
    # session, user (with it, after a real login), standings, topics, load, days, what was measured
    with django_assert_num_queries(7):
        client.get(reverse("quizzes:progress"))


def test_bar_of_a_visitor_offers_five_questions(client, wiki):
    page = bar(client).content.decode()
    assert "Practise five questions" in page
    assert "Sign up to keep your progress" in page
    assert "Add to reviews" not in page


def test_bar_of_a_member_adds_the_topic_once(client, learner):
    client.force_login(learner)
    page = bar(client).content.decode()
    assert "Add to reviews" in page
    assert "Mark as read" in page
    address = reverse("quizzes:add-topic", args=["messaging"])
    for _ in range(2):
        page = client.post(address, headers={"hx-request": "true"}).content.decode()
    assert "In your reviews" in page
    assert "Add to reviews" not in page
    assert "<html" not in page
    assert Card.objects.filter(learner=learner).count() == len(facts_of("messaging"))


def test_bar_says_how_much_of_what_was_added_is_answered_aloud(client, learner):
    asked, *others = facts_of("messaging")
    Fact.objects.filter(pk=asked.pk).update(core=False, kind=Fact.Kind.PROMPT)
    client.force_login(learner)
    page = client.post(
        reverse("quizzes:add-topic", args=["messaging"]), headers={"hx-request": "true"}
    ).content.decode()
    assert f"Added {len(others)} facts and 1 question to answer aloud of “" in page


def test_marking_as_read_without_scripts_leads_back_to_the_page(client, learner):
    client.force_login(learner)
    address = reverse("quizzes:mark-read", args=["messaging"])
    for _ in range(2):
        response = client.post(address)
        assert response.status_code == 302
        assert response.url == "/wiki/messaging/"
    assert Reading.objects.filter(learner=learner).count() == 1
    assert "You have read this" in bar(client).content.decode()


def test_bar_shows_the_numbers_of_the_learner_alone(client, learner, now):
    charlie = UserFactory(email="charlie@example.com")
    for fact in facts_of("messaging"):
        remember(learner, fact, now)
    client.force_login(charlie)
    assert "none seen yet" in bar(client).content.decode()


def test_bar_says_what_is_due_where_only_facts_beyond_the_core_were_seen(client, learner, now):
    fact = facts_of("messaging")[0]
    Fact.objects.filter(pk=fact.pk).update(core=False)
    remember(learner, fact, now, due_in=timedelta(days=-9000))
    client.force_login(learner)
    assert "none seen yet, 1 due" in bar(client).content.decode()


@pytest.mark.parametrize("slug", ["nothing-like-it", "about", "x" * 400])
def test_bar_of_what_is_no_topic_of_the_path_is_not_found(client, learner, slug):
    client.force_login(learner)
    assert bar(client, slug).status_code == 404
    assert client.post(reverse("quizzes:mark-read", args=[slug])).status_code == 404
    assert client.post(reverse("quizzes:add-topic", args=[slug])).status_code == 404


def test_bar_of_a_retired_topic_is_not_found(client, learner, now):
    Topic.objects.filter(slug="messaging").update(retired_at=now)
    assert bar(client).status_code == 404


@pytest.mark.parametrize("name", ["add-topic", "mark-read"])
def test_a_visitor_changes_nothing(client, wiki, name):
    response = client.post(reverse(f"quizzes:{name}", args=["messaging"]))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
    assert not Card.objects.exists()
    assert not Reading.objects.exists()


def test_an_expired_session_takes_the_whole_browser_to_the_login(client, wiki):
    response = client.post(
        reverse("quizzes:mark-read", args=["messaging"]),
        headers={"hx-request": "true", "hx-current-url": "http://testserver/wiki/messaging/"},
    )
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Fwiki%2Fmessaging%2F"
