"""The gradebook for spreadsheets of any language: with a byte order mark, formulas guarded, numbers as numbers."""

from io import StringIO

from quizzes.bank.exchange.csvfile import sheet
from quizzes.classes.assignments.book import Book, Row
from quizzes.classes.assignments.tasks import Task

LATELY = ("days of the last 7", "days of the 7 before", "new facts a day")
OF_EACH = ("due", "state", "done, in %", "recall now, in %", "from quizzes, in %", "recall on the due date, in %")


def sheet_of(book: Book) -> bytes:
    """A row for each learner; six columns for each assignment, empty where it is not for them."""
    out = StringIO(newline="")
    add = sheet(out)
    heads = [f"{column.given.title}: {name}" for column in book.columns for name in OF_EACH]
    add(["learner", "last active", *LATELY, "tries", "at risk", *heads])
    for row in book.rows:
        add([*_lead(row), *(cell for task in row.tasks for cell in _cells(task))])
    return out.getvalue().encode()


def _lead(row: Row) -> list[object]:
    last = row.activity.last
    risk = f"{row.risky.title}: {row.risk.why}" if row.risk and row.risky else None
    lately = row.activity
    day = last.date().isoformat() if last else None
    return [row.name, day, lately.days, lately.before, round(lately.pace, 1), row.tries, risk]


def _cells(task: Task | None) -> list[object]:
    if task is None:
        return [None] * len(OF_EACH)
    then = None if task.days_left < 0 else task.then_percent
    return [task.day.isoformat(), task.standing, task.score_percent, task.recall_percent, task.quizzed_percent, then]
