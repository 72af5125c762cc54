"""The shipped library, read once in a process: a second of work that many laws begin with."""

from functools import cache
from pathlib import Path

from content.importing.files import read_path
from content.importing.library import Library

SHIPPED = Path(__file__).parents[1] / "content" / "library"


@cache
def shipped_library() -> Library:
    """Every page, drill, interview and term. Nobody may change what is in it."""
    return read_path(SHIPPED)
