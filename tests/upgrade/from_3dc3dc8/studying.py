"""Learners read pages, take up topics and grade flashcards, and take some grades back."""

from random import Random

from content.models import Topic
from quizzes.progress.services import mark_read
from quizzes.reviews import services
from quizzes.reviews.models import Card, Review
from tests.upgrade.from_3dc3dc8.clock import clock, key
from tests.upgrade.from_3dc3dc8.people import person

# Shares of Again, Hard, Good and Easy.
RATINGS = {"forgetful": (45, 15, 35, 5)}
USUAL = (12, 13, 60, 15)
AGAIN, HARD, GOOD, EASY = Review.Rating.values


def take_up(name: str, *slugs: str, deeper: bool = True) -> None:
    topics = Topic.objects.filter(slug__in=slugs).values_list("pk", flat=True)
    services.add_topics(learner=person(name), topic_ids=list(topics), now=clock.now(), deeper=deeper)


def read(name: str, *slugs: str) -> None:
    for slug in slugs:
        mark_read(learner=person(name), topic=Topic.objects.get(slug=slug), now=clock.pass_by(minutes=4))


def sit(name: str, most: int, day: int) -> None:
    """A sitting: the cards that are due, then new ones, then the steps that have come due meanwhile."""
    learner, chance = person(name), Random(f"{name}/{day}")
    due = list(Card.objects.filter(learner=learner).askable().due(clock.now())[:most])
    new = Card.objects.filter(learner=learner, state=Card.State.NEW).askable().order_by("pk")
    for card in [*due, *new[: min(most - len(due), learner.new_per_day)]]:
        grade(name, card, chance.choices((AGAIN, HARD, GOOD, EASY), RATINGS.get(name, USUAL))[0], chance)
    clock.pass_by(minutes=11)
    for card in Card.objects.filter(learner=learner).askable().due(clock.now())[: most // 2]:
        grade(name, card, GOOD, chance)


def grade(name: str, card: Card, rating: int, chance: Random) -> None:
    seconds = chance.uniform(3, 40)
    services.grade(
        learner=person(name),
        card_id=card.pk,
        rating=rating,
        now=clock.pass_by(seconds=seconds),
        key=key(f"grade/{name}"),
        duration_ms=int(1000 * seconds),
        reps=card.reps,
        changed=card.changed,
    )


def slip(name: str, times: int) -> None:
    """Take back the latest grades of today."""
    for _ in range(times):
        assert services.undo(learner=person(name), now=clock.pass_by(seconds=5), key=key(f"undo/{name}"))


def first_grade_undone(name: str) -> None:
    """A card's first grade is taken back, so that it is new again."""
    card = Card.objects.filter(learner=person(name), state=Card.State.NEW).askable().earliest("pk")
    grade(name, card, EASY, Random(name))
    slip(name, 1)
    card.refresh_from_db()
    assert (card.state, card.reps) == (Card.State.NEW, 0)
