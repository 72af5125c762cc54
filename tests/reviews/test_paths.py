"""A path orders what is new, wherever it is asked."""

from datetime import timedelta

import pytest

from content.models import Path, PathPhase, Phase, Topic
from quizzes.reviews.models import Card, LearnerPath
from quizzes.reviews.paths import choose_path, in_order, order_of
from quizzes.reviews.services import add_topics
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def backwards(wiki):
    path = Path.objects.create(slug="backwards", title="Backwards", position=99)
    for place, phase in enumerate(Phase.objects.order_by("-position")):
        PathPhase.objects.create(path=path, phase=phase, position=place)
    return path


def phases_of_new(learner):
    """The phases of the new cards in the order in which reviews take them."""
    cards = Card.objects.filter(learner=learner, state=0).order_by("due", "pk")
    return [position for (position,) in cards.values_list("fact__topic__phase__position")]


def add_all(learner, now):
    for topic in Topic.objects.topics().order_by("phase__position"):
        add_topics(learner=learner, topic_ids=[topic.pk], now=now)


def test_a_path_orders_new_cards_that_are_there_and_those_that_come(backwards, now):
    ada, grace = UserFactory(), UserFactory()
    for learner in (ada, grace):
        add_all(learner, now)
    forwards = phases_of_new(ada)
    assert len(set(forwards)) > 1
    assert forwards == sorted(forwards)
    choose_path(learner=ada, path="backwards", level=2, now=now)
    assert phases_of_new(ada) == sorted(forwards, reverse=True)
    assert phases_of_new(grace) == forwards

    choose_path(learner=grace, path="backwards", level=2, now=now)
    Card.objects.filter(learner=grace).delete()
    add_all(grace, now)
    assert phases_of_new(grace) == sorted(forwards, reverse=True)


def test_all_that_is_new_stays_due_and_nothing_moves_twice(backwards, now):
    ada = UserFactory()
    add_all(ada, now)
    seen, put_off = Card.objects.filter(learner=ada)[:2]
    Card.objects.filter(pk=seen.pk).update(state=2, due=now + timedelta(3))
    Card.objects.filter(pk=put_off.pk).update(buried_until=now.date() + timedelta(1), due=now + timedelta(1))
    choose_path(learner=ada, path="backwards", level=2, now=now)
    dues = dict(Card.objects.filter(learner=ada).values_list("pk", "due"))
    assert (dues.pop(seen.pk), dues.pop(put_off.pk)) == (now + timedelta(3), now + timedelta(1))
    assert max(dues.values()) <= now
    choose_path(learner=ada, path="backwards", level=2, now=now + timedelta(2))
    assert {pk: Card.objects.get(pk=pk).due for pk in dues} == dues


@pytest.mark.parametrize("path", ["", "gone"])
def test_without_a_path_pages_come_in_their_order(backwards, now, path):
    ada = UserFactory()
    add_all(ada, now)
    before = phases_of_new(ada)
    choose_path(learner=ada, path="backwards", level=2, now=now)
    choose_path(learner=ada, path=path, level=2, now=now)
    assert order_of(ada) == ()
    assert phases_of_new(ada) == before
    assert LearnerPath.objects.get().path == path


def test_what_an_order_does_not_name_comes_after_as_it_stood():
    assert in_order("abcd", [ord("d"), ord("b")], ord) == ["d", "b", "a", "c"]
    assert in_order("abcd", [], ord) == ["a", "b", "c", "d"]
