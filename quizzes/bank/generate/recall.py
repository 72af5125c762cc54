"""Questions about one cell: cloze, true or false.

Pure.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from content.reading.facts import Fact
from content.reading.text import normalise
from quizzes.bank.generate.asking import context, row_question, under, which_option, which_value
from quizzes.bank.generate.page import Page, quote, reason, source
from quizzes.bank.kinds import CLOZE, KINDS, TRUE_FALSE
from quizzes.bank.reasons import because
from quizzes.bank.records import SHAPELESS, Choice, Question, Refused
from quizzes.bank.shuffling import shuffled
from quizzes.bank.wording.balance import leans
from quizzes.bank.wording.leaks import names_in, tells
from quizzes.bank.wording.ranks import rank
from quizzes.bank.wording.sameness import unlike
from quizzes.bank.wording.typed import folded, is_name, untypeable
from quizzes.bank.wording.words import negation


def sole(page: Page, fact: Fact) -> Refused | None:
    """Why a cell's value does not tell its option from the others, or None if it does."""
    row = page.row(fact)
    siblings = [other for other in row.facts if other.key != fact.key]
    if not siblings:
        return "few", because("no-other-value")
    if refused := row.single:
        return refused
    if page.given_away(fact, row.names):
        return "leak", because("names-option", value=fact.value, option=fact.option)
    if leans(fact.value):
        return "leans", because("absence", value=fact.value)
    for other in siblings:
        if other.value in page.near_to(fact.value):
            return "tie", because("nearly-same", option=other.option, value=other.value)
        if page.claimed(fact.value, other):
            return "claimed", because("said-elsewhere", value=fact.value, option=other.option)
    for other in page.by_label[fact.label]:
        if other.value in page.near_to(fact.value) and not page.same(fact, other):
            return "claimed", because("other-table", option=other.option, value=other.value)
    return None


def cloze(page: Page, fact: Fact) -> Question | Refused:
    """Type the missing term: a cell's value if that is a term, else the name of the option that alone has the value.

    A name is asked for where the field has it: where it has aliases, stands in the glossary or is an abbreviation. One
    that a page has coined cannot be known; nor can one that others would fit, too, which stand among no choices here.
    """
    if _is_term(page, fact):
        return _cloze(page, fact, page.spellings.of(fact.value), f"{which_value(fact)} Type the term.")
    if fact.untyped:
        return "open", because("untyped")
    if why := untypeable(fact.option):
        return "term", because("term", option=fact.option, why=why)
    known = fact.aliases or page.spellings.known(fact.option) or is_name(fact.option, listed=False)
    if not known:
        return "coined", because("coined", option=fact.option)
    if refused := sole(page, fact):
        return refused
    row = page.row(fact)
    if tells(f"{fact.dimension} {fact.caption}", page.called(fact), row.names):
        return "leak", because("context-names", option=fact.option)
    accepted = page.called(fact)
    if other := _also_meant(page, fact, accepted):
        return "tie", because("accepted-too", other=other)
    asked = _cloze(page, fact, accepted, f"{which_option(fact)} Type its name.")
    titled = tells(page.title, page.called(fact), row.names)  # whoever reads the name above need not recall it
    return replace(asked, context=fact.caption) if titled and fact.caption else asked


def _also_meant(page: Page, fact: Fact, accepted: Sequence[str]) -> str:
    """Another option of the page whose name would be taken for this one's, or ""."""
    forms = {folded(text) for text in accepted}
    named = (name for name in page.names if folded(name) in forms)
    return next((name for name in named if normalise(name) != normalise(fact.option)), "")


def _is_term(page: Page, fact: Fact) -> bool:
    """Whether a value is a term with one spelling: listed as one, or an acronym or a name with the signs of one."""
    if untypeable(fact.value) or rank(fact.value, fact.scale) is not None:
        return False
    stem = f"{page.title} {under(fact, row_question(fact, fact.option))}"
    named = is_name(fact.value, listed=page.spellings.known(fact.value))
    return named and not names_in(stem, fact.value, [fact.value])


def _cloze(page: Page, fact: Fact, accepted: Sequence[str], ask: str) -> Question:
    return Question(
        key=f"{CLOZE}/{fact.key}",
        kind=CLOZE,
        topic=fact.topic,
        context=context(page.title, fact),
        ask=under(fact, ask),
        choices=tuple(Choice(text, True, reason(fact), fact.key, source(fact)) for text in accepted),
        explanation=reason(fact),
        facts=(fact.key,),
    )


def true_false(page: Page, fact: Fact) -> Question | Refused:
    """A statement to be judged, for practice only. The false form says what clearly holds for a sibling instead.

    Which form is asked hangs on the fact's key alone, so half of them are true; a fact without a fair false form gives
    no question at all, lest those be all true.
    """
    row = page.row(fact)
    siblings = [other for other in row.facts if other.key != fact.key]
    if not siblings:
        return SHAPELESS  # no other option has a value in this dimension
    if refused := row.single:
        return refused
    if negation(f"{fact.ask} {fact.dimension} {fact.option} {fact.value} {fact.qualifier} {fact.case}"):
        return "negation", because("holds-negation")
    if fact.tells or fact.key in row.telling:
        return "leak", because("names-an-option", value=fact.value)
    rivals = [other for other in siblings if _clearly_else(page, fact, other) and other.key not in row.telling]
    if not rivals:
        return "few", because("no-false-value")
    key = f"{TRUE_FALSE}/{fact.key}"
    rival = shuffled(key, rivals, lambda other: other.key)[0]
    true = hashlib.sha256(key.encode()).digest()[0] % 2 == 0
    shown = fact if true else rival
    borrowed = f"“{rival.value}” is what {rival.option} has in “{rival.dimension}”."
    return Question(
        key=key,
        kind=TRUE_FALSE,
        topic=fact.topic,
        context=context(page.title, fact),
        ask=f"True or false? {under(fact, row_question(fact, fact.option))} Answer: “{shown.value}”.",
        choices=(
            Choice("True", true, reason(fact) if true else borrowed, shown.key, source(shown)),
            Choice("False", not true, quote(fact) if true else reason(fact), fact.key, source(fact)),
        ),
        explanation=reason(fact) if true else f"{reason(fact)} {borrowed}",
        facts=(fact.key,) if true else (fact.key, rival.key),
        graded=KINDS[TRUE_FALSE].graded,
    )


def _clearly_else(page: Page, fact: Fact, other: Fact) -> bool:
    """Whether what a sibling has cannot be taken for what the option has, nor the other way round."""
    return (
        not page.claimed(other.value, fact)
        and not page.claimed(fact.value, other)
        and not negation(f"{other.option} {other.value}")
        and other.qualifier == fact.qualifier
        and unlike(fact.value, other.value)
    )
