"""What cannot be done with one's own data as things stand."""

from sdwiki.errors import DomainError, Words


class TooManyTakeouts(DomainError):
    """A member has taken their data along as often as one does in a day."""

    code = "too-many-takeouts"
    status = 429
    words = Words(
        "You have downloaded your data many times today",
        "It is all still here, and nothing has changed.",
        "Use a file that you have, or come back tomorrow.",
    )
