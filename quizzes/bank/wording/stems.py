"""What stays of a word when its endings are cut: a ladder of three steps, each deeper than the one before.

Pure. How deep a rule cuts is what it can afford to confuse:

- `singular` for answers that are typed: "caches" is the answer "cache", "cached" is another one;
- `root` for values: "stores", "stored" and "storing" say the same, "stateful" and "stateless" do not;
- `stem` for give-aways: "stateless" hints at "state", which is bad enough.
"""

from functools import lru_cache

from content.reading.words import singular as singular

_INFLECTIONS = ("ation", "ing", "ed", "ly", "e")
_DERIVATIONS = ("fulness", "lessness", "abiliti", "ment", "ness", "less", "ful", "er")
LEAST = 3  # letters that always stay


@lru_cache(maxsize=16384)
def root(word: str) -> str:
    """A word without its inflection. What makes it another word ("-less", "-ful", "un-") stays."""
    word = singular(word)
    if word.endswith("y"):
        word = f"{word[:-1]}i"
    word = _cut(word, _INFLECTIONS)
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls" else word


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word without its inflection and what derives it: "state" for "stateful", "poll" for "pollers"."""
    return _cut(root(word), _DERIVATIONS)


def _cut(word: str, endings: tuple[str, ...]) -> str:
    """The word without the first of these endings that leaves enough of it."""
    ending = next((end for end in endings if word.endswith(end) and len(word) - len(end) >= LEAST), "")
    return word.removesuffix(ending)
