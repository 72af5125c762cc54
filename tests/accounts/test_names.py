"""Names as they are kept, their order, and what stands around them."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdwiki.accounts.forms import ProfileForm
from sdwiki.accounts.models import User
from sdwiki.accounts.names import clean, isolated, order


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  Ada \t\n Lovelace ", "Ada Lovelace"),
        ("A\u200bd\u2060a\ufeff", "Ada"),
        ("Ada\u202egnp.exe", "Adagnp.exe"),
        ("\u2066Ada\u2069", "Ada"),
        ("Ada \u200b Lovelace", "Ada Lovelace"),
        ("Zoe\u200b\u0308", "Zo\u00eb"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("A\u200dda", "Ada"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\u200b\u202e", ""),
        ("\u738b\u5c0f\u660e", "\u738b\u5c0f\u660e"),
        ("O\u2019Brien-Smith", "O\u2019Brien-Smith"),
    ],
)
def test_a_name_is_kept_as_it_is_seen(typed, kept):
    assert clean(typed) == kept


@given(st.text(max_size=80))
def test_cleaning_leaves_nothing_that_turns_a_line_and_is_done_once(typed):
    kept = clean(typed)
    assert not [sign for sign in kept if unicodedata.bidirectional(sign) in ("LRE", "RLE", "LRO", "RLO", "PDF", "FSI")]
    assert clean(kept) == kept == kept.strip()


def test_numbers_in_names_count():
    people = ["Group 10", "Group 9b", "group 9", "Group 1"]
    assert sorted(people, key=order) == ["Group 1", "group 9", "Group 9b", "Group 10"]


def test_people_stand_where_readers_look_for_them():
    people = ["Zo\u00eb", "Zara", "\u00c5ngstr\u00f6m", "Bob", "\u00c9mile", "adam", "Emma", "Zoe"]
    assert sorted(people, key=order) == [
        "adam",
        "\u00c5ngstr\u00f6m",
        "Bob",
        "\u00c9mile",
        "Emma",
        "Zara",
        "Zoe",
        "Zo\u00eb",
    ]


def test_a_name_that_was_kept_before_is_shown_clean():
    assert User(name="A\u200bda\u202e", email="x@example.com").display_name == "Ada"
    assert User(name="\u200b", email="ada@example.com").display_name == "ada"


def test_the_profile_keeps_a_clean_name():
    form = ProfileForm({"name": "A\u200bda\u202e", "theme": "auto"}, instance=User())
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Ada"


TEMPLATES = Path(__file__).parents[2] / "templates"
# What shows a name that somebody chose: of a person, or of a class.
NAME = re.compile(r"{{[^{}]*(?:display_name|user\.name|cohort\.name|cohort_name)[^{}]*}}|{% firstof [^%]*_?name[^%]*%}")
ISOLATED = re.compile(r"<bdi>[^<]*</bdi>|&#8296;[^&]*&#8297;")


def test_every_name_in_a_template_is_isolated():
    bare = []
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        bare += [f"{path.relative_to(TEMPLATES)}: {found}" for found in NAME.findall(ISOLATED.sub("", text))]
    assert bare == []
    assert sum(len(NAME.findall(path.read_text())) for path in TEMPLATES.rglob("*.html")) > 15


def test_a_name_from_right_to_left_is_isolated_in_a_sentence():
    assert isolated("Zo\u00eb 3") == "Zo\u00eb 3"
    assert isolated("\u05e2\u05d3\u05d4") == "\u2068\u05e2\u05d3\u05d4\u2069"
