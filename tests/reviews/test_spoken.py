"""Cards that are answered aloud: ticks make the grade, and touch nothing that recall counts."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from quizzes.bank.models import Checkpoint, Fact, Flashcard
from quizzes.demo.people import speak
from quizzes.progress.measured import measured_of
from quizzes.progress.queries import topic_progress
from quizzes.reviews import services, taking_back
from quizzes.reviews.cards import Added
from quizzes.reviews.counting import load
from quizzes.reviews.errors import ChangedCardError, SpokenCardError, StaleCardError
from quizzes.reviews.load import Pace
from quizzes.reviews.models import Card, Review, Tick
from quizzes.reviews.scheduling import Rating
from quizzes.reviews.spoken import grade_spoken, left_out, rating_of, steps
from sdwiki import clock
from tests.conftest import NOW
from tests.reviews.review_page import HTMX, URL

SAID = ["The order is lost", "A delete has none", "One miss is the price", "A TTL bounds it"]


@pytest.fixture
def topic(bank):
    """A topic with three core facts and a question to answer aloud."""
    topic = bank.topic("caching")
    asked = Fact.objects.create(
        key="caching/follow-up/why",
        topic=topic,
        kind=Fact.Kind.PROMPT,
        group="follow-up",
        caption="What interviewers ask next",
        option_key="why",
        option="Why delete?",
        label="follow-up",
        dimension="What a good answer says",
        value="Two writers may race.\n\nA delete has no order.",
        anchor="follow-up-why",
        core=False,
        position=1000,
    )
    Flashcard.objects.create(fact=asked, context="Caching: answer", prompt=asked.option, answer=asked.value)
    word(asked, SAID)
    return topic


def word(fact, texts, places=("caching#cell=table/option-1/speed",)):
    """Give a question these checkpoints; the first of them have places."""
    Checkpoint.objects.filter(fact=fact).delete()
    Checkpoint.objects.bulk_create(
        Checkpoint(fact=fact, position=n, text=text, place=dict(enumerate(places, 1)).get(n, ""), at=NOW)
        for n, text in enumerate(texts, 1)
    )


@pytest.fixture
def card(topic, learner, now):
    services.add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    return Card.objects.get(learner=learner, fact__kind=Fact.Kind.PROMPT)


@pytest.fixture
def tick(card, learner, now):
    """Tick checkpoints by their numbers, now or at another instant."""

    def give(*said, at=now, key=None, **more):
        points = list(Checkpoint.objects.filter(fact=card.fact))
        shown = more.pop("shown", [point.pk for point in points])
        ids = [point.pk for point in points if point.position in said]
        key = key or uuid4()
        return grade_spoken(learner=learner, card_id=card.pk, shown=shown, said=ids, now=at, key=key, **more)

    return give


@pytest.mark.parametrize(
    ("checkpoints", "ratings"),
    [(3, "1123"), (4, "11223"), (5, "111223")],
)
def test_all_is_good_and_half_is_hard(checkpoints, ratings):
    assert "".join(str(rating_of(said, checkpoints).value) for said in range(checkpoints + 1)) == ratings


def test_steps_say_what_each_number_becomes():
    assert [(step.said, step.rating) for step in steps(4)] == [
        ("all 4", Rating.GOOD),
        ("2 or 3", Rating.HARD),
        ("0 or 1", Rating.AGAIN),
    ]
    assert [step.said for step in steps(5)] == ["all 5", "3 or 4", "0 to 2"]
    assert [step.said for step in steps(3)] == ["all 3", "2", "0 or 1"]


def test_ticks_are_kept_as_parts_of_the_answer(tick, card, learner):
    review = tick(1, 3)
    assert review.rating == Review.Rating.HARD
    assert [(t.text, t.said) for t in review.ticks.all()] == list(zip(SAID, [True, False, True, False], strict=True))
    assert [t.text for t in left_out(learner, review.pk)] == [SAID[1], SAID[3]]
    card.refresh_from_db()
    assert (card.reps, card.missed, card.state) == (1, False, Card.State.LEARNING)


def test_ticks_stay_as_they_were_seen(tick, card):
    review = tick(1)
    word(card.fact, ["Other", "words", "now"])
    assert [t.text for t in review.ticks.all()] == SAID


def test_repeated_request_gets_the_first_ones_answer(tick, card):
    key = uuid4()
    first = tick(1, 2, 3, 4, key=key)
    word(card.fact, ["Other", "words", "now"])
    again = tick(key=key, shown=[1, 2, 3])
    assert (again.pk, again.rating) == (first.pk, Review.Rating.GOOD)
    assert (Review.objects.count(), Tick.objects.count()) == (1, 4)
    assert all(t.said for t in again.ticks.all())


def test_other_checkpoints_than_were_shown_are_not_graded(tick, card):
    old = list(Checkpoint.objects.values_list("pk", flat=True))
    word(card.fact, [*SAID, "One more"])
    with pytest.raises(ChangedCardError):
        tick(1, shown=old)
    assert not Review.objects.exists()


def test_stale_ticks_are_refused(tick):
    tick(1, reps=0)
    with pytest.raises(StaleCardError):
        tick(1, 2, 3, 4, reps=0)
    assert Tick.objects.count() == 4


def test_no_other_grade_is_taken_of_a_spoken_card(card, grade):
    with pytest.raises(SpokenCardError):
        grade(card, Rating.EASY)
    assert not Review.objects.exists()


def test_no_other_card_is_graded_by_ticks(card, learner, now):
    other = Card.objects.filter(learner=learner, fact__kind=Fact.Kind.CELL).first()
    with pytest.raises(SpokenCardError):
        grade_spoken(learner=learner, card_id=other.pk, shown=[], said=[], now=now, key=uuid4())


def test_anothers_card_is_not_there(card, charlie, now):
    with pytest.raises(Card.DoesNotExist):
        grade_spoken(learner=charlie, card_id=card.pk, shown=[], said=[], now=now, key=uuid4())


def test_gaps_of_another_are_nobodys_business(tick, charlie):
    assert left_out(charlie, tick(1).pk) == []


def test_undo_takes_the_grade_back_and_keeps_the_log(tick, card, learner, now):
    tick(1)
    undone = taking_back.undo(learner=learner, now=now, key=uuid4())
    card.refresh_from_db()
    assert (undone.card_id, card.state, card.reps, card.missed) == (card.pk, Card.State.NEW, 0, False)
    assert Tick.objects.count() == 4
    assert tick(1, 2, 3, 4).rating == Review.Rating.GOOD


def test_spoken_cards_come_after_the_facts_of_their_topic(card, learner):
    kinds = Card.objects.filter(learner=learner).order_by("pk").values_list("fact__kind", flat=True)
    assert list(kinds) == ["cell", "cell", "cell", "prompt"]


def test_deeper_facts_stay_out_and_spoken_ones_come_with_the_core(topic, learner, now):
    Fact.objects.filter(kind=Fact.Kind.CELL, option_key="option-2").update(core=False)
    assert services.add_topics(learner=learner, topic_ids=[topic.pk], now=now) == Added(2, 1)
    assert services.add_topics(learner=learner, topic_ids=[topic.pk], now=now, deeper=True) == Added(1, 0)


@pytest.mark.parametrize("said", [(), (1, 2), (1, 2, 3, 4)])
def test_ticks_never_move_what_recall_counts(topic, tick, grade, learner, now, said):
    learner.interview_on = (now + timedelta(days=30)).date()
    learner.save()
    first = Card.objects.filter(learner=learner, fact__kind=Fact.Kind.CELL).first()
    grade(first, Rating.GOOD)
    before = topic_progress(learner, now)[topic.pk]
    tick(*said)
    tick(*said, at=now + timedelta(days=2))
    after = topic_progress(learner, now)[topic.pk]
    names = ("total", "added", "seen", "recalled", "recalled_then")
    assert [getattr(after, name) for name in names] == [getattr(before, name) for name in names]
    assert (before.total, before.seen) == (3, 1)
    assert (after.asked, before.explained, after.explained) == (1, 0, int(bool(said)))


def test_ticks_are_no_measure_of_the_model(tick, learner, now):
    for day in range(5):
        tick(1, 2, 3, 4, at=now + timedelta(days=3 * day))
    assert measured_of(learner).answers == 0


def test_suspended_or_retired_questions_are_not_explained(topic, tick, card, learner, now):
    tick(1, 2, 3, 4)
    card.suspended = True
    card.save()
    assert topic_progress(learner, now)[topic.pk].explained == 0
    Fact.objects.filter(pk=card.fact_id).update(retired_at=now)
    assert topic_progress(learner, now)[topic.pk].asked == 0


# --- The page ----------------------------------------------------------------------------------------------


@pytest.fixture
def alone(card, learner):
    """The spoken card as the only one."""
    Card.objects.filter(learner=learner).exclude(pk=card.pk).delete()
    return card


def form(response):
    """The address and the fields of the form of ticks."""
    html = response.content.decode()
    found = re.search(r'<form method="post" action="(/review/\d+/ticks/[^"]*)".*?</form>', html, re.DOTALL)
    single = dict(re.findall(r'<input type="hidden" name="(idempotency_key|reps|changed)" value="([^"]*)">', found[0]))
    shown = re.findall(r'name="shown" value="(\d+)"', found[0])
    return found[1].replace("&amp;", "&"), single | {"shown": shown}


def test_page_asks_aloud_and_offers_no_grade(alone, member):
    html = member.get(URL).content.decode()
    assert "Say your answer aloud, or write it" in html
    assert re.search(r'<textarea id="own"[^>]*>', html)[0].count("name=") == 0, "own words are never sent"
    assert 'name="rating"' not in html
    assert "/row/" not in html
    assert [html.count(text) for text in SAID] == [1, 1, 1, 1]
    steps_said = [
        " ".join(re.sub("<[^>]*>", "", li).split()) for li in re.findall(r"<li data-least.*?</li>", html, re.S)
    ]
    assert steps_said == [
        "All 4: Good, back in 10 min",
        "2 or 3: Hard, back in 6 min",
        "0 or 1: Again, back in 1 min",
    ]


def test_time_spent_speaking_is_no_pace_of_flashcards(alone, member, learner):
    """Minutes at one spoken card would make an hour of twenty facts."""
    url, data = form(member.get(URL))
    member.post(url, data | {"said": data["shown"], "duration_ms": 240_000}, headers=HTMX)
    assert Review.objects.get().duration_ms is None
    assert load(learner, clock.now()).pace == Pace()


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_missed_checkpoints_lead_to_their_cells(alone, member, headers):
    url, data = form(member.get(URL))
    response = member.post(url, data | {"said": data["shown"][1:3]}, headers=headers, follow=True)
    html = response.content.decode()
    aside = re.search(r'<aside class="left-out".*?</aside>', html, re.DOTALL)[0]
    assert f'{SAID[0]} <a href="/wiki/caching/#cell=table/option-1/speed">Open its cell</a>' in aside
    assert [text in aside for text in SAID] == [True, False, False, True]
    assert Review.objects.get().rating == Review.Rating.HARD


def test_nothing_is_said_of_gaps_where_there_are_none(alone, member):
    url, data = form(member.get(URL))
    html = member.post(url, data | {"said": data["shown"]}, headers=HTMX).content.decode()
    assert "left-out" not in html
    assert Review.objects.get().rating == Review.Rating.GOOD


def test_changed_checkpoints_show_the_card_again(alone, member):
    url, data = form(member.get(URL))
    word(alone.fact, ["Now", "other", "words"])
    html = member.post(url, data | {"said": data["shown"]}, headers=HTMX).content.decode()
    assert "This fact was changed meanwhile" in html
    assert not Review.objects.exists()
    url, data = form(member.get(URL))
    member.post(url, data, headers=HTMX)
    assert Review.objects.get().rating == Review.Rating.AGAIN


@pytest.mark.parametrize("change", [{"shown": []}, {"shown": ["x"]}, {"said": ["1" * 19]}, {"shown": ["1"] * 21}])
def test_unreadable_ticks_are_refused(alone, member, change):
    url, data = form(member.get(URL))
    assert member.post(url, data | change, headers=HTMX).status_code == 400
    assert not Review.objects.exists()


def test_row_of_a_spoken_card_is_not_there(alone, member):
    assert member.get(f"/review/{alone.pk}/row/").status_code == 404


def test_spoken_card_counts_against_the_new_ones_of_the_day(alone, member, learner):
    learner.new_per_day = 1
    learner.save()
    url, data = form(member.get(URL))
    member.post(url, data | {"said": data["shown"]}, headers=HTMX)
    assert load(learner, clock.now()).allowed == 0


def test_learners_of_the_demonstration_answer_spoken_cards_too(card, learner, now):
    speak(learner, now)
    graded = Review.objects.get(card=card)
    assert graded.ticks.count() == len(SAID)
    assert graded.rating == rating_of(graded.ticks.filter(said=True).count(), len(SAID)) > 1
