"""A learner's model is taken everywhere: with another one no preview, grade or undo goes by the default."""

from datetime import timedelta
from uuid import uuid4

import pytest

from quizzes.reviews import scheduling
from quizzes.reviews.fitting.services import use
from quizzes.reviews.models import Review
from quizzes.reviews.queries import model_of, waits
from quizzes.reviews.scheduling import DEFAULT_MODEL, Rating, chance, memory_of
from quizzes.reviews.services import Outcome, record_answers
from quizzes.reviews.taking_back import undo
from tests.reviews.memory_models import FORGETFUL, parameters_of, replay

GOOD = Rating.GOOD
DAY = timedelta(days=1)
RETENTION = 0.8  # at 0.9 the interval is the stability, whatever the decay


@pytest.fixture
def forgetful(learner, now):
    learner.desired_retention = RETENTION
    learner.save()
    use(learner=learner, parameters=parameters_of(learner, FORGETFUL, now))
    assert model_of(learner) == FORGETFUL


@pytest.fixture
def learned(forgetful, cards, grade, now):
    """A card that passed its steps under the other model, on three days."""
    for place in range(3):
        grade(cards[0], GOOD, at=now + place * DAY)
    cards[0].refresh_from_db()
    return cards[0]


def evidence(now):
    return [(GOOD, (now + place * DAY).date()) for place in range(3)]


def anew(card, memory, day, model):
    luck = chance(card.pk, memory.reps)
    return scheduling.review(memory, GOOD, model=model, day=day, retention=RETENTION, chance=luck)


def test_a_grade_leads_to_what_its_button_showed(learned, learner, grade, now):
    at = now + 9 * DAY
    expected = anew(learned, memory_of(learned), at.date(), FORGETFUL)
    by_default = anew(learned, replay(evidence(now)), at.date(), DEFAULT_MODEL)
    shown = dict(waits(memory_of(learned), learned.pk, learner, at))[GOOD]
    graded = grade(learned, GOOD, at=at)
    learned.refresh_from_db()
    assert shown == expected.wait != by_default.wait
    assert (graded.due.date() - at.date()).days == expected.wait.days
    assert memory_of(learned) == expected.memory


def test_undo_replays_with_the_same_model(learned, learner, grade, now):
    grade(learned, Rating.AGAIN, at=now + 9 * DAY)
    undo(learner=learner, now=now + 9 * DAY, key=uuid4())
    learned.refresh_from_db()
    assert memory_of(learned) == replay(evidence(now), model=FORGETFUL)
    assert memory_of(learned) != replay(evidence(now))


def test_evidence_after_what_was_undone_is_scheduled_anew_with_the_same_model(learned, learner, grade, now):
    expected = anew(learned, memory_of(learned), (now + 9 * DAY).date(), FORGETFUL)
    grade(learned, Rating.AGAIN, at=now + 9 * DAY)
    outcome = Outcome(learned.fact_id, True, uuid4())
    record_answers(learner=learner, outcomes=[outcome], source=Review.Source.PRACTICE, now=now + 9 * DAY)
    undo(learner=learner, now=now + 9 * DAY, key=uuid4())
    learned.refresh_from_db()
    assert memory_of(learned) == expected.memory
    assert (learned.due.date() - (now + 9 * DAY).date()).days == expected.wait.days
