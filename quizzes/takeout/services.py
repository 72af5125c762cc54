"""Everything of one's own as one zip."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction

from quizzes.takeout.account import ACCOUNT, LEFT_OUT, WRITTEN
from quizzes.takeout.assigned import ASSIGNED
from quizzes.takeout.quizzes import ASKED
from quizzes.takeout.records import Table
from quizzes.takeout.study import STUDY
from quizzes.takeout.words import readme
from quizzes.takeout.writing import README, Package
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

TABLES = (*ACCOUNT, *STUDY, *ASKED, *ASSIGNED, *WRITTEN)
CHUNK = 500  # rows of a table that are held at once


@transaction.atomic
def write_package(*, learner: "User", file: IO[bytes], now: datetime) -> int:
    """Write the zip with all that is the learner's own, and nobody else's: how many rows it has.

    The transaction keeps one cursor of the database open at a time, from which rows come as they are written.
    """
    package = Package(file, now)
    package.text(README, readme(TABLES, LEFT_OUT, now))
    rows = sum(package.table(table, rows_of(table, learner)) for table in TABLES)
    package.close()
    event("account.data_taken", account=learner.pk, rows=rows)
    return rows


def rows_of(table: Table, learner: "User") -> Iterator[Sequence[Any]]:
    """The learner's rows of a table, a value for each column."""
    own = apps.get_model(table.model)._default_manager.filter(**{table.owner: learner.pk})
    paths = [column.path for column in table.columns]
    rows: Iterator[Sequence[Any]] = own.order_by(*table.order).values_list(*paths).iterator(chunk_size=CHUNK)
    return rows
