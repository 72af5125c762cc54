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
