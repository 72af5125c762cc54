"""Comparison tables and labelled lists to facts: what one option is like in one dimension.

Pure. A fact's key is made of slugs (``topic/table/option/dimension``; for bullets
``topic/lists/option/label/words``), never of positions, so reordering a table changes no key.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from content.reading.framing import Name, Need, aliases_by_name, explained, needs
from content.reading.inline import NOTHING_ASKED, Asked, Inline
from content.reading.markdown import NEEDS, WHY, Document, Table
from content.reading.orientation import COLUMNS, NONE, WIDE, is_empty, orientation
from content.reading.source import Warning
from content.reading.text import Keys, normalise, slugify, split_list


@dataclass(frozen=True)
class Cell:
    """A value of one option in one dimension, and where it stood (line from 1)."""

    option: str
    dimension: str
    text: str
    qualifier: str
    citations: tuple[str, ...]
    line: int
    extra: str = ""  # a key of its own where one option has several values in a dimension
    asked: Asked = NOTHING_ASKED
    case: str = ""


@dataclass(frozen=True)
class Comparison:
    """A table as sdwiki understands it; ``reason`` says why one that compares nothing is left alone."""

    key: str
    caption: str
    section: str
    line: int
    orientation: str
    options: tuple[Name, ...] = ()
    dimensions: tuple[Name, ...] = ()
    cells: tuple[Cell, ...] = ()
    reason: str = ""
    warnings: tuple[Warning, ...] = ()
    across: tuple[str, ...] = ()  # the key of each column after the label column, empty where it has no name
    down: tuple[str, ...] = ()  # the key of each row
    core: bool = False  # the author marked it as what everybody should know of the topic
    asked: Asked = NOTHING_ASKED
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Fact:
    """What one option is like in one dimension.

    ``group`` names the siblings it may be compared with: the table, or the heading whose options the lists describe.
    ``kind`` is "cell" or "trait"; ``label`` is the dimension's normalised key ("best-for"). ``core`` facts are what
    everybody should know of a topic: the tables marked so and the "Best for" lists; where no table is marked, all.

    The rest is how it is asked and explained (`content.reading.inline.Asked`): ``ask`` is its row's question,
    ``noun`` what its option is one of, ``case`` how a sentence begins with its qualifier, ``aliases`` what else its
    option is called, ``why`` the reason of its row or bullet. A change of these changes no memory.
    """

    key: str
    kind: str
    topic: str
    group: str
    caption: str
    option_key: str
    option: str
    label: str
    dimension: str
    value: str
    qualifier: str = ""
    scale: tuple[str, ...] = ()
    anchor: str = ""
    ordered: bool = False
    core: bool = True
    ask: str = ""
    noun: str = ""
    case: str = ""
    aliases: tuple[str, ...] = ()
    why: str = ""
    exclusive: bool | None = None
    noask: bool = False
    tells: bool = False
    untyped: bool = False


def compare(table: Table) -> tuple[Comparison, ...]:
    """The comparisons in a table: one, or for a wide table one for each row."""
    where, reason = orientation(table)
    if where == WIDE:
        return tuple(_wide(table))
    base = {"key": table.key, "caption": table.caption, "section": table.section, "line": table.line}
    if where == NONE:
        return (Comparison(**base, orientation=NONE, reason=reason),)  # type: ignore[arg-type]
    lead = [row[0] if row else Inline("") for row in table.rows]
    warnings: list[Warning] = []
    across = _names(table.header[1:], [table.line] * len(table.header), warnings)
    down = _names(lead, table.row_lines, warnings)
    cells: list[Cell] = []
    for row, name, line in zip(table.rows, down, table.row_lines, strict=True):
        for cell, head in zip(row[1:], across, strict=False):
            if name is None or head is None or is_empty(cell.text):
                continue
            option, dimension = (head, name) if where == COLUMNS else (name, head)
            text = re.sub(r"\s*\n\s*", " ", cell.text)
            cited = cell.citations or table.citations
            cells.append(
                Cell(option.key, dimension.key, text, cell.qualifier, cited, line, asked=cell.asked, case=cell.case)
            )
    options, dimensions = (across, down) if where == COLUMNS else (down, across)
    dimensions = explained(table.below.get(WHY, ()), dimensions, warnings)
    wanted = needs(table.below.get(NEEDS, ()), dimensions, options, warnings)
    return (
        Comparison(
            **base,  # type: ignore[arg-type]
            orientation=where,
            options=tuple(n for n in options if n),
            dimensions=tuple(n for n in dimensions if n),
            cells=tuple(cells),
            warnings=tuple(warnings),
            across=tuple(n.key if n else "" for n in across),
            down=tuple(n.key if n else "" for n in down),
            core=table.core,
            asked=table.asked,
            needs=wanted,
        ),
    )


def _names(inlines: tuple[Inline, ...] | list[Inline], lines: object, warnings: list[Warning]) -> list[Name | None]:
    """Names with unique keys. A nameless row or column is left out; a repeated name gets a key of its own."""
    names: list[Name | None] = []
    keys = Keys()
    for inline, line in zip(inlines, lines, strict=False):  # type: ignore[call-overload]
        text = re.sub(r"\s*\n\s*", " ", inline.text).strip(": ")
        if not text:
            warnings.append(Warning(line, "a row or column of a table has no name and is left out"))
            names.append(None)
            continue
        wanted = inline.key or slugify(text)
        key = keys.take(wanted)
        if key != wanted:
            warnings.append(Warning(line, f"“{text}” names two rows or columns of one table"))
        if inline.asked.ask and "…" not in inline.asked.ask:
            warnings.append(Warning(line, f"“{inline.asked.ask}” has no “…” where the option's name goes"))
        names.append(Name(key, text, inline.scale, inline.asked))
    return names


def _wide(table: Table) -> Iterator[Comparison]:
    """Each row of a table with "Option A", "Option B", "Tradeoffs", "Use cases" columns as its own comparison."""
    heads = [head.text.casefold() for head in table.header]
    a = next(i for i, h in enumerate(heads) if h.startswith("option a"))
    b = next(i for i, h in enumerate(heads) if h.startswith("option b"))
    taken: set[str] = set()
    for row, line in zip(table.rows, table.row_lines, strict=True):
        if len(row) != len(heads) or not row[a].text or not row[b].text:
            continue
        options = (Name(slugify(row[a].text), row[a].text), Name(slugify(row[b].text), row[b].text))
        key = slugify(row[0].text)
        if options[0].key == options[1].key or key in taken:
            continue
        taken.add(key)
        dimensions: dict[str, Name] = {}
        cells: list[Cell] = []
        for column, head in enumerate(heads):
            if column in (0, a, b):
                continue
            side = _side(head, options)
            for option, label, values in _labelled(row[column].text, options, side):
                dimension = dimensions.setdefault(slugify(label), Name(slugify(label), label))
                for value in values:
                    cells.append(
                        Cell(option.key, dimension.key, value, "", row[column].citations, line, slugify(value))
                    )
        yield Comparison(
            key=key,
            caption=row[0].text,
            section=table.section,
            line=line,
            orientation=WIDE,
            options=options,
            dimensions=tuple(dimensions.values()),
            cells=tuple(cells),
        )


def _side(head: str, options: tuple[Name, Name]) -> Name | None:
    """The option that a header such as "Use Cases (B)" speaks of."""
    match = re.search(r"\(([ab])\)\s*$", head)
    return options["ab".index(match[1])] if match else None


def _labelled(text: str, options: tuple[Name, Name], side: Name | None) -> Iterator[tuple[Name, str, tuple[str, ...]]]:
    """Read "SQL: - Pros: a, b. - Cons: c", on one line or on several; in a column of one option every item is a use
    case.
    """
    option = side
    for line in re.split(r"\n|\s-\s(?=[\w ]{1,30}:)", text):
        item = line.strip().lstrip("-•*").strip()
        if not item:
            continue
        label, colon, rest = item.partition(":")
        if colon and not rest.strip():
            option = _closest(label, options) or option
        elif option and colon and len(label.split()) <= 2:
            yield option, label.strip(), split_list(rest)
        elif option:
            yield option, "Use cases", split_list(item)


def _closest(label: str, options: tuple[Name, Name]) -> Name | None:
    """The option that a shortened name means: one whose name begins with it or shares the most words with it."""
    words = set(slugify(label).split("-"))
    scored = sorted(options, key=lambda o: len(words & set(o.key.split("-"))), reverse=True)
    overlap = [len(words & set(o.key.split("-"))) for o in scored]
    return scored[0] if overlap[0] > overlap[1] else None


def facts(topic: str, document: Document, comparisons: tuple[Comparison, ...]) -> tuple[Fact, ...]:
    """Every fact of a topic in the order of its page. Keys are unique; a repeated bullet counts once."""
    chosen = any(table.core for table in comparisons)
    found: dict[str, Fact] = {}
    called = aliases_by_name(document, comparisons)
    for fact in (*_of_tables(topic, comparisons, chosen), *_of_lists(topic, document, chosen)):
        found.setdefault(fact.key, replace(fact, aliases=called.get(normalise(fact.option), ())))
    return tuple(found.values())


def _of_tables(topic: str, comparisons: tuple[Comparison, ...], chosen: bool) -> Iterator[Fact]:
    """A fact for each cell; ``chosen`` says that the author has marked what is core."""
    for table in comparisons:
        options = {o.key: o for o in table.options}
        dimensions = {d.key: d for d in table.dimensions}
        for cell in table.cells:
            option, dimension = options[cell.option], dimensions[cell.dimension]
            path = [topic, table.key, cell.option, cell.dimension, *([cell.extra] if cell.extra else [])]
            yield Fact(
                key="/".join(path),
                kind="trait" if cell.extra else "cell",
                topic=topic,
                group=table.key,
                caption=table.caption,
                option_key=cell.option,
                option=option.text,
                label=cell.dimension,
                dimension=dimension.text,
                value=cell.text,
                qualifier=cell.qualifier,
                scale=dimension.scale,
                core=table.core or not chosen,
                anchor=f"cell={table.key}/{cell.option}/{cell.dimension}",
                ask=dimension.asked.ask,
                noun=table.asked.option,
                case=cell.case,
                why=dimension.why,
                exclusive=dimension.asked.exclusive,
                noask=table.asked.noask or option.asked.noask or dimension.asked.noask or cell.asked.noask,
                tells=cell.asked.tells,
                untyped=option.asked.untyped or dimension.asked.untyped or cell.asked.untyped,
            )


def _of_lists(topic: str, document: Document, chosen: bool) -> Iterator[Fact]:
    """A fact for each bullet of a labelled list; without a choice of the author's all are core."""
    headings = {section.key: section for section in document.sections}
    for traits in document.lists:
        option, group = headings[traits.option_key], headings.get(traits.group)
        for item in traits.items:
            if not item.text:
                continue
            yield Fact(
                key=f"{topic}/lists/{traits.option_key}/{traits.label_key}/{item.key or slugify(item.text)}",
                kind="trait",
                topic=topic,
                group=f"lists/{traits.group}",
                caption=group.title if group else "",
                option_key=traits.option_key,
                option=traits.option,
                label=traits.label_key,
                dimension=traits.label,
                value=re.sub(r"\s*\n\s*", " ", item.text).rstrip("."),
                qualifier=item.qualifier,
                anchor=f"s-{traits.option_key}",
                ordered=traits.ordered,
                core=traits.label_key == "best-for" or not chosen,
                noun=group.asked.option if group else "",
                case=item.case,
                why=item.because,
                exclusive=item.asked.exclusive,
                noask=option.asked.noask or item.asked.noask,
                tells=item.asked.tells,
            )
