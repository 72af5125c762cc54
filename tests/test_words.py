"""Words that pages use: states are no controls, and terms of the trade stay behind the scenes."""

import re
from pathlib import Path

from quizzes.bank.kinds import KINDS
from quizzes.curation.authored_forms import FORMS

TEMPLATES = {
    path: path.read_text()
    for path in sorted((Path(__file__).parents[1] / "templates").rglob("*.html"))
    if path.name != "styleguide.html"  # shows components, which say nothing
}
CODE = re.compile(r"\{[%#].*?[%#]\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
BADGE = re.compile(r'<span class="badge[^"]*">(.*?)</span>', re.DOTALL)
BUTTON = re.compile(r'<(a|button|summary)\s[^>]*class="button[^"]*"[^>]*>(.*?)</\1>', re.DOTALL)


def words(markup):
    return " ".join(CODE.sub(" ", markup).split()).casefold()


def test_no_state_is_called_what_a_control_is():
    states = {words(said) for text in TEMPLATES.values() for said in BADGE.findall(text)} - {""}
    controls = {words(said) for text in TEMPLATES.values() for _, said in BUTTON.findall(text)}
    assert len(states) > 10
    assert len(controls) > 50
    assert states & (controls | {"open", "close", "start", "review", "edit"}) == set()


def test_no_state_has_the_colour_of_what_can_be_pressed():
    assert [path.name for path, text in TEMPLATES.items() if re.search(r'badge[^">]*accent', text)] == []


def test_no_page_speaks_of_a_cloze():
    spoken = [path.name for path, text in TEMPLATES.items() if "cloze" in words(text)]
    assert spoken == []
    assert not any("cloze" in kind.label.casefold() for kind in KINDS.values())
    assert not any("cloze" in f"{form.title} {form.lede} {form.ask_help}".casefold() for form in FORMS.values())
