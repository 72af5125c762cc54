"""SECURITY.md says of each item of ASVS whether it is met, and every test that it names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECURITY = (ROOT / "SECURITY.md").read_text()
ITEM = re.compile(r"\d{1,2}\.\d\.\d{1,2}")
STATES = {"met", "partly", "not met", "operator"}


def rows():
    """Item or items, what they are about, state, and test or reason."""
    part = SECURITY.split("## ASVS 5.0", 1)[1].split("\n## ", 1)[0]
    lines = [line.strip("|").split("|") for line in part.splitlines() if re.match(r"\| \d", line)]
    return [tuple(cell.strip() for cell in line) for line in lines]


def test_every_item_stands_once_with_a_state_and_a_test_or_a_reason():
    found = rows()
    items = [item for line in found for item in ITEM.findall(line[0])]
    assert len(found) > 100
    assert len(items) == len(set(items))
    assert [line for line in found if len(line) != 4 or not all(line) or line[2] not in STATES] == []


def test_every_test_that_is_named_is_there():
    """Fails where a test is renamed or taken away that a promise rests on."""
    named = set(re.findall(r"`(test_\w+)`", SECURITY))
    there = {
        name for path in (ROOT / "tests").rglob("*.py") for name in re.findall(r"def (test_\w+)", path.read_text())
    }
    assert sorted(named - there) == []
    assert len(named) > 80


def test_every_file_and_setting_that_is_named_is_there():
    settings = (ROOT / "sdwiki" / "settings.py").read_text()
    part = SECURITY.split("## ASVS 5.0", 1)[1].split("\n## ", 1)[0]
    files = re.findall(r"`((?:sdwiki|quizzes|docs|tests)/[\w/.]+)`", part)
    assert [file for file in files if not (ROOT / file).exists()] == []
    names = re.findall(r"`((?:SESSION|CSRF|ACCOUNT)_[A-Z_]+)`", part)
    assert [name for name in names if name not in settings] == []
