"""Publishing: the page, its bank and the memories change together, or nothing does."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from content.importing.files import read_path
from content.imports import apply_library
from content.models import Revision, Topic
from content.reading.topic import read_topic
from content.services import reading
from quizzes.bank import services as bank
from quizzes.bank.models import Fact, FactVersion, Flashcard, Question, QuestionVersion
from quizzes.editing import errors
from quizzes.editing.drafts import Draft
from quizzes.editing.models import Publication
from quizzes.reviews.models import Card, Review
from tests.conftest import LIBRARY
from tests.editing.conftest import CELL, Desk
from tests.factories import EditorFactory

LATER = timedelta(hours=1)


def stored():
    """Everything that publishing may touch."""
    models = (Topic, Revision, Publication, Fact, FactVersion, Question, QuestionVersion, Flashcard, Card, Review)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_published_edit_is_the_next_revision(desk, now):
    done = desk.publish(desk.changed("Largest machine sold", "Biggest box on sale"), now, note="A better word")
    revision = desk.topic.current
    assert done.revision == revision
    assert (revision.number, revision.origin, revision.author, revision.note, revision.created_at) == (
        2,
        Revision.Origin.EDIT,
        desk.editor,
        "A better word",
        now,
    )
    assert "Biggest box on sale" in revision.html
    assert Fact.objects.get(key=CELL).value == "Biggest box on sale"


def test_the_bank_is_what_the_new_text_gives(desk, now):
    desk.publish(desk.changed("| Largest machine sold |", "| About one rack |"), now)
    assert bank.sync([desk.topic], now=now).facts_changed == 0
    answers = Flashcard.objects.get(fact__key=CELL).answer
    assert answers == "About one rack"


def test_a_fault_in_the_bank_publishes_nothing(desk, card, now, monkeypatch):
    before = stored()

    def fail(*args, **kwargs):
        raise RuntimeError("the bank broke")

    monkeypatch.setattr(bank, "_sync_flashcards", fail)
    with pytest.raises(RuntimeError):
        desk.publish(desk.changed("Largest machine sold", "Biggest box"), now)
    assert stored() == before


def test_a_cosmetic_change_leaves_memories_alone(desk, card, now):
    done = desk.publish(desk.changed("Largest machine sold", "**Largest** machine, sold"), now + LATER)
    due = card.due
    card.refresh_from_db()
    assert (card.due, card.changed, done.brought_back) == (due, False, 0)
    assert Fact.objects.get(key=CELL).version == 2


def test_a_change_of_meaning_brings_the_card_back(desk, card, now):
    done = desk.publish(desk.changed("Largest machine sold", "About twelve machines"), now + LATER)
    stability = card.stability
    card.refresh_from_db()
    assert (card.due, card.changed, card.stability, done.brought_back) == (now + LATER, True, stability, 1)
    assert Review.objects.filter(card=card).count() == 1


def test_a_renamed_dimension_keeps_its_facts_and_their_cards(desk, card, now):
    done = desk.publish(desk.changed("| Ceiling |", "| Upper limit |"), now)
    assert [(pin.key, pin.after) for pin in done.pins] == [("ceiling", "Upper limit")]
    assert "| Upper limit {#ceiling} |" in desk.topic.current.source
    fact = Fact.objects.get(key=CELL)
    assert (fact.retired_at, fact.dimension, fact.pk) == (None, "Upper limit", card.fact_id)
    assert not Fact.objects.filter(topic=desk.topic, retired_at__isnull=False).exists()


def test_the_same_form_sent_twice_publishes_once(desk, now):
    draft, key = desk.changed("Largest machine sold", "Biggest box"), uuid.uuid4()
    first = desk.publish(draft, now, key=key)
    again = desk.publish(draft, now, key=key, base=1)
    assert again.revision == first.revision
    assert desk.topic.revisions.count() == 2


def test_the_key_of_one_form_does_not_stop_another_page_or_editor(desk, now):
    key, other = uuid.uuid4(), EditorFactory()
    desk.publish(desk.changed("Largest machine sold", "Biggest box"), now, key=key)
    desk.publish(desk.changed("Biggest box", "Hugest box"), now, key=key, author=other)
    storage = Desk(desk.editor, "storage")
    storage.publish(storage.changed("Tens of ms", "Dozens of ms"), now, key=key)
    assert (desk.topic.current.number, storage.topic.current.number) == (3, 2)


def test_a_text_that_did_not_change_is_not_published(desk, now):
    before = stored()
    with pytest.raises(errors.Unchanged):
        desk.publish(desk.draft, now)
    assert stored() == before


def test_odd_tables_are_published_only_when_asked_to(desk, now):
    draft = desk.changed("| Price per unit |", "| Price per unit | 1 | 2 |")
    before = stored()
    with pytest.raises(errors.Odd) as caught:
        desk.publish(draft, now)
    assert ["cells where the header has" in w.message for w in caught.value.warnings] == [True]
    assert stored() == before
    assert desk.publish(draft, now, anyway=True).revision.number == 2


def test_a_citation_of_no_source_is_odd(desk, now):
    draft = desk.changed("Largest machine sold", "Largest machine sold [@nobody]")
    with pytest.raises(errors.Odd, match="1 warnings"):
        desk.publish(draft, now)
    desk.publish(replace(draft, sources="nobody | A book"), now)
    assert desk.topic.current.meta["sources"] == [{"id": "nobody", "title": "A book"}]
    assert 'href="#source-nobody"' in desk.topic.current.html


def test_an_edit_on_a_stale_revision_comes_back_merged(desk, now):
    mine = desk.changed("Largest machine sold", "Biggest box")
    theirs = desk.publish(desk.changed("One more node", "Another node"), now, author=EditorFactory()).revision
    before = stored()
    with pytest.raises(errors.PublishedMeanwhile) as caught:
        desk.publish(mine, now, base=1)
    assert stored() == before
    stale = caught.value
    assert (stale.current, stale.merged.conflicts) == (theirs, 0)
    assert "Biggest box" in stale.merged.draft.body
    assert "Another node" in stale.merged.draft.body
    desk.publish(stale.merged.draft, now)
    assert Fact.objects.get(key="scaling/grow/horizontal/unit-added").value == "Another node"


def test_a_conflict_comes_back_with_both_texts(desk, now):
    mine = replace(desk.changed("Largest machine sold", "Mine"), title="My title")
    desk.publish(replace(desk.changed("Largest machine sold", "Theirs"), title="Their title"), now)
    with pytest.raises(errors.PublishedMeanwhile) as caught:
        desk.publish(mine, now, base=1)
    merged = caught.value.merged
    assert merged.conflicts == 2
    assert (merged.draft.title, "| Mine |" in merged.draft.body, "| Theirs |" in merged.draft.body) == (
        "My title",
        True,
        True,
    )


def test_a_restored_revision_is_a_new_one_with_the_old_text(desk, card, now):
    first = desk.draft
    desk.publish(desk.changed("Largest machine sold", "Biggest box"), now)
    desk.publish(first, now + LATER)
    assert desk.topic.current.number == 3
    assert desk.draft == first
    assert Fact.objects.get(key=CELL).value == "Largest machine sold"


def test_an_import_does_not_overwrite_an_edit(desk, now):
    desk.publish(desk.changed("Largest machine sold", "Biggest box"), now)
    assert apply_library(read_path(LIBRARY), now=now).kept == ["scaling"]
    assert Fact.objects.get(key=CELL).value == "Biggest box"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Largest machine sold", "About twelve machines"),
        ("Largest machine sold", "LARGEST machine sold"),
        ("| Ceiling |", "| Upper limit |"),
        ("| Vertical {#vertical} |", "| Bigger {#bigger} |"),
        ("| Change effort", "| Number of owners | one | many | two |\n| Change effort"),
        ("| Loss of a node | Outage of the whole | Loss of a small share | Loss of a large share |\n", ""),
        ("| low | high | medium |", "| low | low | medium |"),
    ],
)
def test_the_preview_foretells_what_publishing_does(desk, card, now, old, new):
    draft = desk.changed(old, new)
    expected = desk.preview(draft)
    done = desk.publish(draft, now)
    synced, change = done.synced, expected.effects
    assert (len(change.added), len(change.changed), len(change.retired)) == (
        synced.facts_added,
        synced.facts_changed,
        synced.facts_retired,
    )
    assert (len(change.questions_added), len(change.questions_changed), len(change.questions_retired)) == (
        synced.questions_added,
        synced.questions_changed,
        synced.questions_retired,
    )
    assert expected.brought_back == done.brought_back
    assert len(change.reworded) == len(synced.changed)
    assert expected.pins == done.pins
    assert read_topic(desk.draft.source(desk.topic)).facts == reading(desk.topic).facts


def test_the_preview_counts_the_memories_it_touches(desk, card, now):
    reworded = desk.preview(desk.changed("Largest machine sold", "About twelve machines"))
    assert (reworded.brought_back, reworded.laid_aside, reworded.learners) == (1, 0, 1)
    line = next(x for x in desk.draft.body.split("\n") if x.startswith("| Ceiling"))
    removed = desk.preview(desk.changed(line + "\n", ""))
    assert (removed.brought_back, removed.laid_aside, removed.learners) == (0, 1, 1)
    untouched = desk.preview(desk.changed("One more node", "Another node"))
    assert (untouched.brought_back, untouched.laid_aside, untouched.learners) == (0, 0, 0)


def test_a_draft_of_a_revision_is_what_the_form_gives_back(desk):
    for topic in Topic.objects.select_related("current", "phase"):
        assert Draft.now(topic).source(topic).meta == topic.current.meta
