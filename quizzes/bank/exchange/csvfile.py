"""Questions as CSV (RFC 4180): a row each, with numbered columns for the choices.

Pure. A spreadsheet takes a cell that begins with = + - @ for a formula (OWASP, "CSV Injection"); such a cell is
written with an apostrophe before it, and read without. So that nothing is lost, a cell that already begins with
apostrophes before such a sign gets one more.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from content.reading.text import line_feeds
from quizzes.bank.exchange.gift_text import BLANK
from quizzes.bank.exchange.records import (
    ExchangeChoice,
    ExchangeQuestion,
    Fault,
    Found,
    Reading,
    tagged,
)
from quizzes.bank.kinds import OPTION, written_like
from quizzes.bank.reasons import because
from sdwiki import limits

FIXED = ("id", "topic", "kind", "question", "explanation", "tags")
NUMBERED = ("choice", "correct", "feedback", "target")
MOST_CHOICES = 99  # what the number of a column says at most

NAMED = 80  # letters of a column's name, where a fault says it
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_COLUMN = re.compile(rf"({'|'.join(NUMBERED)})_([1-9][0-9]?)")
_YES, _NO = {"1", "true", "yes", "x"}, {"", "0", "false", "no"}


def write(questions: Iterable[ExchangeQuestion]) -> str:
    """The questions in their order, with as many numbered columns as the longest needs."""
    rows = list(questions)
    most = max((len(question.choices) for question in rows), default=1)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*FIXED, *(f"{name}_{n}" for n in range(1, most + 1) for name in NUMBERED)])
    for q in rows:
        cells = [q.key, q.topic, q.kind, q.stem, q.explanation, " ".join(q.tags)]
        for c in q.choices:
            cells += [c.text, "1" if c.correct else "0", c.feedback, c.target]
        cells += [""] * (len(NUMBERED) * (most - len(q.choices)))
        writer.writerow(map(_guard, cells))
    return out.getvalue()


def read(text: str) -> Reading:
    """The questions of a file with a header; commas or, as some spreadsheets write, semicolons between the cells.

    ``question``, ``choice_1`` and ``correct_1`` are needed. A row without a kind is a single choice.
    """
    found: list[Found] = []
    faults: list[Fault] = []
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header: list[str] = []
    line = 1
    try:
        for cells in rows:
            begins, line = line, rows.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip().casefold() for cell in cells]
                faults += _header_faults(header, begins)
                if faults:
                    break
                continue
            if len(found) + len(faults) == limits.QUESTIONS:
                faults.append(Fault(begins, because("file-many", most=limits.QUESTIONS)))
                break
            result = _row(header, cells, begins)
            if isinstance(result, Fault):
                faults.append(result)
            else:
                found.append(Found(begins, result))
    except csv.Error as error:
        faults.append(Fault(line, because("csv-syntax", error=str(error))))
    if not header and not faults:
        faults.append(Fault(1, because("csv-empty")))
    return Reading(tuple(found), tuple(faults))


def _delimiter(text: str) -> str:
    header = text.lstrip("\n").partition("\n")[0]
    return ";" if ";" in header and "," not in header else ","


def _header_faults(header: Sequence[str], line: int) -> list[Fault]:
    faults = [
        Fault(line, because("csv-column-missing", name=name))
        for name in ("question", "choice_1", "correct_1")
        if name not in header
    ]
    unknown = (name[:NAMED] for name in header if name not in FIXED and not _COLUMN.fullmatch(name))
    faults += [Fault(line, because("csv-column-unknown", name=name)) for name in unknown]
    twice = sorted({name for name in header if header.count(name) > 1})
    return [*faults, *(Fault(line, because("csv-column-twice", name=name[:NAMED])) for name in twice if name)]


def _row(header: Sequence[str], cells: Sequence[str], line: int) -> ExchangeQuestion | Fault:
    if len(cells) > len(header):
        return Fault(line, because("csv-cells", cells=len(cells), columns=len(header)))
    row = {name: _unguard(cell) for name, cell in zip(header, cells, strict=False)}
    kind = row.get("kind", "").strip().casefold() or OPTION
    if not written_like(kind):
        return Fault(line, because("csv-kind", kind=kind), unsupported=True)
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
        kind=kind,
        title=key,
        stem=row["question"],
        choices=tuple(choices),
        explanation=row.get("explanation", ""),
        tags=tags,
        topic=row.get("topic", "").strip() or tagged(tags, "topic"),
    )


def _choice(row: Mapping[str, str], number: int, line: int) -> ExchangeChoice | Fault | None:
    text, correct, feedback, target = (row.get(f"{name}_{number}", "") for name in NUMBERED)
    if not text.strip():
        if correct.strip().casefold() in _YES or feedback.strip() or target.strip():
            return Fault(line, because("csv-no-text", number=number))
        return None
    word = correct.strip().casefold()
    if word not in _YES | _NO:
        return Fault(line, because("csv-correct", number=number, given=correct))
    return ExchangeChoice(text, word in _YES, feedback, target)


def _guard(cell: str) -> str:
    plain = line_feeds(cell)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def _unguard(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
