"""Questions over a row of a table: match, multiple response, odd one out.

Pure. A choice is an option of the row; what the page says of it in this dimension decides where it belongs.
"""

from collections.abc import Sequence

from content.reading.facts import Fact
from content.reading.text import slugify
from quizzes.bank.generate.asking import context, each_option, every_option, under
from quizzes.bank.generate.page import Page, Row, option_names, quote, source, trim, why
from quizzes.bank.kinds import MATCH, MULTIPLE, ODD
from quizzes.bank.reasons import because
from quizzes.bank.records import SHAPELESS, Choice, Question, Refused
from quizzes.bank.shuffling import shuffled
from quizzes.bank.wording.balance import leans
from quizzes.bank.wording.leaks import held_alone, in_common, names_in

LEAST, MOST = 3, 6  # options in one question


def match(page: Page, row: Row) -> Question | Refused:
    """Pair options with their values. Left out is a value that another option has too, that names an option, or that
    its condition tells."""
    if len(row.facts) < LEAST:
        return SHAPELESS  # fewer than three options have a value in this dimension
    unfit = row.telling | row.namesakes
    fair = [f for f in row.facts if f.key not in unfit and _alone(page, f, row.facts) and not _shown(f, row.facts)]
    if len(fair) < LEAST:
        return "few", because("few-own-values")
    key = f"{MATCH}/{row.key}"
    kept = trim(fair, lambda fact: fact.value, lambda facts: len(facts) >= LEAST)
    kept = shuffled(key, kept, lambda fact: fact.key)[:MOST]
    kept = trim(kept, lambda fact: fact.value, lambda facts: len(facts) >= LEAST)
    if not kept:
        return "length", because("values-length")
    shared, names = option_names(kept)
    choices = [Choice(names[f.key], True, quote(f), f.key, source(f), f.value) for f in kept]
    return _question(
        page,
        kept,
        key=key,
        kind=MATCH,
        ask=under(shared, each_option(kept[0], "Match each one with its answer.")),
        choices=choices,
        targets=tuple(shuffled(f"{key}/targets", (f.value for f in kept), str)),
    )


def _alone(page: Page, fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether the page says a fact's value of no other option among these."""
    return not any(page.claimed(fact.value, other) for other in facts if other.key != fact.key)


def _shown(fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether a fact's condition, which stands beside its option, holds a word of its value and of no other's."""
    return held_alone(fact.qualifier, fact.value, (other.value for other in facts if other.key != fact.key))


def multiple(page: Page, row: Row, value: str) -> Question | Refused:
    """Which of these have a value that several options share? Options of which that is open are not among them."""
    if row.single:
        return SHAPELESS if len(row.holders(value)) < 2 else row.single
    holders = row.holders(value)
    held = {fact.key for fact in holders}
    others = [fact for fact in row.facts if fact.key not in held]
    if len(holders) < 2 or not others:
        return SHAPELESS  # no value is shared by some of the options and not by the rest
    if leans(value):
        return "leans", because("leans", value=value)
    named = {f.key for f in row.facts if names_in(value, f.option, row.names)} | row.namesakes
    yes = [fact for fact in holders if fact.key not in named]
    alike = {fact.key for fact in row.begins_like(value)}  # "None: unaffected" may be said to be "None, if drained"
    no = [fact for fact in others if fact.key not in named | alike and not page.claimed(value, fact)]
    if len(yes) < 2:
        return "leak", because("names-or-namesakes", value=value)
    if not no:
        return "claimed", because("others-claimed", value=value)
    key = f"{MULTIPLE}/{row.key}/{slugify(value)}"
    wrong = shuffled(key, no, lambda fact: fact.key)[: MOST - 2]
    right = shuffled(key, yes, lambda fact: fact.key)[: MOST - min(2, len(wrong))]
    asked = [*right, *wrong][:MOST]
    shared, names = option_names(asked)

    def enough(facts: Sequence[Fact]) -> bool:
        true = sum(fact.key in held for fact in facts)
        return len(facts) >= LEAST and 2 <= true < len(facts)

    kept = trim(asked, lambda fact: names[fact.key], enough)
    if not kept:
        return "length", because("names-length")
    if in_common(*([f.option for f in kept if (f.key in held) is true] for true in (True, False))):
        return "leak", because("names-alike")
    choices = [Choice(names[f.key], f.key in held, quote(f), f.key, source(f)) for f in kept]
    return _question(
        page,
        kept,
        key=key,
        kind=MULTIPLE,
        ask=under(shared, every_option(kept[0], value)),
        choices=choices,
        facts=[fact for fact in kept if fact.key in held],
    )


def odd(page: Page, row: Row) -> Question | Refused:
    """Which option differs from the others, which all have the same value?"""
    value = next((text for text in row.shared if len(row.holders(text)) == len(row.facts) - 1), None)
    if len(row.facts) < LEAST or value is None:
        return SHAPELESS  # not all options but one have the same value
    if row.single:
        return row.single
    same = row.holders(value)
    single = next(fact for fact in row.facts if fact not in same)
    if row.namesakes:
        return "tie", because("namesakes")
    if any(single.value in page.near_to(fact.value) for fact in same):
        return "tie", because("odd-alike", option=single.option, value=single.value)
    if any(page.claimed(fact.value, single) or page.claimed(single.value, fact) for fact in same):
        return "claimed", because("odd-claimed", option=single.option)
    key = f"{ODD}/{row.key}"
    asked = [single, *shuffled(key, same, lambda fact: fact.key)[: MOST - 1]]
    shared, names = option_names(asked)
    kept = trim(asked, lambda fact: names[fact.key], lambda facts: len(facts) >= LEAST and single in facts)
    if not kept:
        return "length", because("names-length")
    if in_common([f.option for f in kept if f is not single], [single.option]):
        return "leak", because("names-alike")
    choices = [Choice(names[f.key], f is single, quote(f), f.key, source(f)) for f in kept]
    ask = under(shared, each_option(single, "All but one have the same answer. Which one differs?"))
    return _question(page, kept, key=key, kind=ODD, ask=ask, choices=choices)


def _question(
    page: Page,
    asked: Sequence[Fact],
    *,
    key: str,
    kind: str,
    ask: str,
    choices: Sequence[Choice],
    facts: Sequence[Fact] = (),
    targets: tuple[str, ...] = (),
) -> Question:
    """A question over facts of one row. It probes those in ``facts``, by default all that it asks about."""
    probed = sorted(facts or asked, key=lambda fact: fact.key)
    return Question(
        key=key,
        kind=kind,
        topic=asked[0].topic,
        context=context(page.title, asked[0]),
        ask=ask,
        choices=tuple(shuffled(key, choices, lambda choice: choice.fact)),
        explanation=" ".join([*map(quote, sorted(asked, key=lambda fact: fact.key)), *why(asked)]),
        facts=tuple(fact.key for fact in probed),
        targets=targets,
    )
