"""Everything of one's own as one zip."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from quizzes.attempts.closing import with_closing
from quizzes.attempts.models import Attempt
from quizzes.attempts.rules import CLOSED, NEVER
from quizzes.classes.assignments.models import Requirement
from quizzes.takeout.account import ACCOUNT, LEFT_OUT, WRITTEN
from quizzes.takeout.classes import CLASSED
from quizzes.takeout.quizzes import ASKED
from quizzes.takeout.records import Table
from quizzes.takeout.study import STUDY
from quizzes.takeout.words import readme
from quizzes.takeout.writing import README, Package
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

TABLES = (*ACCOUNT, *STUDY, *ASKED, *CLASSED, *WRITTEN)
CHUNK = 500  # rows of a table that are held at once


@transaction.atomic
def write_package(*, learner: "User", file: IO[bytes], now: datetime) -> int:
    """Write the zip with all that is the learner's own, and nobody else's: how many rows it has.

    The transaction keeps one cursor of the database open at a time, from which rows come as they are written.
    """
    package = Package(file, now)
    package.text(README, readme(TABLES, LEFT_OUT, now))
    rows = sum(package.table(table, rows_of(table, learner, now)) for table in TABLES)
    package.close()
    event("account.data_taken", account=learner.pk, rows=rows)
    return rows


def rows_of(table: Table, learner: "User", now: datetime) -> Iterator[Sequence[Any]]:
    """The learner's rows of a table, a value for each column; what a quiz does not tell, or not yet, is empty."""
    own = apps.get_model(table.model)._default_manager.filter(**{table.owner: learner.pk})
    paths = [column.path for column in table.columns]
    whose = table.attempt or table.assignment
    if not whose:
        yield from own.order_by(*table.order).values_list(*paths).iterator(chunk_size=CHUNK)
        return
    silent = _silent(learner, now, score=table.score or bool(table.assignment))
    hidden = {one.pk for one in silent} if table.attempt else _asking_for(silent)
    waits = [column.waits for column in table.columns]
    path, later = table.later
    place = paths.index(path) if path else 0
    for *row, pk in own.order_by(*table.order).values_list(*paths, whose).iterator(chunk_size=CHUNK):
        hides = pk in hidden
        if hides and row[place] in later:
            continue
        yield [None if hides and waiting else value for value, waiting in zip(row, waits, strict=True)]


def _silent(learner: "User", now: datetime, *, score: bool) -> list[Attempt]:
    """What somebody sits, or has handed in, and whose score, or else what is right, may not be told now."""
    sat = Q(submitted_at=None) & ~Q(kind=Attempt.Kind.PRACTICE)
    kept = with_closing(Attempt.objects.filter(sat | Q(rules__feedback__in=[CLOSED, NEVER]), learner=learner))
    return [one for one in kept if not (one.scores(now) if score else one.tells(now))]


def _asking_for(attempts: Iterable[Attempt]) -> set[int]:
    """The assignments (ids) that ask for the quizzes of these attempts."""
    quizzes = {one.quiz_id for one in attempts if one.quiz_id}
    return set(Requirement.objects.filter(quiz__in=quizzes).values_list("assignment", flat=True)) if quizzes else set()
