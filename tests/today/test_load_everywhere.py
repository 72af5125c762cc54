"""Today, the page of reviews, Progress and the result of a quiz say the same of the day, whatever has happened."""

import random
import re
import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts.models import Answer, Attempt, AttemptQuestion
from quizzes.bank.models import QuestionVersion
from quizzes.progress.queries import topic_progress
from quizzes.reviews.counting import load
from quizzes.reviews.errors import LaidAsideError
from quizzes.reviews.models import Card, DayPlan, Review
from quizzes.reviews.services import Outcome, add_topics, grade, record_answers
from quizzes.reviews.taking_back import undo
from quizzes.today.path import plan_day
from quizzes.today.queries import ASKED
from quizzes.today.services import not_today
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember
from tests.today.said import said_of_the_day, said_today

pytestmark = pytest.mark.django_db
LINE = re.compile(r"Your reviews today: ([^.]*)\.(?: About (\d+) minutes?\.)?")


def text(response):
    return " ".join(re.sub("<[^>]*>", "", response.content.decode()).split())


@pytest.fixture
def learner(wiki):
    """Whose day is half over at any hour these tests run."""
    return UserFactory(new_per_day=3, day_start=(timezone.now().hour + 12) % 24)


def quiz(learner, now):
    """A quiz that has ended, with one question answered: a result without any says nothing of the day."""
    attempt = Attempt.objects.create(
        learner=learner, kind=Attempt.Kind.PRACTICE, key=uuid.uuid4(), started_at=now, submitted_at=now,
        title="A quiz", score=1, max_score=2, guess_score=1,
    )  # fmt: skip
    version = QuestionVersion.objects.filter(question__kind__in=ASKED).first()
    order = list(version.choices.values_list("pk", flat=True))
    question = AttemptQuestion.objects.create(attempt=attempt, position=1, version=version, order=order)
    Answer.objects.create(question=question, sequence=1, choice_id=order[0], at=now, key=uuid.uuid4())
    return attempt


def independently(learner, now):
    """What is due, new, and in learning, from the rows alone, one by one."""
    due = learning = unseen = introduced = 0
    log = list(Review.objects.filter(card__learner=learner).order_by("pk").values())
    undone = {row["undoes_id"] for row in log}
    given = [row for row in log if row["rating"] and row["id"] not in undone]
    for card in Card.objects.filter(learner=learner).select_related("fact__flashcard"):
        evidence = [row for row in given if row["card_id"] == card.pk]
        if evidence and evidence[0]["source"] == "review" and evidence[0]["at"] > now - timedelta(hours=11):
            introduced += 1
        if card.suspended or card.fact.retired_at or card.fact.flashcard.retired_at:
            continue
        due += card.state != 0 and card.due <= now
        learning += card.state != 0 and now < card.due < now + timedelta(hours=11)
        unseen += card.state == 0
    return due, min(unseen, max(learner.new_per_day - introduced, 0)), learning


@pytest.mark.parametrize("seed", range(6))
def test_four_pages_agree_whatever_happens(learner, seed, monkeypatch):
    chance, now = random.Random(seed), timezone.now()
    client = Client()
    client.force_login(learner)
    result = quiz(learner, now).get_absolute_url()
    facts = facts_of("messaging")
    topics = [facts[0].topic_id, facts_of("storage")[0].topic_id]
    add_topics(learner=learner, topic_ids=topics, now=now - timedelta(30))
    for card in Card.objects.filter(learner=learner, fact__in=facts[:6]):
        at = now - timedelta(chance.choice([20, 15, 2]))  # eight days or so before it is due again
        grade(learner=learner, card_id=card.pk, rating=4, now=at, key=uuid.uuid4())
    for _ in range(14):
        cards = list(Card.objects.filter(learner=learner).order_by("pk"))
        match chance.choice(["grade", "grade", "grade", "undo", "quiz", "wait", "suspend", "retire"]):
            case "grade":
                with suppress(LaidAsideError):  # a card that is suspended or retired takes none
                    grade(
                        learner=learner, card_id=chance.choice(cards).pk, rating=chance.randint(1, 4), now=now,
                        key=uuid.uuid4(), duration_ms=chance.randint(1000, 90_000),
                    )  # fmt: skip
            case "undo":
                undo(learner=learner, now=now, key=uuid.uuid4())
            case "quiz":
                outcomes = [Outcome(chance.choice(facts).pk, chance.random() < 0.5, uuid.uuid4())]
                record_answers(learner=learner, outcomes=outcomes, source=Review.Source.PRACTICE, now=now)
            case "wait":
                now += timedelta(minutes=chance.randint(1, 12))
            case "suspend":
                Card.objects.filter(pk=chance.choice(cards).pk).update(suspended=True)
            case "retire":
                fact = chance.choice(cards).fact
                fact.retired_at = now
                fact.save()
        monkeypatch.setattr("sdwiki.clock.now", lambda at=now: at)
        _agree(client, learner, now, result)


@pytest.mark.parametrize("interview", [20, None])
@pytest.mark.parametrize("seed", range(2))
def test_four_pages_agree_on_a_day_with_a_list_whatever_happens(learner, seed, interview, monkeypatch):
    """Planned for an interview, or held to minutes that are too few: what is due is what is left of the list."""
    chance, now = random.Random(seed), timezone.now()
    learner.minutes_per_day = 1
    learner.interview_on = interview and now.date() + timedelta(interview)
    learner.save()
    client = Client()
    client.force_login(learner)
    result = quiz(learner, now).get_absolute_url()
    for fact in facts_of("messaging")[:12]:
        remember(learner, fact, now, stability=2.0, days=9, due_in=-timedelta(2))
    plan_day(learner=learner, now=now)
    listed = DayPlan.objects.get(learner=learner).cards
    assert len(listed) < 12 or interview
    monkeypatch.setattr("sdwiki.clock.now", lambda: now)
    for _ in range(8):
        match chance.choice(["grade", "grade", "undo", "suspend", "off"]):
            case "grade":
                with suppress(LaidAsideError):
                    grade(
                        learner=learner, card_id=chance.choice(listed), rating=chance.randint(1, 4), now=now,
                        key=uuid.uuid4(),
                    )  # fmt: skip
            case "undo":
                undo(learner=learner, now=now, key=uuid.uuid4())
            case "suspend":
                Card.objects.filter(pk=chance.choice(listed)).update(suspended=True)
            case "off":
                not_today(learner=learner, off=learner.day_off is None, now=now)
                learner.refresh_from_db()
                row = DayPlan.objects.get(learner=learner)
                listed = row.cards or listed
        pages = {text(client.get(url)) for url in (reverse("quizzes:progress"), result, "/review/load/")}
        [(words, _)] = {LINE.search(page).groups() for page in pages}
        assert {said_of_the_day(page) for page in pages} == {said_today(client.get("/").content.decode())}
        day = load(learner, now)
        left = sum(int(n) for n in re.findall(r"(\d+) (?:due|new|in learning)", words))
        assert left == day.left
        assert not (left and day.away)
        assert sum(one.due for one in topic_progress(learner, now).values()) == day.due
        review = text(client.get("/review/"))
        assert (f"{left} left" in review) == (day.ready > 0 and not day.learning)
        assert ("Done for today" in review or "Nothing is due" in review) == (left == 0)


def _agree(client, learner, now, result):
    due, fresh, learning = independently(learner, now)
    pages = {text(client.get(url)) for url in (reverse("quizzes:progress"), result, "/review/load/")}
    said = {LINE.search(page).groups() for page in pages}
    assert len(said) == 1, said
    today = client.get("/").content.decode()
    assert {said_of_the_day(page) for page in pages} == {said_today(today)}
    [(words, minutes)] = said
    counts = [int(found[1]) if (found := re.search(rf"(\d+) {word}", words)) else 0 for word in ("due", "new", "in l")]
    assert counts == [due, fresh, learning]
    assert bool(minutes) == bool(due + fresh + learning)
    review = text(client.get("/review/"))
    if due + fresh:
        [(left, more)] = re.findall(r"(\d+) (?:left|ready)(?:, (\d+) more[ ,])?", review)
        assert (int(left), int(more or 0)) == (due + fresh, learning)
    elif learning:
        assert re.search(r"(One card comes|(\d+) cards come) back", review)[2] in (None, str(learning))
    else:
        assert re.search("Done for today|Nothing is due", review)
    assert ("Done for today" in review) <= (due + fresh + learning == 0)
    assert ("That is today’s work" in today) <= (due + fresh + learning == 0)


def test_a_quiz_of_misses_is_announced_and_not_denied(learner):
    """Seen before: Today said 20 left, Progress 0 due, the result "review these 20 facts now"."""
    now = timezone.now()
    client = Client()
    client.force_login(learner)
    result = quiz(learner, now).get_absolute_url()
    outcomes = [Outcome(fact.pk, False, uuid.uuid4()) for fact in facts_of("messaging")[:4]]
    record_answers(learner=learner, outcomes=outcomes, source=Review.Source.PRACTICE, now=now)
    assert "4 cards come back, the next in 1 minute" in text(client.get("/"))
    for url in ("/progress/", result):
        assert "Your reviews today: 4 in learning, the next in 1 minute. About 2 minutes." in text(client.get(url))
    assert "4 cards come back, the next in 1 minute" in text(client.get("/review/"))
    assert re.search(r'id="load" hx-get="/review/load/" hx-trigger="every 6\ds"', client.get(result).content.decode())


def test_the_load_of_another_is_not_ones_own(learner):
    now = timezone.now()
    outcomes = [Outcome(fact.pk, False, uuid.uuid4()) for fact in facts_of("messaging")[:4]]
    record_answers(learner=learner, outcomes=outcomes, source=Review.Source.PRACTICE, now=now)
    charlie = Client()
    charlie.force_login(UserFactory(email="charlie@example.com"))
    assert "Your reviews today: nothing left." in text(charlie.get("/review/load/"))
