"""What cannot be done to an account as things stand."""

from sdwiki.errors import DomainError, Words


class SetupOver(DomainError):
    """There is an administrator already."""

    code = "setup-over"
    status = 404
    words = Words(
        "There is an administrator already",
        "Nothing was changed.",
        "Log in, or ask the administrator for a role.",
    )
