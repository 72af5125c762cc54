"""A fit changes the model in use and every memory with it, in one step, and no due date."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from quizzes.reviews import scheduling, services
from quizzes.reviews.fitting.services import due, evidence_of, fit, fit_all, use
from quizzes.reviews.models import Card, CardAct, ParameterSet, Review
from quizzes.reviews.queries import model_of
from quizzes.reviews.scheduling import DEFAULT_MODEL, Evidence, Memory, Rating, memory_of, remember
from quizzes.reviews.taking_back import undo
from sdwiki.accounts.models import User
from tests.factories import UserFactory
from tests.reviews.fitting.logs import SOONER, log_of
from tests.reviews.memory_models import FORGETFUL, parameters_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FACTS = 60


@pytest.fixture
def studied(bank, learner, now):
    """A learner who forgets sooner than the default says, with some hundred reviews that ended yesterday."""
    topic = bank.topic("storage", facts=FACTS)
    services.add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    return written(learner, log_of(SOONER, cards=FACTS, days=60, seed=2), now)


def written(learner, log, now):
    """A log put into the database, ending yesterday; the cards are what it makes of them by the default."""
    cards = list(Card.objects.filter(learner=learner).order_by("pk"))
    shift = now.date() - DAY - log[-1].day
    memories, rows = {}, []
    for place, one in enumerate(log):
        day, before = one.day + shift, memories.get(one.card, Memory())
        memory = memories[one.card] = remember(before, one.rating, model=DEFAULT_MODEL, day=day)
        at = now - DAY - (log[-1].day - one.day) - timedelta(microseconds=len(log) - place)
        rows.append(
            Review(
                learner=learner, card=cards[one.card], fact_version=1, source="review", rating=one.rating, key=uuid4(),
                state=2, at=at, day=day, due=now, due_day=now.date(), stability=memory.stability,
                difficulty=memory.difficulty,
            )
        )  # fmt: skip
    Review.objects.bulk_create(rows)
    for number, memory in memories.items():
        card = cards[number]
        card.state, card.due, card.stability, card.difficulty = 2, now, memory.stability, memory.difficulty
        card.last_day, card.reps, card.missed = memory.last_day, memory.reps, memory.missed
    fields = ["state", "due", "stability", "difficulty", "last_day", "reps", "missed"]
    Card.objects.bulk_update([cards[number] for number in memories], fields)
    return learner


def held(learner):
    """What each card holds beside stability and difficulty."""
    fields = {field.attname for field in Card._meta.concrete_fields} - {"stability", "difficulty"}
    return list(Card.objects.filter(learner=learner).order_by("pk").values(*fields))


def stabilities(learner):
    cards = Card.objects.filter(learner=learner).exclude(state=0).order_by("pk")
    return list(cards.values_list("stability", "difficulty"))


def replayed(learner):
    """By the learner's model, from the log."""
    found = {}
    for one in evidence_of(learner):
        found.setdefault(one.card, []).append(Evidence(one.rating, one.day, one.weight))
    memories = [scheduling.replay(found[card], model=model_of(learner)) for card in sorted(found)]
    return [(memory.stability, memory.difficulty) for memory in memories]


def test_a_fit_that_does_better_computes_all_memories_anew_and_moves_no_due_date(studied, now):
    before, was = held(studied), stabilities(studied)
    made = fit(learner=studied, now=now)
    assert made.outcome == ParameterSet.Outcome.KEPT
    assert made.loss < made.loss_default
    learner = User.objects.get(pk=studied.pk)
    assert (learner.memory_set, learner.memory_model) == (made.pk, made.version)
    assert list(model_of(learner).parameters) == made.parameters
    assert held(learner) == before
    assert stabilities(learner) == replayed(learner) != was
    use(learner=learner, parameters=None)
    assert model_of(User.objects.get(pk=learner.pk)) == DEFAULT_MODEL
    assert held(learner) == before
    assert stabilities(learner) == replayed(learner) == was


def test_reviews_and_undos_name_the_parameters_that_they_were_computed_by(cards, learner, grade, now):
    before = grade(cards[0], Rating.GOOD)
    own = parameters_of(learner, FORGETFUL, now)
    use(learner=learner, parameters=own)
    after = grade(cards[0], Rating.GOOD, at=now + DAY)
    taken_back = undo(learner=learner, now=now + DAY, key=uuid4())
    again = grade(cards[0], Rating.GOOD, at=now + 2 * DAY)
    use(learner=learner, parameters=None)
    last = grade(cards[0], Rating.GOOD, at=now + 9 * DAY)
    rows = [Review.objects.get(pk=row.pk) for row in (before, after, taken_back, again, last)]
    assert [row.parameter_set_id for row in rows] == [None, own.pk, own.pk, own.pk, None]


def test_a_grade_that_was_computed_by_other_parameters_is_computed_anew(cards, learner, grade, now):
    """The learner's row was read before the fit, as by a request that was on its way."""
    grade(cards[0], Rating.GOOD)
    grade(cards[0], Rating.GOOD, at=now + DAY)
    own = parameters_of(learner, FORGETFUL, now)
    use(learner=User.objects.get(pk=learner.pk), parameters=own)
    assert model_of(learner) == DEFAULT_MODEL
    graded = grade(cards[0], Rating.GOOD, at=now + 5 * DAY)
    assert Review.objects.get(pk=graded.pk).parameter_set_id == own.pk
    rows = Review.objects.order_by("pk").values_list("rating", "day", "weight")
    evidence = [Evidence(Rating(rating), day, weight) for rating, day, weight in rows]
    assert memory_of(Card.objects.get(pk=cards[0].pk)) == scheduling.replay(evidence, model=FORGETFUL)


def test_what_a_card_was_begun_anew_after_is_no_evidence(cards, learner, grade, now):
    first = grade(cards[0], Rating.GOOD)
    grade(cards[1], Rating.GOOD)
    fields = {"learner": learner, "card": cards[0], "at": now, "day": now.date(), "was_due": now}
    act = CardAct.objects.create(kind=CardAct.Kind.FORGET, key=uuid4(), forgets=first, **fields)
    assert [one.card for one in evidence_of(learner)] == [cards[1].pk]
    grade(cards[0], Rating.EASY, at=now + DAY)
    assert [one.rating for one in evidence_of(learner)] == [Rating.GOOD, Rating.EASY]
    CardAct.objects.create(kind=CardAct.Kind.UNDO, key=uuid4(), undoes=act, **fields)
    assert len(evidence_of(learner)) == 3


def test_a_second_fit_of_the_same_log_does_nothing(studied, now):
    assert fit(learner=studied, now=now)
    fit_all([studied.pk], now=now + DAY)
    assert ParameterSet.objects.count() == 1


def test_nobody_is_fitted_before_there_is_enough(cards, learner, grade, now):
    grade(cards[0], Rating.GOOD)
    assert fit(learner=learner, now=now) is None
    assert not ParameterSet.objects.exists()


def test_whoever_has_given_enough_and_stopped_is_due_once_a_night(studied, charlie, now):
    hour = timedelta(hours=1)
    assert due(now) == [studied.pk]
    assert due(now, after=studied.pk) == []
    assert due(now - DAY + 2 * hour) == []  # they may still be at it
    assert due(now + 8 * DAY) == []
    fit_all(due(now), now=now)
    assert due(now + DAY) == []  # nothing new
    ParameterSet.objects.update(at=now - 90 * DAY)
    assert due(now) == [studied.pk]
    ParameterSet.objects.update(at=now - 19 * hour)
    assert due(now) == []


def test_a_fit_reaches_no_other_learner(studied, charlie, bank, now):
    services.add_topics(learner=charlie, topic_ids=[bank.topics["storage"].pk], now=now)
    written(charlie, log_of(DEFAULT_MODEL, cards=10, days=9, seed=1), now)
    before = stabilities(charlie)
    assert before
    fit(learner=studied, now=now)
    assert stabilities(charlie) == before
    assert model_of(User.objects.get(pk=charlie.pk)) == DEFAULT_MODEL


def test_the_database_keeps_the_set_in_use_whole():
    learner = UserFactory()
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=learner.pk).update(memory_set=1)
