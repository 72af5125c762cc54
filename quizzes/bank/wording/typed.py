"""What may be typed for a name, which typed answers are taken, and what nobody could be asked to type. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from content.reading.text import normalise
from quizzes.bank.reasons import Reason, because
from quizzes.bank.wording.ranks import USUAL, rank
from quizzes.bank.wording.stems import singular
from quizzes.bank.wording.words import DIGITS
from sdwiki import limits

MOST_WORDS = 3

# Other spellings of a term, by the term.
Terms = Mapping[str, Sequence[str]]

_ENDS_LIKE_AN_ADJECTIVE = re.compile(r"(ous|al|ive|able|ible|ful|less|ed|ic|ant|ent|ish|est|ward|wards|ly|lar|ete)$")
_BARE = {
    "active", "bad", "best", "big", "binary", "bounded", "closed", "cold", "direct", "dynamic", "eager", "empty",
    "exact", "fair", "fast", "few", "first", "fixed", "free", "full", "good", "half-open", "hard", "heavy", "hot",
    "large", "last", "late", "lazy", "light", "long", "loose", "many", "more", "most", "new", "no", "old", "one",
    "open", "passive", "plain", "primary", "pure", "random", "rare", "rich", "rolling", "same", "second",
    "secondary", "short", "simple", "slow", "small", "soft", "some", "standard", "static", "strict", "strong",
    "temporary", "third", "three", "tight", "two", "weak", "wide", "yes",
}  # fmt: skip
_TECHNICAL = re.compile(r"[A-Za-z][a-z]*[A-Z0-9]|[A-Z]{2}|\d[A-Za-z]")
# What says too little to stand for a name that holds it.
_TOO_LITTLE = {"api", "get", "http", "least", "most", "only", "read", "sql", "tls", "url", "write"}
_NO_NAME = re.compile(r"[,;&]|^(a|an|the)\s", re.IGNORECASE)


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """The form in which typed answers are compared: no case, hyphens, spaces, accents or final plural s, and numbers
    in words as digits."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("&", " and ")).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    found = re.findall(r"[^\W_]+(?:'[^\W_]+)?|[+#%<>=/]", bare)
    while len(found) > 1 and found[0] in ("a", "an", "the"):
        found.pop(0)
    return "".join(DIGITS.get(word) or singular(word.replace("'", "")) for word in found)


def accepts(answer: str, accepted: Iterable[str]) -> bool:
    """Whether a typed answer is one of the accepted spellings, whatever its case, hyphens, spaces and plurals."""
    if len(answer) > limits.ANSWER:
        return False
    typed = folded(answer)
    return bool(typed) and any(typed == folded(spelling) for spelling in accepted)


class Spellings:
    """What else is accepted for a name, by any of its spellings.

    ``names`` are those that answers must tell apart. A family of spellings that means several of them ("fan-out": on
    write, on read) is left out: it would take one for the other.
    """

    def __init__(self, names: Iterable[str], terms: Terms) -> None:
        named = {folded(name) for name in names}
        self._families: dict[str, tuple[str, ...]] = {}
        for term, also in sorted(terms.items()):
            forms = {folded(text): text for text in (*reversed(also), term)}
            if len(forms.keys() & named) < 2:
                self._families |= dict.fromkeys(forms, (term, *also))

    def known(self, name: str) -> bool:
        """Whether a name is listed as a term."""
        return folded(name) in self._families

    def of(self, name: str) -> list[str]:
        """A name, an abbreviation that stands with it in parentheses, and its other spellings."""
        found = [name]
        bare = re.sub(r"\s*\([^()]*\)", "", name).strip()
        found += [bare, *re.findall(r"\(([^()]+)\)", name)] if bare else []
        for text in (name, bare):
            found += self._families.get(folded(text), ())
        distinct: dict[str, str] = {}
        for text in found:
            if form := folded(text):
                distinct.setdefault(form, text)
        return list(distinct.values())


def shortened(name: str, others: Iterable[str]) -> list[str]:
    """What is typed for a name and means none of the others: "REST" for "REST API" beside "GraphQL API", "LRU" for
    "LRU order".

    That is the name without the words that others have too, and each abbreviation in it that is its alone.
    """
    shared = folded_words(others)
    own = [word for word in name.split() if folded(word) not in shared]
    found = dict.fromkeys([" ".join(own), *(word for word in own if _TECHNICAL.search(word))])
    return [text for text in found if text != name and folded(text) and text.casefold() not in _TOO_LITTLE]


def folded_words(names: Iterable[str]) -> set[str]:
    """The words of these names, each as `folded`."""
    return {folded(word) for name in names for word in name.split()}


@lru_cache(maxsize=16384)
def untypeable(text: str) -> Reason | None:
    """Why nobody could be asked to type this (None if one can): too long, a bare adjective, a rank."""
    found = normalise(text).split()
    if not found:
        return because("term-empty")
    if len(found) > MOST_WORDS:
        return because("term-long")
    if rank(text) is not None or " ".join(found) in USUAL:
        return because("term-rank")
    if len(found) == 1 and (found[0] in _BARE or found[0].isdigit()):
        return because("term-bare-or-number")
    if len(found) == 1 and not text.isupper() and _ENDS_LIKE_AN_ADJECTIVE.search(found[0]):
        return because("term-bare")
    return None


def is_name(text: str, *, listed: bool) -> bool:
    """Whether a text is a name with one spelling: listed as a term, or an acronym or a name with the signs of one."""
    words = re.findall(r"[\w+#/.-]+", text)
    return not _NO_NAME.search(text) and (listed or all(_TECHNICAL.search(word) for word in words))
