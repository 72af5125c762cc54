from pathlib import Path

import pytest

from quizzes.bank.generate.questions import generate
from tests.shipped import shipped_library

LIBRARY = Path(__file__).parents[2] / "content" / "library"


@pytest.fixture(scope="session")
def library():
    """Every page of the shipped library: its title and its facts."""
    return [(page.source.title, page.facts) for page in shipped_library().texts]


@pytest.fixture(scope="session")
def spellings():
    """What the shipped glossary accepts for a typed term."""
    return {term.term: term.also for term in shipped_library().terms}


@pytest.fixture(scope="session")
def generated(spellings):
    """Each topic of the shipped library with all that is generated for it, which nobody may change."""
    return [(read, generate(read.source.title, read.facts, spellings, read.needs)) for read in shipped_library().topics]
