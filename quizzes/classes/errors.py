"""What cannot happen to a class; the words are for who asked."""

from sdwiki.errors import DomainError, Words


class NotPossible(DomainError):
    """The person or the class is not such that this can be done, and why: a sentence. Nothing has changed."""

    code = "class-not-possible"
    status = 409
    words = Words("This cannot be done", "Nothing was changed.", "Open the page of the class again.")

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.words = Words(self.words.happened, self.words.safe, why)
