"""The files of a package, without a database."""

import csv
import io
import json
import tracemalloc
import uuid
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from quizzes.takeout.records import Column, Table
from quizzes.takeout.writing import Package, plain

NOW = datetime(2026, 3, 2, 12, 0, 30, tzinfo=UTC)
TABLE = Table(
    "things",
    "Things.",
    "x.Thing",
    "owner",
    (Column("text", "text", "a text"), Column("state", "state", "a word", {1: "one"}), Column("at", "at", "time")),
    (),
)


def written(rows):
    file = io.BytesIO()
    package = Package(file, NOW)
    count = package.table(TABLE, rows)
    package.close()
    opened = zipfile.ZipFile(file)
    sheet = opened.read("things.csv").decode("utf-8-sig")
    return count, list(csv.reader(io.StringIO(sheet, newline=""))), json.loads(opened.read("things.json"))


def test_both_files_have_the_same_rows():
    count, sheet, objects = written([("ä, “b”\nc", 1, NOW), (None, 2, None)])
    assert count == 2
    assert sheet == [["text", "state", "at"], ["ä, “b”\nc", "one", "2026-03-02T12:00:30Z"], ["", "2", ""]]
    assert objects == [
        {"text": "ä, “b”\nc", "state": "one", "at": "2026-03-02T12:00:30Z"},
        {"text": None, "state": 2, "at": None},
    ]


def test_a_table_without_rows_is_a_header_and_an_empty_list():
    assert written([]) == (0, [["text", "state", "at"]], [])


def test_what_a_spreadsheet_takes_for_a_formula_is_guarded_in_csv_alone():
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1"):
        _, sheet, objects = written([(text, 1, NOW)])
        assert sheet[1][0] == f"'{text}"
        assert objects[0]["text"] == text


def test_a_number_below_zero_stays_a_number():
    assert written([(-1.5, 1, NOW)])[1][1][0] == "-1.5"


def test_values_are_what_json_has():
    east = timezone(timedelta(hours=5, minutes=30))
    assert plain(datetime(2026, 3, 2, 17, 30, tzinfo=east)) == "2026-03-02T12:00:00Z"
    assert plain(date(2026, 3, 2)) == "2026-03-02"
    assert plain(uuid.UUID(int=1)) == "00000000-0000-0000-0000-000000000001"
    assert [plain(value) for value in (True, 1, 0.5, "x", None)] == [True, 1, 0.5, "x", None]


def test_files_bear_the_time_they_were_taken_at():
    file = io.BytesIO()
    package = Package(file, NOW)
    package.text("a.txt", "a")
    package.close()
    [entry] = zipfile.ZipFile(file).infolist()
    assert entry.date_time == (2026, 3, 2, 12, 0, 30)


def most_memory(path: Path, rows: int) -> int:
    tracemalloc.start()
    with path.open("wb") as file:
        package = Package(file, NOW)
        package.table(TABLE, ((f"{number} {'x' * 200}", 1, NOW) for number in range(rows)))
        package.close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_rows(tmp_path):
    few, many = (most_memory(tmp_path / f"{rows}.zip", rows) for rows in (1_000, 20_000))
    assert many < few + 200_000
