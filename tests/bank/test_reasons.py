"""Reasons and their sentences: none without the other, and each names what its sentence says."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from quizzes.bank.reasons import Reason, because
from quizzes.bank.words import SENTENCES, said

ROOT = Path(__file__).parents[2] / "quizzes"
TREES = {
    path: ast.parse(path.read_text())
    for folder in ("bank", "curation")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path.name != "words.py"
}
GIVEN = ("because", "GiftFault")


def constants(node):
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def reasons():
    """Each code that is given as such, with the names given along, and where."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GIVEN and node.args:
                first = node.args[0]
                names = {keyword.arg for keyword in node.keywords}
                branches = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                for branch in branches:
                    if isinstance(branch, ast.Constant):
                        yield branch.value, names, f"{path.relative_to(ROOT)}:{node.lineno}"


def named_in(code):
    return {name for _, name, _, _ in Formatter().parse(SENTENCES[code]) if name}


def test_every_reason_has_a_sentence_and_gives_what_that_names():
    found = list(reasons())
    assert len(found) > 40
    assert [(code, place) for code, _, place in found if code not in SENTENCES] == []
    assert [(code, place) for code, names, place in found if not named_in(code) <= names] == []


def test_no_sentence_is_left_over():
    used = set().union(*map(constants, TREES.values()))
    assert sorted(SENTENCES.keys() - used) == []


def test_a_reason_is_said_with_what_it_names():
    assert said(because("csv-cells", cells=4, columns=3)) == "there are 4 cells, but 3 columns"
    assert said(because("file-not-utf-8", byte=255)) == "byte 0xff is not UTF-8; save the file as UTF-8"
    assert said(because("gift-unopened")) == "there is a } without a { before it"
    assert said(because("alike", one="a {b}", other="{c}")).startswith("“a {b}” and “{c}” say")


def test_a_cause_within_a_reason_is_said_within_it():
    assert said(because("untypeable", text="…", why=because("no-question"))) == (
        "“…” cannot be asked for: there is no question."
    )


def test_reasons_are_values():
    assert because("file-topic", slug="a") == Reason("file-topic", (("slug", "a"),))
    assert len({because("file-topic", slug="a"), because("file-topic", slug="a"), because("file-nul")}) == 2


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        said(because("nothing-of-the-kind"))
