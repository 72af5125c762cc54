"""Why a draft is not published."""

from content.models import Revision, Topic
from content.reading.source import Warning
from quizzes.editing.drafts import Merged
from sdwiki.errors import DomainError, Words


class NotPublished(DomainError):
    """The draft was not published; nothing was changed."""

    code = "not-published"
    status = 409
    words = Words("The page was not published", "Nothing was changed.", "Go back to your text and publish it again.")


class Unchanged(NotPublished):
    """The draft says what the page says already."""

    code = "page-unchanged"
    words = Words("The page says this already", "Nothing was published.", "Change the text first.")


class Taken(NotPublished):
    """There is a page at this address, or was."""

    code = "page-address-taken"
    words = Words("There is a page at this address", "Nothing was published.", "Go back and choose another address.")


class Gone(NotPublished):
    """An editor withdrew the page after the draft was begun."""

    code = "page-withdrawn"
    words = Words(
        "This page was withdrawn meanwhile",
        "Nothing was published.",
        "Go back, copy your text, and bring the page back first.",
    )


class Odd(NotPublished):
    """The draft has warnings, and its editor has not said to publish it all the same."""

    code = "draft-odd"
    status = 422
    words = Words(
        "Something in the text is odd",
        "Nothing was published.",
        "Go back and mend it, or say to publish it all the same.",
    )

    def __init__(self, warnings: tuple[Warning, ...]) -> None:
        super().__init__(f"{len(warnings)} warnings")
        self.warnings = warnings


class PublishedMeanwhile(NotPublished):
    """Somebody else published since the draft was begun: both edits merged, and the page as it is now."""

    code = "published-meanwhile"
    words = Words(
        "Somebody else has published this page meanwhile",
        "Their text is published, yours is not.",
        "Go back, copy your text, and begin again from the page as it is now.",
    )

    def __init__(self, merged: Merged, topic: Topic, current: Revision) -> None:
        super().__init__(f"revision {current.number} is newer")
        self.merged, self.topic, self.current = merged, topic, current
