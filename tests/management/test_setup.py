"""The start's set-up reads the wiki anew when a page or the code that reads it has changed, and else leaves it."""

import shutil
from io import StringIO

import pytest
from django.core.management import call_command

from quizzes.management.commands.setup import fingerprint
from tests.conftest import LIBRARY

CODE = ("content/models.py", "content/reading/x.py", "quizzes/bank/kinds.py", "quizzes/bank/generate/deep/x.py")


@pytest.fixture
def checkout(tmp_path):
    """A checkout with a wiki and a few modules in it."""
    shutil.copytree(LIBRARY, tmp_path / "content" / "library")
    for name in (*CODE, "quizzes/reviews/x.py", "content/notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("A = 1\n")
    return tmp_path


def printed(checkout):
    return fingerprint(checkout, checkout / "content" / "library")


@pytest.mark.parametrize("name", [*CODE, "content/library/topics/storage.md"])
def test_fingerprint_is_another_when_a_file_changes(checkout, name):
    before = printed(checkout)
    path = checkout / name
    path.write_text(path.read_text() + "B = 2\n")
    changed = printed(checkout)
    path.unlink()
    assert len({before, changed, printed(checkout)}) == 3


@pytest.mark.parametrize("name", ["content/reading/new.py", "quizzes/bank/wording/new.py", "content/library/new.md"])
def test_fingerprint_is_another_when_a_file_comes(checkout, name):
    before = printed(checkout)
    (checkout / name).parent.mkdir(exist_ok=True)
    (checkout / name).touch()
    assert printed(checkout) != before


@pytest.mark.parametrize("name", ["quizzes/reviews/x.py", "content/notes.txt"])
def test_fingerprint_is_the_same_when_something_else_changes(checkout, name):
    before = printed(checkout)
    (checkout / name).write_text("B = 2\n")
    assert printed(checkout) == before


def test_set_up_reads_the_wiki_when_code_deep_in_the_tree_has_changed(checkout, settings, db):
    settings.BASE_DIR, settings.LIBRARY_DIR = checkout, checkout / "content" / "library"
    settings.STATIC_ROOT = checkout / "static"

    def set_up():
        out = StringIO()
        call_command("setup", stdout=out)
        return "Reading the shipped wiki" in out.getvalue()

    assert (set_up(), set_up()) == (True, False)
    (checkout / "quizzes/bank/generate/deep/x.py").write_text("A = 2\n")
    assert (set_up(), set_up()) == (True, False)
