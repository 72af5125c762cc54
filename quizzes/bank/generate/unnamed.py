"""A row's question about an option that is not named: "this HTTP method" stands where its name would.

Pure. Authors write a question around the place of a name ("…"), with or without a word for what is named: "What does
a client ask for with the HTTP method …?", "What happens to the caller with …?", "What must a handler do with …
delivery?", "How does a “…” database divide its data?". What stands there is said once in each of them.
"""

import re

from content.reading.words import singular

# Where a noun goes on with what it is for: "way to keep a login" is "this way".
_PURPOSE = re.compile(r" (?:not to|to|for|in|on|through|with) .*")
_PLACE = re.compile(r"“…”|…")
_ARTICLE = re.compile(r"\b(?:an?|the) $", re.IGNORECASE)
_LEADING = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
_WORDS = r"((?:(?!the )[\w-]+ ){1,4})$"
_NAMED = re.compile(rf"\bthe {_WORDS}")  # the messaging model “…”
_OWNED = re.compile(rf"(?:\b(?:an?|the) (?:[\w-]+ ){{0,2}})?[\w-]+[’\']s {_WORDS}")  # PostgreSQL’s plan node “…”
_NEXT = re.compile(r" ([\w-]+)")
# Words after which a name stands by itself, with nothing before it that says what it is.
_BARE = {
    "after", "as", "at", "before", "by", "can", "did", "do", "does", "for", "from", "has", "have", "if", "in", "is",
    "of", "on", "or", "than", "through", "to", "under", "when", "where", "which", "while", "who", "with",
}  # fmt: skip


def unnamed(ask: str, noun: str, *, word: str = "this") -> str:
    """The question ``ask`` about ``word`` ("this", "each") ``noun``."""
    noun = _LEADING.sub("", noun)
    place = _PLACE.search(ask)
    if place is None:
        return ask
    before, after, quoted = ask[: place.start()], _PLACE.sub("it", ask[place.end() :]), len(place[0]) > 1
    before, said = _said(before, after, noun, quoted=quoted)
    return f"{before}{word if before else word.capitalize()} {said}{after}"


def short(noun: str) -> str:
    """A noun without what it is for."""
    return _PURPOSE.sub("", noun)


def _said(before: str, after: str, noun: str, *, quoted: bool) -> tuple[str, str]:
    """What stands before the word for the option, and what that is."""
    own = {singular(one) for one in short(noun).lower().split()}
    following = _NEXT.match(after)
    said = "kind of" if following and singular(following[1].lower()) in own else short(noun)
    if article := _ARTICLE.search(before):
        return before[: article.start()], said
    if found := _NAMED.search(before) or _OWNED.search(before):
        called = found[1].strip()
        last = called.rpartition(" ")[2].lower()
        if last not in _BARE and (quoted or singular(last) in own):
            return before[: found.start()], called
    return before, said
