"""Questions about one cell: cloze, true or false.

Pure.
"""

import hashlib
from collections.abc import Sequence

from content.reading.facts import Fact
from content.reading.text import normalise
from quizzes.bank.generate.page import Page, given, quote, source
from quizzes.bank.kinds import CLOZE, KINDS, TRUE_FALSE
from quizzes.bank.reasons import because
from quizzes.bank.records import SHAPELESS, Choice, Question, Refused
from quizzes.bank.shuffling import shuffled
from quizzes.bank.wording.balance import leans
from quizzes.bank.wording.leaks import names_in
from quizzes.bank.wording.ranks import rank
from quizzes.bank.wording.sameness import unlike
from quizzes.bank.wording.typed import Spellings, folded, folded_words, is_name, shortened, untypeable
from quizzes.bank.wording.words import negation


def sole(page: Page, fact: Fact) -> Refused | None:
    """Why a cell's value does not tell its option from the others, or None if it does."""
    row = page.row(fact)
    siblings = [other for other in row.facts if other.key != fact.key]
    if not siblings:
        return "few", because("no-other-value")
    if names_in(fact.value, fact.option, row.names):
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


def cloze(page: Page, fact: Fact, spellings: Spellings) -> Question | Refused:
    """Type the missing term: a cell's value if that is a term, else the name of the option that alone has the value."""
    if _is_term(page, fact, spellings):
        return _cloze(fact, page, spellings.of(fact.value), f"type the term that holds for {fact.option}{given(fact)}.")
    if why := untypeable(fact.option):
        return "term", because("term", option=fact.option, why=why)
    if refused := sole(page, fact):
        return refused
    row = page.row(fact)
    about = f"{fact.dimension} {fact.caption} {fact.qualifier}"
    if names_in(about, fact.option, row.names):
        return "leak", because("context-names", option=fact.option)
    accepted = spellings.of(fact.option)
    if other := _also_meant(page, fact, accepted):
        return "tie", because("accepted-too", other=other)
    accepted = _with_short(page, fact, accepted, spellings)
    where = f" of “{fact.caption}”" if fact.caption else ""
    ask = f"which option{where} does “{fact.value}” describe best{given(fact)}? Type its name."
    return _cloze(fact, page, accepted, ask)


def _also_meant(page: Page, fact: Fact, accepted: Sequence[str]) -> str:
    """Another option of the page whose name would be taken for this one's, or ""."""
    forms = {folded(text) for text in accepted}
    named = (name for name in page.names if folded(name) in forms)
    return next((name for name in named if normalise(name) != normalise(fact.option)), "")


def _with_short(page: Page, fact: Fact, spelled: Sequence[str], spellings: Spellings) -> list[str]:
    """The spellings of an option's name and the short ones, without those that mean another option just as well."""
    others = [other.option for other in page.row(fact).facts if other.option_key != fact.option_key]
    named, shared = {folded(name) for name in page.names}, folded_words(others)
    short = [text for text in shortened(fact.option, others) if folded(text) not in named]
    found = [*spelled[1:], *(other for text in short for other in spellings.of(text))]
    clear = {folded(text): text for text in reversed(found) if not folded_words([text]) <= shared}
    return [spelled[0], *(text for form, text in reversed(clear.items()) if form not in named)]


def _is_term(page: Page, fact: Fact, spellings: Spellings) -> bool:
    """Whether a value is a term with one spelling: listed as one, or an acronym or a name with the signs of one."""
    if untypeable(fact.value) or rank(fact.value, fact.scale) is not None:
        return False
    stem = f"{page.title} {fact.dimension} {fact.option} {fact.qualifier}"
    named = is_name(fact.value, listed=spellings.known(fact.value))
    return named and not names_in(stem, fact.value, [fact.value])


def _cloze(fact: Fact, page: Page, accepted: Sequence[str], ask: str) -> Question:
    return Question(
        key=f"{CLOZE}/{fact.key}",
        kind=CLOZE,
        topic=fact.topic,
        context=f"{page.title} · {fact.dimension}",
        ask=ask,
        choices=tuple(Choice(text, True, quote(fact), fact.key, source(fact)) for text in accepted),
        explanation=quote(fact),
        facts=(fact.key,),
    )


def true_false(page: Page, fact: Fact) -> Question | Refused:
    """A statement to be judged, for practice only. The false form says what clearly holds for a sibling instead.

    Either names the sibling, as values need not exclude each other: an index that "all engines" have is, strictly, also
    one that "PostgreSQL, SQLite" have. Which form is asked hangs on the fact's key alone, so half of them are true; a
    fact without a fair false form gives no question at all, lest those be all true.
    """
    row = page.row(fact)
    siblings = [other for other in row.facts if other.key != fact.key]
    if not siblings:
        return SHAPELESS  # no other option has a value in this dimension
    if negation(f"{fact.dimension} {fact.option} {fact.value} {fact.qualifier}"):
        return "negation", because("holds-negation")
    if fact.key in row.telling:
        return "leak", because("names-an-option", value=fact.value)
    rivals = [other for other in siblings if _clearly_else(page, fact, other) and other.key not in row.telling]
    if not rivals:
        return "few", because("no-false-value")
    key = f"{TRUE_FALSE}/{fact.key}"
    rival = shuffled(key, rivals, lambda other: other.key)[0]
    true = hashlib.sha256(key.encode()).digest()[0] % 2 == 0
    shown = fact if true else rival
    which = f"This holds for {fact.option} rather than for {rival.option}"
    borrowed = f"“{rival.value}” is what {rival.option} has in “{rival.dimension}”."
    return Question(
        key=key,
        kind=TRUE_FALSE,
        topic=fact.topic,
        context=f"{page.title} · {fact.dimension}",
        ask=f"true or false? {which}: “{shown.value}”{given(fact)}.",
        choices=(
            Choice("True", true, quote(fact) if true else borrowed, shown.key, source(shown)),
            Choice("False", not true, quote(fact), fact.key, source(fact)),
        ),
        explanation=quote(fact) if true else f"{quote(fact)} {borrowed}",
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
