"""What cannot happen to a class; the words are for who asked."""


class NotPossible(Exception):
    """The person or the class is not such that this can be done. Nothing has changed."""
