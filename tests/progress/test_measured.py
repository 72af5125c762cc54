"""Which rows of the log count as a measurement, and what the page says of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from content.models import Topic
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion
from quizzes.bank.models import QuestionVersion
from quizzes.progress.calibration import ENOUGH, Share
from quizzes.progress.measured import answers_of, measured_of
from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import DEFAULT_MODEL, Rating
from quizzes.reviews.services import Outcome, add_topics, grade, record_answers
from quizzes.reviews.taking_back import undo
from tests.attempts import grades
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AGAIN, HARD, GOOD, EASY = Rating


@pytest.fixture
def learner(wiki, now):
    learner = UserFactory()
    add_topics(learner=learner, topic_ids=[topic.pk for topic in Topic.objects.topics()], now=now)
    return learner


@pytest.fixture
def give(learner):
    cards = list(Card.objects.filter(learner=learner).order_by("pk"))

    def graded(rating, at, card=0):
        return grade(learner=learner, card_id=cards[card].pk, rating=rating, now=at, key=uuid4())

    return graded


@pytest.fixture
def asked(learner):
    """The answers that count, as the statement finds them."""

    def found():
        seen, _ = answers_of(learner)
        assert measured_of(learner).answers == len(seen)
        return [(one.expected, one.recalled, one.missed) for one in seen]

    return found


def test_the_first_evidence_of_a_fact_on_a_later_day_counts(give, asked, now):
    first = give(GOOD, now)
    give(GOOD, now + timedelta(hours=1))
    assert asked() == []
    second = give(AGAIN, now + 3 * DAY)
    give(GOOD, now + 3 * DAY + timedelta(hours=1))
    give(GOOD, now + 3 * DAY, card=1)
    before = recall_after(3, Review.objects.get(pk=first.pk + 1).stability, model=DEFAULT_MODEL)
    assert asked() == [(pytest.approx(before, abs=1e-12), False, False)]
    give(HARD, now + 4 * DAY)
    before = recall_after(1, Review.objects.get(pk=second.pk + 1).stability, model=DEFAULT_MODEL)
    assert asked()[1:] == [(pytest.approx(before, abs=1e-12), True, False)]


def test_what_was_undone_is_no_measurement_and_none_is_measured_from_it(give, asked, learner, now):
    first = give(GOOD, now)
    give(EASY, now + 2 * DAY)
    undo(learner=learner, now=now + 2 * DAY, key=uuid4())
    assert asked() == []
    give(AGAIN, now + 5 * DAY)
    assert asked() == [(pytest.approx(recall_after(5, first.stability, model=DEFAULT_MODEL)), False, False)]


def test_an_answer_after_a_miss_is_told_apart_and_quizzes_count(give, asked, learner, now):
    missed = give(AGAIN, now)
    outcome = Outcome(missed.card.fact_id, True, uuid4(), 67)
    record_answers(learner=learner, outcomes=[outcome], source=Review.Source.EXAM, now=now + DAY)
    assert asked() == [(pytest.approx(recall_after(1, missed.stability, model=DEFAULT_MODEL)), True, True)]


def test_nothing_of_another_learner_is_counted(give, now, wiki):
    give(GOOD, now)
    give(GOOD, now + 2 * DAY)
    assert measured_of(UserFactory()).answers == 0


def said(learner, now, answers):
    """Answers as (sureness, share) in a quiz of this learner."""
    attempt = Attempt.objects.create(
        learner=learner, kind="practice", title="Quiz", seed="s", key=uuid4(), started_at=now, submitted_at=now
    )
    version = QuestionVersion.objects.first()
    for position, (sureness, share) in enumerate(answers, 1):
        question = AttemptQuestion.objects.create(attempt=attempt, position=position, version=version, order=[])
        answer = Answer.objects.create(question=question, sequence=1, sureness=sureness, at=now, key=uuid4())
        if share is not None:
            grades.mark(question, share, answer)


def test_sureness_stands_beside_correctness_from_enough_answers_on(learner, now):
    some = [("sure", 1.0)] * 27 + [("sure", 0.5)] * 3 + [("guess", 0.0)] * 15 + [("guess", 1.0)] * 4
    said(learner, now, [*some, ("", 1.0), ("unknown", 0.0), ("unsure", None)])
    found = measured_of(learner)
    assert (found.said, found.sureness) == (ENOUGH - 1, None)
    said(learner, now, [("guess", 1.0)])
    said(UserFactory(), now, [("sure", 0.0)] * 9)
    assert measured_of(learner).sureness == (
        ("Sure", Share(30, measured=0.9)),
        ("Guess", Share(20, measured=0.25)),
    )


def test_progress_says_that_it_is_too_early_and_then_what_was_measured(client, give, learner, now):
    client.force_login(learner)
    give(GOOD, now)
    give(GOOD, now + 2 * DAY)
    page = client.get(reverse("quizzes:progress")).content.decode()
    assert "too early" in page
    assert "there is 1." in page
    for times in range(1, ENOUGH):
        give(AGAIN if times % 5 == 0 else GOOD, now + (2 + 3 * times) * DAY)
    page = client.get(reverse("quizzes:progress")).content.decode()
    assert "too early" not in page
    assert "The memory model" in page
    assert f"Counted are your latest {ENOUGH} answers" in page
    assert "Of what you had missed the time before, you recalled 100" in page
