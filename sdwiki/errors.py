"""What somebody wanted and cannot have: the base of every refusal that a capability knows.

A service raises one, and has written nothing then. A view catches those it has a better answer to (a merged text, the
attempt that is open); every other one becomes a page, or the notice for htmx, in one place: `sdwiki.refusals`. Faults
of a text (`SourceError`, `SourcesError`, `Unreadable`) are no refusals: they name lines, and whoever has read the text
shows them beside it.

Pure: no Django.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Words:
    """A refusal in sentences: what happened (a heading), what is safe, and what to do now."""

    happened: str
    safe: str
    advice: str


class DomainError(Exception):
    """Something that cannot be done as things stand; each kind is a class of its own.

    ``code`` names the kind to programs and stays what it is, ``status`` is the HTTP status of the answer, ``words``
    are for people; one that knows more of its case may have words of its own.
    """

    code: ClassVar[str]
    status: ClassVar[int]
    words: Words
