"""A package of one's own data: a zip with a README, and each table as CSV and as JSON. Pure.

Rows are written as they come, so that memory stays the same however many there are. A zip takes one file at a time: the
JSON waits in a temporary file while the CSV is written.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import TextIOWrapper
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from quizzes.bank.exchange.csvfile import sheet
from quizzes.takeout.records import Table

README = "README.txt"


class Package:
    """The zip while it is written. ``now`` is the time that its files bear."""

    def __init__(self, file: IO[bytes], now: datetime) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED)
        self._now = now

    def close(self) -> None:
        """Write the table of contents, without which a zip is none."""
        self._zip.close()

    def text(self, name: str, text: str) -> None:
        """Add a file of text."""
        self._zip.writestr(self._entry(name), text.encode())

    def table(self, table: Table, rows: Iterable[Sequence[Any]]) -> int:
        """Add a table as ``name.csv`` and ``name.json``: how many rows it has. A row has a value for each column."""
        names, count = [column.name for column in table.columns], 0
        words = [column.words for column in table.columns]
        with TemporaryFile() as beside:
            with self._zip.open(self._entry(f"{table.name}.csv"), "w") as raw, _text(raw) as text:
                add = sheet(text)
                add(names)
                for row in rows:
                    cells = [known.get(value, value) for known, value in zip(words, map(plain, row), strict=True)]
                    add(map(_cell, cells))
                    line = json.dumps(dict(zip(names, cells, strict=True)), ensure_ascii=False)
                    beside.write(f"{',' if count else '['}\n{line}".encode())
                    count += 1
            beside.write(b"\n]\n" if count else b"[]\n")
            beside.seek(0)
            with self._zip.open(self._entry(f"{table.name}.json"), "w") as raw:
                copyfileobj(beside, raw)
        return count

    def _entry(self, name: str) -> ZipInfo:
        at = self._now.astimezone(UTC)
        entry = ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        return entry


def plain(value: Any) -> Any:
    """A value as JSON has it: times in UTC and days as ISO 8601; numbers, text, truth and nothing as they are."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _cell(value: Any) -> Any:
    """Yes and no as JSON has them; a spreadsheet would read Python's as names."""
    return ("false", "true")[value] if isinstance(value, bool) else value


def _text(raw: IO[bytes]) -> TextIOWrapper:
    return TextIOWrapper(raw, encoding="utf-8", newline="")
