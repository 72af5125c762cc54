"""What a fair question is, said a second time by somebody who knows the parsed tables and nothing of the generator.

It has a normaliser of its own, and takes a question as plain text: stem, choices, which of them is marked, and where
each came from.
"""

import re
from statistics import median

from content.reading.topic import read_topic
from tests.bank.generate.asked import asks

SINGLE = {"option", "value", "scenario"}
GRADES = {"none", "very low", "low", "medium", "moderate", "high", "very high"}
NOISE = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "its", "no", "non", "not", "of"}
NOISE |= {"on", "one", "or", "own", "per", "so", "that", "the", "then", "this", "to", "via", "vs", "when", "with"}
NOISE |= {"only", "has", "have", "can", "each", "every", "any", "are", "be", "if", "none", "never", "without"}


def plain(text):
    """Letters, digits and telling signs in lower case; parentheses are dropped if something else stays."""
    folded = text.casefold()
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", folded)
    kept = re.findall(r"[^\W_]+|[%<>=+#≤≥]", bare)
    return tuple(kept) if any(word.isalnum() for word in kept) else tuple(re.findall(r"[^\W_]+|[%<>=+#≤≥]", folded))


class Page:
    """Every statement of a topic: which option has which value in which dimension, and where that stands."""

    def __init__(self, source):
        self.title, self.slug = source.title, source.slug
        read = read_topic(source)
        self.options, self.cells, self.bullets, self.claims = {}, {}, {}, []
        self.anchors = {f"s-{section.key}" for section in read.document.sections}
        for table in read.comparisons:
            names = {option.key: option.text for option in table.options}
            labels = {dimension.key: dimension.text for dimension in table.dimensions}
            self.options[table.key] = names
            for cell in table.cells:
                found = (names[cell.option], labels[cell.dimension], cell.text, cell.qualifier)
                key = f"{self.slug}/{table.key}/{cell.option}/{cell.dimension}"
                self.cells.setdefault(f"{key}/{cell.extra}" if cell.extra else key, found)
                self.claims.append((plain(names[cell.option]), plain(cell.text)))
                self.anchors.add(f"cell={table.key}/{cell.option}/{cell.dimension}")
        for traits in read.document.lists:
            for item in traits.items:
                text = " ".join(item.text.split()).rstrip(".")
                self.bullets[traits.option_key, traits.label_key, text] = traits
                self.claims.append((plain(traits.option), plain(text)))
        self.facts = {fact.key: fact for fact in read.facts}

    def claimed(self, option, value):
        """Whether the topic says anywhere that an option of this name has this value."""
        return (plain(option), plain(value)) in self.claims


def gives_away(name, siblings, value):
    """Whether a value holds the name, or a word of it that sets it apart from its siblings."""
    words, held = plain(name), plain(value)
    if words and any(held[n : n + len(words)] == words for n in range(len(held) - len(words) + 1)):
        return True
    shared = set.intersection(*(set(plain(other)) for other in siblings))
    telling = {word for word in words if len(word) > 2 and word not in NOISE and word not in shared}
    return any(h == w or (len(w) > 3 and h.startswith(w)) for w in telling for h in held)


def check(page, question):
    """Everything that is wrong with a question of one right answer, in words; nothing for a fair one."""
    texts = [choice.text for choice in question.choices]
    right = [choice for choice in question.choices if choice.correct]
    wrong = [choice for choice in question.choices if not choice.correct]
    if len(right) != 1 or not wrong:
        yield f"{len(right)} marked, {len(wrong)} not"
        return
    (asked,) = question.facts
    fact = page.facts[asked]
    option, dimension, value, qualifier = page.cells.get(asked) or (
        fact.option, fact.dimension, fact.value, fact.qualifier,
    )  # fmt: skip
    if asked not in page.cells and (fact.option_key, fact.label, value) not in page.bullets:
        yield "asks what stands nowhere"
    framed = fact.ask and asks(question.stem, fact.ask)
    if page.title not in question.stem or not (framed or dimension in question.stem or question.kind == "scenario"):
        yield "the stem does not say topic and dimension"
    if fact.noask:
        yield "nothing was to be asked of it"
    if asked in page.cells:
        yield from _overlap(page, fact)
    if len(texts) < 3:
        yield "a coin: fewer than three choices"
    if qualifier and not any(said and said.lower() in question.stem.lower() for said in (qualifier, fact.case)):
        yield "the stem does not say under which condition"
    if re.search(r"\b(all|none) of (the above|these)\b", " ".join(texts).casefold()):
        yield "all or none of the above"
    if len({plain(text) for text in texts}) != len(texts):
        yield f"choices that are the same: {texts}"
    if max(map(len, texts)) > 1.5 * median(map(len, texts)):
        yield f"one choice stands out by its length: {texts}"
    for choice in question.choices:
        slug, _, anchor = choice.source.partition("#")
        if slug != page.slug or anchor not in page.anchors:
            yield f"its source is nowhere: {choice.source}"
        if choice.fact not in page.facts and (choice.fact or question.kind != "scenario" or choice.correct):
            yield f"its fact is nowhere: {choice.fact}"
        if not choice.reason:
            yield "a choice without a reason"
    if question.kind == "value":
        yield from _value(page, asked, option, right[0], wrong, value)
    else:
        yield from _naming(page, fact, question, option, right[0], wrong, value)


def _overlap(page, fact):
    """Signs that more than one value of a row may hold for one option, where its author does not deny that."""
    values = [f.value for f in page.facts.values() if (f.group, f.label, f.noask) == (fact.group, fact.label, False)]
    if fact.exclusive is False:
        yield "its author says that the values of its row overlap"
    if fact.exclusive is None and any({"or", "also", "either"} & set(plain(value)) for value in values):
        yield f"a value leaves room for others: {values}"
    if 2 * sum(" ".join(plain(re.split("[:;,(]", value)[0])) in GRADES for value in values) > len(values):
        yield f"bare grades: {values}"


def _value(page, asked, option, right, wrong, value):
    if (right.text, right.fact) != (value, asked):
        yield f"marked is “{right.text}”, the cell says “{value}”"
    table, dimension = asked.split("/")[1], asked.split("/")[3]
    siblings = list(page.options[table].values())
    if gives_away(option, siblings, value):
        yield f"“{value}” names {option}"
    for choice in wrong:
        parts = choice.fact.split("/")
        if page.cells[choice.fact][2] != choice.text or (parts[1], parts[3]) != (table, dimension):
            yield f"“{choice.text}” is no sibling's value"
        if page.claimed(option, choice.text):
            yield f"“{choice.text}” is said of {option} too"


def _naming(page, fact, question, option, right, wrong, value):
    if value not in question.stem:
        yield "the stem does not say what is asked for"
    if (right.text, right.fact) != (option, fact.key):
        yield f"marked is {right.text}, the page says {option}"
    siblings = {f.option for f in page.facts.values() if f.group == fact.group}
    if gives_away(option, siblings, value):
        yield f"“{value}” names {option}"
    for choice in wrong:
        if choice.text not in siblings:
            yield f"{choice.text} is no sibling of {option}"
        if page.claimed(choice.text, value):
            yield f"“{value}” is said of {choice.text} too"
