"""Facts to questions and flashcards: derived, deterministic, and traceable to the cell behind every choice.

Pure. The same facts, in whatever order, give the same questions byte for byte: what looks like chance is a hash of the
question's key. What has not the form that a kind needs is no refusal, all else that is not asked is one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from content.reading.facts import Fact
from quizzes.bank.generate.cards import flashcard
from quizzes.bank.generate.categorise import buckets, categorise, silent
from quizzes.bank.generate.difficulty import difficulty
from quizzes.bank.generate.order import order, steps
from quizzes.bank.generate.page import Page
from quizzes.bank.generate.recall import cloze, true_false
from quizzes.bank.generate.sets import match, multiple, odd
from quizzes.bank.generate.single import option_choice, scenario, value_choice
from quizzes.bank.kinds import (
    CATEGORISE,
    CLOZE,
    FLASHCARD,
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
from quizzes.bank.records import SHAPELESS, Bank, Flashcard, Question, Refusal, Refused
from quizzes.bank.wording.typed import Spellings, Terms

# Dimensions that say what an option is good for; a value of theirs is a need, not a property.
NEEDS = {
    "best-for", "choose-it-when", "first-choice-for", "fits", "fitting-access-pattern", "good-for", "good-match",
    "good-query-shape", "good-use", "good-when", "suitable-case", "suitable-content", "suitable-data", "suitable-list",
    "suitable-work", "suits", "typical-use", "use", "use-case", "use-cases",
}  # fmt: skip

# The kind, what it was to be made from (a fact's key, a row's or a list's), and what came of it.
Made = tuple[str, str, Question | Refused]


def generate(title: str, facts: Sequence[Fact], terms: Terms = MappingProxyType({})) -> Bank:
    """Every fair question and flashcard of a topic, and a reason for each that is not asked, sorted by key.

    ``terms`` gives other accepted spellings of a name, for answers that are typed.
    """
    page = Page(title, facts)
    by_key = {fact.key: fact for fact in page.facts}
    questions: list[Question] = []
    refusals: list[Refusal] = []
    for made in (_of_facts(page, Spellings(page.options.values(), terms)), _of_rows(page), _of_lists(page)):
        for kind, about, result in made:
            if isinstance(result, Question):
                questions.append(replace(result, difficulty=difficulty(result, by_key)))
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
    questions.sort(key=lambda question: question.key)
    refusals.sort(key=lambda refusal: (refusal.kind, refusal.fact, refusal.code, refusal.why))
    return Bank(tuple(questions), tuple(cards), tuple(refusals))


def _of_facts(page: Page, spellings: Spellings) -> Iterator[Made]:
    for fact in page.facts:
        if fact.label in NEEDS:
            yield SCENARIO, fact.key, scenario(page, fact)
        elif fact.kind == "cell":
            yield OPTION, fact.key, option_choice(page, fact)
            yield VALUE, fact.key, value_choice(page, fact)
        if fact.kind == "cell":
            yield CLOZE, fact.key, cloze(page, fact, spellings)
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
        plain = silent(facts)
        for options in buckets(facts):
            yield CATEGORISE, key, categorise(page, key, plain, options)
    for key, facts in page.processes.items():
        yield ORDER, key, steps(page, key, facts)
