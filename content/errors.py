"""Why something does not happen to the wiki."""

from collections.abc import Sequence
from dataclasses import dataclass

from sdwiki.errors import DomainError, Words


@dataclass(frozen=True)
class TakenAddress:
    """A page that stands where an import would put another: its address, its title, and whence it came, in words."""

    slug: str
    title: str
    whence: str


class AddressesTaken(DomainError):
    """Pages of an import would replace pages that came from elsewhere; ``taken`` names these."""

    code = "addresses-taken"
    status = 409
    words = Words(
        "Other pages are at these addresses",
        "Nothing was imported.",
        "Give your pages other addresses, or say that they replace what is there.",
    )

    def __init__(self, taken: Sequence[TakenAddress]) -> None:
        super().__init__(", ".join(address.slug for address in taken))
        self.taken = tuple(taken)
