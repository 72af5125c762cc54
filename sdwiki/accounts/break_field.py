"""A column of `Breaks`. PostgreSQL's datemultirange holds them in order and apart, and answers whether a day lies in
one of them: ``day <@ breaks``."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

from sdwiki.accounts.breaks import DAY, Break, Breaks

if TYPE_CHECKING:
    Column = models.Field[Breaks, Breaks]
else:  # not a generic class at run time
    Column = models.Field


class BreaksField(Column):
    """The days of breaks, kept from the first until before the day after the last."""

    def db_type(self, connection: Any) -> str:
        return "datemultirange"

    def get_prep_value(self, value: Any) -> Any:
        if not isinstance(value, Breaks):
            return value
        return Multirange([Range(span.first, span.last + DAY) for span in value])

    def from_db_value(self, value: Multirange[date] | None, expression: Any, connection: Any) -> Breaks | None:
        return None if value is None else Breaks(tuple(_break(span) for span in value))


def _break(span: Range[date]) -> Break:
    assert span.lower is not None  # `BreaksField.get_prep_value` bounds both
    assert span.upper is not None
    return Break(span.lower, span.upper - DAY)
