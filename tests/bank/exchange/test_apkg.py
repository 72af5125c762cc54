"""The Anki package, as Anki's own library reads it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from content.models import Topic
from quizzes.bank.exchange.apkg import deck_id, guid, write
from quizzes.bank.exchange.queries import cards
from quizzes.bank.exchange.records import Diagram, ExchangeCard
from quizzes.bank.models import Fact, FactVersion, Flashcard
from quizzes.bank.records import Row, RowOption, RowValue

THEN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def collection(tmp_path):
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def bring(collection, path):
    """Import a package: how many notes it held, and how many of them were new, updated, and as they were."""
    request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    log = collection.import_anki_package(request).log
    assert not [*log.conflicting, *log.missing_notetype, *log.missing_deck, *log.empty_first_field]
    return log.found_notes, len(log.new), len(log.updated), len(log.duplicate)


def card(number, **changes):
    made = ExchangeCard(
        key=f"queues/t/o{number}/ordering",
        reverse=False,
        front=f"Option <{number}>",
        back=f"Value & {number}",
        context="Queues · Ordering",
        source=f"https://example.org/topic/queues/#c-{number}",
        row=Row(
            "Ways",
            "Ordering",
            (
                RowOption("Option <1>", (RowValue("1", "a < b", mark="right"), RowValue("2", "c"))),
                RowOption("Option 2", (RowValue("3", "d"),)),
            ),
        ),
        phase="Phase::One",
        topic="Queues & logs",
        slug="queues",
        tags=("phase::one", "topic::queues", "kind::flashcard"),
        changed=THEN,
    )
    return replace(made, **changes)


def test_second_import_adds_nothing(collection, tmp_path):
    path = tmp_path / "a.apkg"
    assert write([card(1), card(2), card(2, reverse=True)], path) == 3
    assert bring(collection, path) == (3, 3, 0, 0)
    assert bring(collection, path) == (3, 0, 0, 3)
    write([card(1), card(2), card(2, reverse=True)], path)
    assert bring(collection, path) == (3, 0, 0, 3)


def test_changed_answer_updates_one(collection, tmp_path):
    path = tmp_path / "a.apkg"
    write([card(1), card(2)], path)
    bring(collection, path)
    write([card(1), card(2, back="Another", changed=THEN + timedelta(days=1)), card(3)], path)
    assert bring(collection, path) == (3, 1, 1, 1)
    write([card(1), card(2, back="A third", changed=THEN + timedelta(days=2)), card(3)], path)
    assert bring(collection, path) == (3, 0, 1, 2)
    [note] = [collection.get_note(pk) for pk in collection.find_notes("back:A*third")]
    assert note.guid == guid(card(2))


def test_note_shows_its_source_its_row_and_its_diagrams(collection, tmp_path):
    picture = tmp_path / "queues-flow.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    shown = card(1, diagrams=(Diagram(picture, 'A "queue"'),))
    write([shown], tmp_path / "a.apkg")
    bring(collection, tmp_path / "a.apkg")
    [note] = [collection.get_note(pk) for pk in collection.find_notes("")]
    assert note.keys() == ["Front", "Back", "Context", "Source", "Row HTML"]
    assert note["Front"] == "Option &lt;1&gt;"
    assert note["Source"] == '<a href="https://example.org/topic/queues/#c-1">Queues &amp; logs</a>'
    assert '<tr class="own"><th scope="row">Option &lt;1&gt;</th><td>a &lt; b<br>c</td></tr>' in note["Row HTML"]
    assert sorted(note.tags) == ["kind::flashcard", "phase::one", "topic::queues"]
    [made] = note.cards()
    assert collection.decks.name(made.did) == "sdwiki::Phase: One::Queues & logs"
    assert "Value" not in made.question()
    assert "Value &amp; 1" in made.answer()
    checked = collection.media.check()
    assert not checked.missing
    assert not checked.unused
    assert (tmp_path / "collection.media" / "queues-flow.svg").read_bytes() == picture.read_bytes()


def test_ids_are_those_of_earlier_packages():
    assert guid(card(1)) == "y>ywY2{qj*"
    assert guid(card(1)) != guid(card(1, reverse=True))
    assert deck_id("queues") == 1795717882


def test_empty_scope_gives_an_empty_package(collection, tmp_path):
    assert write([], tmp_path / "a.apkg") == 0
    assert bring(collection, tmp_path / "a.apkg") == (0, 0, 0, 0)


def test_all_flashcards_go_out(wiki, collection, tmp_path):
    made = cards()
    live = Flashcard.objects.filter(retired_at=None, fact__retired_at=None)
    ways = {key: 2 if both else 1 for key, both in live.values_list("fact__key", "both_ways")}
    assert Counter(c.key for c in made) == Counter(ways)
    assert set(ways.values()) == {1, 2}
    assert len({guid(c) for c in made}) == len(made)
    assert write(made, tmp_path / "a.apkg") == len(made) > 0
    assert bring(collection, tmp_path / "a.apkg") == (len(made), len(made), 0, 0)
    names = {deck.name for deck in collection.decks.all_names_and_ids()}
    for topic in Topic.objects.topics().select_related("phase").filter(facts__flashcard__retired_at=None):
        assert f"sdwiki::{topic.phase.title}::{topic.title}" in names


def test_changed_fact_updates_the_notes_that_quote_it(wiki, collection, tmp_path, now):
    write(cards(), tmp_path / "a.apkg")
    bring(collection, tmp_path / "a.apkg")
    fact = Fact.objects.live().filter(kind="cell", flashcard__retired_at=None).order_by("pk").first()
    Fact.objects.filter(pk=fact.pk).update(value="Something else", version=2)
    Flashcard.objects.filter(fact=fact, reverse=False).update(answer="Something else")
    FactVersion.objects.create(
        fact=fact, number=2, option=fact.option, dimension=fact.dimension, value="Something else",
        created_at=now + timedelta(days=1),
    )  # fmt: skip
    row = Flashcard.objects.filter(
        retired_at=None, fact__topic=fact.topic, fact__group=fact.group, fact__label=fact.label
    )
    asked = sum(2 if card.both_ways else 1 for card in row)
    made = cards()
    write(made, tmp_path / "b.apkg")
    assert bring(collection, tmp_path / "b.apkg") == (len(made), 0, asked, len(made) - asked)
    assert bring(collection, tmp_path / "b.apkg") == (len(made), 0, 0, len(made))


def test_retired_facts_stay_at_home(wiki, now):
    before = cards()
    Fact.objects.filter(key=before[0].key).update(retired_at=now)
    assert {c.key for c in before} - {c.key for c in cards()} == {before[0].key}


def test_cards_take_the_same_queries_whatever_their_number(wiki, django_assert_num_queries):
    with django_assert_num_queries(4):
        cards()
    slug = Topic.objects.topics().first().slug
    with django_assert_num_queries(4):
        some = cards({slug})
    assert {c.slug for c in some} == {slug}
