"""What an edit of a page does to its facts and questions, row by row."""

import shutil
from datetime import timedelta

import pytest
from django.db import DataError, transaction

from content.importing.files import read_path
from content.imports import apply_library
from content.models import Topic
from quizzes.bank.copying import copy_new
from quizzes.bank.exchange.entries import entries
from quizzes.bank.models import Choice, Fact, FactVersion, Flashcard, Question, QuestionVersion
from quizzes.bank.services import sync
from tests.conftest import LIBRARY, NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def folder(tmp_path, wiki):
    path = tmp_path / "library"
    shutil.copytree(LIBRARY, path)
    Topic.objects.update(came_from=str(path))
    return path


def publish(folder, now=LATER):
    applied = apply_library(read_path(folder), now=now)
    topics = Topic.objects.filter(slug__in=applied.changed).select_related("current", "phase")
    return sync(topics, now=now)


def edit(folder, old, new, name="messaging"):
    path = folder / f"topics/{name}.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def fact(key):
    return Fact.objects.get(key=key)


QUEUE_REPLAY = "messaging/handover/queue/replay"


def dependants(key):
    """The questions that show what a fact says: those about it, and those that have it among their choices."""
    shown = Choice.objects.filter(fact=key, version__current_of__isnull=False)
    return set(shown.values_list("version__question_id", flat=True))


@pytest.mark.parametrize("text", ["ONLY WHAT IS UNACKED", "Only **what** is unacked", "Only what is “unacked”"])
def test_cosmetic_edit_counts_a_version_and_keeps_memories(folder, text):
    before = fact(QUEUE_REPLAY)
    edit(folder, "Only what is unacked", text)
    done = publish(folder)
    assert done.changed == []
    after = fact(QUEUE_REPLAY)
    assert after.pk == before.pk
    reworded = after.value != before.value
    assert after.version == before.version + reworded
    assert done.facts_changed == reworded
    if reworded:
        assert FactVersion.objects.get(fact=after, number=2).cosmetic is True
        assert FactVersion.objects.get(fact=after, number=1).value == "Only what is unacked"


def test_edit_of_markup_alone_changes_no_row(folder):
    versions = QuestionVersion.objects.count()
    edit(folder, "Only what is unacked", "Only *what* is **unacked**")
    done = publish(folder)
    assert (done.facts_changed, done.questions_changed, done.questions_added) == (0, 0, 0)
    assert QuestionVersion.objects.count() == versions


@pytest.mark.parametrize(
    "text", ["Everything unacked", "Only what is acked", "Only what isn't unacked", "Only what is unacked, twice"]
)
def test_edit_of_the_meaning_is_reported_for_its_fact_alone(folder, text):
    edit(folder, "Only what is unacked", text)
    done = publish(folder)
    assert done.changed == [fact(QUEUE_REPLAY).pk]
    assert FactVersion.objects.get(fact__key=QUEUE_REPLAY, number=2).cosmetic is False


def test_edit_of_a_qualifier_is_a_change_of_meaning(folder):
    edit(folder, "Only what is unacked", "Only what is unacked {if: version 3 or later}")
    assert publish(folder).changed == [fact(QUEUE_REPLAY).pk]


def test_edit_of_a_cell_touches_only_its_dependants(folder):
    versions = set(QuestionVersion.objects.values_list("pk", flat=True))
    choices = {c.pk: (c.version_id, c.text, c.correct, c.reason) for c in Choice.objects.all()}
    others = {f.pk: f.version for f in Fact.objects.exclude(key=QUEUE_REPLAY)}
    affected = dependants(QUEUE_REPLAY)
    assert affected
    edit(folder, "Only what is unacked", "Only what was unread")
    done = publish(folder)
    affected |= dependants(QUEUE_REPLAY)
    new = QuestionVersion.objects.exclude(pk__in=versions)
    assert set(new.values_list("question_id", flat=True)) == affected
    assert len(new) == done.questions_changed + done.questions_added
    # What a learner saw is as it was, choice by choice.
    assert {c.pk: (c.version_id, c.text, c.correct, c.reason) for c in Choice.objects.filter(pk__in=choices)} == choices
    assert {f.pk: f.version for f in Fact.objects.exclude(key=QUEUE_REPLAY)} == others
    for version in new:
        assert version.question.current_id == version.pk
        assert version.number == version.question.versions.count()
        assert version.created_at == LATER


def test_choices_of_old_versions_stay_readable(folder):
    question = Question.objects.get(key=f"value/{QUEUE_REPLAY}")
    old = question.current
    shown = [(c.text, c.correct) for c in old.choices.all()]
    edit(folder, "Only what is unacked", "Only what was unread")
    publish(folder)
    question.refresh_from_db()
    assert question.current.number == 2
    assert "Only what was unread" in {choice.text for choice in question.current.choices.all()}
    old.refresh_from_db()
    assert [(c.text, c.correct) for c in old.choices.all()] == shown


def test_removed_row_retires_its_facts_and_questions_and_brings_them_back(folder):
    path = folder / "topics/messaging.md"
    text = path.read_text()
    keys = {f.key: f.pk for f in Fact.objects.filter(label="replay")}
    about = Question.objects.filter(facts__label="replay").distinct()
    # A question over several rows loses one of them and lives on.
    questions = {q.key: q.pk for q in about if {f.label for f in q.facts.all()} == {"replay"}}
    cards = set(Flashcard.objects.filter(fact__label="replay").values_list("pk", flat=True))
    assert len(keys) == 3
    assert questions
    path.write_text("\n".join(line for line in text.split("\n") if not line.startswith("| Replay")))
    done = publish(folder)
    assert done.facts_retired == 3
    assert done.questions_retired == len(questions)
    assert set(Fact.objects.filter(retired_at=LATER).values_list("key", flat=True)) == set(keys)
    assert set(Question.objects.filter(state="retired").values_list("key", flat=True)) == set(questions)
    assert set(Flashcard.objects.filter(retired_at=LATER).values_list("pk", flat=True)) == cards
    path.write_text(text)
    done = publish(folder, LATER + timedelta(days=1))
    assert {f.key: f.pk for f in Fact.objects.live().filter(label="replay")} == keys
    assert {q.key: q.pk for q in Question.objects.live().filter(key__in=questions)} == questions
    assert set(Flashcard.objects.filter(retired_at=None, fact__label="replay").values_list("pk", flat=True)) == cards
    assert (done.facts_added, done.questions_added, done.changed) == (3, len(questions), [])


def test_fact_that_comes_back_with_another_meaning_is_reported(folder):
    path = folder / "topics/messaging.md"
    text = path.read_text()
    path.write_text("\n".join(line for line in text.split("\n") if not line.startswith("| Replay")))
    publish(folder)
    path.write_text(text.replace("Only what is unacked", "Only what was unread"))
    assert publish(folder).changed == [fact(QUEUE_REPLAY).pk]


def test_rejected_question_stays_rejected_through_edits_and_absence(folder):
    key = f"value/{QUEUE_REPLAY}"
    Question.objects.filter(key=key).update(state=Question.State.REJECTED)
    path = folder / "topics/messaging.md"
    text = path.read_text()
    edit(folder, "Only what is unacked", "Only what was unread")
    publish(folder)
    assert Question.objects.get(key=key).state == "rejected"
    path.write_text("\n".join(line for line in text.split("\n") if not line.startswith("| Replay")))
    publish(folder)
    assert Question.objects.get(key=key).state == "rejected"
    path.write_text(text)
    publish(folder)
    assert Question.objects.get(key=key).state == "rejected"
    assert Question.objects.get(key=key).current.choices.exists()


def test_question_that_became_unfair_is_retired_while_its_fact_lives(folder):
    key = f"value/{QUEUE_REPLAY}"
    edit(folder, "Only what is unacked", "From any position")  # what another option has
    done = publish(folder)
    assert Question.objects.get(key=key).state == "retired"
    assert fact(QUEUE_REPLAY).retired_at is None
    assert any(r.fact == QUEUE_REPLAY and r.code in ("tie", "few", "overlap") for r in done.refusals)


def test_heads_that_are_too_long_for_their_columns_are_cut(folder):
    long = " ".join(["Replay", *("long" for _ in range(120))])
    edit(folder, "| Replay |", f"| {long} {{#replay}} |")
    edit(folder, "Ways to hand over work", f"Ways to hand over work {long}")
    publish(folder)
    version = Question.objects.get(key=f"value/{QUEUE_REPLAY}").current
    head = f"Messaging · Ways to hand over work {long}"[:500]
    assert version.context == head
    assert Flashcard.objects.get(fact__key=QUEUE_REPLAY).context == head
    again = publish(folder)
    assert (again.facts_changed, again.questions_changed) == (0, 0)


def test_what_no_column_holds_is_an_error_of_django(wiki):
    topic = Topic.objects.get(slug="messaging")
    with pytest.raises(DataError), transaction.atomic():
        copy_new([Question(key="x" * 461, topic=topic, kind="option")])


def test_retired_topic_takes_its_bank_with_it(wiki):
    topic = Topic.objects.get(slug="messaging")
    topic.retired_at = LATER
    topic.save()
    done = sync([topic], now=LATER)
    assert done.facts_retired == 15
    assert not Fact.objects.live().filter(topic=topic).exists()
    assert not Question.objects.live().filter(topic=topic).exists()
    assert Fact.objects.live().exists()


def test_every_live_question_points_at_live_facts_and_its_last_version(wiki):
    for question in Question.objects.live().prefetch_related("facts", "versions"):
        assert question.current == max(question.versions.all(), key=lambda v: v.number)
        assert question.facts.count() >= 1
        assert all(f.retired_at is None for f in question.facts.all())
        assert question.current.choices.filter(correct=True).exists()


def test_negative_control_rejection_is_what_keeps_a_question_away(folder):
    key = f"value/{QUEUE_REPLAY}"
    edit(folder, "Only what is unacked", "Only what was unread")
    publish(folder)
    assert Question.objects.get(key=key).state == "live"


def test_targets_are_stored_and_exported_where_a_kind_has_them(wiki):
    placed = Question.objects.filter(kind__in=["match", "categorise", "order"]).select_related("current")
    assert placed.exists()
    for question in placed:
        texts = set(question.current.choices.values_list("target", flat=True))
        assert texts <= set(question.current.targets)
    assert not Choice.objects.exclude(version__question__in=placed).exclude(target="").exists()
    for line in entries():
        sorts = line["kind"] in ("match", "categorise", "order")
        assert ("targets" in line) == sorts == ("target" in line["choices"][0])
