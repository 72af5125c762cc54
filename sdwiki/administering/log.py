"""The log as administrators read it: sentences instead of codes, and names that are looked up as the page is made.

What is kept names accounts and classes by number alone, so that whoever leaves is a number that says nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from quizzes.classes.models import Cohort
from sdwiki.accounts.models import AuditEntry, User

SAYS = {
    "account.administrator_made": "Became the first administrator",
    "account.roles_changed": "Roles changed",
    "account.disabled": "Account closed",
    "account.enabled": "Account opened again",
    "account.session_ended": "Sessions ended",
    "account.factor_changed": "Second factor changed",
    "account.leaving_asked": "Asked to leave",
    "account.leaving_taken_back": "Stays after all",
    "account.left": "Left for good",
    "class.made": "Class made",
    "class.appointed": "Helps to teach from now on",
    "class.dismissed": "Does not teach any more",
    "class.handed_over": "Class handed over",
    "class.removed": "Taken out of a class",
    "class.readmitted": "May come back to a class",
    "class.archived": "Class archived",
    "class.unarchived": "Class taken up again",
}
PEOPLE = ("account", "learner", "staff", "former", "owner")  # fields that hold the number of an account
ROLES = {"is_instructor": "instructor", "is_editor": "editor", "is_staff": "staff", "is_superuser": "administrator"}
FACTORS = {"totp": "authenticator app", "recovery_codes": "recovery codes", "webauthn": "passkey"}


@dataclass(frozen=True)
class Somebody:
    """An account of the log; ``person`` is None where it has gone."""

    pk: int
    person: User | None


@dataclass(frozen=True)
class Line:
    """One event: what, whom and which class it was about, by whom, and what else is known of it."""

    at: datetime
    says: str
    by: Somebody | None
    people: Sequence[Somebody]
    cohort: Cohort | None
    more: str


def entries(about: int | None = None) -> "QuerySet[AuditEntry]":
    """The events that are kept, the newest first; those alone that one account did or that were done to it."""
    found = AuditEntry.objects.order_by("-at", "-id")
    if about is None:
        return found
    wanted = Q(by=about)
    for name in PEOPLE:
        wanted |= Q(**{f"fields__{name}": about})
    return found.filter(wanted)


def lines(entries: Iterable[AuditEntry]) -> list[Line]:
    """Events in words. Two queries, however many there are."""
    events = list(entries)
    numbers = {pk for one in events for pk in (one.by, *_numbers(one.fields)) if pk is not None}
    people = User.objects.filter(left_at=None).in_bulk(numbers)
    cohorts = Cohort.objects.in_bulk({one.fields["cohort"] for one in events if "cohort" in one.fields})
    return [
        Line(
            at=one.at,
            says=SAYS.get(one.name, one.name),
            by=None if one.by is None else Somebody(one.by, people.get(one.by)),
            people=[Somebody(pk, people.get(pk)) for pk in _numbers(one.fields)],
            cohort=cohorts.get(one.fields.get("cohort", 0)),
            more=_more(one.fields),
        )
        for one in events
    ]


def _numbers(fields: Mapping[str, int]) -> list[int]:
    return [fields[name] for name in PEOPLE if name in fields]


def _more(fields: Mapping[str, str | list[str]]) -> str:
    """The rest of the fields, in words: roles, and what became of a second factor."""
    said = []
    for name, verb in (("given", "given"), ("taken", "taken")):
        if held := fields.get(name):
            said.append(f"{verb}: {', '.join(ROLES.get(role, role) for role in held)}")
    if factor := fields.get("factor"):
        said.append(f"{FACTORS.get(str(factor), factor)} {fields.get('change', '')}".strip())
    if role := fields.get("role"):
        said.append(f"as {role}")
    return "; ".join(said)
