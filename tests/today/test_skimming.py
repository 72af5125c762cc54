"""A sheet that a plan names is ticked off: no evidence comes of it; the day holds less, and names what is next."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.reviews.counting import load
from quizzes.reviews.days import local_day
from quizzes.reviews.models import Card, DayPlan, Review
from quizzes.reviews.paths import choose_breadth, way_of
from quizzes.today.path import to_read
from quizzes.today.services import plan_again
from sdwiki.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(wiki):
    now = timezone.now()
    ada = UserFactory(interview_on=local_day(now, "UTC", 4) + timedelta(20), minutes_per_day=10)
    choose_breadth(learner=ada, breadth_first=True, now=now)
    return User.objects.get(pk=ada.pk)


@pytest.fixture
def client(ada):
    client = Client()
    client.force_login(ada)
    plan_again(learner=ada, breadth_first=True, now=timezone.now())
    return client


def home(client):
    return " ".join(client.get("/").content.decode().split())


def reading(ada):
    return to_read(ada, DayPlan.objects.get(learner=ada), way_of(ada))


def skimmed(client, act, slug):
    return client.post("/plan/skimmed/", {"act": act, "topic": slug})


def test_a_sheet_is_ticked_off_with_one_press_and_that_is_undone_with_one(client, ada):
    first, *others = reading(ada)
    assert first.skim
    assert f"{first.told}, then " in home(client)
    before, cards = load(ada, timezone.now()), list(Card.objects.values())
    assert skimmed(client, "done", first.topic.slug).url == "/"
    page = home(client)
    assert f"{others[0].told}, then " in page
    assert f"Skimmed today: {first.topic.title}" in page
    after = load(ada, timezone.now())
    assert (after.due, after.fresh) == (before.due, before.fresh)
    assert after.beside == pytest.approx(before.beside - first.seconds)
    assert (list(Card.objects.values()), Review.objects.count()) == (cards, 0)
    skimmed(client, "done", first.topic.slug)  # twice is once
    assert load(ada, timezone.now()).beside == after.beside
    skimmed(client, "undo", first.topic.slug)
    skimmed(client, "undo", first.topic.slug)
    assert reading(ada) == (first, *others)
    assert load(ada, timezone.now()).beside == pytest.approx(before.beside)
    assert "Skimmed today" not in home(client)


def test_the_end_of_a_sheet_leads_on_to_the_cards_and_ticks_it_off(client, ada):
    first, *others = reading(ada)
    page = client.get(first.url).content.decode()
    assert re.search(r'name="act" value="cards">On to today’s cards</button>', page)
    assert skimmed(client, "cards", first.topic.slug).url == "/review/"
    assert reading(ada) == tuple(others)


def test_a_plan_that_is_made_anew_names_no_sheet_that_was_skimmed(client, ada):
    first = reading(ada)[0]
    skimmed(client, "done", first.topic.slug)
    plan_again(learner=ada, breadth_first=None, now=timezone.now())
    assert first.topic not in [one.topic for one in reading(ada)]
    assert str(first.topic.pk) not in DayPlan.objects.get(learner=ada).pages


def test_who_leafs_through_another_sheet_has_skimmed_nothing_of_the_day(client, ada):
    plan_again(learner=ada, breadth_first=False, now=timezone.now())
    first = reading(ada)[0]
    assert not first.skim
    before = load(ada, timezone.now()).beside
    assert skimmed(client, "cards", first.topic.slug).status_code == 302
    assert reading(ada)[0] == first
    assert load(ada, timezone.now()).beside == before


@pytest.mark.parametrize(("act", "slug"), [("done", "nowhere"), ("nonsense", "storage"), ("", "")])
def test_what_is_no_sheet_is_refused(client, act, slug):
    assert skimmed(client, act, slug).status_code == 400
