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


class MailNotSent(DomainError):
    """The mail server does not answer, or refuses the mail."""

    code = "mail-not-sent"
    status = 503
    words = Words(
        "The mail could not be sent",
        "What you had saved is kept. If you were signing up, the account is made.",
        "Try again in a few minutes; a log-in sends the mail that confirms your address once more.",
    )


class AdministersAlone(DomainError):
    """The one administrator cannot leave: nobody could give the role to another."""

    code = "administers-alone"
    status = 409
    words = Words(
        "Nobody else administers this site",
        "Your account stays as it is.",
        "Make somebody else a superuser under Administration, then ask again.",
    )


class AddressTaken(DomainError):
    """Another account logs in with the address, which nobody has confirmed for it; it is in use all the same."""

    code = "address-taken"
    status = 409
    words = Words(
        "Another account uses this address",
        "Your own addresses are as they were.",
        "Log in to that account and change its address, or ask whoever runs this site.",
    )


class AddressNotConfirmed(DomainError):
    """Only an address that somebody confirmed becomes the one they log in with."""

    code = "address-not-confirmed"
    status = 409
    words = Words(
        "This address is not confirmed yet",
        "Your primary address is as it was.",
        "Open the link in the message that was sent to it, then make it primary.",
    )
