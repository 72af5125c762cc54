"""Presses at the same moment, in real transactions. Each law has its control, which must not hold."""

import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError

from content.models import Path, PathPhase, Phase, Topic
from quizzes.bank.models import Fact, Flashcard
from quizzes.reviews.models import Card, LearnerPath
from quizzes.reviews.services import add_topics, grade
from quizzes.today.services import begin
from sdwiki.accounts.models import User
from tests.factories import UserFactory
from tests.parallel import at_once, in_the_middle, slow, unlocked

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(1)


@pytest.fixture
def learner(db, now):
    """With a path that leads through two phases backwards, one of them taken up."""
    topics = []
    path = Path.objects.create(slug="backwards", title="Backwards", position=99)
    for place, slug in enumerate(("storage", "messaging")):
        phase = Phase.objects.create(slug=slug, title=slug, position=place)
        PathPhase.objects.create(path=path, phase=phase, position=9 - place)
        topic = Topic.objects.create(slug=f"{slug}-topic", title=slug, phase=phase, position=1)
        topics.append(topic)
        for n in range(8):
            fact = Fact.objects.create(
                key=f"{slug}/{n}", topic=topic, kind=Fact.Kind.CELL, group="table", caption="Ways", option_key=f"o-{n}",
                option=f"Option {n}", label="speed", dimension="Speed", value=f"value {n}", anchor=f"cell=t/{n}/speed",
                position=n, core=True,
            )  # fmt: skip
            Flashcard.objects.create(fact=fact, context=slug, prompt=f"Option {n}", answer=f"value {n}")
    made = UserFactory(interview_on=now.date() + 10 * DAY, minutes_per_day=2)
    add_topics(learner=made, topic_ids=[topic.pk for topic in topics], now=now - DAY)
    return made


def of_now(learner):
    return User.objects.get(pk=learner.pk)


def begin_beside_a_grade(learner, now, as_job=lambda job: job):
    """Choose another path, and grade the cards while it moves them."""
    cards = list(Card.objects.filter(learner=learner).order_by("pk").values_list("pk", flat=True))

    def choose():
        begin(user=of_now(learner), path="backwards", level=2, hour=None, now=now)

    def give():
        person = of_now(learner)
        for card in cards:
            grade(learner=person, card_id=card, rating=3, now=now, key=uuid.uuid4())

    with slow("UPDATE", "quizzes_card", 0.05):
        return at_once(as_job(choose), in_the_middle(give), refusals=OperationalError)


def test_a_beginning_and_a_grade_do_not_wait_for_one_another(learner, now):
    assert begin_beside_a_grade(learner, now) == [None, None]
    assert LearnerPath.objects.get().path == "backwards"
    assert Card.objects.filter(learner=learner, reps=1).count() == 16


def test_control_without_the_learners_row_first_they_would(learner, now):
    turn = (r"FOR NO KEY UPDATE", "")
    assert [str(why) for why in begin_beside_a_grade(learner, now, lambda job: unlocked(job, turn)) if why]
