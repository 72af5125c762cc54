"""Every question of the kinds beyond option choice, value choice and scenario, for one topic.

Pure, and independent of the order of the facts: what comes back is sorted by key.
"""

from collections.abc import Iterator, Sequence

from content.facts import Fact
from quizzes.bank.categorise import buckets, categorise, silent
from quizzes.bank.lint import Refusal
from quizzes.bank.model import (
    CATEGORISE,
    CLOZE,
    MATCH,
    MULTIPLE,
    ODD,
    ORDER,
    REVERSE,
    SHAPE,
    TRUE_FALSE,
    Flashcard,
    Question,
    Refused,
)
from quizzes.bank.order import order, steps
from quizzes.bank.page import Page
from quizzes.bank.recall import Terms, cloze, reverse, true_false
from quizzes.bank.sets import match, multiple, odd

EXTRA_KINDS = {
    CATEGORISE: "Categorise",
    MATCH: "Match",
    MULTIPLE: "Multiple response",
    ODD: "Odd one out",
    ORDER: "Order",
    CLOZE: "Cloze",
    TRUE_FALSE: "True or false",
}

# The kind, what it was to be made from (a fact's key, a row's or a list's), and what came of it.
Made = tuple[str, str, Question | Refused]


def extra_questions(title: str, facts: Sequence[Fact], terms: Terms) -> tuple[list[Question], list[Refusal]]:
    """Every fair question of these kinds, and a reason for each that was within reach and is not asked.

    ``terms`` gives other accepted spellings of a name. What has not the form a kind needs is no refusal.
    """
    page = Page(title, facts)
    questions: list[Question] = []
    refusals: list[Refusal] = []
    for made in (_of_rows, _of_lists, _of_facts):
        for kind, about, result in made(page, terms):
            if isinstance(result, Question):
                questions.append(result)
            elif result[0] != SHAPE:
                refusals.append(Refusal(kind, about, *result))
    return sorted(questions, key=lambda q: q.key), sorted(refusals, key=lambda r: (r.kind, r.fact, r.reason))


def _of_rows(page: Page, terms: Terms) -> Iterator[Made]:
    for row in page.rows.values():
        yield MATCH, row.key, match(page, row)
        yield ODD, row.key, odd(page, row)
        yield ORDER, row.key, order(page, row)
        for value in row.shared:
            yield MULTIPLE, row.key, multiple(page, row, value)


def _of_lists(page: Page, terms: Terms) -> Iterator[Made]:
    for key, facts in (*page.tables.items(), *page.lists.items()):
        plain = silent(facts)
        for options in buckets(facts):
            yield CATEGORISE, key, categorise(page, key, plain, options)
    for key, facts in page.processes.items():
        yield ORDER, key, steps(page, key, facts)


def _of_facts(page: Page, terms: Terms) -> Iterator[Made]:
    for fact in page.facts:
        if fact.kind == "cell":
            yield CLOZE, fact.key, cloze(page, fact, terms)
            yield TRUE_FALSE, fact.key, true_false(page, fact)


def reverse_cards(title: str, facts: Sequence[Fact]) -> tuple[list[Flashcard], list[Refusal]]:
    """A second card, from value to option, for each cell whose value is its option's alone, and why not for others."""
    page = Page(title, facts)
    cards: list[Flashcard] = []
    refusals: list[Refusal] = []
    for fact in page.facts:
        if fact.kind == "cell":
            made = reverse(page, fact)
            if isinstance(made, Flashcard):
                cards.append(made)
            else:
                refusals.append(Refusal(REVERSE, fact.key, *made))
    return cards, refusals
