"""The sentences that questions are asked in, one form a kind.

Pure. A row asks its own question (`Fact.ask`, with "…" for the option), so that a stem is what a person would say.
Where the option is what is asked for, it is "this" one. A condition is woven in: the question begins with it.
"""

from collections.abc import Sequence

from content.reading.facts import Fact
from quizzes.bank.generate.unnamed import unnamed

# Words with which a condition begins so that a question can follow it ("without Multi-Attach, how many …?").
_OPENING = {
    "after", "as", "at", "before", "by", "during", "for", "from", "if", "in", "on", "over", "per", "since", "under",
    "until", "when", "where", "while", "with", "within", "without",
}  # fmt: skip
# Words with which a question begins, which are written small after a condition.
_ASKING = {
    "after", "as", "at", "by", "can", "compared", "does", "for", "from", "how", "in", "is", "of", "on", "to", "what",
    "when", "where", "which", "who", "whom", "whose", "why", "with",
}  # fmt: skip


def context(title: str, fact: Fact) -> str:
    """What stands above a question: its topic, and the table or list where that is not in the sentence itself."""
    framed = fact.noun and (fact.ask or fact.kind == "trait")
    return title if framed else f"{title} · {fact.caption or fact.dimension}"


def table_context(title: str, fact: Fact) -> str:
    """What stands above a question about options as wholes: its topic, and the table where it has no word for them."""
    return title if fact.noun else f"{title} · {fact.caption}"


def noun(fact: Fact) -> str:
    """What one of the options is called."""
    return fact.noun or "option"


def row_question(fact: Fact, name: str) -> str:
    """The question of a fact's row about an option of this name: "Who fills the cache with read-through?"."""
    return _ask(fact).replace("…", name)


def nameless_question(fact: Fact, word: str = "this") -> str:
    """The same about an option that is not named: "Who fills the cache with this cache strategy?"."""
    return unnamed(_ask(fact), noun(fact), word=word)


def _ask(fact: Fact) -> str:
    return fact.ask or f"What holds for … in “{fact.dimension}”?"


def case(fact: Fact) -> str:
    """How a sentence begins with a fact's condition: in the author's words ("In sidecar mode"), or in those of the
    condition where it begins like that; "" where nobody says."""
    if fact.case:
        return fact.case
    first = fact.qualifier.partition(" ")[0]
    if ";" in fact.qualifier or first not in ("no", *_OPENING):
        return ""
    return f"With {fact.qualifier}" if first == "no" else sentence_case(fact.qualifier)


def under(fact: Fact | None, question: str) -> str:
    """A question as it is asked under a fact's condition; None stands for none."""
    if fact is None or not fact.qualifier:
        return question
    opening, first = case(fact), question.partition(" ")[0]
    if not opening:
        return f"Condition: {fact.qualifier}. {question}"
    asks = first[:1].lower() + first[1:] in _ASKING
    return f"{opening}, {question[:1].lower()}{question[1:]}" if asks else f"{opening}: {question}"


def which_option(fact: Fact) -> str:
    """Asks for the option that a value belongs to."""
    asked = nameless_question(fact)
    which = "one" if noun(fact) in asked else noun(fact)
    return f"{asked} Answer: “{fact.value}”. Which {which} is it?"


def each_option(fact: Fact, then: str) -> str:
    """Asks a row's question of several options, and says what is to be done ``then``."""
    return f"{nameless_question(fact, 'each')} {then}"


def every_option(fact: Fact, value: str) -> str:
    """Asks for all options that a value of a fact's row belongs to."""
    return f"{nameless_question(fact)} Answer: “{value}”. Choose each {noun(fact)} of which this is true."


def which_value(fact: Fact) -> str:
    """Asks for the value of an option."""
    return row_question(fact, fact.option)


def which_fits(fact: Fact) -> str:
    """Asks for the option that meets a need."""
    return f"Which {noun(fact)} fits this need best: “{fact.value}”?"


def which_has(fact: Fact) -> str:
    """Asks for the option in whose list a bullet stands."""
    opening = case(fact)
    said = f"{fact.dimension}, {opening[0].lower()}{opening[1:]}" if opening else fact.dimension
    asked = f"{said}: “{fact.value}”. Which {noun(fact)} is meant?"
    return asked if opening else under(fact, asked)


def given_needs(needs: Sequence[str], noun: str) -> str:
    """Asks for the option that meets all of these."""
    every = "both of them" if len(needs) == 2 else "all of them"
    return f"Needs: {sentence_case('; '.join(needs))}. Which {noun} meets {every}?"


def which_decides(option: str, rival: str) -> str:
    """Asks which of the needs for which an option was chosen another does not meet."""
    return f"You choose {option} for a customer with these needs. Which of them rules out {rival}?"


def gives_out(told: str) -> str:
    """Asks for the resource of a design that its load exhausts."""
    return f"{told}\nWhich of these gives out first?"


def lets_carry(told: str) -> str:
    """Asks for the change after which a design bears its load."""
    return f"{told}\nWhich one change lets this design carry the load?"


def how_many(told: str, things: str, each: str, resource: str) -> str:
    """Asks for the number of things that a load needs of a resource, of which one takes this much."""
    what = "" if things in resource else f" for the {resource}"
    return f"{told}\nHow many {things}, {each} each, does this load need in all{what}?"


def sentence_case(text: str) -> str:
    """The text with a capital at its beginning."""
    return f"{text[:1].upper()}{text[1:]}"
