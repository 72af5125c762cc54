"""Why a grade is not taken."""

from sdwiki.errors import DomainError, Words


class StaleCardError(DomainError):
    """The card has had evidence, or lost some, since it was shown."""

    code = "card-stale"
    status = 409
    words = Words(
        "You have graded this card in another window",
        "That grade is kept, this one is not.",
        "Reload the page for the next card.",
    )


class ChangedCardError(StaleCardError):
    """The fact's meaning has changed since the card was shown."""

    code = "card-changed"
    words = Words(
        "This fact was changed meanwhile",
        "Your earlier grades are kept, this one is not.",
        "Reload the page to see the fact as it is now.",
    )
