"""Facts to questions and flashcards: derived, deterministic, and traceable to the cell behind every choice.

Pure. The same facts give the same questions byte for byte: whatever looks like chance is a hash of the question's key.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from types import MappingProxyType

from rapidfuzz import fuzz

from content.facts import Fact
from content.text import normalise
from quizzes.bank.arranged import Arranged
from quizzes.bank.kinds import EXTRA_KINDS, extra_questions
from quizzes.bank.lint import Refusal, balanced, claimed, leans, names_in, same_option
from quizzes.bank.model import FLASHCARD, OPTION, SCENARIO, VALUE, Bank, Choice, Flashcard, Question, Refused
from quizzes.bank.recall import Terms
from quizzes.bank.sameness import near

KINDS = {OPTION: "Option choice", VALUE: "Value choice", SCENARIO: "Scenario", **EXTRA_KINDS, FLASHCARD: "Flashcard"}
MAX_DISTRACTORS = 3
POOL = 16  # distractors that are looked at, the nearest ones, of a table however large
# Dimensions that say what an option is good for; a value of theirs is a need, not a property.
NEEDS = {"best-for", "use-case", "use-cases", "good-for", "first-choice-for", "typical-use", "fits", "use"}


def seeded(key: str, items: Iterable[str]) -> list[str]:
    """The items in an order that depends on the key and on nothing else."""
    return sorted(items, key=lambda item: hashlib.sha256(f"{key}\x1f{item}".encode()).digest())


def generate(title: str, facts: Sequence[Fact], terms: Terms = MappingProxyType({})) -> Bank:
    """Every fair question and flashcard of a topic, and a reason for each that is not asked.

    ``terms`` gives other accepted spellings of a name, for answers that are typed.
    """
    topic = Arranged(title, facts)
    questions: list[Question] = []
    flashcards: list[Flashcard] = []
    refusals: list[Refusal] = []
    for fact in facts:
        for kind, make in _kinds(fact):
            made = make(topic, fact)
            if isinstance(made, Question):
                questions.append(made)
            else:
                refusals.append(Refusal(kind, fact.key, *made))
        card = flashcard(topic, fact)
        if isinstance(card, Flashcard):
            flashcards.append(card)
        else:
            refusals.append(Refusal(FLASHCARD, fact.key, *card))
    extra, refused = extra_questions(title, facts, terms)
    return Bank((*questions, *extra), tuple(flashcards), (*refusals, *refused))


def _kinds(fact: Fact) -> list[tuple[str, Callable[[Arranged, Fact], Question | Refused]]]:
    if fact.label in NEEDS:
        return [(SCENARIO, scenario)]
    if fact.kind == "cell":
        return [(OPTION, option_choice), (VALUE, value_choice)]
    return []


def _context(topic: Arranged, fact: Fact) -> str:
    return f"{topic.title} · {fact.dimension}"


def _given(fact: Fact) -> str:
    return f" (given: {fact.qualifier})" if fact.qualifier else ""


def source(fact: Fact) -> str:
    """Where a fact stands: its topic's page with the cell's row and column lit."""
    return f"/wiki/{fact.topic}/#{fact.anchor}"


def _quote(fact: Fact) -> str:
    return f"{fact.option} · {fact.dimension}: {fact.value}{_given(fact)}."


def _rivals(topic: Arranged, fact: Fact) -> list[Fact]:
    """One fact of each sibling option in the same dimension."""
    seen: dict[str, Fact] = {}
    for other in topic.rows[fact.group, fact.label]:
        if other.option_key != fact.option_key:
            seen.setdefault(other.option_key, other)
    return list(seen.values())


def _naming(
    topic: Arranged, fact: Fact, *, kind: str, ask: str, siblings: Sequence[str], about: Callable[[str], Fact | None]
) -> Question | Refused:
    """A question whose choices are option names, after the checks that option choice and scenario share."""
    names = [fact.option, *siblings]
    if names_in(fact.value, fact.option, names):
        return "leak", f"“{fact.value}” holds a word of its option's name, “{fact.option}”"
    key = f"{kind}/{fact.key}"
    distinct = {normalise(name): name for name in reversed(siblings)}.values()
    fair = [
        name
        for name in _nearest(fact.option, distinct, key)
        if not names_in(fact.value, name, names)
        and not claimed(fact.value, topic.claims.get(name, ()))
        and not same_option(name, fact.option)
    ][:POOL]
    if not fair:
        return "claimed", f"every sibling is named in “{fact.value}”, or is said to have it elsewhere on the page"
    if kind == SCENARIO and len(fair) < 2:
        return "few", "fewer than two siblings to choose between"
    chosen = _pick(fact.option, fair, least=min(2, len(fair)))
    if not chosen:
        return "length", "a name among the choices is longer than 1.5 times the median"
    choices = {fact.option: Choice(fact.option, True, _quote(fact), fact.key, source(fact))}
    for name in chosen:
        other = about(name)
        reason = _quote(other) if other else f"The page does not say this of {name}."
        choices[name] = Choice(name, False, reason, other.key if other else "", source(other or fact))
    order = seeded(key, choices)
    return Question(
        key=key,
        kind=kind,
        topic=fact.topic,
        context=_context(topic, fact),
        ask=ask,
        choices=tuple(choices[name] for name in order),
        explanation=_quote(fact),
        facts=(fact.key,),
        graded=len(choices) > 2,
    )


def option_choice(topic: Arranged, fact: Fact) -> Question | Refused:
    """Which option has this value?"""
    rivals = _rivals(topic, fact)
    if not rivals:
        return "few", "no other option has a value in this dimension"
    if tie := next((r for r in rivals if near(r.value, fact.value)), None):
        return "tie", f"{tie.option} has nearly the same: “{tie.value}”"
    by_name = {r.option: r for r in rivals}
    ask = f"which option does “{fact.value}” describe{_given(fact)}?"
    return _naming(topic, fact, kind=OPTION, ask=ask, siblings=list(by_name), about=by_name.get)


def scenario(topic: Arranged, fact: Fact) -> Question | Refused:
    """Which option fits this need?"""
    siblings = [name for name in topic.options[fact.group] if name != fact.option]
    if len(siblings) < 2:
        return "few", "fewer than two siblings to choose between"
    for rival in topic.rows[fact.group, fact.label]:
        if rival.option_key != fact.option_key and near(rival.value, fact.value):
            return "tie", f"{rival.option} is named for nearly the same need: “{rival.value}”"
    needs: dict[str, Fact] = {}
    for rival in topic.rows[fact.group, fact.label]:
        needs.setdefault(rival.option, rival)
    ask = f"which option fits this need best: “{fact.value}”{_given(fact)}?"
    return _naming(topic, fact, kind=SCENARIO, ask=ask, siblings=siblings, about=needs.get)


def value_choice(topic: Arranged, fact: Fact) -> Question | Refused:
    """What does an option have in a dimension?"""
    rivals = _rivals(topic, fact)
    names = [fact.option, *(r.option for r in rivals)]
    if len(rivals) < 2:
        return "few", "fewer than two other values in this dimension"
    if leans(fact.value):
        return "leans", f"“{fact.value}” would speak of the other choices"
    if names_in(fact.value, fact.option, names):
        return "leak", f"“{fact.value}” holds a word of its option's name, “{fact.option}”"
    key = f"{VALUE}/{fact.key}"
    own = topic.claims[fact.option]
    by_value = {rival.value: rival for rival in reversed(rivals)}
    distractors: dict[str, Fact] = {}
    for value in _nearest(fact.value, by_value, key):
        if len(distractors) == POOL:
            break
        rival = by_value[value]
        given_away = any(names_in(rival.value, name, names) for name in (rival.option, fact.option))
        given_away |= leans(rival.value)
        merged = any(near(rival.value, other) for other in distractors)
        if not given_away and not merged and not claimed(rival.value, own) and rival.qualifier == fact.qualifier:
            distractors[rival.value] = rival
    if len(distractors) < 2:
        return "few", "fewer than two other values are distinct, fair and clearly wrong"
    chosen = _pick(fact.value, list(distractors), least=2)
    if not chosen:
        return "length", "the choices differ too much in length: the longest is over 1.5 times the median"
    choices = {fact.value: Choice(fact.value, True, _quote(fact), fact.key, source(fact))}
    for value in chosen:
        rival = distractors[value]
        reason = f"That is what {rival.option} has in “{rival.dimension}”."
        choices[value] = Choice(value, False, reason, rival.key, source(rival))
    order = seeded(key, choices)
    return Question(
        key=key,
        kind=VALUE,
        topic=fact.topic,
        context=_context(topic, fact),
        ask=f"what holds for {fact.option}{_given(fact)}?",
        choices=tuple(choices[value] for value in order),
        explanation=_quote(fact),
        facts=(fact.key,),
    )


def _nearest(right: str, wrong: Iterable[str], key: str) -> list[str]:
    """The distractors, those first that are most like the right choice."""
    return sorted(seeded(key, wrong), key=lambda text: -fuzz.token_set_ratio(right, text))


def _pick(right: str, nearest: Sequence[str], *, least: int) -> tuple[str, ...]:
    """The first distractors that keep all lengths balanced: three if possible, else fewer."""
    for size in range(min(MAX_DISTRACTORS, len(nearest)), least - 1, -1):
        for chosen in combinations(nearest, size):
            if balanced((right, *chosen)):
                return chosen
    return ()


def flashcard(topic: Arranged, fact: Fact) -> Flashcard | Refused:
    """A card for a fact. A cell asks for its value; a bullet, one of several, shows itself and asks for its option."""
    context = _context(topic, fact)
    if fact.kind == "cell":
        return Flashcard(fact.key, fact.topic, context, f"{fact.option}{_given(fact)}", fact.value, False)
    siblings = [name for name in topic.options[fact.group] if name != fact.option]
    if not siblings:
        return "few", "its option has no siblings, so a card that asks for the option would give itself away"
    if fact.ordered:
        return "ordered", "a step of a process does not stand alone"
    if names_in(fact.value, fact.option, [fact.option, *siblings]):
        return "leak", f"“{fact.value}” holds a word of its option's name, “{fact.option}”"
    for name in siblings:
        if claimed(fact.value, topic.claims.get(name, ())):
            return "tie", f"{name} is said to have it too"
    return Flashcard(fact.key, fact.topic, context, f"“{fact.value}”{_given(fact)}", fact.option, True)
