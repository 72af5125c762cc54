"""Facts for tests, read from tables written as Markdown."""

from content.facts import compare, facts
from content.markdown import parse


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
