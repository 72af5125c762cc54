"""Numbers in words, and plurals: what every reader of English needs. Pure."""

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip

_NOT_PLURAL = {"https", "redis", "kubernetes", "dns", "tls", "aws", "os", "ios", "postgres", "axis"}


def number_of(count: int, noun: str) -> str:
    """ "1 fact", "7 facts"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def singular(word: str) -> str:
    """A word, or several of which the last counts, in lower case without its plural ending.

    What stays need not be a word: "caches" and "cache" both give "cach".
    """
    if len(word) > 3 and word not in _NOT_PLURAL and not word.endswith(("ss", "us")):
        word = word if len(word) > 4 and word.endswith("is") else word.removesuffix("s")
    if word.endswith("ie"):
        return f"{word[:-2]}y"
    return word[:-1] if word.endswith(("che", "she", "xe", "ze", "se")) else word
