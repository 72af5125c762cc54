"""The table of kinds: whatever goes by it knows every row, and a row more is no change of schema."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.template.loader import get_template

from quizzes.attempts.widgets import WIDGETS
from quizzes.bank import kinds
from quizzes.bank.authored import rules
from quizzes.bank.exchange import formats, moodle
from quizzes.bank.kinds import FILES, KINDS, Evidence, Shape, of_shape, written_like
from quizzes.bank.models import Question
from quizzes.curation.authored_forms import FORMS


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_has_a_kind_and_templates(shape):
    assert of_shape(shape)
    widget = WIDGETS[shape]
    assert get_template(widget.controls)
    assert get_template(widget.answered)
    assert shape in moodle.TYPES


def test_what_is_written_by_hand_has_rules_and_a_form():
    written = {code: kind for code, kind in KINDS.items() if kind.written}
    assert FORMS.keys() == written.keys()
    assert {kind.shape for kind in written.values()} == set(rules._RULES)


@pytest.mark.parametrize(
    ("code", "alike"),
    [("option", "option"), ("value", "option"), ("scenario", "option"), ("choose", "option"),
     ("reason", "option"), ("odd", "option"), ("order", "order"),
     ("true-false", "true-false"), ("multiple", "multiple"), ("review", "multiple"), ("consequences", "match"),
     ("essay", ""), ("flashcard", "")],
)  # fmt: skip
def test_a_kind_is_written_as_one_that_is_answered_alike(code, alike):
    assert written_like(code) == alike


def test_a_kind_that_nobody_can_write_is_written_as_none(monkeypatch):
    alone = {code: replace(kind, written=None) for code, kind in KINDS.items()}
    monkeypatch.setattr(kinds, "KINDS", alone)
    assert written_like("option") == ""


def test_only_an_answer_of_one_choice_speaks_for_all_that_is_probed():
    # What was chosen is kept in one column then, which the figures of confusions read.
    assert {kind.shape for kind in KINDS.values() if kind.evidence is Evidence.PROBED} == {Shape.ONE}


def test_every_file_of_questions_is_known_by_its_format():
    assert {name for name, form in formats.FORMATS.items() if form.text} == FILES


def test_a_kind_fits_its_column():
    field = Question._meta.get_field("kind")
    assert all(len(code) <= field.max_length for code in KINDS)
    assert field.flatchoices == [(kind.code, kind.label) for kind in KINDS.values()]


@pytest.mark.django_db
def test_a_new_kind_changes_no_schema(monkeypatch):
    more = KINDS | {"spoken": replace(KINDS["cloze"], code="spoken", label="Spoken")}
    monkeypatch.setattr(kinds, "KINDS", more)
    assert ("spoken", "Spoken") in Question._meta.get_field("kind").choices
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes detected" in said.getvalue()


@pytest.mark.parametrize(
    ("code", "choices", "targets", "weight"),
    [
        ("option", 3, 0, 67), ("option", 4, 0, 75), ("value", 5, 0, 80), ("scenario", 4, 0, 75), ("odd", 4, 0, 75),
        ("choose", 4, 0, 75), ("reason", 3, 0, 67), ("review", 6, 0, 50), ("consequences", 4, 4, 75),
        ("true-false", 2, 0, 50), ("cloze", 1, 0, 100), ("number", 1, 1, 100),
        ("multiple", 5, 0, 50), ("categorise", 6, 2, 50),
        ("categorise", 6, 3, 67), ("match", 4, 4, 75), ("order", 5, 5, 80),
    ],
)  # fmt: skip
def test_a_right_answer_weighs_what_it_is_more_than_luck(code, choices, targets, weight):
    assert KINDS[code].weight(choices=choices, targets=targets) == weight


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_right_answer_weighs_nothing_or_more_than_a_grade(kind):
    assert {kind.weight(choices=n, targets=m) for n in range(1, 9) for m in range(9)} <= set(range(50, 101))
