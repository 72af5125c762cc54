"""The learners of a class as its pages list them: by name, a page at a time, found by a part of their name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.utils.http import urlencode

from quizzes.classes.models import Cohort, Membership
from sdwiki.accounts.names import clean, order

A_PAGE = 50
LONGEST = 80  # letters that are looked for

T = TypeVar("T")
# What a name and its line are made of: a class of thousands is sorted by names, and few of its learners are shown.
NAMED = ("cohort", "learner", "real_name", "joined_at", "learner__name", "learner__email", "learner__left_at")


@dataclass(frozen=True)
class Roll(Generic[T]):
    """One page of a list of ``total`` learners: of all, or of those with ``text`` in their name."""

    page: "Page[T]"
    text: str
    total: int

    @property
    def searched(self) -> bool:
        """Whether the list is so long, or has been cut so short, that a box to search it belongs above."""
        return bool(self.text) or self.total > self.page.paginator.per_page

    @property
    def query(self) -> str:
        """What the address of another page begins with."""
        return urlencode({"q": self.text}) + "&" if self.text else ""

    @property
    def place(self) -> str:
        """The address of this very page, for what reads it again; empty for the first of all."""
        number = f"page={self.page.number}" if self.page.number > 1 else ""
        return f"?{self.query}{number}".rstrip("&?")


def roll_of(
    rows: Sequence[T], asked: Mapping[str, str], name: Callable[[T], str], *, a_page: int = A_PAGE
) -> "Roll[T]":
    """The page of these rows, in their order, that an address asks for (``q``, ``page``). What makes no sense counts as
    not said."""
    text = looked_for(asked)
    found = [row for row in rows if text.casefold() in name(row).casefold()] if text else rows
    return Roll(Paginator(found, a_page).get_page(asked.get("page")), text, len(rows))


def looked_for(asked: Mapping[str, str]) -> str:
    """The part of a name that an address asks for."""
    return clean(asked.get("q", "")[:LONGEST])


def learners(cohort: Cohort, **also: Any) -> list[Membership]:
    """Who is in a class today, as readers look names up, with no more of them than their names. One statement."""
    present = Membership.objects.present().filter(cohort=cohort, **also).select_related("learner").only(*NAMED)
    return sorted(present, key=by_name)


def by_name(membership: Membership) -> tuple[tuple[str, str], int]:
    """The real name where there is one."""
    return order(membership.known_as), membership.pk
