"""An import as the command does it, without the command."""

from typing import Any

from content.importing.library import Library
from quizzes.importing.report import report
from quizzes.importing.services import import_library
from sdwiki import clock


def run(library: Library, **given: Any) -> dict[str, Any]:
    """Import a library; the report of that."""
    return report(import_library(library, now=clock.now(), **given))
