"""Questions with one right choice: which are asked of a row, and in which words."""

import pytest

from quizzes.bank.generate.questions import generate
from tests.bank.generate.written_tables import read, table

OPTIONS = ["Elm", "Oak", "Yew"]


def asked(dimension, cells):
    found = generate("Trees", read(table(OPTIONS, [(dimension, cells)]))).questions
    return {(q.kind, q.facts[0].split("/")[2]): q.ask for q in found if q.kind in ("option", "value", "scenario")}


def test_a_property_is_asked_for_what_describes_best():
    """ "PostgreSQL" holds for what "all engines" have, too."""
    found = asked("Exists in", ["All main engines", "PostgreSQL, SQLite", "Nowhere yet"])
    assert found["option", "oak"] == "which option does “PostgreSQL, SQLite” describe best?"
    assert found["value", "elm"] == "which of these describes Elm best?"
    assert {kind for kind, _ in found} == {"option", "value"}


@pytest.mark.parametrize("dimension", ["Suits", "Suitable data", "Good when", "Choose it when", "Typical use", "Fits"])
def test_what_an_option_is_good_for_is_a_need(dimension):
    found = asked(dimension, ["Pages changing at random", "Scripts and styles", "Profile edits"])
    assert set(found) == {("scenario", key) for key in ("elm", "oak", "yew")}
    assert found["scenario", "elm"] == "which option fits this need best: “Pages changing at random”?"
