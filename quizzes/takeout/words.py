"""The README of a package: what is in each file and column, and what is not. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime

from quizzes.takeout.records import LeftOut, Table

INTRODUCTION = """\
Your data from sdwiki
=====================

Taken on {at} (UTC). Every table is here twice, with the same rows: as .csv for a spreadsheet, as .json for programs.

- Text is UTF-8. A .csv file has a header and commas; a .json file is a list with an object for each row.
- A time is written as 2026-03-02T12:00:00Z, in UTC. A day is written as 2026-03-02 and is yours: it begins at the
  hour that your settings say, in your time zone.
- What is not known is empty in .csv and null in .json. Yes and no are true and false.
- In .csv a cell that a spreadsheet would take for a formula has an apostrophe before it. The .json has none.
- A file without rows says that you have nothing of that kind.
"""


def readme(tables: Iterable[Table], left_out: Iterable[LeftOut], now: datetime) -> str:
    """The whole text, with lines as people's editors show them."""
    parts = [INTRODUCTION.format(at=now.astimezone(UTC).strftime("%Y-%m-%d %H:%M"))]
    for table in tables:
        columns = "\n".join(f"  {column.name}: {column.says}" for column in table.columns)
        title = f"{table.name}.csv, {table.name}.json"
        parts.append(f"{title}\n{'-' * len(title)}\n\n{table.says}\n\n{columns}\n")
    reasons = "\n".join(f"- {one.says}" for one in left_out)
    parts.append(f"What is not in here\n-------------------\n\n{reasons}\n")
    return "\n".join(parts)
