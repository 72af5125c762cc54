"""A list of people to invite, as it is pasted from a spreadsheet or an address book. Pure.

A line is an address, a name and an address in any order, separated by commas, semicolons or tabs, or
``Ada Lovelace <ada@example.com>``. A line may also hold several such people, as mail programs copy them: every part of
it between semicolons or commas has an address. A first line without an address is taken for the names of the columns.
"""

import csv
import re
from dataclasses import dataclass

from sdwiki.accounts.names import clean
from sdwiki.limits import INVITEES
from sdwiki.signs import visible

LONGEST_ADDRESS, LONGEST_NAME = 254, 120  # the first as RFC 5321 has it
FORMULA = ("=", "+", "-", "@")  # a spreadsheet would compute what begins so
# Dots between atoms (RFC 5322, 3.2.3), at a domain of two labels at least; what else is allowed no mail server takes.
ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*/?^_`{|}~+=-]+(?:\.[a-z0-9!#$%&'*/?^_`{|}~+=-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
BRACKETS = re.compile(r"(.*)<([^<>]*)>\s*")


@dataclass(frozen=True)
class Invitee:
    """Who is to be invited: the address in lower case, and what the list calls them, if anything."""

    line: int
    email: str
    name: str


@dataclass(frozen=True)
class Problem:
    """A line that invites nobody, and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Reading:
    """What was read. ``refused`` says why the list as a whole is not taken; then nothing else is in it."""

    invitees: tuple[Invitee, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: str = ""


def read(text: str) -> Reading:
    """Read a list; each line is somebody to invite, or a problem."""
    lines = [
        (number, part) for number, line in enumerate(text.splitlines(), 1) if line.strip() for part in _people(line)
    ]
    if len(lines) > INVITEES:
        return Reading(refused=f"The list has {len(lines):,} lines. Invite at most {INVITEES:,} people at once.")
    if len(lines) > 1 and "@" not in lines[0][1]:
        lines = lines[1:]
    found: dict[str, Invitee] = {}
    problems = []
    for number, line in lines:
        one = _line(number, line)
        if isinstance(one, Invitee) and one.email in found:
            one = Problem(number, one.email, f"stands on line {found[one.email].line} already")
        if isinstance(one, Problem):
            problems.append(one)
        else:
            found[one.email] = one
    return Reading(tuple(found.values()), tuple(problems))


def _people(line: str, signs: str = ";,") -> list[str]:
    """The parts of a line that are one person each; the line itself unless each has an address and is no formula."""
    parts = [part for part in line.split(signs[0]) if part.strip()]
    if not parts or any("@" not in part or part.strip().startswith(FORMULA) for part in parts):
        parts = [line]
    return [one for part in parts for one in _people(part, signs[1:])] if signs[1:] else parts


def _line(number: int, line: str) -> Invitee | Problem:
    """Nothing invisible is in what is shown of a line."""
    shown = clean(line)[:80]
    cells = [cell.strip() for cell in _cells(line) if cell.strip()]
    if any(cell.startswith(FORMULA) for cell in cells):
        return Problem(number, shown, "looks like a formula of a spreadsheet")
    addresses = [cell for cell in cells if "@" in cell]
    if len(addresses) != 1:
        return Problem(number, shown, "holds no e-mail address" if not addresses else "holds several addresses")
    email = addresses[0].lower()
    if visible(email) != email or len(email) > LONGEST_ADDRESS or not ADDRESS.fullmatch(email):
        return Problem(number, shown, "holds no e-mail address that mail can reach")
    name = clean(" ".join(cell for cell in cells if "@" not in cell))
    return Invitee(number, email, name[:LONGEST_NAME])


def _cells(line: str) -> list[str]:
    if bracketed := BRACKETS.fullmatch(line.strip()):
        name, address = bracketed.groups()
        return [name.strip().strip('"'), address]
    delimiter = next((sign for sign in ("\t", ";", ",") if sign in line), ",")
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a line that no program for tables has written
        return [line]
