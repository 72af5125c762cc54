"""What PostgreSQL's planner knows of the tables."""

from functools import partial

from django.db import connection, transaction
from django.db.models import Model


def analyze(*models: type[Model]) -> None:
    """Have the planner look at these tables, once the transaction that wrote to them is over.

    For many rows written at once. Autovacuum looks too, a minute later, and if it looked while the rows were on their
    way or after others were rolled back, it noted that a table is empty: then queries that join read one table as often
    as another has rows. Raises nothing: the rows are stored, and all that is wrong if this fails is speed.
    """
    transaction.on_commit(partial(_analyze, [model._meta.db_table for model in models]), robust=True)


def _analyze(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
