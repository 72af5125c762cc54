"""What an import does to the database: nothing the second time, and all or nothing the first."""

import json
import re
import shutil
from dataclasses import replace
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from content import services
from content.importing.files import read_path
from content.imports import apply_library
from content.models import Revision, Topic
from content.reading.topic import read_topic
from content.services import publish, source_of
from quizzes.bank.models import Fact
from quizzes.bank.services import sync
from tests.conftest import LIBRARY, NOW
from tests.content.importing.big_document import WIDE, big_document
from tests.factories import EditorFactory


def state():
    """Every row of the wiki and the bank by its primary key and the transaction that wrote it last."""
    found = {}
    with connection.cursor() as cursor:
        for app in ("content", "quizzes"):
            for model in apps.get_app_config(app).get_models(include_auto_created=True):
                table = model._meta.db_table
                cursor.execute(f'SELECT {model._meta.pk.column}, xmin::text FROM "{table}" ORDER BY 1')
                found[table] = cursor.fetchall()
    return found


def counts():
    return {table: len(rows) for table, rows in state().items()}


def run(*paths, **options):
    out = StringIO()
    call_command("import_wiki", *map(str, paths), "--format", "json", stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.fixture
def folder(tmp_path, db):
    """A copy of the tests' library that has been imported."""
    path = tmp_path / "library"
    shutil.copytree(LIBRARY, path)
    run(path)
    return path


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


EXTRAS = {
    "glossary.yaml": "- term: Shard\n  definition: A slice of the data.\n  topic: scaling\n",
    "drills.yaml": (
        "- slug: disks\n  title: Disks\n  topics: [storage, scaling]\n  prompt: How many disks for {n} files?\n"
        "  inputs:\n    - {name: n, low: 1, high: 9, step: 1}\n  formula: n * 2\n  tolerance: 0.1\n"
        "  steps: [Twice as many.]\n  checks:\n    - {inputs: {n: 2}, answer: 4}\n"
    ),
    "interviews/shop.yaml": (
        "slug: shop\ntitle: A shop\nprompt: Design a shop.\nscale: [{name: People, value: many}]\nminutes: 10\n"
        "stages:\n  - {title: All, minutes: 10, aim: To talk}\nrubric:\n"
        + "".join(f"  - {{id: p{n}, tag: api, point: Says {n}, topic: scaling}}\n" for n in range(10))
    ),
}


def test_second_import_of_a_library_writes_no_row(folder):
    (folder / "interviews").mkdir()
    for name, text in EXTRAS.items():
        (folder / name).write_text(text)
    run(folder)
    before = state()
    changes = run(folder)["changes"]
    assert state() == before
    assert (changes["created"], changes["updated"], changes["unchanged"], changes["kept"]) == ([], [], 4, [])
    assert set(changes["facts"].values()) | set(changes["questions"].values()) == {0}
    assert {r.number for r in Revision.objects.all()} == {1}


def test_second_import_of_big_documents_writes_no_row(tmp_path, db):
    (tmp_path / "boats.txt").write_text(big_document())
    (tmp_path / "wide.txt").write_text(WIDE)
    run(tmp_path / "boats.txt", tmp_path / "wide.txt")
    before = state()
    changes = run(tmp_path / "boats.txt", tmp_path / "wide.txt")["changes"]
    assert state() == before
    assert (changes["created"], changes["updated"], changes["unchanged"]) == ([], [], 8)


def test_dry_run_reports_the_same_and_leaves_no_trace(tmp_path, db):
    before = state()
    dry = run(LIBRARY, dry_run=True)
    assert state() == before
    wet = run(LIBRARY)
    assert dry.pop("dry_run") is True
    assert wet.pop("dry_run") is False
    assert dry == wet
    assert sorted(wet["changes"]["created"]) == ["about", "messaging", "scaling", "storage"]


def reordered(text):
    """The same text with each table's rows reversed and its columns turned round."""
    lines = text.split("\n")
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        if end - start > 2:
            header, rule, *rows = lines[start:end]
            turned = []
            for line in (header, rule, *reversed(rows)):
                label, *cells = line.strip("|").split("|")
                turned.append("|" + "|".join([label, *reversed(cells)]) + "|")
            lines[start:end] = turned
        start = max(end, start + 1)
    return "\n".join(lines)


def keys():
    return {(f.pk, f.key, f.value, f.retired_at) for f in Fact.objects.all()}


def test_reordered_rows_and_columns_change_no_key(folder):
    before = keys()
    for path in (folder / "topics").iterdir():
        path.write_text(reordered(path.read_text()))
    changes = run(folder)["changes"]
    assert sorted(changes["updated"]) == ["messaging", "scaling", "storage"]
    assert keys() == before
    assert changes["facts"] == {"added": 0, "changed": 0, "retired": 0}
    assert changes["questions"]["retired"] == changes["questions"]["added"] == 0


def test_reordered_questions_are_the_same_byte_for_byte(folder):
    def exported():
        out = StringIO()
        call_command("export_questions", "--format", "json", stdout=out)
        return re.sub(r'"version": \d+', "", out.getvalue())

    before = exported()
    for path in (folder / "topics").iterdir():
        path.write_text(reordered(path.read_text()))
    run(folder)
    assert exported() == before


def test_renamed_column_with_a_key_of_its_own_keeps_its_facts(folder):
    before = {(f.pk, f.key) for f in Fact.objects.all()}
    edit(folder / "topics/messaging.md", "Direct call {#call}", "Plain call {#call}")
    changes = run(folder)["changes"]
    assert {(f.pk, f.key) for f in Fact.objects.all()} == before
    assert changes["facts"] == {"added": 0, "changed": 5, "retired": 0}
    assert set(Fact.objects.filter(option_key="call").values_list("option", flat=True)) == {"Plain call"}


def test_row_without_a_key_is_another_row_under_another_name(folder):
    edit(folder / "topics/messaging.md", "| Replay |", "| Reading again |")
    changes = run(folder)["changes"]
    assert changes["facts"] == {"added": 3, "changed": 0, "retired": 3}


def edited_on_the_site(slug, old, new):
    topic = Topic.objects.select_related("current", "phase").get(slug=slug)
    source = source_of(topic)
    changed = replace(source, body=source.body.replace(old, new))
    return publish(topic, read_topic(changed), now=NOW, origin=Revision.Origin.EDIT, author=EditorFactory())


def test_page_edited_on_the_site_is_kept_and_reported(folder):
    ours = edited_on_the_site("messaging", "Until the answer", "Until the reply")
    edit(folder / "topics/messaging.md", "Until the answer", "Until it is told")
    report = run(folder)
    assert report["changes"]["kept"] == ["messaging"]
    assert any(w["file"] == "messaging" and "is kept as it is there" in w["message"] for w in report["warnings"])
    topic = Topic.objects.get(slug="messaging")
    assert topic.current == ours
    assert "Until the reply" in topic.body


def test_page_edited_on_the_site_is_overwritten_on_request_and_stays_in_the_history(folder):
    ours = edited_on_the_site("messaging", "Until the answer", "Until the reply")
    edit(folder / "topics/messaging.md", "Until the answer", "Until it is told")
    assert run(folder, overwrite=True)["changes"]["updated"] == ["messaging"]
    topic = Topic.objects.get(slug="messaging")
    assert (topic.current.number, topic.current.origin) == (3, "import")
    assert Fact.objects.filter(topic=topic, value="Until it is told").exists()
    ours.refresh_from_db()
    assert (ours.number, "Until the reply" in ours.source) == (2, True)


def test_unchanged_text_does_not_overwrite_an_edited_page(folder):
    ours = edited_on_the_site("messaging", "Until the answer", "Until the reply")
    assert run(folder)["changes"]["kept"] == ["messaging"]
    assert Topic.objects.get(slug="messaging").current == ours


def test_facts_that_come_back_are_the_same_rows(folder):
    path = folder / "topics/messaging.md"
    text = path.read_text()
    before = {f.key: f.pk for f in Fact.objects.filter(topic__slug="messaging")}
    path.write_text("\n".join(line for line in text.split("\n") if not line.startswith("| Replay")))
    run(folder)
    gone = set(Fact.objects.filter(retired_at__isnull=False).values_list("key", flat=True))
    assert gone == {f"messaging/handover/{option}/replay" for option in ("call", "queue", "log")}
    path.write_text(text)
    run(folder)
    assert {f.key: f.pk for f in Fact.objects.filter(topic__slug="messaging")} == before
    assert not Fact.objects.filter(retired_at__isnull=False).exists()
    assert set(Fact.objects.values_list("version", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_fault_in_the_last_topic_leaves_nothing(monkeypatch, tmp_path):
    before = state()
    render, seen = services.render, []

    def broken(document, *given):
        seen.append(document)
        if len(seen) == 4:
            raise RuntimeError("the disk is full")
        return render(document, *given)

    monkeypatch.setattr(services, "render", broken)
    with pytest.raises(RuntimeError, match="the disk is full"):
        run(LIBRARY)
    assert len(seen) == 4
    assert state() == before


@pytest.mark.django_db(transaction=True)
def test_fault_in_the_bank_leaves_the_wiki_as_it_was(monkeypatch, tmp_path):
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder)
    run(folder)
    before = state()
    edit(folder / "topics/messaging.md", "Until the answer", "Until it is told")
    monkeypatch.setattr("quizzes.bank.services._sync_flashcards", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(folder)
    assert state() == before


def test_facts_are_those_of_the_text(wiki):
    facts = Fact.objects.filter(topic__slug="storage")
    table = facts.filter(group="ways")
    assert {f.caption for f in table} == {"Ways to store bytes"}
    assert list(dict.fromkeys(f.option_key for f in table.order_by("position"))) == ["object", "block", "file"]
    assert table.count() == 24
    bullets = facts.filter(kind="trait")
    assert len({(f.option_key, f.label) for f in bullets}) == 9
    limits = bullets.filter(option_key="block", label="limits")
    assert [(f.value, f.qualifier) for f in limits] == [("One machine attached at a time", "without multi-attach")]


def test_moved_topic_takes_its_new_place_without_a_new_revision(folder):
    edit(folder / "topics/storage.md", "position: 1", "position: 3")
    assert run(folder)["changes"]["unchanged"] == 4
    order = [t.slug for t in Topic.objects.topics()]
    assert order == ["scaling", "storage", "messaging"]
    assert Topic.objects.get(slug="storage").revisions.count() == 1


def test_sync_after_an_import_has_nothing_left_to_do(wiki):
    before = state()
    done = sync(Topic.objects.select_related("current", "phase"), now=NOW)
    assert state() == before
    assert (done.facts_added, done.facts_changed, done.questions_added, done.questions_changed) == (0, 0, 0, 0)


def test_second_apply_of_the_same_library_names_every_page_as_unchanged(wiki):
    applied = apply_library(read_path(LIBRARY), now=NOW)
    assert sorted(applied.unchanged) == ["about", "messaging", "scaling", "storage"]
    assert applied.changed == []


def test_text_report_is_readable(db):
    out = StringIO()
    call_command("import_wiki", str(LIBRARY), "--dry-run", stdout=out)
    text = out.getvalue()
    assert text.startswith("Read 2 phases, 3 topics, 1 pages, 3 tables, 9 lists: ")
    assert "Pages: 4 new, 0 updated, 0 unchanged, 0 kept. Facts: " in text
    assert text.rstrip().endswith("Dry run: nothing was changed.")
