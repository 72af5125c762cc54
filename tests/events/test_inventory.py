"""SECURITY.md lists every event with its fields: none is told that is not there, and none is there that is not told."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `([a-z_.]+)` \| [^|]+ \| ([^|]*) \|$", re.MULTILINE)
TELL = {"event", "events.event", "events.told"}
UNSAFE = re.compile(r"password|secret|token|code|email|body|text|words|reason|note|title")


def listed():
    """Each event of the table with its fields."""
    rows = ROW.findall((ROOT / "SECURITY.md").read_text())
    return {name: set(re.findall(r"`(\w+)`", fields)) for name, fields in rows}


def told():
    """Each event of the source with the names of its fields; what is spread (``**counts``) is left out."""
    found = {}
    for package in ("content", "quizzes", "sdwiki"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or ast.unparse(node.func) not in TELL:
                    continue
                first = node.args[0]
                names = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                for name in names:
                    if isinstance(name, ast.Constant):
                        found.setdefault(name.value, set()).update(word.arg for word in node.keywords if word.arg)
    return found


def test_every_event_is_listed_and_every_listed_event_is_told():
    assert sorted(listed()) == sorted(told())
    assert len(listed()) > 20


def test_every_field_is_listed():
    table = listed()
    assert {name: fields - table[name] for name, fields in told().items() if fields - table[name]} == {}


def test_no_field_is_of_a_kind_that_holds_secrets_or_what_people_typed():
    assert [(name, field) for name, fields in listed().items() for field in fields if UNSAFE.search(field)] == []
