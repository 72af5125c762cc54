from pathlib import Path

import pytest

from content.importing.files import read_path

LIBRARY = Path(__file__).parents[2] / "content" / "library"


@pytest.fixture(scope="session")
def library():
    """Every page of the shipped library: its title and its facts."""
    return [(page.source.title, page.facts) for page in read_path(LIBRARY).texts]


@pytest.fixture(scope="session")
def spellings():
    """What the shipped glossary accepts for a typed term."""
    return {term.term: term.also for term in read_path(LIBRARY).terms}
