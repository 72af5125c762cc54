"""A small bank made by hand: topics with facts in groups of siblings."""

from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.test import Client

from content.models import Phase, Topic
from quizzes.bank.models import Fact, Flashcard
from quizzes.reviews import services
from quizzes.reviews.models import Card
from tests.factories import UserFactory


@dataclass
class Bank:
    """Makes topics; each group of a topic is a row whose options are its facts."""

    topics: dict[str, Topic] = field(default_factory=dict)

    def topic(self, slug, *groups, facts=3, phase="foundation", flashcards=True):
        stretch, _ = Phase.objects.get_or_create(slug=phase, defaults={"title": phase.title(), "position": len(phase)})
        topic = Topic.objects.create(slug=slug, title=slug.title(), phase=stretch, position=len(self.topics) + 1)
        self.topics[slug] = topic
        made = [
            Fact(
                key=f"{slug}/{group}/option-{n}/speed",
                topic=topic,
                kind=Fact.Kind.CELL,
                group=group,
                caption=f"Ways of {group}",
                option_key=f"option-{n}",
                option=f"Option {n}",
                label="speed",
                dimension="Speed",
                value=f"{group} value {n}",
                anchor=f"cell={group}/option-{n}/speed",
                position=100 * g + n,
            )
            for g, group in enumerate(groups or ("table",))
            for n in range(1, facts + 1)
        ]
        Fact.objects.bulk_create(made)
        if flashcards:
            Flashcard.objects.bulk_create(
                Flashcard(fact=f, context=f"{topic.title} · Speed", prompt=f"{f.option} of {f.group}", answer=f.value)
                for f in made
            )
        return topic


@pytest.fixture
def bank(db):
    return Bank()


@pytest.fixture
def learner(db):
    return UserFactory(email="ada@example.com", password=None, new_per_day=10)


@pytest.fixture
def charlie(db):
    """The outsider."""
    return UserFactory(email="charlie@example.com", password=None)


@pytest.fixture
def cards(bank, learner, now):
    """Three new cards of the learner, siblings of one row."""
    topic = bank.topic("caching")
    services.add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    return list(Card.objects.filter(learner=learner).order_by("pk"))


@pytest.fixture
def grade(learner, now):
    """Grade a card now, or at another instant, under a key of its own."""

    def give(card, rating, at=now, **more):
        key = more.pop("key", None) or uuid4()
        return services.grade(learner=learner, card_id=card.pk, rating=rating, now=at, key=key, **more)

    return give


@pytest.fixture
def member(learner, now):
    """A browser of the learner, whose day is half over at any hour these tests run."""
    learner.day_start = (now.hour + 12) % 24
    learner.save()
    client = Client()
    client.force_login(learner)
    return client
