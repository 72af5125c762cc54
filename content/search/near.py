"""Which word was meant by one that was mistyped. Pure."""

from collections.abc import Sequence

SHORT = 4  # letters; so short a word has one slip at most, a longer one two


def meant(word: str, candidates: Sequence[str]) -> tuple[str, float] | None:
    """The candidate that takes the fewest slips to become ``word``, and how alike they are (0 to 1).

    A slip is a letter left out, put in or exchanged, or two neighbours changed about. Among equals comes the one with
    the same first letter, which people seldom get wrong, then the earlier one. None if all are too far.
    """
    word = word.casefold()
    allowed = 1 if len(word) <= SHORT else 2
    found: list[tuple[int, bool, int]] = []
    for place, candidate in enumerate(candidates):
        needed = slips(word, candidate, allowed)
        if needed is not None:
            found.append((needed, candidate[:1] != word[:1], place))
    if not found:
        return None
    needed, _, place = min(found)
    return candidates[place], 1 - needed / max(len(word), len(candidates[place]))


def slips(one: str, other: str, most: int) -> int | None:
    """How many slips lie between two words; None if more than ``most``."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
    return row[-1] if row[-1] <= most else None
