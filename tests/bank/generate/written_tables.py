"""Facts for tests, read from tables written as Markdown."""

from content.reading.facts import compare, facts
from content.reading.markdown import parse
from quizzes.bank.generate.questions import possible


def read(text, *, topic="topic"):
    document = parse(text)
    comparisons = tuple(comparison for table in document.tables for comparison in compare(table))
    return facts(topic, document, comparisons)


def table(options, rows, *, key="t", caption="Some ways"):
    """A table with its options in columns; ``rows`` gives each dimension's cells."""
    lines = [f"Table: {caption} {{#{key} options=columns}}", ""]
    lines.append("| Feature | " + " | ".join(options) + " |")
    lines.append("|" + " --- |" * (len(options) + 1))
    lines += [f"| {dimension} | " + " | ".join(cells) + " |" for dimension, cells in rows]
    return "\n".join(lines) + "\n\n"


def lists(options):
    """A heading with the options' bullets: ``{option: {label: [bullet, …]}}``; a label with a hash is numbered."""
    lines = ["## Options", ""]
    for option, labels in options.items():
        lines += [f"### {option}", "", "It works.", ""]
        for label, items in labels.items():
            lines += [f"**{label.strip('#')}**", ""]
            lines += [f"{n}. {item}" if "#" in label else f"- {item}" for n, item in enumerate(items, 1)]
            lines.append("")
    return "\n".join(lines) + "\n"


def extra_questions(title, facts, terms=None):
    """The possible questions with more than one fact or answer to them, and what was refused of them."""
    bank = possible(title, facts, terms or {})
    few = ("option", "value", "scenario", "flashcard", "reverse")
    refusals = [refusal for refusal in bank.refusals if refusal.kind not in few]
    return [question for question in bank.questions if question.kind not in few], refusals


def both_ways(title, facts):
    """The cards that are asked both ways, and why others are not."""
    bank = possible(title, facts)
    refusals = [refusal for refusal in bank.refusals if refusal.kind == "reverse"]
    return [card for card in bank.flashcards if card.both_ways], refusals
