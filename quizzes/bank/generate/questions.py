"""Facts to questions and flashcards: derived, deterministic, and traceable to the cell behind every choice.

Pure. The same facts, in whatever order, give the same questions byte for byte: what looks like chance is a hash of the
question's key. What has not the form that a kind needs is no refusal, all else that is not asked is one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from content.reading.facts import Fact
from content.reading.framing import Needs
from quizzes.bank.facility import Part, prior
from quizzes.bank.generate.cards import flashcard
from quizzes.bank.generate.categorise import buckets, categorise, silent
from quizzes.bank.generate.choose import decisions
from quizzes.bank.generate.order import order, steps
from quizzes.bank.generate.page import Page
from quizzes.bank.generate.recall import cloze, true_false
from quizzes.bank.generate.sets import match, multiple, odd
from quizzes.bank.generate.single import option_choice, scenario, value_choice
from quizzes.bank.generate.sparing import sparing
from quizzes.bank.kinds import (
    CATEGORISE,
    CLOZE,
    FLASHCARD,
    KINDS,
    MATCH,
    MULTIPLE,
    ODD,
    OPTION,
    ORDER,
    REVERSE,
    SCENARIO,
    TRUE_FALSE,
    VALUE,
)
from quizzes.bank.reasons import Reason, because
from quizzes.bank.records import SHAPELESS, Bank, Flashcard, Question, Refusal, Refused
from quizzes.bank.wording.ranks import rank
from quizzes.bank.wording.sameness import NearValues
from quizzes.bank.wording.typed import Spellings, Terms

KEPT = 64  # pieces of pages: those of the pages that are edited, each some hundred kilobytes

# Dimensions that say what an option is good for; a value of theirs is a need, not a property.
NEEDS = {
    "best-for", "choose-it-when", "first-choice-for", "fits", "fitting-access-pattern", "good-for", "good-match",
    "good-query-shape", "good-use", "good-when", "suitable-case", "suitable-content", "suitable-data", "suitable-list",
    "suitable-work", "suits", "typical-use", "use", "use-case", "use-cases",
}  # fmt: skip

# The kind, what it was to be made from (a fact's key, a row's or a list's), and what came of it.
Made = tuple[str, str, Question | Refused]


def generate(title: str, facts: Sequence[Fact], terms: Terms = MappingProxyType({}), needs: Needs = ()) -> Bank:
    """The questions and flashcards of a topic, and a reason for each that is not asked, sorted by key: what is
    `possible`, but no fact and no row in every form, and the decisions that follow from its tables' needs."""
    found = possible(title, facts, terms)
    by_key = {fact.key: fact for fact in facts}
    kept, spared = sparing(found.questions, by_key)
    decided = [expected(question, by_key) for question in decisions(title, facts, needs)]
    return replace(
        found,
        questions=tuple(sorted((*kept, *decided), key=lambda question: question.key)),
        refusals=tuple(sorted((*found.refusals, *spared), key=_place)),
    )


def _place(refusal: Refusal) -> tuple[str, str, str, Reason]:
    return refusal.kind, refusal.fact, refusal.code, refusal.why


def possible(title: str, facts: Sequence[Fact], terms: Terms = MappingProxyType({})) -> Bank:
    """Every fair question and flashcard of a topic, and a reason for each that is not fair, sorted by key.

    ``terms`` gives other accepted spellings of a name, for answers that are typed. A piece of the page that is as it
    was is not made again.
    """
    options: dict[tuple[str, str], str] = {}
    for fact in sorted(facts, key=lambda fact: fact.key):
        options.setdefault((fact.group, fact.option_key), fact.option)
    names = tuple(options.values())
    spellings = _spellings(names, tuple((term, tuple(also)) for term, also in sorted(terms.items())))
    parts = [of_piece(title, own, around, names, spellings) for own, around in pieces(facts)]
    questions = sorted((q for part in parts for q in part.questions), key=lambda question: question.key)
    cards = sorted((card for part in parts for card in part.flashcards), key=lambda card: card.fact)
    silent = [Refusal(FLASHCARD, fact.key, "noask", because("noask")) for fact in facts if fact.noask]
    refused = (*silent, *(refusal for part in parts for refusal in part.refusals))
    return Bank(tuple(questions), tuple(cards), tuple(sorted(refused, key=_place)))


def pieces(facts: Sequence[Fact]) -> Iterator[tuple[tuple[Fact, ...], tuple[Fact, ...]]]:
    """The facts of each table, and of the lists of each heading, with those around them that their questions must not
    contradict: what the page says elsewhere in nearly the same words, and ranks in a dimension of the same name.

    What is not to be asked about belongs to no piece, but stands around them.
    """
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if not fact.noask:
            groups[fact.group].append(fact)
    near_to = NearValues(fact.value for fact in facts)
    for group, own in groups.items():
        near = frozenset[str]().union(*(near_to(value) for value in {fact.value for fact in own}))
        scales: dict[str, tuple[str, ...]] = {}
        for fact in own:
            scales[fact.label] = scales.get(fact.label) or fact.scale
        others = (fact for fact in facts if fact.group != group or fact.noask)
        yield tuple(own), tuple(fact for fact in others if fact.value in near or _ranked(fact, scales))


def _ranked(fact: Fact, scales: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a fact is a rank in one of these dimensions, on its own scale or on theirs."""
    scale = scales.get(fact.label)
    return scale is not None and rank(fact.value, fact.scale or scale) is not None


@lru_cache(maxsize=KEPT)
def _spellings(names: tuple[str, ...], terms: tuple[tuple[str, tuple[str, ...]], ...]) -> Spellings:
    return Spellings(names, dict(terms))


@lru_cache(maxsize=KEPT)
def of_piece(
    title: str, own: tuple[Fact, ...], around: tuple[Fact, ...], names: tuple[str, ...], spellings: Spellings
) -> Bank:
    """What one of the `pieces` of a page gives; ``names`` and ``spellings`` are those of all of the page's options."""
    page = Page(title, own, around, names, spellings)
    by_key = {fact.key: fact for fact in page.facts}
    questions: list[Question] = []
    refusals: list[Refusal] = []
    for made in (_of_facts(page), _of_rows(page), _of_lists(page)):
        for kind, about, result in made:
            if isinstance(result, Question):
                questions.append(expected(result, by_key))
            elif result != SHAPELESS:
                refusals.append(Refusal(kind, about, *result))
    cards: list[Flashcard] = []
    for fact in page.facts:
        card, one_way = flashcard(page, fact)
        if isinstance(card, Flashcard):
            cards.append(card)
        else:
            refusals.append(Refusal(FLASHCARD, fact.key, *card))
        if one_way:
            refusals.append(Refusal(REVERSE, fact.key, *one_way))
    return Bank(tuple(questions), tuple(cards), tuple(refusals))


def expected(question: Question, facts: Mapping[str, Fact]) -> Question:
    """The question with the share of its marks that is to be expected."""
    behind = {choice.fact: facts[choice.fact] for choice in question.choices if choice.fact in facts}
    # cells of different rows are no more or less alike: what tells such choices apart is what they are called
    alike = KINDS[question.kind].shape.placed or len({fact.label for fact in behind.values()}) == 1
    parts = [
        Part(
            text=choice.text,
            value=behind[choice.fact].value if alike and choice.fact in behind else choice.text,
            place=choice.target or str(choice.correct),
            right=choice.correct,
        )
        for choice in question.choices
    ]
    return replace(question, facility=prior(question.kind, question.ask, parts, len(question.targets)))


def _of_facts(page: Page) -> Iterator[Made]:
    for fact in page.facts:
        if fact.label in NEEDS:
            yield SCENARIO, fact.key, scenario(page, fact)
        elif fact.kind == "cell":
            yield OPTION, fact.key, option_choice(page, fact)
            yield VALUE, fact.key, value_choice(page, fact)
        if fact.kind == "cell":
            yield CLOZE, fact.key, cloze(page, fact)
            yield TRUE_FALSE, fact.key, true_false(page, fact)


def _of_rows(page: Page) -> Iterator[Made]:
    for row in page.rows.values():
        yield MATCH, row.key, match(page, row)
        yield ODD, row.key, odd(page, row)
        yield ORDER, row.key, order(page, row)
        for value in row.shared:
            yield MULTIPLE, row.key, multiple(page, row, value)


def _of_lists(page: Page) -> Iterator[Made]:
    for key, facts in (*page.tables.items(), *page.lists.items()):
        if facts[0].kind != "cell" and facts[0].label not in NEEDS:
            yield CATEGORISE, key, ("overlap", because("points-shared"))
            continue
        plain = silent(facts)
        for options in buckets(facts):
            yield CATEGORISE, key, categorise(page, key, plain, options)
    for key, facts in page.processes.items():
        yield ORDER, key, steps(page, key, facts)
