"""The rule of five: where it is said, and that figures leave by one door."""

import re
from pathlib import Path

import pytest

from quizzes.statistics.privacy import PEOPLE, halves_shown, shown

ROOT = Path(__file__).parents[2]
TABLES = re.compile(r"\b(ItemStatistics|ChoiceStatistics|QuizStatistics|quizzes_\w*statistics)\b|\bstatistics__")
MAY = ("quizzes/statistics/", "quizzes/migrations/", "quizzes/models.py")


@pytest.mark.parametrize(("people", "is_shown", "is_half"), [(0, 0, 0), (4, 0, 0), (5, 1, 0), (9, 1, 0), (10, 1, 1)])
def test_five_people(people, is_shown, is_half):
    assert (shown(people), halves_shown(people)) == (is_shown, is_half)
    assert PEOPLE == 5


def test_no_page_reads_the_tables_of_figures_past_the_rule():
    """A page that needs a figure asks `quizzes.statistics.queries`, which leaves out what is about too few."""
    readers = [
        str(path.relative_to(ROOT))
        for folder in ("quizzes", "content", "sdwiki")
        for path in (ROOT / folder).rglob("*.py")
        if not str(path.relative_to(ROOT)).startswith(MAY) and TABLES.search(path.read_text())
    ]
    assert readers == ["quizzes/curation/queries.py"]  # for the type that `item_of` gives it
    assert "ItemStatistics.objects" not in (ROOT / "quizzes/curation/queries.py").read_text()
    templates = [path for path in (ROOT / "templates").rglob("*.html") if ".statistics." in path.read_text()]
    assert templates == []
