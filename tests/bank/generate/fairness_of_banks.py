"""What must hold for all that is asked of a page, judged from its parsed tables and lists alone: how often a fact and a
row are asked about, that only rows whose values rule each other out call an answer wrong, and that no answer which is
called wrong holds as well.
"""

from collections import Counter, defaultdict

from tests.bank.generate.fairness_of_single import GRADES, plain

FORMS = {"option", "value", "scenario", "cloze", "true-false"}
OVER_SEVERAL = {"categorise", "match", "multiple", "odd", "order"}
RULES_OUT = {"option", "value", "true-false", "multiple", "odd"}  # kinds that call another option's value wrong


def too_often(facts, questions):
    """Facts that are asked about in more than two forms, and rows about which a kind over several facts asks twice."""
    forms = Counter(question.facts[0] for question in questions if question.kind in FORMS)
    yield from (f"{key}: {times} forms" for key, times in forms.items() if times > 2)
    rows = defaultdict(set)
    for question in questions:
        if question.kind in OVER_SEVERAL:
            for key in question.facts:
                fact = facts[key]
                process = fact.option_key if fact.ordered else ""
                rows[question.kind, fact.group, fact.label, process].add(question.key)
    yield from (f"{row}: {sorted(keys)}" for row, keys in rows.items() if len(keys) > 1)


def overlapping(facts, questions):
    """Questions that call a value wrong in a row whose author says that its values overlap, or that is graded."""
    values = defaultdict(list)
    for fact in facts.values():
        if fact.kind == "cell" and not fact.noask:
            values[fact.group, fact.label].append(fact)
    for question in questions:
        fact = facts[question.facts[0]] if question.facts else None
        if question.kind not in RULES_OUT or fact is None or fact.kind != "cell":
            continue
        row = values[fact.group, fact.label]
        grades = sum(" ".join(plain(one.value)) in GRADES for one in row)
        if any(one.exclusive is False for one in row) or 2 * grades > len(row):
            yield question.key


def holding_as_well(page, questions):
    """Answers that are called wrong and hold: what is said of that option holds the words of the value that was asked
    about in their order, in the row itself, unless its author says that its values rule each other out or they are
    grades ("very high" is not "high"), or anywhere on the page, if the value has more than one word."""
    said = defaultdict(list)
    for key, (option, _, text, _) in page.cells.items():
        said[plain(option)].append((_row(key), plain(text)))
    for traits, (*_, text) in ((traits, place) for place, traits in page.bullets.items()):
        said[plain(traits.option)].append((None, plain(text)))
    for question in questions:
        row = _row(question.facts[0]) if question.facts else None
        declared = row is not None and any(page.facts[key].exclusive for key in question.facts)
        for option, value in _denied(page, question):
            asked = plain(value)
            for place, words in said[plain(option)]:
                counts = not declared and " ".join(asked) not in GRADES if place == row else len(asked) > 1
                if counts and asked and _within(asked, words):
                    yield f"{question.key}: {option} has “{value}”, too"


def _row(key):
    """The row that a cell stands in, by its key."""
    topic, table, _, dimension = key.split("/")[:4]
    return topic, table, dimension


def _within(asked, words):
    return any(words[n : n + len(asked)] == asked for n in range(len(words) - len(asked) + 1))


def _denied(page, question):
    """Which values a question denies of which options."""
    if question.kind == "value":
        option = page.facts[question.facts[0]].option
        return [(option, choice.text) for choice in question.choices if not choice.correct]
    if question.kind in ("option", "scenario"):
        value = page.facts[question.facts[0]].value
        return [(choice.text, value) for choice in question.choices if not choice.correct]
    if question.kind == "true-false" and len(question.facts) == 2:
        return [(page.facts[question.facts[0]].option, page.facts[question.facts[1]].value)]
    if question.kind == "multiple":
        held = page.facts[question.facts[0]].value
        return [(page.facts[c.fact].option, held) for c in question.choices if not c.correct]
    if question.kind == "match":
        pairs = [(page.facts[c.fact].option, c.target) for c in question.choices]
        return [(option, value) for option, own in pairs for _, value in pairs if value != own]
    return []
