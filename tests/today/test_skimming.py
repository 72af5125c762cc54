"""A sheet that a plan names is ticked off: no evidence comes of it; the day holds less, and names what is next."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from content.models import Topic
from quizzes.reviews.counting import load
from quizzes.reviews.days import local_day
from quizzes.reviews.models import Card, DayPlan, Review
from quizzes.reviews.paths import choose_breadth, way_of
from quizzes.reviews.services import grade
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
    assert f"Skim {1 + len(others)} sheets (" in home(client)
    before, cards = load(ada, timezone.now()), list(Card.objects.values())
    assert skimmed(client, "done", first.topic.slug).url == "/"
    page = home(client)
    assert f"{others[0].told}</a>" in page
    assert f"{first.told}</a>" not in page
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


def test_the_minutes_of_sheets_and_cards_add_up_to_those_of_the_day_after_each_tick(client, ada):
    """Seen before: "About 25 minutes today", of which a sheet took one, and four more stood after the cards."""
    while left := reading(ada):
        page = home(client)
        [about] = re.findall(r"<h1>About (\d+) minutes? today</h1>", page)
        [(does, reads, cards)] = re.findall(
            r'<p class="lede">Skim (.*?) \((\d+) minutes?\), then [^(]*\(about (\d+) minutes?\)\.', page
        )
        assert does == (f"{len(left)} sheets" if left[1:] else left[0].topic.title)
        assert int(about) == int(reads) + int(cards)
        assert sum(one.minutes for one in left) == int(reads)
        listed = re.findall(r">(Skim [^<]*)</a>", page.partition("Before the cards: ")[2].partition("</p>")[0])
        assert listed == [one.told for one in left if left[1:]]
        assert page.find("Before the cards") < page.index("Start today’s reviews")
        skimmed(client, "done", left[0].topic.slug)
    assert "Skim " not in home(client).partition("Skimmed today")[0]


def test_what_the_day_counted_stays_until_it_is_ticked_off_or_the_day_ends(client, ada, monkeypatch):
    """Seen before: as the cards ended the sheets were gone, and another page was named without its minutes."""
    before = reading(ada)
    for card in DayPlan.objects.get(learner=ada).cards:
        grade(learner=ada, card_id=card, rating=4, now=timezone.now(), key=uuid4())
    after = reading(ada)
    assert {(one.topic, one.skim) for one in after} == {(one.topic, one.skim) for one in before}
    assert not any(one.seconds for one in after)
    page = home(client)
    assert "That is today’s work" in page
    assert f"{after[0].told}</a>" in page
    assert "If you have time: " in page
    assert all(f"{one.told}</a>" in page for one in after[1:])
    assert f'If you have time: <a href="{after[0].url}">{after[0].told}</a>' in client.get("/plan/").content.decode()
    for one in after:
        skimmed(client, "done", one.topic.slug)
    assert reading(ada) == ()


def test_what_was_skimmed_is_not_named_as_a_page_to_read_on_the_same_day(client, ada):
    """Seen before: "Read Message queues" above "Skimmed today: Message queues", as the day had been planned anew."""
    every = Topic.objects.topics().filter(current__isnull=False)
    DayPlan.objects.filter(learner=ada).update(skimmed={str(topic.pk): 60.0 for topic in every})
    choose_breadth(learner=ada, breadth_first=False, now=timezone.now())
    assert reading(ada) == ()
    Card.objects.filter(learner=ada).update(suspended=True)
    page = home(client).partition("Skimmed today")[0]
    assert not any(f"Read {topic.title}<" in page for topic in every)


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
