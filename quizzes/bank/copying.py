"""Writes many rows at once by COPY. A bank is tens of thousands of them, and the ORM takes five times as long."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for so many new rows, which nobody else gets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of the columns. Defaults are the database's, not the model's."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    # Django turns the driver's errors into its own everywhere but here
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


def copy_new(instances: Sequence[models.Model]) -> None:
    """Insert instances of one model that have no key yet, and give them one."""
    if not instances:
        return
    model = type(instances[0])
    columns = {field.column: field.attname for field in model._meta.concrete_fields if field.column}
    for instance, pk in zip(instances, reserve(model, len(instances)), strict=True):
        instance.pk = pk
    rows = ([getattr(instance, name) for name in columns.values()] for instance in instances)
    copy_rows(model, list(columns), rows)
