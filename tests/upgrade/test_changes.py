"""An edit after the upgrade, where a thousand cards have been seen: those of changed cells come back, and no others.

Who had cards of what is gone is told once.
"""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.test import Client

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.editing import services
from quizzes.editing.drafts import Draft, ReadDraft
from quizzes.reviews.models import Card
from sdwiki.accounts.models import User
from tests.factories import UserFactory

CHANGED = {
    ("Contention between nodes", "Cost of coordination"): "scaling/grow/horizontal/ceiling",
    ("Rises at the top", "Rises at the top {if: bought machines}"): "scaling/grow/vertical/price-per-unit",
}
FRAMED = [
    ("Both, met much later", "both – met much later"),  # another spelling
    ("| Sideways {#horizontal} |", '| Scaling sideways {#horizontal aliases="scale-out"} |'),  # a longer name
    ("| Ceiling |", '| Ceiling {ask="What limits …?" exclusive} |'),
    ("{#grow options=columns}", '{#grow options=columns option="way to grow"}'),
]
GONE = "| Change effort {scale="


def publish(editor, clock, number, *changes):
    """Publish the page "scaling" with parts of its text changed."""
    topic = Topic.objects.select_related("phase", "current").get(slug="scaling")
    draft = Draft.now(topic)
    for old, new in changes:
        assert old in draft.body, (old, draft.body)
        draft = replace(draft, body=draft.body.replace(old, new, 1))
    base, key, now = topic.current.number, UUID(int=number), clock.pass_by(minutes=1)
    read = ReadDraft.of(draft, topic)
    return services.publish(topic=topic, author=editor, draft=read, base=base, note="", key=key, now=now, anyway=True)


def thousand_cards(now):
    """Learners who have seen a card of every fact that is asked, until these are a thousand."""
    facts = list(Fact.objects.askable().values_list("pk", flat=True))
    learners = [UserFactory() for _ in range(-(-1000 // len(facts)))]
    seen = {"state": Card.State.REVIEW, "stability": 10.0, "difficulty": 5.0, "last_day": now.date(), "reps": 1}
    Card.objects.bulk_create(
        Card(learner=learner, fact_id=fact, due=now + timedelta(days=7), **seen)
        for learner in learners
        for fact in facts
    )
    return learners


def rows():
    return {row["id"]: row for row in Card.objects.values()}


def notice(learner):
    client = Client()
    client.force_login(learner)
    page = " ".join(client.get("/").content.decode().split())
    return re.findall(r"(\d+) of your cards (?:is|are) asked no more.*?: (.+?)\. Your answers stay", page)


def test_of_a_thousand_seen_cards_those_of_changed_cells_come_back_and_no_others(clock, person):
    thousand_cards(clock.at)
    before, facts = rows(), dict(Fact.objects.values_list("key", "pk"))
    assert sum(row["state"] != Card.State.NEW for row in before.values()) >= 1000
    publish(person("editor"), clock, 1, *FRAMED)
    assert rows() == before
    publish(person("editor"), clock, 2, *CHANGED)
    touched = {facts[key] for key in CHANGED.values()}
    back = {pk for pk, row in before.items() if row["fact_id"] in touched and row["state"] != Card.State.NEW}
    assert len(back) >= 2 * 12
    assert rows() == {pk: row | {"changed": True, "due": clock.at} if pk in back else row for pk, row in before.items()}


def test_whose_cards_are_laid_aside_is_told_once_of_each(clock, person):
    learner, *_ = thousand_cards(clock.at)
    other = UserFactory()
    assert notice(learner) == []
    line = next(line for line in Draft.now(Topic.objects.get(slug="scaling")).body.split("\n") if GONE in line)
    publish(person("editor"), clock, 1, (f"{line}\n", ""))
    assert notice(other) == []
    assert [notice(learner), notice(learner)] == [[("3", "Scaling (3)")], []]
    publish(person("editor"), clock, 2, ("| Ceiling |", "| Ceiling {noask} |"))  # the flashcards alone go
    assert [notice(learner), notice(learner)] == [[("3", "Scaling (3)")], []]
    assert Card.objects.filter(learner=learner).count() >= 80


def test_what_went_before_the_upgrade_is_told_once_after_it(clock):
    """A row was cut in the story, and nobody was told then."""
    cut = Card.objects.seen().filter(fact__retired_at__isnull=False, suspended=False)
    learner = User.objects.get(pk=cut.earliest("pk").learner_id)
    number = cut.filter(learner=learner).count()
    assert [notice(learner), notice(learner)] == [[(str(number), f"Scaling ({number})")], []]
