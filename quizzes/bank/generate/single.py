"""Questions with one right choice about one fact: option choice, value choice, scenario.

Pure. The wrong choices are those most like the right one, out of what its siblings are said to have. A cell is asked
about where the values of its row rule each other out. What another table or topic says is no wrong choice: nothing on
the page speaks against it.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from content.reading.facts import Fact
from content.reading.text import normalise
from quizzes.bank.generate.asking import context, under, which_fits, which_option, which_value
from quizzes.bank.generate.page import Page, quote, reason, source
from quizzes.bank.kinds import OPTION, SCENARIO, VALUE
from quizzes.bank.reasons import because
from quizzes.bank.records import Choice, Question, Refused
from quizzes.bank.shuffling import shuffled
from quizzes.bank.wording.balance import balanced, leans
from quizzes.bank.wording.leaks import names_in, tells
from quizzes.bank.wording.sameness import same_option

MIN_DISTRACTORS, MAX_DISTRACTORS = 2, 3  # one of two is a coin
POOL = 16  # distractors that are looked at, the nearest ones, of a table however large


def _rivals(page: Page, fact: Fact) -> list[Fact]:
    """One fact of each sibling option in the same dimension."""
    seen: dict[str, Fact] = {}
    for other in page.beside(fact):
        if other.option_key != fact.option_key:
            seen.setdefault(other.option_key, other)
    return list(seen.values())


def option_choice(page: Page, fact: Fact) -> Question | Refused:
    """Which option has this value?"""
    rivals = _rivals(page, fact)
    if len(rivals) < MIN_DISTRACTORS:
        return "few", because("few-values")
    if refused := page.row(fact).single:
        return refused
    near = page.near_to(fact.value)
    if tie := next((rival for rival in rivals if rival.value in near), None):
        return "tie", because("nearly-same", option=tie.option, value=tie.value)
    if fact.qualifier and any(rival.qualifier != fact.qualifier for rival in rivals):
        return "leak", because("own-condition", condition=fact.qualifier)
    return _naming(page, fact, kind=OPTION, ask=which_option(fact), siblings=rivals)


def scenario(page: Page, fact: Fact) -> Question | Refused:
    """Which option fits this need?"""
    siblings = page.siblings(fact)
    if len(siblings) < 2:
        return "few", because("few-siblings")
    if fact.kind == "cell" and (refused := page.row(fact).single):
        return refused
    if fact.exclusive is False:
        return "overlap", because("overlaps")
    rivals = {rival.option_key: rival for rival in reversed(_rivals(page, fact))}
    near = page.near_to(fact.value)
    for rival in page.beside(fact):
        if rival.option_key != fact.option_key and rival.value in near:
            return "tie", because("same-need", option=rival.option, value=rival.value)
    about = [rivals.get(sibling.option_key, sibling) for sibling in siblings]
    return _naming(page, fact, kind=SCENARIO, ask=which_fits(fact), siblings=about)


def _naming(page: Page, fact: Fact, *, kind: str, ask: str, siblings: Sequence[Fact]) -> Question | Refused:
    """A question whose choices are option names: the fact's, and those of other facts, which say why they are wrong."""
    names = [fact.option, *(sibling.option for sibling in siblings)]
    if page.given_away(fact, names):
        return "leak", because("names-option", value=fact.value, option=fact.option)
    key = f"{kind}/{fact.key}"
    distinct = {normalise(sibling.option): sibling for sibling in reversed(siblings)}
    fair = {
        sibling.option: sibling
        for sibling in distinct.values()
        if not names_in(fact.value, sibling.option, names)
        and not page.claimed(fact.value, sibling)
        and not same_option(sibling.option, fact.option)
    }
    if not fair:
        return "claimed", because("siblings-claimed", value=fact.value)
    if len(fair) < MIN_DISTRACTORS:
        return "few", because("few-siblings")
    chosen = _pick(fact.option, _nearest(fact.option, fair, key)[:POOL])
    if not chosen:
        return "length", because("names-length")
    choices = [Choice(fact.option, True, reason(fact), fact.key, source(fact))]
    for name in chosen:
        other = fair[name]
        said = other.label == fact.label
        why = quote(other) if said else f"The page does not say this of {name}."
        choices.append(Choice(name, False, why, other.key if said else "", source(other if said else fact)))
    return _question(page, fact, key, kind, ask, choices)


def value_choice(page: Page, fact: Fact) -> Question | Refused:
    """What does an option have in a dimension?"""
    rivals = _rivals(page, fact)
    names = [fact.option, *(rival.option for rival in rivals)]
    if len(rivals) < 2:
        return "few", because("few-values")
    if refused := page.row(fact).single:
        return refused
    if leans(fact.value):
        return "leans", because("leans", value=fact.value)
    if fact.tells or tells(fact.value, page.called(fact), names):
        return "leak", because("names-option", value=fact.value, option=fact.option)
    key = f"{VALUE}/{fact.key}"
    by_value = {rival.value: rival for rival in reversed(rivals)}
    distractors: dict[str, Fact] = {}
    for value in _nearest(fact.value, by_value, key):
        if len(distractors) == POOL:
            break
        rival = by_value[value]
        given_away = leans(value) or any(names_in(value, name, names) for name in (rival.option, fact.option))
        merged = not page.near_to(value).isdisjoint(distractors)
        if not given_away and not merged and not page.claimed(value, fact) and rival.qualifier == fact.qualifier:
            distractors[value] = rival
    if len(distractors) < MIN_DISTRACTORS:
        return "few", because("few-fair-values")
    chosen = _pick(fact.value, list(distractors))
    if not chosen:
        return "length", because("choices-length")
    choices = [Choice(fact.value, True, reason(fact), fact.key, source(fact))]
    for value in chosen:
        rival = distractors[value]
        why = f"That is what {rival.option} has in “{rival.dimension}”."
        choices.append(Choice(value, False, why, rival.key, source(rival)))
    return _question(page, fact, key, VALUE, which_value(fact), choices)


def _question(page: Page, fact: Fact, key: str, kind: str, ask: str, choices: Sequence[Choice]) -> Question:
    return Question(
        key=key,
        kind=kind,
        topic=fact.topic,
        context=context(page.title, fact),
        ask=under(fact, ask),
        choices=tuple(shuffled(key, choices, lambda choice: choice.text)),
        explanation=reason(fact),
        facts=(fact.key,),
    )


def _nearest(right: str, wrong: Iterable[str], key: str) -> list[str]:
    """The distractors, those first that are most like the right choice."""
    return sorted(shuffled(key, wrong, str), key=lambda text: -fuzz.token_set_ratio(right, text))


def _pick(right: str, nearest: Sequence[str]) -> tuple[str, ...]:
    """The first distractors that keep all lengths balanced: three if possible, else two."""
    for size in range(min(MAX_DISTRACTORS, len(nearest)), MIN_DISTRACTORS - 1, -1):
        for chosen in combinations(nearest, size):
            if balanced((right, *chosen)):
                return chosen
    return ()
