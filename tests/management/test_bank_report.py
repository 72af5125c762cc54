"""The bank's commands: their output can be read by programs and by people, and is the same every time."""

import json
import re
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from content.models import Topic
from quizzes.bank.models import Fact, Flashcard, Question
from tests.conftest import LIBRARY


def run(name, *args, **options):
    out = StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


def exported():
    return run("export_questions", "--format", "json")


def test_export_has_every_live_question_with_all_its_parts(wiki):
    found = json.loads(exported())
    assert [q["key"] for q in found] == sorted(Question.objects.live().values_list("key", flat=True))
    facts = set(Fact.objects.live().values_list("key", flat=True))
    for question in found:
        assert {"key", "version", "kind", "topic", "phase", "stem", "choices", "explanation", "facts"} <= set(question)
        assert question["version"] == 1
        assert question["topic"] in ("storage", "scaling", "messaging")
        assert question["phase"] == ("communication" if question["topic"] == "messaging" else "foundation")
        assert set(question["facts"]) <= facts
        assert question["facts"]
        assert question["stem"]
        assert question["explanation"]
        assert any(choice["correct"] for choice in question["choices"])
        for choice in question["choices"]:
            assert {"text", "correct", "reason", "source"} <= set(choice)
            assert isinstance(choice["correct"], bool)
            assert choice["source"].startswith(f"/wiki/{question['topic']}/#")


def test_export_leaves_out_what_is_not_live(wiki):
    gone = Question.objects.live().order_by("key").first()
    Question.objects.filter(pk=gone.pk).update(state="rejected")
    assert gone.key not in {q["key"] for q in json.loads(exported())}


def test_export_twice_is_equal_byte_for_byte(wiki):
    assert exported() == exported()


class _Undo(Exception):
    pass


def test_export_does_not_depend_on_the_order_in_which_files_were_imported(tmp_path, db):
    whole = tmp_path / "library"
    shutil.copytree(LIBRARY, whole)

    def imported(*paths):
        try:
            with transaction.atomic():
                for path in paths:
                    run("import_wiki", str(path))
                found, order = exported(), [t.slug for t in Topic.objects.filter(phase__isnull=False).order_by("pk")]
                raise _Undo
        except _Undo:
            return found, order

    bare = tmp_path / "bare"
    (bare / "topics").mkdir(parents=True)
    shutil.copy(whole / "path.yaml", bare)
    files = sorted((whole / "topics").iterdir())
    in_order = imported(whole)
    forwards, backwards = imported(bare, *files), imported(bare, *reversed(files))
    assert in_order[0] == forwards[0] == backwards[0]
    assert forwards[1] != backwards[1]


def test_export_of_an_empty_bank_is_an_empty_list(db):
    assert json.loads(exported()) == []


def test_export_in_an_unknown_format_is_refused(db):
    with pytest.raises(CommandError):
        run("export_questions", "--format", "yaml")


def test_report_adds_up(wiki):
    found = json.loads(run("bank_report", "--format", "json"))
    assert found["topics"] == 3
    assert found["tables"] == 3
    assert found["facts"] == Fact.objects.live().count()
    assert found["flashcards"] == Flashcard.objects.filter(retired_at=None).count()
    assert sum(found["questions"].values()) == Question.objects.live().count()
    assert sum(found["refusals_by_reason"].values()) == found["refused"] == len(found["refusals"])
    assert sum(found["refusals_by_law"].values()) == found["refused"]
    assert found["refusals_by_law"]["two forms of a fact at most"] == sum(
        refusal["code"] == "enough" for refusal in found["refusals"]
    )
    assert found["refusals_by_law"]["other"] == 0
    assert sum(found["difficulty"].values()) == sum(found["questions"].values())
    assert sum(t["facts"] for t in found["by_topic"]) == found["facts"]
    assert sum(t["questions"] for t in found["by_topic"]) == sum(found["questions"].values())
    assert sum(t["refused"] for t in found["by_topic"]) == found["refused"]
    assert found["refusal_rate"] == round(found["refused"] / found["candidates"], 4)
    keys = set(Fact.objects.values_list("key", flat=True))
    for refusal in found["refusals"]:
        assert refusal["code"]
        assert refusal["reason"]
        assert refusal["kind"]
        if refusal["kind"] in ("option", "value", "scenario", "flashcard"):
            assert refusal["fact"] in keys


def test_report_of_an_empty_bank_divides_by_nothing(db):
    found = json.loads(run("bank_report", "--format", "json"))
    assert (found["facts"], found["refused"], found["refusal_rate"]) == (0, 0, 0.0)
    assert run("bank_report").startswith("0 topics, 0 comparison tables, 0 facts")


def test_report_lists_the_rows_that_nobody_has_classified(wiki, tmp_path):
    before = json.loads(run("bank_report", "--format", "json"))["unclassified"]
    first = before[0]
    assert f"  {first['topic']} {first['table']}: {first['row']}\n" in run("bank_report")
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder)
    path = folder / f"topics/{first['topic']}.md"
    text = path.read_text()
    assert text.count(f"| {first['row']} |") == 1
    path.write_text(text.replace(f"| {first['row']} |", f"| {first['row']} {{overlaps}} |"))
    run("import_wiki", str(folder), "--overwrite")
    assert json.loads(run("bank_report", "--format", "json"))["unclassified"] == before[1:]
    assert f"{len(before) - 1} rows say neither exclusive nor overlaps" in run("bank_report")


def test_report_is_readable_as_text(wiki):
    text = run("bank_report")
    assert re.match(r"3 topics, 3 comparison tables, \d+ facts\n", text)
    assert re.search(r"\d+ questions of kind option", text)
    assert re.search(r"\d+ questions are hard\n", text)
    assert re.search(r"\d+ two forms of a fact at most\n", text)
    assert re.search(r"\d+ of \d+ refused \(\d+\.\d%\):", text)
    long = run("bank_report", verbosity=2)
    assert len(long) > len(text)


def test_dry_run_of_a_library_leaves_the_bank_as_it_was(wiki, tmp_path):
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder)
    path = folder / "topics/messaging.md"
    path.write_text(path.read_text().replace("Only what is unacked", "Only what was unread"))
    before = exported()
    report = json.loads(run("import_wiki", str(folder), "--dry-run", "--overwrite", "--format", "json"))
    assert report["changes"]["facts"] == {"added": 0, "changed": 1, "retired": 0}
    assert report["changes"]["questions"]["changed"] > 0
    assert exported() == before
