"""More new facts than a day allows, at one press; and a page that offers none says why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from quizzes.bank.models import Fact
from quizzes.reviews.allowance import MOST, learn_more, more_waits, next_topic
from quizzes.reviews.counting import load
from quizzes.reviews.dated import plan_today
from quizzes.reviews.days import local_day
from quizzes.reviews.errors import EnoughNewError
from quizzes.reviews.models import Card, DayPlan, MoreFacts
from quizzes.reviews.services import add_topics, grade
from quizzes.reviews.words import why_nothing_new
from tests.factories import UserFactory
from tests.parallel import at_once
from tests.reviews.review_page import HTMX, URL, send

pytestmark = pytest.mark.django_db
MORE = "/review/more/"


@pytest.fixture
def now():
    """The views read the clock."""
    return timezone.now()


@pytest.fixture
def topics(bank, learner, now):
    """Two topics taken up, of which a day brings one fact."""
    learner.new_per_day = 1
    learner.save()
    made = [bank.topic("caching", facts=4), bank.topic("queues", facts=8)]
    add_topics(learner=learner, topic_ids=[topic.pk for topic in made], now=now)
    return made


def press(member, **data):
    return member.post(MORE, {"idempotency_key": uuid4()} | data)


def test_the_end_of_the_day_says_why_and_offers_more(topics, member):
    page = send(member, member.get(URL), 4, **HTMX).content.decode()
    assert "Done for today" in page
    assert "You have met today’s new facts. 11 new facts wait for the coming days." in page
    assert "All of Caching" in page
    assert "You have met today’s new facts. 11 new facts wait" in member.get("/").content.decode()


def test_one_press_brings_five_more(topics, learner, member, now):
    send(member, member.get(URL), 4)
    assert load(learner, now).fresh == 0
    assert press(member, number=5)["Location"] == URL
    assert load(learner, timezone.now()).fresh == 5
    assert '<span class="nums">5 left</span>' in member.get(URL).content.decode()
    press(member, number=10)
    assert load(learner, timezone.now()).fresh == 11  # all there are


def test_one_press_brings_all_of_a_topic(topics, learner, member, now):
    send(member, member.get(URL), 4)
    assert press(member, topic="queues")["Location"] == "/review/?topic=queues"
    assert load(learner, timezone.now(), topics=[topics[1].pk]).fresh == 8
    assert MoreFacts.objects.get().number == 8


def test_a_topic_asks_only_for_what_the_day_does_not_allow_yet(topics, learner, now):
    assert learn_more(learner=learner, now=now, key=uuid4(), topic=topics[0]).number == 3
    assert learn_more(learner=learner, now=now, key=uuid4(), topic=topics[0]).number == 0


def test_a_day_takes_fifty_more_and_says_so(topics, learner, member):
    for _ in range(5):
        assert press(member, number=10).status_code == 302
    response = press(member, number=5)
    assert response.status_code == 409
    assert "That is enough new facts for today" in response.content.decode()
    assert press(member, topic="queues").status_code == 302  # the day allows all of them already
    assert sum(MoreFacts.objects.values_list("number", flat=True)) == MOST


def test_what_a_day_takes_of_a_topic_is_what_is_left_of_fifty(topics, learner, now):
    MoreFacts.objects.create(learner=learner, day=now.date(), number=MOST - 2, key=uuid4(), at=now)
    MoreFacts.objects.update(day=local_day(now, learner.time_zone, learner.day_start))
    assert learn_more(learner=learner, now=now, key=uuid4(), number=5).number == 2
    with pytest.raises(EnoughNewError):
        learn_more(learner=learner, now=now, key=uuid4(), number=5)
    later = now + timedelta(days=1)
    assert learn_more(learner=learner, now=later, key=uuid4(), number=5).number == 5


def test_a_press_repeated_is_one(topics, learner, member):
    key = uuid4()
    for _ in range(3):
        assert member.post(MORE, {"idempotency_key": key, "number": 5}).status_code == 302
    assert MoreFacts.objects.get().number == 5


@pytest.mark.django_db(transaction=True)
def test_a_press_repeated_at_once_is_one(learner, now):
    key = uuid4()
    at_once(*[lambda: learn_more(learner=learner, now=now, key=key, number=5)] * 8)
    assert MoreFacts.objects.get().number == 5


def test_tomorrow_is_a_day_like_others(topics, learner):
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    Card.objects.update(due=at)
    learn_more(learner=learner, now=at, key=uuid4(), number=5)
    assert (load(learner, at).allowed, load(learner, at + timedelta(1)).allowed) == (6, 1)


def test_more_is_ones_own(topics, learner, charlie, now):
    learn_more(learner=charlie, now=now, key=uuid4(), number=10)
    assert load(learner, now).allowed == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {}, {"number": 7}, {"number": "-5"}, {"number": "9" * 400}, {"number": 0}, {"number": "x"},
        {"topic": "nothing"}, {"topic": "caching", "number": 5}, {"topic": "\x00"},
        {"number": 5, "idempotency_key": "x"},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_refused_in_words(topics, member, wrong):
    response = press(member, **wrong)
    assert response.status_code == 400
    assert not MoreFacts.objects.exists()


def test_an_unreadable_number_says_what_there_is(topics, member):
    assert press(member, number=7).content.decode() == "Choose five or ten new facts, or a topic that is there."


@pytest.mark.parametrize(
    ("unseen", "allowed", "new_per_day", "words"),
    [
        (3, 1, 10, ""),
        (3, 0, 10, "You have met today’s new facts. 3 new facts wait for the coming days."),
        (1, 0, 10, "You have met today’s new facts. 1 new fact waits for the coming days."),
        (3, 0, 0, "3 new facts wait. Your settings ask for none a day."),
        (0, 5, 10, "You have met every fact that you took up."),
    ],
)
def test_why_nothing_new_is_offered(topics, learner, now, unseen, allowed, new_per_day, words):
    day = replace(load(learner, now), unseen=unseen, allowed=allowed, next_at=now)
    assert why_nothing_new(day, new_per_day) == words


def test_a_plan_brings_as_many_more_as_asked_for_from_the_path(wiki, now):
    """Seen before: nine of ten came, and then no more were offered with a thousand of the path unseen."""
    learner = UserFactory(interview_on=(now + timedelta(20)).date(), minutes_per_day=5)
    plan_today(learner=learner, now=now)
    before = load(learner, now)
    learn_more(learner=learner, now=now, key=uuid4(), number=10)
    assert load(learner, now).fresh == before.fresh + 10
    for card in Card.objects.filter(learner=learner)[:4]:
        grade(learner=learner, card_id=card.pk, rating=4, now=now, key=uuid4())
    DayPlan.objects.update(cards=[])  # planned anew, without what was begun
    before = load(learner, now)
    learn_more(learner=learner, now=now, key=uuid4(), number=5)
    assert load(learner, now).fresh == before.fresh + 5


def test_a_plan_offers_more_while_the_path_has_more(wiki, now):
    learner = UserFactory(interview_on=(now + timedelta(20)).date(), minutes_per_day=5)
    assert more_waits(learner, load(learner, now))
    learner.minutes_per_day = None
    assert not more_waits(learner, load(learner, now))
    learner.minutes_per_day = 5
    Fact.objects.update(core=False)
    assert not more_waits(learner, load(learner, now))


def test_the_next_topic_is_that_of_the_next_new_fact(topics, learner, charlie):
    assert next_topic(learner) == topics[0]
    Card.objects.filter(fact__topic=topics[0]).update(suspended=True)
    assert next_topic(learner) == topics[1]
    assert next_topic(charlie) is None


@pytest.fixture
def dated_topics(topics, learner, now):
    """With an interview ahead and minutes for three new facts."""
    learner.interview_on, learner.minutes_per_day = now.date() + timedelta(12), 2
    learner.save()
    return topics


def test_with_a_plan_only_new_facts_are_those_of_its_list(dated_topics, learner, member, now):
    plan = plan_today(learner=learner, now=now)
    assert len(plan.cards) == plan.fresh == 3 > learner.new_per_day
    alone = {"only": "new"}
    for left, card in zip((3, 2, 1), plan.cards, strict=True):
        page = member.get(URL, alone)
        assert (page.context["counter"], page.context["showing"].card_id) == (f"{left} left", card)
        grade(learner=learner, card_id=card, rating=4, now=timezone.now(), key=uuid4())
    page = member.get(URL, alone)
    assert page.context["showing"] is None
    assert "You have met today’s new facts. Your plan brings others on the days after." in page.content.decode()
    press(member, number=5)
    assert member.get(URL, alone).context["counter"] == "5 left"


def test_a_topic_that_the_plan_does_not_begin_today_says_so_and_one_press_begins_it(dated_topics, learner, member, now):
    plan = plan_today(learner=learner, now=now)
    assert set(Card.objects.filter(pk__in=plan.cards).values_list("fact__topic__slug", flat=True)) == {"caching"}
    page = member.get(URL, {"only": "new", "topic": "queues"})
    text = page.content.decode()
    assert page.context["showing"] is None
    assert "Today’s plan begins none of these. It brings them on the days after." in text
    assert "Nothing new here for today" in text
    assert "Of these, the next is due" not in text
    assert "All of Queues" in text
    press(member, topic="queues")
    assert member.get(URL, {"only": "new", "topic": "queues"}).context["counter"] == "8 left"


def test_the_ways_to_review_lead_to_the_new_facts_of_the_plan(dated_topics, learner, member, now):
    plan = plan_today(learner=learner, now=now)
    ways = "/review/choose/"
    page = " ".join(member.get(ways).content.decode().split())
    assert "today brings 3." in page
    assert '?only=new">Learn today’s</a>' in page
    assert "They begin with" not in page
    for card in plan.cards:
        grade(learner=learner, card_id=card, rating=4, now=now, key=uuid4())
    assert '?only=new">Learn more</a>' in member.get(ways).content.decode()
    learner.interview_on = None
    learner.save()
    assert "?only=new&amp;topic=caching" in member.get(ways).content.decode()
