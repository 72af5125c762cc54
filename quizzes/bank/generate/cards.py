"""Flashcards: one for a fact, asked from option to value, from value to option, or both ways. Pure."""

from dataclasses import replace

from content.reading.facts import Fact
from quizzes.bank.generate.asking import context, under, which_has, which_option, which_value
from quizzes.bank.generate.page import Page, why
from quizzes.bank.generate.recall import sole
from quizzes.bank.reasons import because
from quizzes.bank.records import Flashcard, Refused
from quizzes.bank.wording.leaks import names_in


def flashcard(page: Page, fact: Fact) -> tuple[Flashcard | Refused, Refused | None]:
    """A card for a fact, and why a cell's card is not asked the other way round.

    A cell asks for its value, and where the value is its option's alone also for the option. A bullet, one of several,
    shows itself and asks for its option.
    """
    if fact.kind == "cell":
        prompt = under(fact, which_value(fact))
        card = _card(page, fact, prompt, fact.value, reverse=False)
        refused = sole(page, fact)
        return (card, refused) if refused else (replace(card, both_ways=True, prompt_back=_back(fact)), None)
    return _bullet(page, fact), None


def _bullet(page: Page, fact: Fact) -> Flashcard | Refused:
    siblings = page.siblings(fact)
    if not siblings:
        return "few", because("no-siblings")
    if fact.ordered:
        return "ordered", because("step-alone")
    if names_in(fact.value, fact.option, [fact.option, *(sibling.option for sibling in siblings)]):
        return "leak", because("names-option", value=fact.value, option=fact.option)
    for sibling in siblings:
        if page.claimed(fact.value, sibling):
            return "tie", because("said-too", option=sibling.option)
    return _card(page, fact, which_has(fact), fact.option, reverse=True)


def _card(page: Page, fact: Fact, prompt: str, answer: str, *, reverse: bool) -> Flashcard:
    said = "".join(why([fact]))
    return Flashcard(fact.key, fact.topic, context(page.title, fact), prompt, answer, reverse=reverse, why=said)


def _back(fact: Fact) -> str:
    return under(fact, which_option(fact))
