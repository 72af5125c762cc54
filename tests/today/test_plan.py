"""The page of the plan."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.reviews.models import DayPlan
from quizzes.reviews.services import add_topics
from quizzes.today.planned import plan_wanted
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


@pytest.fixture
def ada(wiki):
    ada = UserFactory(interview_on=None)
    for fact in facts_of("messaging")[:4]:
        remember(ada, fact, timezone.now(), stability=3.0, days=5, due_in=-timedelta(1))
    add_topics(learner=ada, topic_ids=[facts_of("storage")[0].topic_id], now=timezone.now())
    return ada


@pytest.fixture
def client(ada):
    client = Client()
    client.force_login(ada)
    return client


def page(client):
    return " ".join(client.get("/plan/").content.decode().split())


def set_plan(client, **fields):
    return client.post("/plan/", {"interview_on": str(TODAY + timedelta(20)), "minutes_per_day": 10} | fields)


def test_without_a_date_the_page_asks_for_one(client):
    assert "Make a plan" in page(client)
    assert "Plan today anew" not in page(client)


def test_a_date_plans_today_at_once_and_the_promise_follows(client, ada):
    assert set_plan(client).status_code == 302
    assert DayPlan.objects.get(learner=ada).cards
    assert "is being worked out" in page(client)
    plan_wanted(timezone.now())
    shown = page(client)
    assert "With 10 minutes a day you would recall" in shown
    assert "If you stop today" in shown
    assert "Recall on the day, by phase" in shown
    assert "Ten minutes more a day would make it" in shown
    assert "With your plan" in " ".join(client.get("/").content.decode().split())


def test_one_press_plans_anew_and_twice_is_once(client, ada):
    set_plan(client)
    plan_wanted(timezone.now())
    for _ in range(2):
        assert client.post("/plan/again/").status_code == 302
    assert DayPlan.objects.filter(learner=ada).count() == 1
    assert DayPlan.objects.get(learner=ada).wants


def test_short_time_names_what_does_not_fit(client, ada):
    set_plan(client, interview_on=str(TODAY + timedelta(1)), minutes_per_day=1)
    plan_wanted(timezone.now())
    assert "What does not fit" in page(client)
    assert "these cost the least" in page(client)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"interview_on": str(TODAY - timedelta(3))}, "This day is over"),
        ({"interview_on": str(TODAY + timedelta(2000))}, "more than two years away"),
        ({"minutes_per_day": 0}, "greater than or equal to 1"),
        ({"minutes_per_day": 10_000}, "less than or equal to 600"),
        ({"minutes_per_day": ""}, "required"),
    ],
)
def test_what_cannot_be_planned_is_refused_and_nothing_changes(client, ada, sent, said):
    response = set_plan(client, **sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    ada.refresh_from_db()
    assert (ada.interview_on, ada.minutes_per_day) == (None, None)
    assert not DayPlan.objects.exists()


def test_taking_the_date_away_ends_the_plan(client, ada):
    set_plan(client)
    set_plan(client, interview_on="")
    assert DayPlan.objects.get(learner=ada).cards is None
    assert "Make a plan" in page(client)


def test_the_plan_of_another_is_not_ones_own(client, ada):
    set_plan(client)
    charlie = Client()
    charlie.force_login(UserFactory(email="charlie@example.com"))
    assert "Make a plan" in page(charlie)
