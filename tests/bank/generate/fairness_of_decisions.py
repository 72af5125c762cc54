"""What a fair decision is, judged from the parsed needs of a page alone, without the generator's code."""

import re
from itertools import combinations
from statistics import median

from content.reading.topic import read_topic
from tests.bank.generate.fairness_of_single import gives_away, plain

GIVEN = re.compile(r"Needs: (.+)\. Which (.+) meets (both|all) of them\?")
DECIDES = re.compile(r"You choose (.+) for a customer with these needs\. Which of them rules out (.+)\?")


class Needs:
    """Of each table the options, what is needed, and which options (keys) meet it."""

    def __init__(self, source):
        read = read_topic(source)
        self.title, self.slug = source.title, source.slug
        self.tables = {table.key: table for table in read.comparisons if table.needs}
        self.cells = {
            (table.key, cell.option, cell.dimension): cell for table in read.comparisons for cell in table.cells
        }
        self.unasked = {fact.key for fact in read.facts if fact.noask}
        self.anchors = {fact.key: f"{fact.topic}#{fact.anchor}" for fact in read.facts}

    def meets(self, table):
        return {plain(need.text): frozenset(need.options) for need in self.tables[table].needs}

    def row(self, table, text):
        return next(need.row for need in self.tables[table].needs if plain(need.text) == plain(text))


def winners(options, met):
    """The options (keys) that all of these sets hold."""
    return {option for option in options if all(option in found for found in met)}


def check(page, question):
    """Everything that is wrong with a decision, in words; nothing for a fair one."""
    table = question.key.split("/")[2]
    names = {option.text: option.key for option in page.tables[table].options}
    right = [choice for choice in question.choices if choice.correct]
    if len(right) != 1:
        yield f"{len(right)} marked"
        return
    texts = [choice.text for choice in question.choices]
    if not 3 <= len(texts) <= 4 or len({plain(text) for text in texts}) != len(texts):
        yield f"not three or four different choices: {texts}"
    if max(map(len, texts)) > 1.5 * median(map(len, texts)):
        yield f"one choice stands out by its length: {texts}"
    if not question.context.startswith(page.title):
        yield "the stem does not say the topic"
    for choice in question.choices:
        if choice.fact in page.unasked or page.anchors[choice.fact] != choice.source:
            yield f"its cell is nowhere: {choice}"
        if page.cells[table, *choice.fact.split("/")[2:4]].text not in choice.reason:
            yield f"the reason does not quote its cell: {choice.reason}"
    if page.unasked & set(question.facts):
        yield "it probes what is not to be asked"
    law = _choose if question.kind == "choose" else _reason
    yield from law(page, question, table, names, right[0])


def _choose(page, question, table, names, right):
    found = GIVEN.fullmatch(question.ask)
    if not found:
        yield f"not the sentence: {question.ask}"
        return
    needs, meets = found[1].split("; "), page.meets(table)
    if found[3] != {2: "both", 3: "all"}.get(len(needs)) or not needs[0][0].isupper() | (not needs[0][0].isalpha()):
        yield f"not well formed: {question.ask}"
    met = [meets[plain(need)] for need in needs]
    options, asked = set(names.values()), {names[choice.text] for choice in question.choices}
    if winners(options, met) != {names[right.text]}:
        yield f"these meet all: {winners(options, met)}"
    for idle in range(len(needs)):
        if len(winners(asked, met[:idle] + met[idle + 1 :])) < 2:
            yield f"idle: {needs[idle]}"
    for choice in question.choices:
        if choice is not right:
            broken = [need for need in needs if names[choice.text] not in meets[plain(need)]]
            told = [need for need in broken if need[1:] in choice.reason]
            if not told or choice.fact != f"{page.slug}/{table}/{names[choice.text]}/{page.row(table, told[0])}":
                yield f"{choice.text} breaks {broken}, told is {choice.reason}"
        if any(gives_away(choice.text, [one.text for one in question.choices], need) for need in needs):
            yield f"a need names {choice.text}"
    probed = {f"{page.slug}/{table}/{names[right.text]}/{page.row(table, need)}" for need in needs}
    if set(question.facts) != probed:
        yield f"probes {question.facts}"


def _reason(page, question, table, names, right):
    found = DECIDES.fullmatch(question.ask)
    if not found:
        yield f"not the sentence: {question.ask}"
        return
    chosen, rival = found.groups()
    met = {choice.text: page.meets(table)[plain(choice.text)] for choice in question.choices}
    if winners(set(names.values()), met.values()) != {names[chosen]}:
        yield "the needs do not leave the one that was chosen"
    against = [text for text, options in met.items() if names[rival] not in options]
    if against != [right.text]:
        yield f"{rival} is ruled out by {against}"
    rows = {page.row(table, text) for text in met}
    probed = {f"{page.slug}/{table}/{names[chosen]}/{row}" for row in rows}
    probed.add(f"{page.slug}/{table}/{names[rival]}/{page.row(table, right.text)}")
    if set(question.facts) != probed:
        yield f"probes {question.facts}"
    if any(gives_away(name, [chosen, rival], text) for name in (chosen, rival) for text in met):
        yield f"a need names {chosen} or {rival}"


def decided(table):
    """The options (keys) of a table that two or three needs leave alone, none of which is idle."""
    options = {option.key for option in table.options}
    met = [frozenset(need.options) for need in table.needs]
    for size in (2, 3):
        for found in combinations(met, size):
            left = winners(options, found)
            rest = (winners(options, found[:n] + found[n + 1 :]) for n in range(size))
            if len(left) == 1 and all(len(more) > 1 for more in rest):
                yield from left
