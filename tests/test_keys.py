"""The list of shortcuts names every key that a page knows, and no other."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates"
SHORTCUTS = re.search(r'<dl class="shortcuts">(.*?)</dl>', (TEMPLATES / "base.html").read_text(), flags=re.DOTALL)
WIDGETS = "".join((TEMPLATES.parent / "static" / "js" / name).read_text() for name in ("placing.js", "order.js"))
# Keys of a control that has the focus, as the list shows them and as scripts call them.
ARROWS = {"←": "ArrowLeft", "→": "ArrowRight", "↑": "ArrowUp", "↓": "ArrowDown", "delete": "Delete"}
RANGE = re.compile(r"<kbd>(\w)</kbd> to <kbd>(\w)</kbd>")


def known() -> set[str]:
    """Keys that templates name; letters and numbers of choices are made by the server."""
    found = set()
    for path in TEMPLATES.rglob("*.html"):
        text = re.sub(r"{{.*?}}|{%.*?%}", " ", path.read_text(), flags=re.DOTALL)
        for keys in re.findall(r'data-key="([^"]*)"', text):
            found |= set(keys.split())
    return found


def listed() -> tuple[set[str], set[str]]:
    """Keys that the list names one by one, and those between two others."""
    assert SHORTCUTS
    within = {chr(code) for first, last in RANGE.findall(SHORTCUTS[1]) for code in range(ord(first), ord(last) + 1)}
    single = re.findall(r"<kbd>([^<]+)</kbd>", RANGE.sub("", SHORTCUTS[1]))
    return {key.lower() for key in single}, {key.lower() for key in within}


def test_every_key_is_in_the_list_of_shortcuts() -> None:
    single, within = listed()
    arrows = {name.lower() for key, name in ARROWS.items() if key in single}
    assert known() - single - within - arrows == set()


def test_the_list_of_shortcuts_names_no_key_that_nothing_knows() -> None:
    single, _ = listed()
    in_controls = {key for key, name in ARROWS.items() if name in WIDGETS}
    assert single - known() - in_controls - set("1234") == set()
