"""The small library with its bank, an editor, and a learner who has seen a fact of it."""

import re
import uuid
from dataclasses import dataclass, replace

import pytest
from django.urls import reverse

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.editing import queries, services
from quizzes.editing.drafts import Draft, ReadDraft
from quizzes.reviews import services as reviews
from quizzes.reviews.models import Card, Review
from tests.factories import EditorFactory, UserFactory

CELL = "scaling/grow/vertical/ceiling"  # "Largest machine sold"


@dataclass
class Desk:
    """A page of the small library on an editor's desk."""

    editor: object
    slug: str = "scaling"

    @property
    def topic(self):
        return Topic.objects.select_related("phase", "current").get(slug=self.slug)

    @property
    def draft(self):
        return Draft.now(self.topic)

    def changed(self, old, new):
        """The page's text with one thing changed."""
        body = self.draft.body
        assert old in body
        return replace(self.draft, body=body.replace(old, new, 1))

    def preview(self, draft):
        return queries.preview(self.topic, ReadDraft.of(draft, self.topic))

    def publish(self, draft, now, **more):
        given = {
            "topic": self.topic,
            "author": self.editor,
            "base": self.topic.current.number,
            "note": "",
            "key": uuid.uuid4(),
            "now": now,
        }
        given |= more
        return services.publish(draft=ReadDraft.of(draft, given["topic"]), **given)

    def data(self, draft=None, **more):
        """What the editor's form sends."""
        draft = draft or self.draft
        fields = {name: getattr(draft, name) for name in ("title", "summary", "phase", "body", "sources")}
        return {"base": self.topic.current.number, "idempotency_key": uuid.uuid4(), "note": ""} | fields | more

    def address(self, name="edit", *more):
        return reverse(f"quizzes:{name}", args=[self.slug, *more])


@pytest.fixture
def desk(wiki):
    return Desk(EditorFactory(email="erin@example.com", name="Erin", password=None))


@pytest.fixture
def card(wiki, now):
    """A learner's memory of one cell, seen and not due for days."""
    learner = UserFactory(email="ada@example.com", password=None)
    reviews.add_topics(learner=learner, topic_ids=[Topic.objects.get(slug="scaling").pk], now=now)
    card = Card.objects.get(fact=Fact.objects.get(key=CELL), learner=learner)
    reviews.grade(learner=learner, card_id=card.pk, rating=Review.Rating.EASY, now=now, key=uuid.uuid4())
    card.refresh_from_db()
    assert card.due > now
    return card


@pytest.fixture
def text_of():
    """What a page says, without its marks."""
    return lambda response: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
