"""Questions as CSV (RFC 4180): a row each, with numbered columns for the choices.

Pure. A spreadsheet takes a cell that begins with = + - @, also in their full width or after blanks and line ends, for
a formula (OWASP, "CSV Injection"); such a cell is written with an apostrophe before it, and read without. So that
nothing is lost, a cell that already begins with apostrophes before such a sign gets one more. A byte order mark comes
first: without it Excel takes UTF-8 for the code page of its machine.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TextIO

from content.reading.text import line_feeds
from quizzes.bank.exchange.files import BYTE_ORDER
from quizzes.bank.exchange.gift_text import BLANK
from quizzes.bank.exchange.records import (
    ExchangeChoice,
    ExchangeQuestion,
    Fault,
    Found,
    Reading,
    tagged,
)
from quizzes.bank.exchange.truth import judged, ticked
from quizzes.bank.kinds import OPTION, TRUE_FALSE, written_like
from quizzes.bank.reasons import because
from sdwiki import limits

FIXED = ("id", "topic", "kind", "question", "explanation", "tags")
NUMBERED = ("choice", "correct", "feedback", "target")
DELIMITERS = ",;\t|"
MOST_CHOICES = 99  # what the number of a column says at most

NAMED = 80  # letters of a column's name, where a fault says it
_FORMULA = re.compile(r"'*(?:[\t\r\n]|[\s\ufeff\u200b]*[=+\-@＝＋－＠])")
_COLUMN = re.compile(rf"({'|'.join(NUMBERED)})_([1-9][0-9]?)")
_SEPARATOR = re.compile(r'\s*"?sep=([,;\t|])"?[;,\s"]*', re.IGNORECASE)  # Excel's word for what stands between cells


def write(questions: Iterable[ExchangeQuestion]) -> str:
    """The questions in their order, with as many numbered columns as the longest needs."""
    rows = list(questions)
    most = max((len(question.choices) for question in rows), default=1)
    out = io.StringIO(newline="")
    line = sheet(out)
    line([*FIXED, *(f"{name}_{n}" for n in range(1, most + 1) for name in NUMBERED)])
    for q in rows:
        cells = [q.key, q.topic, q.kind, q.stem, q.explanation, " ".join(q.tags)]
        for c in q.choices:
            cells += [c.text, "1" if c.correct else "0", c.feedback, c.target]
        cells += [""] * (len(NUMBERED) * (most - len(q.choices)))
        line(cells)
    return out.getvalue()


def sheet(out: TextIO) -> Callable[[Iterable[Any]], None]:
    """Begin a sheet in ``out``, which must not translate line ends, and give what writes a row of guarded cells to it.

    Numbers are no formulas, whatever sign they have. Nothing (None) is an empty cell.
    """
    out.write(BYTE_ORDER)
    writer = csv.writer(out, lineterminator="\r\n")

    def line(cells: Iterable[Any]) -> None:
        writer.writerow([_guard(cell) if isinstance(cell, str) else cell for cell in cells])

    return line


def read(text: str) -> Reading:
    """The questions of a file with a header; between the cells commas, semicolons, tabs or bars, as a line ``sep=;``
    before the header says, or as its columns' names show.

    ``question``, ``choice_1`` and ``correct_1`` are needed. A row without a kind is a single choice, or true or false
    where that is all there is to choose.
    """
    found: list[Found] = []
    faults: list[Fault] = []
    body, skipped, delimiter = _layout(text.removeprefix(BYTE_ORDER))
    rows = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    line = skipped + 1
    try:
        for cells in rows:
            begins, line = line, skipped + rows.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = _trimmed([cell.strip().casefold() for cell in cells])
                faults += _header_faults(header, begins)
                if faults:
                    break
                continue
            if len(found) + len(faults) == limits.QUESTIONS:
                faults.append(Fault(begins, because("file-many", most=limits.QUESTIONS), whole=True))
                break
            result = _row(header, _trimmed(cells, least=len(header)), begins)
            if isinstance(result, Fault):
                faults.append(result)
            else:
                found.append(Found(begins, result))
    except csv.Error as error:
        faults.append(Fault(line, because("csv-syntax", error=str(error)), whole=True))
    if not header and not faults:
        faults.append(Fault(1, because("csv-empty"), whole=True))
    return Reading(tuple(found), tuple(faults))


def _layout(text: str) -> tuple[str, int, str]:
    """The rows, the number of lines before them, and what stands between their cells."""
    bare = text.lstrip("\n")
    before = len(text) - len(bare)
    first, ended, rest = bare.partition("\n")
    if said := _SEPARATOR.fullmatch(first):
        return rest, before + len(ended), said[1]
    names = [first.split(delimiter) for delimiter in DELIMITERS]
    known = [sum(_is_column(name.strip(' "').casefold()) for name in found) for found in names]
    return bare, before, DELIMITERS[known.index(max(known))]


def _trimmed(cells: Sequence[str], *, least: int = 0) -> list[str]:
    """The cells without the blank ones that a spreadsheet leaves at the end, from the ``least``-th on."""
    end = len(cells)
    while end > least and not cells[end - 1].strip():
        end -= 1
    return list(cells[:end])


def _is_column(name: str) -> bool:
    return name in FIXED or _COLUMN.fullmatch(name) is not None


def _header_faults(header: Sequence[str], line: int) -> list[Fault]:
    faults = [
        Fault(line, because("csv-column-missing", name=name), whole=True)
        for name in ("question", "choice_1", "correct_1")
        if name not in header
    ]
    unknown = (name[:NAMED] for name in header if name and not _is_column(name))
    faults += [Fault(line, because("csv-column-unknown", name=name), whole=True) for name in unknown]
    faults += [Fault(line, because("csv-column-nameless"), whole=True)] if "" in header else []
    twice = sorted(name for name, times in Counter(header).items() if name and times > 1)
    return [*faults, *(Fault(line, because("csv-column-twice", name=name[:NAMED]), whole=True) for name in twice)]


def _row(header: Sequence[str], cells: Sequence[str], line: int) -> ExchangeQuestion | Fault:
    if len(cells) > len(header):
        return Fault(line, because("csv-cells", cells=len(cells), columns=len(header)))
    row = {name: _unguard(cell) for name, cell in zip(header, cells, strict=False)}
    kind = row.get("kind", "").strip().casefold()
    if kind and not written_like(kind):
        return Fault(line, because("csv-kind", kind=kind[:NAMED]))
    if not row.get("question", "").strip():
        return Fault(line, because("no-question"))
    choices: list[ExchangeChoice] = []
    for number in range(1, MOST_CHOICES + 1):
        choice = _choice(row, number, line)
        if isinstance(choice, Fault):
            return choice
        if choice is not None:
            choices.append(choice)
    if not choices:
        return Fault(line, because("csv-no-choices"))
    tags = tuple(row.get("tags", "").split())
    key = row.get("id", "").strip(BLANK)
    return ExchangeQuestion(
        key=key,
        kind=kind or _kind(choices),
        title=key,
        stem=row["question"],
        choices=tuple(choices),
        explanation=row.get("explanation", ""),
        tags=tags,
        topic=row.get("topic", "").strip() or tagged(tags, "topic"),
    )


def _kind(choices: Sequence[ExchangeChoice]) -> str:
    """What a row asks that does not name its kind."""
    return TRUE_FALSE if sorted((judged(choice.text) for choice in choices), key=str) == [False, True] else OPTION


def _choice(row: Mapping[str, str], number: int, line: int) -> ExchangeChoice | Fault | None:
    text, correct, feedback, target = (row.get(f"{name}_{number}", "") for name in NUMBERED)
    right = ticked(correct)
    if not text.strip():
        if right or feedback.strip() or target.strip():
            return Fault(line, because("csv-no-text", number=number))
        return None
    if right is None:
        return Fault(line, because("csv-correct", number=number, given=correct[:NAMED]))
    return ExchangeChoice(text, right, feedback, target)


def _guard(cell: str) -> str:
    plain = line_feeds(cell)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
