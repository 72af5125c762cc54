"""Questions that ask for an order: options by an ordinal dimension, or the steps of a numbered process.

Pure. A value's rank is read from its leading word, on the scale that its dimension declares or on the usual one.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from content.reading.facts import Fact
from quizzes.bank.generate.asking import context, each_option, under
from quizzes.bank.generate.page import Page, Row, given, option_names, quote, source, why
from quizzes.bank.generate.sets import LEAST, MOST
from quizzes.bank.kinds import ORDER
from quizzes.bank.reasons import because
from quizzes.bank.records import SHAPELESS, Choice, Question, Refused
from quizzes.bank.shuffling import shuffled
from quizzes.bank.wording.balance import leans
from quizzes.bank.wording.ranks import rank, said_place


def order(page: Page, row: Row) -> Question | Refused:
    """Order options by an ordinal dimension. Of options that share a rank, one is asked about."""
    scale = next((fact.scale for fact in row.facts if fact.scale), ())
    ranked = {fact.key: place for fact in row.facts if (place := rank(fact.value, scale)) is not None}
    if len(set(ranked.values())) < LEAST:
        return SHAPELESS  # fewer than three values of this dimension stand on a scale
    key = f"{ORDER}/{row.key}"
    fair: dict[int, list[Fact]] = defaultdict(list)
    for fact in row.facts:
        if fact.key in ranked and fact.key not in row.telling | row.namesakes and not _disputed(page, fact, scale):
            fair[ranked[fact.key]].append(fact)
    kept = [shuffled(key, facts, lambda fact: fact.key)[0] for _, facts in sorted(fair.items())]
    if len(kept) < LEAST:
        return "claimed", because("ranked-otherwise")
    kept = _some(key, kept)
    shared, names = option_names(kept)
    ends = f"“{scale[0]}” to “{scale[-1]}”" if scale else "least to most"
    ask = under(shared, each_option(kept[0], f"Put them in order, from {ends}."))
    choices = [Choice(names[f.key], True, quote(f), f.key, source(f), str(n)) for n, f in enumerate(kept, 1)]
    return _question(page, kept, key=key, ask=ask, choices=choices)


def _disputed(page: Page, fact: Fact, scale: tuple[str, ...]) -> bool:
    """Whether the page gives its option another rank in a dimension of the same name."""
    here = rank(fact.value, scale)
    return any(
        rank(other.value, other.scale or scale) not in (None, here)
        for other in page.by_label[fact.label]
        if other.key != fact.key and page.same(fact, other)
    )


def steps(page: Page, key: str, facts: Sequence[Fact]) -> Question | Refused:
    """Order the steps of a process. A step that says which one it is ("Finally, …"), or nothing, is left out."""
    if len(facts) < LEAST:
        return SHAPELESS  # fewer than three steps
    kept = [f for f in facts if not (said_place(f.value) or leans(f.value)) and re.search(r"\w", f.value)]
    if len(kept) < LEAST:
        return "leak", because("steps-say-place")
    for fact in kept:
        if any(other.key != fact.key and other.value in page.near_to(fact.value) for other in kept):
            return "tie", because("steps-alike", value=fact.value)
    key = f"{ORDER}/{key}"
    kept = _some(key, kept)
    first = kept[0]
    choices = [
        Choice(
            f"{f.value}{given(f)}",
            True,
            f"{f.option} · {f.dimension}: this is step {n} of these.",
            f.key,
            source(f),
            str(n),
        )
        for n, f in enumerate(kept, 1)
    ]
    return _question(page, kept, key=key, ask=f"Put the steps of {first.option} in order.", choices=choices)


def _some(key: str, facts: Sequence[Fact]) -> list[Fact]:
    """At most `MOST` of the facts, in the order they had."""
    chosen = {fact.key for fact in shuffled(key, facts, lambda fact: fact.key)[:MOST]}
    return [fact for fact in facts if fact.key in chosen]


def _question(page: Page, kept: Sequence[Fact], *, key: str, ask: str, choices: Sequence[Choice]) -> Question:
    return Question(
        key=key,
        kind=ORDER,
        topic=kept[0].topic,
        context=context(page.title, kept[0]),
        ask=ask,
        choices=tuple(shuffled(key, choices, lambda choice: choice.fact)),
        explanation=" ".join([" → ".join(choice.text for choice in choices) + ".", *why(kept)]),
        facts=tuple(sorted(fact.key for fact in kept)),
        targets=tuple(choice.target for choice in choices),
    )
