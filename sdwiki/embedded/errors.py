"""What can go wrong, in words for the person at the terminal."""


class EmbeddedError(Exception):
    """The embedded servers cannot be used; the message says why and what to do about it."""
