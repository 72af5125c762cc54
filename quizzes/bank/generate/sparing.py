"""What is asked of a fact and of a row, out of all that could be: not everything in every form.

Pure. A fact asked in five forms is known from the first of them. Which forms stay hangs on keys alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from content.reading.facts import Fact
from quizzes.bank.kinds import CLOZE, OPTION, SCENARIO, TRUE_FALSE, VALUE
from quizzes.bank.reasons import because
from quizzes.bank.records import Question, Refusal
from quizzes.bank.shuffling import lot

FORMS = frozenset({OPTION, VALUE, SCENARIO, CLOZE, TRUE_FALSE})  # the kinds about one fact
MOST_FORMS = 2  # of one fact, beside its flashcard


def sparing(questions: Sequence[Question], facts: Mapping[str, Fact]) -> tuple[list[Question], list[Refusal]]:
    """The questions of a page that are asked, and those that are not, as refusals.

    At most two forms of one fact: what asks for its value, or for the option that fits a need, and another one. Of the
    kinds over several facts at most one for each row of a table or list. ``facts`` are by key.
    """
    forms: dict[str, list[Question]] = defaultdict(list)
    over: list[Question] = []
    for question in questions:
        if question.kind in FORMS:
            forms[question.facts[0]].append(question)
        else:
            over.append(question)
    kept: list[Question] = []
    spared: list[Refusal] = []
    for fact, found in forms.items():
        ranked = sorted(found, key=lambda one: (one.kind not in (VALUE, SCENARIO), lot(fact, one.kind)))
        kept += ranked[:MOST_FORMS]
        spared += [Refusal(one.kind, fact, "enough", because("enough")) for one in ranked[MOST_FORMS:]]
    taken: set[tuple[str, str, str]] = set()
    for question in sorted(over, key=lambda one: (lot(one.kind, one.key), one.key)):
        rows = {(question.kind, *_row(facts[key])) for key in question.facts}
        if taken.isdisjoint(rows):
            taken |= rows
            kept.append(question)
        else:
            about = question.key.partition("/")[2]
            spared.append(Refusal(question.kind, about, "row-asked", because("row-asked")))
    return kept, spared


def _row(fact: Fact) -> tuple[str, str]:
    """The row of a table or the list that a fact stands in; each process is one of its own."""
    return fact.group, f"{fact.label}/{fact.option_key}" if fact.ordered else fact.label
