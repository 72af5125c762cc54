"""How someone stands with many facts together. Pure.

The mean of what is expected of each fact (`quizzes.reviews.expected`) over the facts of a topic is the share that one
would recall of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sdwiki.rounding import percent


@dataclass(frozen=True)
class Standing:
    """How someone stands with a topic, or with several added up.

    ``total`` counts facts, ``added`` those with a card, ``seen`` those with evidence, ``due`` the reviews due now.
    ``recalled`` is the number of facts one is expected to recall as things stand today, ``recalled_then`` on the day of
    the interview if nothing more is reviewed (None without such a day). ``asked`` counts what is answered aloud, beside
    the facts, and ``explained`` what of it was answered well the last time.
    """

    total: int = 0
    added: int = 0
    seen: int = 0
    due: int = 0
    recalled: float = 0.0
    recalled_then: float | None = None
    pages: int = 0
    pages_read: int = 0
    asked: int = 0
    explained: int = 0

    def __add__(self, other: "Standing") -> "Standing":
        then = [value for value in (self.recalled_then, other.recalled_then) if value is not None]
        return Standing(
            total=self.total + other.total,
            added=self.added + other.added,
            seen=self.seen + other.seen,
            due=self.due + other.due,
            recalled=self.recalled + other.recalled,
            recalled_then=sum(then) if then else None,
            pages=self.pages + other.pages,
            pages_read=self.pages_read + other.pages_read,
            asked=self.asked + other.asked,
            explained=self.explained + other.explained,
        )

    @property
    def recall(self) -> float:
        """Expected share of all facts recalled as things stand today; unseen facts count as not recalled."""
        return self.recalled / self.total if self.total else 0.0

    @property
    def recall_then(self) -> float | None:
        """Expected share recalled on the day of the interview."""
        if self.recalled_then is None:
            return None
        return self.recalled_then / self.total if self.total else 0.0

    @property
    def percent(self) -> int:
        """`recall` as whole per cent."""
        return percent(self.recall)

    @property
    def percent_then(self) -> int | None:
        """`recall_then` as whole per cent."""
        return None if self.recall_then is None else percent(self.recall_then)

    @property
    def level(self) -> str:
        """The class of a heat table's cell."""
        return f"h{min(9, int(10 * self.recall))}" if self.seen else "h-none"

    @property
    def read(self) -> bool:
        """Whether every page is marked as read."""
        return self.pages_read == self.pages > 0


def together(standings: Iterable[Standing]) -> Standing:
    """All of them added up."""
    return sum(standings, Standing())
