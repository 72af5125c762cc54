"""Why a grade, an undo or a wish for more is not taken."""

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


class LaidAsideError(DomainError):
    """The card is asked no more: its fact or flashcard is retired, or the learner has suspended it."""

    code = "card-laid-aside"
    status = 409
    words = Words(
        "This card is laid aside",
        "What it stands for is not asked any more. Your earlier grades are kept, this one is not.",
        "Reload the page for the next card.",
    )


class SpokenCardError(DomainError):
    """A card that is answered aloud is graded by what was ticked, and no other is."""

    code = "card-spoken"
    status = 409
    words = Words(
        "This card is graded in another way",
        "Nothing was changed.",
        "Reload the page: a card that is answered aloud asks what you said, others ask for a grade.",
    )


class StaleNoteError(DomainError):
    """Something else was written to the card since its note was shown."""

    code = "note-stale"
    status = 409
    words = Words(
        "You have changed this note in another window",
        "That text is kept, this one is not saved.",
        "Copy what you want to keep, then open the note again.",
    )


class SpentKeyError(DomainError):
    """The idempotency key belongs to another act: a grade, an undo, or an answer in a quiz."""

    code = "key-spent"
    status = 409
    words = Words("This page is out of date", "Nothing was changed.", "Reload the page and try again.")


class DueDayError(DomainError):
    """A card was to be due on a day that is past, or too far away."""

    code = "due-day"
    status = 422
    words = Words(
        "A card cannot be due on that day",
        "Nothing was changed.",
        "Choose a day from today on, at most a year ahead and within your longest interval.",
    )


class EnoughNewError(DomainError):
    """The learner has asked for as many more new facts as a day takes."""

    code = "enough-new"
    status = 409
    words = Words(
        "That is enough new facts for today",
        "Those that you have asked for are still there.",
        "A day takes 50 more than your settings say. The others come on the next days.",
    )


class TooManyCardsError(DomainError):
    """A press was to reach more cards than one may."""

    code = "too-many-cards"
    status = 422
    words = Words(
        "These are too many cards at once",
        "Nothing was changed.",
        "At most 5,000 cards can be changed by one press. Narrow the list with a topic or a word, and press again.",
    )
