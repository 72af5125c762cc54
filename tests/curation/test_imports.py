"""Own questions of every kind: what goes out as GIFT or CSV comes back as it was; what cannot be asked is refused."""

import csv
import io
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from content.models import Topic
from quizzes.bank.authored.drafts import DraftChoice
from quizzes.bank.authored.rules import faults
from quizzes.bank.exchange.drafts import drafted
from quizzes.bank.exchange.entries import entries
from quizzes.bank.exchange.gift import read
from quizzes.bank.models import Question
from quizzes.bank.reasons import Reason
from quizzes.curation import services
from quizzes.curation.imports import plan
from tests.bank.authored.test_rules import FAIR
from tests.bank.exchange.sample_questions import BY_HAND

pytestmark = pytest.mark.django_db

FORMS = ["gift", "csv"]


@pytest.fixture
def bring(wiki, tmp_path):
    def run(text, form, *args):
        path = tmp_path / f"q.{form}"
        path.write_text(text, newline="")
        out = io.StringIO()
        call_command("import_questions", str(path), "--format", form, *args, stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def own(wiki, now):
    """A question of each kind, with a reason of its own for each choice."""
    topic = Topic.objects.get(slug="storage")
    made = {}
    for draft in FAIR:
        reasons = (f"Reason {n}: because = ~ # {{so}}." for n, _ in enumerate(draft.choices))
        choices = (replace(choice, reason=reason) for choice, reason in zip(draft.choices, reasons, strict=True))
        full = replace(draft, choices=tuple(choices), explanation="It is *so*.\n\nReally.")
        made[draft.kind] = services.write(author=None, topic=topic, draft=full, key=uuid4(), now=now)
    return made


def sent(form):
    out = io.StringIO()
    call_command("export_questions", "--format", form, "--topic", "storage", stdout=out)
    return out.getvalue()


def stored():
    """Everything that is asked, in an order that hangs on nothing random."""
    found = sorted(entries(prefix="own/"), key=lambda entry: entry["stem"])
    for entry in found:
        entry["choices"].sort(key=lambda choice: choice["text"])
        entry.get("targets", []).sort()
    return found


@pytest.mark.parametrize("form", FORMS)
def test_own_questions_of_every_kind_come_back_as_themselves(bring, own, form):
    before = stored()
    text = sent(form)
    said = bring(text, form, "--skip-faulty")
    assert f"0 new, 0 updated, {len(own)} unchanged" in said
    assert stored() == before


@pytest.mark.parametrize("form", FORMS)
def test_own_questions_of_every_kind_come_to_another_site(bring, own, form):
    before, text = stored(), sent(form)
    for question in own.values():
        question.notes.all().delete()
        Question.objects.filter(pk=question.pk).update(current=None)
        question.delete()
    assert f"{len(own)} new" in bring(text, form, "--skip-faulty")
    after = stored()
    for entry in before:
        for choice in entry["choices"]:
            if form == "gift" and entry["kind"] in ("match", "categorise", "order"):
                choice["reason"] = ""  # a pair has no feedback there
    assert after == before


@pytest.mark.parametrize("form", FORMS)
def test_a_changed_key_makes_a_version(bring, own, form):
    text = sent(form).replace("newest first", "last is first")
    assert f"0 new, 1 updated, {len(own) - 1} unchanged" in bring(text, form, "--skip-faulty")
    own["match"].refresh_from_db()
    assert own["match"].current.number == 2
    assert own["match"].current.choices.get(text="Stack").reason == "Reason 1: because = ~ # {so}."
    assert "last is first" in own["match"].current.targets


def test_csv_may_take_feedback_away_and_gift_cannot(bring, own):
    rows = list(csv.DictReader(io.StringIO(sent("csv").removeprefix("\ufeff"), newline="")))
    for row in rows:
        if row["kind"] == "order":
            row["feedback_1"] = ""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(row for row in rows if row["id"].startswith("own/"))
    assert "1 updated" in bring(out.getvalue(), "csv")
    own["order"].refresh_from_db()
    assert own["order"].current.choices.filter(reason="").count() == 1


GIFT = """// [tag:topic::storage]
::a::Which hold? {~%50%Kafka topic#Yes. ~%50%Redo journal#Yes. ~%-100%Work queue#No.}

// [tag:topic::storage]
::b::A log keeps what was read. {TRUE#Look again.#It does.}

// [tag:topic::storage]
::c::Where does a broker put what cannot be processed? {=dead-letter queue =DLQ ####It is set aside.}

// [tag:topic::storage]
::d::Match each with its order. {=Tape -> by offset =Stack -> newest first =Heap -> by weight}
"""


def test_gift_of_others_becomes_every_kind_it_has(bring):
    assert "4 new" in bring(GIFT, "gift")
    made = {q.kind: q for q in Question.objects.filter(key__startswith="own/").select_related("current")}
    assert sorted(made) == ["cloze", "match", "multiple", "true-false"]
    assert made["multiple"].current.ask == "Which hold? Several may apply."
    assert made["multiple"].current.choices.filter(correct=True).count() == 2
    assert made["true-false"].current.ask == "true or false? A log keeps what was read."
    assert not made["true-false"].graded
    assert [(c.text, c.correct, c.reason) for c in made["true-false"].current.choices.all()] == [
        ("True", True, "It does."),
        ("False", False, "Look again."),
    ]
    assert [c.text for c in made["cloze"].current.choices.all()] == ["dead-letter queue", "DLQ"]
    assert {(c.text, c.target) for c in made["match"].current.choices.all()} == {
        ("Tape", "by offset"),
        ("Stack", "newest first"),
        ("Heap", "by weight"),
    }
    assert "0 new, 0 updated, 4 unchanged" in bring(GIFT, "gift")


def row(kind, *choices, question="Which of these is it?"):
    names = ("choice", "correct", "feedback", "target")
    header = ["kind", "topic", "question", *(f"{name}_{n}" for n, _ in enumerate(choices, 1) for name in names)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, [kind, "storage", question, *(cell for choice in choices for cell in choice)]])
    return out.getvalue()


def test_csv_makes_kinds_that_gift_has_not(bring):
    assert "1 new" in bring(row("order", ("B", 1, "", 2), ("A", 1, "", 1), ("C", 1, "", 3)), "csv")
    made = Question.objects.get(kind="order", key__startswith="own/")
    assert {(c.text, c.target) for c in made.current.choices.all()} == {("A", "1"), ("B", "2"), ("C", "3")}
    groups = row("categorise", *[(text, 1, "", text[0]) for text in ("xylem", "xenon", "yield", "yacht")])
    assert "1 new" in bring(groups, "csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (row("match", ("A", 1, "", "x"), ("B", 1, "", "y"), ("C", 1, "", "")), "choice 3 has no target"),
        (row("match", ("A", 1, "", "x"), ("B", 0, "", "y"), ("C", 1, "", "z")), "None of the pairs can be wrong"),
        (row("option", ("A", 1, "", "x"), ("B", 0, "", ""), ("C", 0, "", "")), "choice 1 has a target"),
        (row("order", ("A", 1, "", "1"), ("B", 1, "", "3"), ("C", 1, "", "4")), "its places, 1 to 3; here they are 1"),
        (row("order", ("A", 1, "", "a"), ("B", 1, "", "b"), ("C", 1, "", "c")), "its places, 1 to 3"),
        (row("true-false", ("Red", 1, "", ""), ("Blue", 0, "", "")), "The answers are “True” and “False”"),
        (row("true-false", ("True", 1, "", "")), "Give 2 answers."),
        (row("cloze", ("a box for poison letters", 1, "", "")), "more than three words"),
        (row("cloze", ("mailbox", 0, "", "")), "None of the spellings can be wrong"),
        (row("multiple", ("Red", 1, "", ""), ("Blue", 0, "", ""), ("Cyan", 0, "", "")), "Mark two or more choices"),
        (row("categorise", *[(x, 1, "", "g") for x in ("axe", "bee", "cow", "dew")]), "Give 2 to 4 groups"),
        (row("match", ("A", 1, "", "x" * 201), ("B", 1, "", "y"), ("C", 1, "", "z")), "a target has 201 characters"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_line(bring, text, message):
    with pytest.raises(CommandError, match=f"line 2: .*{message}"):
        bring(text, "csv")
    assert not Question.objects.filter(key__startswith="own/").exists()


def test_questions_without_ids_are_known_by_what_they_sort(bring):
    text = "Match these. {=A -> x =B -> y =C -> z}\n\nMatch these. {=D -> u =E -> v =F -> w}\n"
    assert "2 new" in bring(text, "gift", "--topic", "storage")
    assert "1 updated, 1 unchanged" in bring(text.replace("-> w", "-> q"), "gift", "--topic", "storage")
    with pytest.raises(CommandError, match="line 3: the same question stands on line 1"):
        bring("Which? {=aa ~bb ~cc}\n\nWhich? {=aa ~bb ~dd}\n", "gift", "--topic", "storage")


def test_a_file_cannot_change_a_kind(bring, own):
    text = row("option", ("Red", 1, "", ""), ("Green", 0, "", ""), ("Blue", 0, "", ""))
    header, line = text.splitlines()
    with pytest.raises(CommandError, match="line 2: here this question is of the kind “match”"):
        bring(f"id,{header}\r\n{own['match'].key},{line}\r\n", "csv")


def test_whole_bank_is_no_larger_than_what_is_read(bring, own):
    """Questions of the wiki are left out, one query for all of them."""
    said = bring(sent("gift"), "gift", "--skip-faulty")
    assert "made from a table of the wiki" in said
    assert f"{len(own)} unchanged" in said


@pytest.mark.parametrize("copies", [1, 3])
def test_plan_takes_as_many_queries_for_one_as_for_many(wiki, django_assert_num_queries, copies):
    text = "".join(f"::q{n}::Which is it, {n}? {{=Tape ~Flash ~Memory}}\n\n" for n in range(copies))
    with django_assert_num_queries(3):
        found = plan(reading=read(text), topic=Topic.objects.get(slug="storage"))
    assert [one.status for one in found.questions] == ["new"] * copies


def test_every_kind_of_file_is_a_draft():
    for question in BY_HAND:
        made = drafted(question, title="Queues", reasons={})
        if question.kind in ("order", "categorise", "match"):
            assert not isinstance(made, Reason), made
        assert isinstance(made, Reason) or all(isinstance(choice, DraftChoice) for choice in made.choices)
        assert isinstance(made, Reason) or isinstance(faults(made), list)
