"""The table of rights in the documentation, written from the table that the tests hold every route to.

`script/rights` writes it; `tests.access.test_rights` fails where it is stale. What an action is called is the first
sentence of its view.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import django
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access import routes
from tests.access.routes import CLASSES, IN_CLASS, LOGIN, ROLES, Row

FILE = Path(__file__).parents[2] / "docs" / "rights.md"
COLUMNS = {
    "visitor": "visitor",
    "learner": "learner",
    "classmate": "classmate",
    "charlie": "other member",
    "instructor": "instructor",
    "other": "other instructor",
    "editor": "editor",
    "staff": "staff",
    "administrator": "administrator",
    "coinstructor": "co-instructor",
    "assistant": "assistant",
    "former": "former learner",
}
SECTIONS: dict[str, Sequence[Row]] = {
    "The wiki": routes.CONTENT,
    "Today and settings": routes.TODAY,
    "Inbox, messages and calendar": routes.INBOX,
    "Reviews": routes.REVIEWS,
    "Quizzes": routes.ATTEMPTS,
    "Progress": routes.PROGRESS,
    "Classes": routes.CLASSES,
    "The question bank": routes.CURATION,
    "Editing the wiki": routes.EDITING,
    "Administration": routes.ADMINISTERING,
    "Leaving, set-up and health": [*routes.ACCOUNTS, *routes.HEALTH],
}
HEAD = """\
# Who may do what

Written by `script/rights` from `tests/access/routes.py`, the table that the tests hold every route to; a test fails
when this page is not what it gives. What somebody may do follows from their roles, which an administrator gives, and
from whose the thing is.

- **Visitor**: has not logged in. **Learner**: somebody with an account, here the one whose class, quiz, card and
  answers it is. **Classmate**: is in the same class. **Other member**: is not.
- **Instructor**: may make classes, and sees the members of their own; here the one who owns the learner's class.
  **Co-instructor**: changes it as its owner does, but appoints nobody. **Assistant**: looks at it, and changes nothing.
  **Former learner**: has left it. These three are other members, or other instructors, everywhere else. **Other
  instructor**: teaches another class. Instructors look into the question bank and take questions along in files; they
  change nothing in it.
- **Editor**: changes the wiki and the questions for the whole site, and reads what people report, with their names.
- **Staff**: opens the administration, where each page needs a right of its own. **Administrator**: has them all, and
  gives roles; to edit or to teach they give themselves that role.

Roles add up: who is editor and instructor may do both. *yes*: may; *no*: is refused (403); *not there*: for them it
does not exist (404); *log in*: is asked to log in first. The pages of one's own account are for each member; those of
the administration for staff.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for title, rows in SECTIONS.items():
        roles = (*ROLES, *IN_CLASS) if rows is CLASSES else ROLES
        parts += [f"## {title}\n", "\n".join(_table(rows, roles)) + "\n"]
    return "\n".join(parts)


def _table(rows: Sequence[Row], roles: Sequence[str]) -> Iterable[str]:
    yield f"| | {' | '.join(COLUMNS[role] for role in roles)} |"
    yield "|---" * (len(roles) + 1) + "|"
    for row in rows:
        yield f"| {action(row)} | {' | '.join(said(row, role) for role in roles)} |"


def said(row: Row, role: str) -> str:
    """What a role gets, in a word. A 404 where nobody gets more is the test's world having none of it to give."""
    outcome = row.outcomes[role]
    if outcome == LOGIN:
        return "log in"
    if outcome == 403:
        return "no"
    nobody = {one for one in row.outcomes.values() if isinstance(one, int)} <= {403, 404}
    return "not there" if outcome == 404 and not nobody else "yes"


def action(row: Row) -> str:
    """What a row is about: the first sentence of its view, and how it is asked for."""
    view = _views()[row.name]
    words = " ".join((getattr(view, "__doc__", None) or "").split())
    first = re.split(r"(?<=[.;:]) ", words, maxsplit=1)[0].rstrip(".;:")
    named = first if first and not hasattr(view, "view_class") else row.name
    return f"{named.replace('|', '/')} (`{row.method.upper()} {row.name.removeprefix('quizzes:')}`)"


def _views() -> dict[str, object]:
    found: dict[str, object] = {}

    def collect(patterns: Iterable[URLPattern | URLResolver], names: str) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                collect(one.url_patterns, names + (f"{one.namespace}:" if one.namespace else ""))
            else:
                found[f"{names}{one.name}"] = one.callback

    collect(get_resolver().url_patterns, "")
    return found


if __name__ == "__main__":
    django.setup()
    FILE.write_text(page())
    sys.stdout.write(f"{FILE.name}\n")
