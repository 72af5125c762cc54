"""What a plan refuses."""

from sdwiki.errors import DomainError, Words


class TooManyBreaksError(DomainError):
    """Somebody has planned as many breaks as there may be."""

    code = "too-many-breaks"
    status = 409
    words = Words(
        "You have planned 20 breaks",
        "They all stand as they were.",
        "Remove one that you do not need, then plan this one.",
    )
