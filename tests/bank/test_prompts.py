"""Questions to answer aloud in the bank: facts of their own, their checkpoints, and what an edit does to them."""

import shutil
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from content.addresses import address_of
from content.importing.files import read_path
from content.models import Topic
from quizzes.bank.exchange.apkg import write
from quizzes.bank.exchange.entries import entries
from quizzes.bank.exchange.queries import cards
from quizzes.bank.models import Checkpoint, Fact, Flashcard, Question
from quizzes.bank.queries import report
from quizzes.editing.drafts import Draft, ReadDraft
from quizzes.editing.queries import preview
from quizzes.importing.services import import_library
from quizzes.reviews.models import Card
from quizzes.reviews.services import add_topics, grade
from quizzes.reviews.spoken import grade_spoken
from tests.conftest import LIBRARY, NOW
from tests.factories import UserFactory

LATER = NOW + timedelta(days=1)
KEY = "messaging/follow-up/order"
ASKED = """
## What interviewers ask next

**How do you keep order?** {#order}

Give each key one partition. A partition has one reader.

- One partition for a key {cell=handover/queue/replay}
- One reader for a partition
- Retries do not overtake
"""
INTERVIEW = """\
slug: shop
title: Design a shop
prompt: Design it.
scale: [{name: Users, value: 5}]
minutes: 45
stages: [{title: All, minutes: 45, aim: Draw it}]
rubric:
""" + "".join(f"  - {{id: p{n}, tag: data, point: Says {n}, topic: messaging}}\n" for n in range(10))
FOLLOW_UPS = """\
follow_ups:
  - question: How would you refund?
    id: refund
    answer: Store it first, then tell the bank.
    checkpoints:
      - Stored first {cell=messaging/handover/queue/replay}
      - Idempotent at the bank
      - The customer sees its state
"""


@pytest.fixture
def folder(tmp_path, wiki):
    path = tmp_path / "library"
    shutil.copytree(LIBRARY, path)
    Topic.objects.update(came_from=str(path))
    topic = path / "topics" / "messaging.md"
    topic.write_text(topic.read_text() + ASKED)
    (path / "interviews").mkdir(exist_ok=True)
    (path / "interviews" / "shop.yaml").write_text(INTERVIEW + FOLLOW_UPS)
    return path


def publish(folder, now=LATER):
    return import_library(read_path(folder), now=now).synced


def edit(folder, old, new, name="topics/messaging.md"):
    path = folder / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_a_card_of_a_pitfall_says_that_its_answer_opens_with_the_pitfall(folder):
    pitfall = """- Small values pay for each request. Pack them. {#small ask="What do small values cost?"}
  - A request for each value
  - The request outweighs the value
  - Pack them"""
    edit(folder, "- Small values pay for each request.", pitfall, name="topics/storage.md")
    publish(folder)
    card = Flashcard.objects.get(fact__key="storage/pitfall/small")
    assert card.answer == "The pitfall: Small values pay for each request. Pack them."
    assert card.fact.value == "Small values pay for each request. Pack them."


def test_follow_ups_become_facts_beside_all_others(folder):
    before = {question["key"] for question in entries()}
    done = publish(folder)
    assert done.facts_added == 2
    asked, after = Fact.objects.get(key=KEY), Fact.objects.get(key="messaging/follow-up/shop/refund")
    assert (asked.kind, asked.core, asked.option) == (Fact.Kind.PROMPT, False, "How do you keep order?")
    assert asked.value == "Give each key one partition. A partition has one reader."
    assert (asked.flashcard.prompt, asked.flashcard.answer) == (asked.option, asked.value)
    assert asked.address == "/wiki/messaging/#follow-up-order"
    assert [(point.text, point.place) for point in asked.checkpoints.all()] == [
        ("One partition for a key", "messaging#cell=handover/queue/replay"),
        ("One reader for a partition", ""),
        ("Retries do not overtake", ""),
    ]
    assert after.address == "/interviews/shop/#follow-up-refund"
    assert after.checkpoints.get(position=1).text == "Stored first"
    others = Fact.objects.live().filter(topic=asked.topic).exclude(kind=Fact.Kind.PROMPT)
    assert max(others.values_list("position", flat=True)) < asked.position < after.position
    assert {question["key"] for question in entries()} == before, "no question is made from them"
    assert not Question.objects.filter(facts__kind=Fact.Kind.PROMPT).exists()
    assert report()["answered_aloud"] == 2


def test_importing_twice_changes_nothing(folder):
    publish(folder)
    rows = list(Checkpoint.objects.values_list("pk", flat=True))
    again = publish(folder, LATER + timedelta(days=1))
    assert (again.written, again.retired, again.revived) == (0, [], [])
    assert list(Checkpoint.objects.values_list("pk", flat=True)) == rows


def test_reworded_checkpoint_is_cosmetic(folder):
    publish(folder)
    edit(folder, "- One reader for a partition", "- Each partition has one reader at a time")
    done = publish(folder, LATER + timedelta(days=1))
    assert (done.facts_changed, done.changed) == (0, [])
    fact = Fact.objects.get(key=KEY)
    assert (fact.version, fact.checkpoints.all()[1].text) == (1, "Each partition has one reader at a time")


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("**How do you keep order?**", "**How do you keep messages in order?**", True),
        ("A partition has one reader.\n", "A partition has one reader, in a group.\n", True),
        ("A partition has one reader.\n", "A **partition** has one reader\n", False),
    ],
)
def test_reworded_question_or_answer_changes_the_fact(folder, old, new, changed):
    publish(folder)
    edit(folder, old, new)
    done = publish(folder, LATER + timedelta(days=1))
    fact = Fact.objects.get(key=KEY)
    assert (done.changed, fact.version) == ([fact.pk] if changed else [], 2)


def test_question_without_checkpoints_is_retired_and_comes_back(folder):
    publish(folder)
    edit(folder, "- Retries do not overtake\n", "")
    assert publish(folder, LATER + timedelta(days=1)).retired == [Fact.objects.get(key=KEY).pk]
    assert Flashcard.objects.get(fact__key=KEY).retired_at
    assert Checkpoint.objects.filter(fact__key=KEY).count() == 3
    edit(folder, "- One reader for a partition\n", "- One reader for a partition\n- Retries do not overtake\n")
    assert publish(folder, LATER + timedelta(days=2)).revived == [Fact.objects.get(key=KEY).pk]


def test_change_of_an_interview_reaches_the_bank_of_its_topic(folder):
    publish(folder)
    edit(folder, "Store it first", "Store the refund first", "interviews/shop.yaml")
    done = publish(folder, LATER + timedelta(days=1))
    assert done.changed == [Fact.objects.get(key="messaging/follow-up/shop/refund").pk]
    (folder / "interviews" / "shop.yaml").write_text(INTERVIEW + "follow_ups: ['How would you refund?']\n")
    publish(folder, LATER + timedelta(days=2))
    assert Fact.objects.get(key="messaging/follow-up/shop/refund").retired_at


def test_spoken_card_goes_out_with_its_checkpoints(folder, tmp_path):
    publish(folder)
    found = {card.key: card for card in cards(["messaging"])}
    card = found[KEY]
    assert (card.front, card.back) == ("How do you keep order?", Fact.objects.get(key=KEY).value)
    assert (card.row, card.points[0], "kind::aloud" in card.tags) == (None, "One partition for a key", True)
    assert card.changed == LATER
    edit(folder, "- One reader for a partition", "- One reader each")
    publish(folder, LATER + timedelta(days=1))
    assert {c.key: c for c in cards(["messaging"])}[KEY].changed == LATER + timedelta(days=1)
    assert write(list(found.values()), tmp_path / "cards.apkg") == len(found)


def test_place_of_an_interview_has_its_address(wiki):
    assert address_of("interviews/shop#follow-up-refund") == "/interviews/shop/#follow-up-refund"


def test_preview_of_an_edit_names_questions_that_change(folder):
    publish(folder)
    topic = Topic.objects.select_related("current", "phase").get(slug="messaging")
    draft = Draft.now(topic)
    reworded = replace(draft, body=draft.body.replace("has one reader.", "has one reader, in a group."))
    effects = preview(topic, ReadDraft.of(reworded, topic)).effects
    assert [change.after.key for change in effects.reworded] == [KEY]
    assert effects.questions_added == effects.questions_changed == effects.questions_retired == ()


def test_pages_say_how_many_questions_are_explained(folder, client):
    publish(folder)
    learner = UserFactory()
    client.force_login(learner)
    bar = reverse("quizzes:topic-bar", args=["messaging"])
    topic = Topic.objects.get(slug="messaging")
    add_topics(learner=learner, topic_ids=[topic.pk], now=LATER)
    card = Card.objects.get(learner=learner, fact__key=KEY)
    Card.objects.filter(learner=learner, fact__key="messaging/follow-up/shop/refund").delete()
    points = [point.pk for point in card.fact.checkpoints.all()]
    grade_spoken(learner=learner, card_id=card.pk, shown=points, said=points[:2], now=LATER, key=uuid4())
    html = client.get(bar).content.decode()
    assert "explained: 1 of 2" in html
    assert "Add 1 question to answer aloud" in html
    client.post(reverse("quizzes:add-topic", args=["messaging"]))
    assert "to answer aloud" not in client.get(bar).content.decode()
    first = Card.objects.filter(learner=learner, fact__core=True).first()
    grade(learner=learner, card_id=first.pk, rating=3, now=LATER, key=uuid4())
    assert "<dd>1 <small>of 2 questions, aloud</small></dd>" in client.get(reverse("quizzes:progress")).content.decode()
