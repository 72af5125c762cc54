"""Pages that need neither database nor templates nor style sheets: the last answer of whoever has nothing else.

Pure: no Django, because the web server says the same where a request never becomes one of Django's.
"""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, with what happened (a heading) and what is safe and to be done now."""

    status: int
    title: str
    text: str


BAD_REQUEST = Answer(
    400,
    "This request could not be read",
    "It holds characters or values that no page can take. Nothing was changed. Go back, correct it and send it again.",
)
NOT_FOUND = Answer(404, "There is no page here", "The address may be mistyped. Nothing of yours is lost.")
NO_SUCH_METHOD = Answer(405, "Nothing here answers to that", "Pages are asked for with GET and HEAD, forms with POST.")
TOO_SLOW = Answer(408, "This took too long to arrive", "Nothing was changed. Go back and send it again.")
TOO_LARGE = Answer(413, "This is too large", "What was sent is larger than any form here takes. Nothing was changed.")
HEADERS_TOO_LARGE = Answer(
    431, "This request's headers are too large", "Nothing was changed. Delete the site's cookies and try again."
)
BROKEN = Answer(
    500,
    "Something broke on our side",
    "What you saved before is safe, and the error has been recorded. Reload the page in a minute. If you were sending"
    " an answer, send it again: it counts once.",
)
UNAVAILABLE = Answer(
    503,
    "The database is not answering",
    "Nothing that was saved is lost. Try again in a few seconds; if you were sending an answer, send it again:"
    " it counts once.",
)


def html(answer: Answer) -> str:
    """The whole page."""
    title, text = escape(answer.title), escape(answer.text)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{title} · sdwiki</title></head>'
        f'<body><h1>{title}</h1><p>{text}</p><p><a href="/">Go to the front page</a></p></body></html>'
    )
