"""Follow-up questions of mock interviews: read from their file, stored, and shown."""

import shutil

import pytest
from django.urls import reverse

from content.importing.files import read_path
from content.models import Topic
from content.practice.models import FollowUp as StoredFollowUp
from content.practice.read import read_interview
from content.practice.records import FollowUp, Interview
from content.practice.store import apply_practice, stored_interviews
from content.reading.prompts import Checkpoint
from content.reading.source import SourceError
from tests.conftest import LIBRARY

HEAD = """\
slug: shop
title: Design a shop
prompt: Design it.
scale: [{name: Users, value: 5}]
minutes: 45
stages: [{title: All, minutes: 45, aim: Draw it}]
rubric:
"""
POINTS = "".join(
    f"  - {{id: p{n}, tag: data, point: Says {n}, topic: {topic}, weight: {weight}}}\n"
    for n, (topic, weight) in enumerate([("queues", 3), *[("caches", 1)] * 9])
)
WHOLE = """\
follow_ups:
  - What   comes next?
  - question: How would you refund?
    id: refund
    answer: >
      Store the refund first.
      Then tell the bank.
    checkpoints:
      - Stored first {cell=caches/moves/aside/path}
      - Idempotent at the bank
      - The customer sees its state
"""


@pytest.fixture
def topics(db):
    for position, slug in enumerate(("queues", "caches"), 1):
        Topic.objects.create(slug=slug, title=slug, position=position)


def read(follow_ups: str = WHOLE) -> Interview:
    return read_interview(HEAD + POINTS + follow_ups, "interviews/shop.yaml", {"queues", "caches"})


def test_follow_up_with_an_answer_belongs_to_the_main_topic():
    alone, answered = read().follow_ups
    assert alone == FollowUp("What comes next?", "what-comes-next")
    assert (answered.question, answered.key, answered.topic) == ("How would you refund?", "refund", "caches")
    assert answered.answer == "Store the refund first. Then tell the bank."
    assert answered.checkpoints == (
        Checkpoint("Stored first", "caches/moves/aside/path"),
        Checkpoint("Idempotent at the bank"),
        Checkpoint("The customer sees its state"),
    )
    assert read().faults == ()


def test_follow_up_names_its_topic():
    assert read(WHOLE.replace("    id: refund", "    id: refund\n    topic: queues")).follow_ups[1].topic == "queues"


@pytest.mark.parametrize(
    ("before", "after", "line", "message", "kept"),
    [
        ("      - Idempotent at the bank\n", "", 25, "“How would you refund?” has 2 checkpoints, not 3 to 5", 0),
        ("caches/moves/aside/path", "moves/aside/path", 25, "does not say whose cell it is", 3),
        ("Idempotent at the bank", "stored first", 25, "the checkpoint “stored first” stands twice", 0),
    ],
)
def test_bad_checkpoints_are_told_and_the_interview_is_read(before, after, line, message, kept):
    interview = read(WHOLE.replace(before, after))
    assert len(interview.follow_ups[1].checkpoints) == kept
    assert any(message in fault.message for fault in interview.faults)
    assert {fault.line for fault in interview.faults} == {line}


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("    id: refund", "    id: Re fund", "no id"),
        ("    id: refund", "    topic: shops", "unknown topic “shops”"),
        ("    id: refund", "    key: refund", "unknown field “key”"),
        ("    answer: >\n      Store the refund first.\n      Then tell the bank.\n", "", "“answer” is missing"),
        ("    checkpoints:", "    answers:", "unknown field “answers”"),
        ("  - What   comes next?", "  - {question: Q, id: refund, answer: A, checkpoints: [a]}", "stands twice"),
    ],
)
def test_follow_up_of_another_form_is_refused(before, after, message):
    with pytest.raises(SourceError, match=message):
        read(WHOLE.replace(before, after))


def test_stored_follow_ups_are_those_of_the_file(topics):
    apply_practice(terms=(), drills=(), interviews=[read()])
    assert stored_interviews() == (read(),)
    ids = set(StoredFollowUp.objects.values_list("pk", flat=True))
    apply_practice(terms=(), drills=(), interviews=[read()])
    assert set(StoredFollowUp.objects.values_list("pk", flat=True)) == ids, "the same file changes nothing"
    apply_practice(terms=(), drills=(), interviews=[read(WHOLE.replace("Stored first", "Kept first"))])
    assert stored_interviews()[0].follow_ups[1].checkpoints[0].text == "Kept first"


def test_interview_shows_answers_with_their_checkpoints(topics, client):
    apply_practice(terms=(), drills=(), interviews=[read()])
    html = client.get(reverse("content:interview", args=["shop"])).content.decode()
    assert '<li id="follow-up-refund">How would you refund?' in html
    assert 'Stored first <a class="to-cell" href="/wiki/caches/#cell=moves/aside/path">Table</a></li>' in html
    assert html.count("<summary>An answer<span") == 1


def test_library_with_bad_checkpoints_is_read_with_notices(tmp_path):
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder)
    (folder / "interviews").mkdir(exist_ok=True)
    topic = sorted((folder / "topics").glob("*.md"))[0]
    text = HEAD + POINTS.replace("queues", topic.stem).replace("caches", topic.stem) + WHOLE
    (folder / "interviews" / "shop.yaml").write_text(text.replace("      - Idempotent at the bank\n", ""))
    asked = "## What interviewers ask next\n\n**Why?**\n\nSo.\n\n- One\n- Two\n"
    line = topic.read_text().count("\n") + 7
    topic.write_text(topic.read_text() + "\n" + asked)
    library = read_path(folder)
    assert [(n.file, n.line) for n in library.notices] == [("interviews/shop.yaml", 25)]
    (read_topic,) = (found for found in library.topics if found.source.slug == topic.stem)
    assert [(w.line, w.message) for w in read_topic.unspoken] == [
        (line + 1, "“Why?” has 2 checkpoints, not 3 to 5, and is not asked")
    ]
