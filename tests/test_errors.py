"""What every refusal owes: a code of its own, a status, and words of the same form."""

import importlib
import pkgutil

import pytest

import content
import quizzes
import sdwiki
from quizzes.classes.errors import NotPossible
from sdwiki.errors import DomainError
from sdwiki.refusals import refused

STATUSES = {404, 409, 422, 429, 503}


def refusals():
    """Every class there is, wherever it is defined."""
    for package in (content, quizzes, sdwiki):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(".errors"):
                importlib.import_module(module.name)
    found, waiting = [], [DomainError]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found += [kind for kind in below if not kind.__module__.startswith("tests.")]
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


REFUSALS = refusals()


def test_each_capability_that_refuses_is_seen():
    modules = {kind.__module__ for kind in REFUSALS}
    capabilities = {f"quizzes.{name}.errors" for name in ("attempts", "classes", "curation", "editing", "reviews")}
    assert modules >= capabilities | {"sdwiki.accounts.errors"}


def test_codes_and_names_are_of_one_kind_each():
    """A name that stands for two things, as three classes called "Stale" once did, tells nothing in a log."""
    for told in ([kind.code for kind in REFUSALS], [kind.__name__ for kind in REFUSALS]):
        assert len(told) == len(set(told))


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_a_refusal_says_what_happened_what_is_safe_and_what_to_do(kind):
    assert kind.status in STATUSES
    assert kind.code == kind.code.lower()
    assert "code" in vars(kind)  # inherited, it would be its parent's
    words = kind.words
    assert words.happened
    assert words.happened[-1].isalnum()
    assert words.safe.endswith(".")
    assert words.advice.endswith(".")
    assert "!" not in words.happened + words.safe + words.advice


def test_what_no_view_caught_is_a_page_that_says_why(rf):
    answer = refused(rf.get("/"), NotPossible("Somebody teaches this class."))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody teaches this class." in page
    assert "Somebody teaches" not in NotPossible.words.advice
