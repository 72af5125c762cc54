"""Sort statements under the options they are true of: the graded form of a choice between two.

Pure. The statements come from one table, or from the bullets under one label of one heading.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from content.reading.facts import Fact
from quizzes.bank.generate.asking import context, noun
from quizzes.bank.generate.page import Page, given, quote, reason, source
from quizzes.bank.kinds import CATEGORISE
from quizzes.bank.reasons import because
from quizzes.bank.records import Choice, Question, Refused
from quizzes.bank.shuffling import shuffled
from quizzes.bank.wording.balance import LENGTH_RATIO, leans
from quizzes.bank.wording.leaks import names_in

LEAST, MOST = 4, 6  # statements
TOGETHER = 4  # a table of up to so many options is asked about as a whole, a larger one by threes
LONGEST_KEY = 200
SEEN = "examples"  # where something was seen is a trifle


def buckets(facts: Sequence[Fact]) -> list[tuple[str, ...]]:
    """Which options are asked about together, as their keys.

    Of more than four, each goes with the two that a hash of the pair puts closest: a new option then leaves most of
    these threes, and with them the keys of their questions, as they were.
    """
    options = sorted({fact.option_key for fact in facts})
    if len(options) < 2:
        return []
    if len(options) <= TOGETHER:
        return [tuple(options)]
    distance = {pair: hashlib.sha256("\x1f".join(pair).encode()).digest() for pair in combinations(options, 2)}
    found = set()
    for option in options:
        others = (other for other in options if other != option)
        closest = sorted(others, key=lambda other: distance[min(option, other), max(option, other)])
        found.add(tuple(sorted([option, *closest[:2]])))
    return sorted(found)


def categorise(page: Page, key: str, facts: Sequence[Fact], options: Sequence[str]) -> Question | Refused:
    """Sort four to six of a table's or list's facts under these of its options; its key is ``key``.

    ``facts`` are those that `silent` leaves. One is left out, too, when the page says the same of another of the
    options or, in a table, when one of them has no value in its dimension.
    """
    among = [fact for fact in facts if fact.option_key in options]
    sample = {fact.option_key: fact for fact in reversed(among)}
    if len(sample) < len(options):
        return "leak", because("statements-name", options=", ".join(options))
    fair = [fact for fact in among if _fair(page, fact, [sample[option] for option in options])]
    if short := next((o for o in options if all(fact.option_key != o for fact in fair)), None):
        return "few", because("none-alone", option=sample[short].option)
    if len(fair) < LEAST:
        return "few", because("few-statements")
    full = f"{CATEGORISE}/{key}/{joined(options)}"
    chosen = _chosen(page, shuffled(full, fair, lambda fact: fact.key), len(options))
    if not chosen:
        return "length", because("statements-length")
    choices = [Choice(statement(f), True, reason(f), f.key, source(f), f.option) for f in chosen]
    cells = chosen[0].kind == "cell"
    first = min(among, key=lambda fact: fact.key)
    what = "answer" if cells else f"point ({min(f.dimension for f in among).lower()})"
    return Question(
        key=full,
        kind=CATEGORISE,
        topic=chosen[0].topic,
        context=context(page.title, first),
        ask=f"Put each {what} under the {noun(first)} that it describes best.",
        choices=tuple(shuffled(full, choices, lambda choice: choice.fact)),
        explanation=" ".join(quote(fact) for fact in sorted(chosen, key=lambda fact: fact.key)),
        facts=tuple(sorted(fact.key for fact in chosen)),
        targets=tuple(shuffled(f"{full}/targets", (sample[option].option for option in options), str)),
    )


def silent(facts: Sequence[Fact]) -> list[Fact]:
    """The facts of a table or list whose statements name none of its options and do not speak of each other."""
    names = list({fact.option_key: fact.option for fact in facts}.values())
    parts = {fact.key: (fact.value, fact.qualifier, fact.dimension if fact.kind == "cell" else "") for fact in facts}
    texts = {text for found in parts.values() for text in found if text}
    telling = {text for text in texts if leans(text) or any(names_in(text, name, names) for name in names)}
    return [fact for fact in facts if telling.isdisjoint(parts[fact.key])]


def statement(fact: Fact) -> str:
    """A fact as something to be sorted. A cell says its row too; a bullet's label stands in the stem."""
    return f"{fact.dimension}: {fact.value}{given(fact)}" if fact.kind == "cell" else f"{fact.value}{given(fact)}"


def _fair(page: Page, fact: Fact, samples: Sequence[Fact]) -> bool:
    if fact.label == SEEN or fact.tells or fact.exclusive is False or (fact.kind == "cell" and page.row(fact).single):
        return False
    others = [sample for sample in samples if sample.option_key != fact.option_key]
    if any(page.claimed(fact.value, other) for other in others):
        return False
    return fact.kind != "cell" or {s.option_key for s in samples} <= {f.option_key for f in page.row(fact).facts}


def _chosen(page: Page, fair: Sequence[Fact], options: int) -> list[Fact]:
    """Statements of like length: those of the first window of lengths that gives most."""
    best: list[Fact] = []
    lengths = {fact.key: len(statement(fact)) for fact in fair}
    for shortest in sorted(set(lengths.values())):
        window = [fact for fact in fair if shortest <= lengths[fact.key] <= LENGTH_RATIO * shortest]
        if len(window) < LEAST or len({fact.option_key for fact in window}) < options:
            continue
        found = _pick(page, window, options)
        if len(found) > len(best):
            best = found
        if len(best) >= MOST:
            break
    return best


def _pick(page: Page, window: Sequence[Fact], options: int) -> list[Fact]:
    """One statement of each option, then more, the options in turn, at most three of each; none if too few are left.

    Preferred are dimensions not yet used, as two statements of one row answer each other.
    """
    found: list[Fact] = []
    count: Counter[str] = Counter()
    used: set[str] = set()
    for fresh, least in ((True, MOST), (False, LEAST)):
        for each in range(1, 4):
            for fact in _left(window, found):
                full = count[fact.option_key] >= each or len(found) >= max(least, options)
                if full or (fresh and fact.kind == "cell" and fact.label in used):
                    continue
                if any(other.value in page.near_to(fact.value) for other in found):
                    continue
                found.append(fact)
                count[fact.option_key] += 1
                used.add(fact.label)
    return found if len(found) >= LEAST and len(count) == options else []


def _left(window: Sequence[Fact], found: Sequence[Fact]) -> Iterator[Fact]:
    taken = {fact.key for fact in found}
    return (fact for fact in window if fact.key not in taken)


def joined(options: Sequence[str]) -> str:
    """The options' keys as one part of a key, cut and hashed where it would not fit."""
    text = "+".join(options)
    if len(text) <= LONGEST_KEY:
        return text
    return f"{text[: LONGEST_KEY - 9]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
