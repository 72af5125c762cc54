"""My cards: found, sorted, changed together, and one of them with its curve and its log."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from content.models import Topic
from quizzes.progress.cards.forms import ON_PAGE
from quizzes.progress.cards.words import ACTS
from quizzes.reviews.days import local_day
from quizzes.reviews.models import Card, CardAct, CardNote, Review
from quizzes.reviews.queue import LEECH
from quizzes.reviews.scheduling import Rating
from quizzes.reviews.services import Outcome, add_topics, grade, record_answers
from quizzes.reviews.taking_back import undo, withdraw
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST, ACT = "/reviews/cards/", "/reviews/cards/act/"
DAY = timedelta(days=1)


@pytest.fixture
def learner(wiki):
    """Somebody with six cards of each topic, whose day is half over at any hour these tests run."""
    now = timezone.now()
    learner = UserFactory(time_zone="UTC", day_start=(now.hour + 12) % 24)
    topics = list(Topic.objects.topics())
    add_topics(learner=learner, topic_ids=[topic.pk for topic in topics], now=now)
    for topic in topics:
        of_topic = Card.objects.filter(learner=learner, fact__topic=topic).order_by("pk")
        of_topic.exclude(pk__in=list(of_topic.values_list("pk", flat=True)[:6])).delete()
    return learner


@pytest.fixture
def cards(learner):
    return list(Card.objects.filter(learner=learner).order_by("pk"))


@pytest.fixture
def charlie(wiki):
    """The outsider, with cards of the same facts."""
    charlie = UserFactory()
    add_topics(learner=charlie, topic_ids=[t.pk for t in Topic.objects.topics()], now=timezone.now())
    return charlie


@pytest.fixture
def window(client, learner):
    client.force_login(learner)
    return client


@pytest.fixture
def listed(window):
    def found(**query):
        return [card for card, *_ in window.get(LIST, query).context["rows"]]

    return found


@pytest.fixture
def press(window):
    def send(what, *cards, query="", **more):
        data = {"act": what, "card": [card.pk for card in cards], "idempotency_key": uuid4()} | more
        return window.post(ACT + query, data, follow=True)

    return send


def remembered(card, **fields):
    Card.objects.filter(pk=card.pk).update(**({"state": 2, "stability": 5.0, "difficulty": 5.0} | fields))
    card.refresh_from_db()


def test_the_list_holds_ones_own_cards_along_the_path(listed, cards, charlie):
    assert 6 < len(cards) <= ON_PAGE
    path = ("fact__topic__phase__position", "fact__topic__position", "fact__position")
    assert listed() == list(Card.objects.filter(learner=cards[0].learner).order_by(*path))


def test_cards_are_found_by_words_of_their_fact_and_of_ones_own(listed, cards):
    fact = cards[0].fact
    CardNote.objects.create(card=cards[1], note="An elephant never forgets 100%", at=timezone.now())
    assert cards[0] in listed(q=f"{fact.option} {fact.dimension}".upper())
    assert listed(q="ELEPHANT forgets") == [cards[1]]
    assert listed(q="elephant 50%") == []
    assert listed(show="noted") == [cards[1]]
    assert listed(q="' OR 1=1 --") == []


def test_cards_are_found_by_topic_and_phase(listed, cards):
    topic = Topic.objects.get(slug="messaging")
    of_topic = [card for card in cards if card.fact.topic_id == topic.pk]
    assert set(listed(topic="messaging")) == set(of_topic)
    of_phase = [card for card in cards if card.fact.topic.phase_id == topic.phase_id]
    assert set(listed(phase=topic.phase.slug)) == set(of_phase)
    assert set(listed(topic="no-such-topic", order="sideways")) == set(cards)


def test_cards_are_found_by_what_they_are(listed, cards, learner):
    now = timezone.now()
    remembered(cards[0], due=now - DAY)
    remembered(cards[1], due=now + DAY, lapses=LEECH)
    remembered(cards[2], state=3, due=now + DAY)
    Card.objects.filter(pk=cards[3].pk).update(flag=True)
    Card.objects.filter(pk=cards[4].pk).update(suspended=True)
    Card.objects.filter(pk=cards[5].pk).update(buried_until=(now + DAY).date(), due=now + DAY)
    record_answers(
        learner=learner, outcomes=[Outcome(cards[6].fact_id, False, uuid4())], source=Review.Source.EXAM, now=now
    )
    found = {
        show: listed(show=show)
        for show in ("due", "leech", "review", "flagged", "suspended", "buried", "mistakes", "aside")
    }
    assert found == {
        "due": [cards[0]],
        "leech": [cards[1]],
        "review": sorted(cards[:2], key=listed().index),
        "flagged": [cards[3]],
        "suspended": [cards[4]],
        "buried": [cards[5]],
        "mistakes": [cards[6]],
        "aside": [],
    }
    assert set(listed(show="learning")) == {cards[2], cards[6]}
    assert set(listed(show="new")) == set(cards[3:]) - {cards[4], cards[6]}


@pytest.mark.parametrize(
    ("order", "first", "second"),
    [
        ("due", {"due": timezone.now() - 9 * DAY}, {"due": timezone.now() - DAY}),
        ("difficulty", {"difficulty": 9.5}, {"difficulty": 7.0}),
        ("stability", {"stability": 0.5}, {"stability": 3.0}),
        ("lapses", {"lapses": 7}, {"lapses": 2}),
    ],
)
def test_cards_are_sorted_and_those_never_asked_come_last(listed, cards, order, first, second):
    remembered(cards[-1], **first)
    remembered(cards[0], **second)
    assert listed(order=order)[:2] == [cards[-1], cards[0]]
    assert len(listed(order=order)) == len(cards)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_card_and_three(window, cards, number, django_assert_num_queries):
    Card.objects.exclude(pk__in=[card.pk for card in cards[:number]]).delete()
    with django_assert_num_queries(6):  # session, user, how many, the cards, topics and phases to choose from
        window.get(LIST)


def test_ticked_cards_are_suspended_and_the_outcome_is_said(press, cards):
    response = press("suspend", *cards[:2], query="?show=new&order=due")
    assert "2 cards are suspended." in response.content.decode()
    assert response.redirect_chain == [(f"{LIST}?show=new&order=due", 302)]
    assert set(Card.objects.filter(suspended=True)) == set(cards[:2])
    assert CardAct.objects.count() == 2


def test_all_that_the_list_holds_is_changed_and_no_more(press, cards, charlie):
    topic = cards[0].fact.topic
    press("flag", query=f"?topic={topic.slug}", everything="on")
    assert set(Card.objects.filter(flag=True)) == {card for card in cards if card.fact.topic_id == topic.pk}


@pytest.mark.parametrize("query", ["?topic=renamed", "?phase=gone", "?show=what", "?order=none"])
def test_all_of_a_list_is_nothing_where_its_filter_cannot_be_read_any_more(press, cards, query):
    assert "No card is chosen" in press("suspend", query=query, everything="on").content.decode()
    assert not CardAct.objects.exists()


def test_a_press_without_cards_says_so(press, cards):
    assert "No card is chosen" in press("suspend").content.decode()
    assert not CardAct.objects.exists()


def test_another_persons_cards_are_not_found_nor_changed(client, press, cards, charlie, learner):
    theirs = list(Card.objects.filter(learner=charlie))
    assert press("suspend", *theirs[:3]).status_code == 404
    press("suspend", theirs[0], cards[0])
    assert list(Card.objects.filter(suspended=True)) == [cards[0]]
    client.force_login(charlie)
    assert client.get(reverse("quizzes:card", args=[cards[0].pk])).status_code == 404
    assert client.get(LIST, {"show": "suspended"}).context["rows"] == []


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "delete"},
        {"idempotency_key": "x"},
        {"card": ["0"]},
        {"card": ["9" * 19]},
        {"card": ["one"]},
        {"card": [str(n) for n in range(1, 100)]},
    ],
)
def test_what_cannot_be_read_changes_nothing(press, cards, sent):
    assert press("suspend", cards[0], **sent).status_code == 400
    assert not Card.objects.filter(suspended=True).exists()


def test_a_card_tells_its_state_its_curve_and_its_log(window, learner, cards):
    now = timezone.now()

    def give(rating, at):
        grade(learner=learner, card_id=cards[0].pk, rating=rating, now=at, key=uuid4(), duration_ms=4000)

    give(Rating.EASY, now - 3 * DAY)
    give(Rating.AGAIN, now - timedelta(minutes=2))
    undo(learner=learner, now=now, key=uuid4())
    CardAct.objects.create(
        learner=learner, card=cards[0], kind="bury", key=uuid4(), at=now - 2 * DAY, day=now.date(), was_due=now
    )
    page = window.get(reverse("quizzes:card", args=[cards[0].pk])).content.decode()
    assert "In review. It comes back" in page
    assert "How this memory fades" in page
    assert "The curve as a table" in page
    assert page.index("<s>Flashcard: Again</s>") < page.index("Put off until the next day")
    assert page.index("Put off until the next day") < page.index("Flashcard: Easy")


def test_a_card_that_was_never_asked_has_no_curve(window, cards):
    page = window.get(reverse("quizzes:card", args=[cards[0].pk])).content.decode()
    assert "Not asked yet" in page
    assert 'role="img"' not in page


def test_a_card_shows_hostile_words_as_they_were_typed(window, cards):
    hostile = "<script>alert(1)</script>\u202e" + "x" * 10_000
    CardNote.objects.create(card=cards[0], note=hostile, mnemonic="<b>bold</b>", at=timezone.now())
    page = window.get(reverse("quizzes:card", args=[cards[0].pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_a_card_says_how_it_fared_in_quizzes(window, learner, charlie, cards):
    """Not as a flashcard, not for others, and not what was taken back."""

    def quizzed(whose, days_ago, right, source):
        said, at = Outcome(cards[0].fact_id, right, uuid4()), timezone.now() - days_ago * DAY
        record_answers(learner=whose, outcomes=[said], source=source, now=at)
        return said.key

    page = reverse("quizzes:card", args=[cards[0].pk])
    quizzed(charlie, 9, False, Review.Source.EXAM)
    grade(learner=learner, card_id=cards[0].pk, rating=Rating.AGAIN, now=timezone.now() - 8 * DAY, key=uuid4())
    assert "In quizzes" not in window.get(page).content.decode()
    quizzed(learner, 7, True, Review.Source.PRACTICE)
    wrong = quizzed(learner, 6, False, Review.Source.EXAM)
    told = " ".join(window.get(page).content.decode().split())
    assert "In quizzes: 2 answers, 1 right. The last one, on" in told
    assert "was wrong." in told
    withdraw(learner=learner, keys=[wrong], now=timezone.now())
    told = " ".join(window.get(page).content.decode().split())
    assert "In quizzes: 1 answer, 1 right." in told
    assert "was right." in told


@pytest.mark.parametrize("reviews", [1, 5])
def test_a_card_costs_the_same_whatever_its_log(window, learner, cards, reviews, django_assert_num_queries):
    for n in range(reviews):
        at = timezone.now() - (10 - n) * DAY
        grade(learner=learner, card_id=cards[0].pk, rating=Rating.GOOD, now=at, key=uuid4())
    with django_assert_num_queries(6):  # session, user, the card, its reviews, those of quizzes, what was done with it
        window.get(reverse("quizzes:card", args=[cards[0].pk]))


def test_a_change_from_a_cards_page_leads_back_there(press, cards):
    response = press("suspend", cards[0], back="card")
    assert response.redirect_chain == [(reverse("quizzes:card", args=[cards[0].pk]), 302)]
    assert "1 card is suspended." in response.content.decode()
    assert "Take up again" in response.content.decode()


def test_every_act_has_words_in_the_log():
    assert set(CardAct.Kind.values) == set(ACTS)


def test_a_card_is_put_on_a_day_and_begun_anew_from_its_page(window, press, learner, cards):
    card, now = cards[0], timezone.now()
    grade(learner=learner, card_id=card.pk, rating=Rating.EASY, now=now, key=uuid4())
    day = local_day(now, learner.time_zone, learner.day_start) + 30 * DAY
    assert "1 card is due on that day" in press("move", card, to_day=day.isoformat(), back="card").text
    assert Card.objects.get(pk=card.pk).buried_until == day
    assert "1 card is begun anew" in press("forget", card, back="card").text
    assert Card.objects.get(pk=card.pk).state == Card.State.NEW
    page = window.get(reverse("quizzes:card", args=[card.pk])).text
    assert ("Begun anew" in page, "Put on another day" in page) == (True, True)


def test_a_card_is_put_on_no_day_that_is_past_or_missing(press, cards):
    for day in ("", "2001-01-01", "9999-12-31"):
        assert press("move", cards[0], to_day=day).status_code == 422
    assert not CardAct.objects.exists()


def test_a_note_is_written_on_a_cards_page_and_leads_back_there(window, cards):
    page, note = reverse("quizzes:card", args=[cards[0].pk]), reverse("quizzes:card-note", args=[cards[0].pk])
    sent = {"note": "", "mnemonic": "A rhyme <b>", "version": 0, "back": "card"}
    assert window.post(note, sent).headers["location"] == page
    shown = window.get(page).text
    assert ("A rhyme &lt;b&gt;" in shown, 'name="version" value="1"' in shown) == (True, True)
    stale = window.post(note, sent | {"mnemonic": "Another"})
    assert (stale.status_code, "Another" in stale.text, 'name="back" value="card"' in stale.text) == (409, True, True)
    assert CardNote.objects.get(card=cards[0]).mnemonic == "A rhyme <b>"


def test_a_card_put_off_says_until_when(window, press, learner, cards):
    day = local_day(timezone.now(), learner.time_zone, learner.day_start) + 30 * DAY
    press("move", cards[0], to_day=day.isoformat())
    press("bury", cards[1])
    shown = window.get(LIST, {"show": "buried"}).text
    assert f"New, put off: back on {day:%A} {day.day} {day:%B}" in shown
    assert "New, put off: back tomorrow" in shown


def test_filters_are_folded_until_one_is_set(window, cards):
    fold = '<details class="fold plain narrow-fold"'
    assert f"{fold}><summary>" in window.get(LIST, {"order": "due"}).text
    remembered(cards[0], due=timezone.now() - DAY)
    due = window.get(LIST, {"show": "due"}).text
    assert f"{fold} open><summary>" in due
