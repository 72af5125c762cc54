"""manage.py export_questions."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from quizzes.bank.exchange import formats
from quizzes.bank.exchange.entries import entries
from quizzes.bank.exchange.gift import read
from quizzes.bank.kinds import FILES, KINDS, Shape, of_shape
from quizzes.bank.models import Question, QuestionVersion
from quizzes.curation import services

pytestmark = pytest.mark.django_db


def run(*args):
    out = io.StringIO()
    call_command("export_questions", *args, stdout=out)
    return out.getvalue()


def expected():
    """Every live question read plainly, in the form that other programs rely on since the first version."""
    for question in sorted(Question.objects.live(), key=lambda question: question.key.encode()):
        version = question.current
        yield {
            "key": question.key,
            "version": version.number,
            "kind": question.kind,
            "topic": question.topic.slug,
            "phase": question.topic.phase.slug,
            "graded": question.graded,
            "stem": version.stem,
            "choices": [
                {"text": c.text, "correct": c.correct, "reason": c.reason, "source": c.address, "fact": c.fact}
                | ({"target": c.target} if c.target else {})
                for c in version.choices.order_by("position")
            ],
            **({"targets": version.targets} if version.targets else {}),
            "explanation": version.explanation,
            "facts": sorted(question.facts.values_list("key", flat=True)),
        }


def test_json_is_what_it_always_was(wiki, tmp_path):
    wanted = json.dumps(list(expected()), indent=1, ensure_ascii=False) + "\n"
    assert run() == run("--format", "json") == wanted
    assert run("--output", str(tmp_path / "q.json")) == ""
    assert (tmp_path / "q.json").read_text() == wanted


def test_every_format_holds_every_live_question(wiki):
    keys = set(Question.objects.live().values_list("key", flat=True))
    rows = csv.DictReader(io.StringIO(run("--format", "csv").removeprefix("\ufeff"), newline=""))
    assert {row["id"] for row in rows} == keys
    reading = read(run("--format", "gift"))
    assert not reading.faults
    assert {found.question.key for found in reading.found} == keys
    quiz = fromstring(run("--format", "moodle-xml"))
    assert len(quiz.findall("question[name]")) == len(keys)


def test_a_format_leaves_out_the_kinds_that_it_cannot_hold(wiki, monkeypatch):
    held = {c: replace(k, formats=FILES - {"gift"}) if k.shape is Shape.ONE else k for c, k in KINDS.items()}
    monkeypatch.setattr(formats, "KINDS", held)
    every, left_out = Question.objects.live(), Question.objects.live().filter(kind__in=of_shape(Shape.ONE))
    found = {found.question.key for found in read(run("--format", "gift")).found}
    assert found == set(every.difference(left_out).values_list("key", flat=True))
    assert left_out.exists()
    assert len(json.loads(run())) == every.count()


@pytest.mark.parametrize(
    ("scope", "topics"),
    [
        (["--topic", "storage"], {"storage"}),
        (["--topic", "storage", "--topic", "messaging"], {"storage", "messaging"}),
        (["--phase", "foundation"], {"storage", "scaling"}),
        (["--phase", "foundation", "--topic", "messaging"], {"storage", "scaling", "messaging"}),
    ],
)
def test_scope_takes_topics_and_phases_together(wiki, tmp_path, scope, topics):
    assert {entry["topic"] for entry in json.loads(run(*scope))} == topics
    assert {found.question.topic for found in read(run("--format", "gift", *scope)).found} == topics


@pytest.mark.parametrize("form", ["json", "csv", "gift", "moodle-xml"])
def test_spellings_that_editors_accept_go_out(wiki, now, form):
    # The small library has no term to type: one of its questions is made into one.
    question = Question.objects.live().filter(kind="value", topic__slug="storage").first()
    question.current.choices.filter(correct=False).delete()
    Question.objects.filter(pk=question.pk).update(kind="cloze")
    for text in ("Zz spelling", "Aa spelling"):
        services.accept(question_id=question.pk, text=text, author=None, now=now)
    out = run("--format", form, "--topic", "storage")
    assert 0 < out.index("Aa spelling") < out.index("Zz spelling")
    entry = next(entry for entry in json.loads(run()) if entry["key"] == question.key)
    first, *others = entry["choices"]
    assert others[-2:] == [first | {"text": "Aa spelling"}, first | {"text": "Zz spelling"}]


def test_what_is_published_during_an_export_takes_no_choices_from_it(wiki, now):
    question = Question.objects.live().filter(topic__slug="storage").first()
    before = list(entries({"storage"}))
    published = []

    def publish(execute, sql, params, many, context):
        if 'FROM "quizzes_choice"' in sql and not published:
            published.append(QuestionVersion.objects.create(question=question, number=2, created_at=now))
            Question.objects.filter(pk=question.pk).update(current=published[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(publish):
        assert list(entries({"storage"})) == before
    assert published


def test_apkg_is_a_file(wiki, tmp_path):
    path = tmp_path / "q.apkg"
    assert str(path) in run("--format", "apkg", "--output", str(path), "--topic", "storage")
    assert "collection.anki2" in zipfile.ZipFile(path).namelist()
    with pytest.raises(CommandError, match="give --output"):
        run("--format", "apkg")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--topic", "nowhere"], "There is no topic nowhere"),
        (["--phase", "never", "--topic", "storage"], "There is no phase never"),
        (["--output", "/nowhere/at/all.json"], "cannot write /nowhere/at/all.json"),
        (["--format", "apkg", "--output", "/nowhere/at/all.apkg"], "cannot write"),
    ],
)
def test_wrong_arguments_are_said(wiki, args, message):
    with pytest.raises(CommandError, match=message):
        run(*args)
