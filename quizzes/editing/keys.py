"""What was renamed in an edit keeps its key: a heading, a table, an option, a dimension, a bullet.

Pure. Keys name facts, so one that is made of words must be written down (``{#key}``) when the words change. Something
was renamed, and not replaced, where it stands at the same place and is the same thing still: most of what it says of
its neighbours stayed, or the wording is much the same. Whoever means another thing gives it a key of its own.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from content.reading.facts import Comparison
from content.reading.markdown import Document, Section, Table, TraitList
from content.reading.orientation import COLUMNS, ROWS
from content.reading.text import meaning, normalise, slugify
from content.reading.topic import ReadTopic
from quizzes.editing.tables import grids, split_cells

ALIKE = 60  # from 0 to 100, of the words in any order: the threshold below which two names share next to nothing
_OWN_KEY = re.compile(r"\{#")
_BULLET = re.compile(r"^\s*([-*+]|\d+[.)])\s")


@dataclass(frozen=True)
class Pin:
    """A key that was written down: what it names now, and what it named before."""

    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Pinned:
    """The new text, read, with the keys that keep its facts."""

    read: ReadTopic
    pins: tuple[Pin, ...] = ()

    @property
    def text(self) -> str:
        return self.read.source.body


@dataclass(frozen=True)
class _Item:
    """Something with a key at a place. ``evidence`` is what else is said there: equal parts speak for a renaming."""

    key: str
    text: str
    evidence: Mapping[str, str]
    place: object = None


@dataclass
class _Pages:
    """Both texts, and what is to be written into the new one: marks at ends of lines and cells, and new lines."""

    old: ReadTopic
    new: ReadTopic
    lines: list[str]
    plain: frozenset[int]  # where tables begin whose lines are nothing but cells
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    ends: dict[int, str] = field(default_factory=dict)
    above: dict[int, str] = field(default_factory=dict)
    pins: list[Pin] = field(default_factory=list)


def pin_keys(old: ReadTopic, new: ReadTopic) -> Pinned:
    """The new text in which everything that was renamed since the old one has the key it had.

    Only where keys were written into it is it read again: it is another text then.
    """
    if _named(old) == _named(new):
        return Pinned(new)
    lines = new.source.body.split("\n")
    pages = _Pages(old, new, lines, frozenset(grid.begin for grid in grids(new)))
    options = _headings(pages)
    _bullets(pages, options)
    for before, after in _tables(pages):
        _names(pages, before, after)
    if not pages.pins:
        return Pinned(new)
    return Pinned(new.renewed(replace(new.source, body=_written(pages))), tuple(pages.pins))


def _named(read: ReadTopic) -> object:
    """The keys of all that has one, each where it stands: as long as these are the same, nothing was renamed."""
    document = read.document
    return (
        [(section.level, section.key) for section in document.sections],
        [(t.option_key, t.label_key, [item.key or slugify(item.text) for item in t.items]) for t in document.lists],
        [(t.key, [(c.across, c.down) for c in found]) for t, found in zip(document.tables, read.tables, strict=True)],
    )


def renamed(old: Sequence[_Item], new: Sequence[_Item]) -> Iterator[tuple[_Item, _Item]]:
    """Pairs of what was and what it is called now: both stand at one place, and one speaks for the other."""
    kept = {item.key for item in new}
    matcher = SequenceMatcher(None, [i.key for i in old], [i.key for i in new], autojunk=False)
    for tag, begin, end, start, stop in matcher.get_opcodes():
        if tag != "replace":
            continue
        gone = [item for item in old[begin:end] if item.key not in kept]
        for place, item in enumerate(new[start:stop]):
            scored = [(_likeness(was, item), -abs(n - place), was) for n, was in enumerate(gone)]
            likeness, _, was = max(scored, key=lambda entry: entry[:2], default=(0.0, 0, item))
            if likeness > 0:
                gone.remove(was)
                yield was, item


def _likeness(old: _Item, new: _Item) -> float:
    """From 0 (another thing) to 2: the share of equal evidence if it is at least half, and how alike the names are."""
    common = old.evidence.keys() & new.evidence.keys()
    equal = sum(meaning(old.evidence[k]) == meaning(new.evidence[k]) for k in common)
    share = equal / max(len(old.evidence), len(new.evidence), 1)
    alike = fuzz.token_set_ratio(normalise(old.text), normalise(new.text))
    return share + alike / 100 if share >= 0.5 or alike >= ALIKE else 0.0


def _headings(pages: _Pages) -> dict[str, str]:
    """Headings of options: their lists' facts carry their keys. Gives the old key of each new one."""
    before, after = _lists(pages.old.document), _lists(pages.new.document)
    taken = {s.key for s in pages.new.document.sections}
    now_called: dict[str, str] = {}
    for level in sorted({s.level for s in pages.new.document.sections}):
        items = [_heading(s, before) for s in pages.old.document.sections if s.level == level]
        others = [_heading(s, after) for s in pages.new.document.sections if s.level == level]
        for was, item in renamed(items, others):
            section = item.place
            assert isinstance(section, Section)
            line = pages.lines[section.line - 1]
            if was.key in before and item.key in after and was.key not in taken and not _OWN_KEY.search(line):
                pages.ends[section.line - 1] = was.key
                pages.pins.append(Pin(was.key, was.text, item.text))
                now_called[item.key] = was.key
    return now_called


def _lists(document: Document) -> dict[str, list[TraitList]]:
    """The lists of each option."""
    found: dict[str, list[TraitList]] = {}
    for traits in document.lists:
        found.setdefault(traits.option_key, []).append(traits)
    return found


def _heading(section: Section, lists: Mapping[str, Sequence[TraitList]]) -> _Item:
    said = {
        f"{traits.label_key}/{item.key or slugify(item.text)}": item.text
        for traits in lists.get(section.key, ())
        for item in traits.items
    }
    return _Item(section.key, section.title, said, section)


def _bullets(pages: _Pages, options: Mapping[str, str]) -> None:
    """Bullets of an option's list: reworded ones keep their key, others are new facts."""
    before = {(t.option_key, t.label_key): t for t in pages.old.document.lists}
    for traits in pages.new.document.lists:
        was = before.get((options.get(traits.option_key, traits.option_key), traits.label_key))
        if was is None:
            continue
        taken = {item.key or slugify(item.text) for item in traits.items}
        for old, new in renamed(_items(was), _items(traits)):
            line = new.place
            assert isinstance(line, int)
            free = old.key not in taken and line not in pages.ends
            if free and _BULLET.match(pages.lines[line]) and not _OWN_KEY.search(pages.lines[line]):
                pages.ends[line] = old.key
                pages.pins.append(Pin(old.key, old.text, new.text))


def _items(traits: TraitList) -> list[_Item]:
    found = zip(traits.items, traits.lines, strict=True)
    return [_Item(item.key or slugify(item.text), item.text, {}, line - 1) for item, line in found if item.text]


@dataclass(frozen=True)
class _Read:
    """A table and its comparison, and what its cells hold by the keys of their row and column."""

    table: Table
    found: Comparison
    cells: Mapping[tuple[str, str], str]


def _read(page: ReadTopic) -> list[_Read]:
    tables = []
    for table, found in zip(page.document.tables, page.tables, strict=True):
        if len(found) == 1 and found[0].orientation in (COLUMNS, ROWS):
            keyed = zip(found[0].down, table.rows, strict=True)
            cells = {
                (down, across): cell.text
                for down, row in keyed
                for across, cell in zip(found[0].across, row[1:], strict=False)
            }
            tables.append(_Read(table, found[0], cells))
    return tables


def _tables(pages: _Pages) -> Iterator[tuple[_Read, _Read]]:
    """Each table of the new text with what it was, renamed or not."""
    old, new = _read(pages.old), _read(pages.new)
    was = {read.table.key: read for read in old}
    taken = {table.key for table in pages.new.document.tables}
    now_called = {
        item.key: before.key
        for before, item in renamed([_caption(r) for r in old], [_caption(r) for r in new])
        if before.key not in taken
    }
    for read in new:
        before = was.get(now_called.get(read.table.key, read.table.key))
        if before is None:
            continue
        top = read.table.line - 1 in pages.plain
        if top and read.table.key in now_called and _pin_caption(pages, read.table, before.table.key):
            pages.pins.append(Pin(before.table.key, before.table.caption, read.table.caption))
        yield before, read


def _caption(read: _Read) -> _Item:
    said = {f"{down} {across}": text for (down, across), text in read.cells.items()}
    return _Item(read.table.key, read.table.caption, said)


def _pin_caption(pages: _Pages, table: Table, key: str) -> bool:
    """Write the key to the line "Table: …" above, or set such a line where the heading named the table."""
    line = table.line - 2
    while line >= 0 and not pages.lines[line].strip():
        line -= 1
    while line >= 0 and pages.lines[line].strip():
        if pages.lines[line].lstrip().startswith("Table:"):
            if _OWN_KEY.search(pages.lines[line]):
                return False
            pages.ends[line] = key
            return True
        line -= 1
    pages.above[table.line - 1] = f"Table: {table.caption} {{#{key}}}"
    return True


def _names(pages: _Pages, before: _Read, after: _Read) -> None:
    """The header cells and row labels of one table."""
    line = after.table.line - 1
    if line not in pages.plain:
        return
    columns = [(line, n) for n in range(1, len(after.table.header))]
    _pin_cells(pages, _row(before, True), _row(after, True), columns)
    rows = [(number - 1, 0) for number in after.table.row_lines]
    _pin_cells(pages, _row(before, False), _row(after, False), rows)


def _row(read: _Read, across: bool) -> list[_Item]:
    """The names across or down a table; the evidence for a name is what its cells hold."""
    keys = read.found.across if across else read.found.down
    texts = read.table.header[1:] if across else [row[0] for row in read.table.rows]
    others = read.found.down if across else read.found.across
    cell: Callable[[str, str], tuple[str, str]] = (lambda k, o: (o, k)) if across else (lambda k, o: (k, o))
    return [
        _Item(key, text.text, {o: held for o in others if (held := read.cells.get(cell(key, o), ""))}, place)
        for place, (key, text) in enumerate(zip(keys, texts, strict=False))
        if key
    ]


def _pin_cells(pages: _Pages, old: Sequence[_Item], new: Sequence[_Item], places: Sequence[tuple[int, int]]) -> None:
    taken = {item.key for item in new}
    for was, item in renamed(old, new):
        assert isinstance(item.place, int)
        line, column = places[item.place]
        cells = split_cells(pages.lines[line])
        if was.key not in taken and column < len(cells) and not _OWN_KEY.search(cells[column]):
            pages.cells[line, column] = was.key
            pages.pins.append(Pin(was.key, was.text, item.text))


def _written(pages: _Pages) -> str:
    """The new text with all marks."""
    lines = list(pages.lines)
    for line in {line for line, _ in pages.cells}:
        cells = list(split_cells(lines[line]))
        for column in range(len(cells)):
            if key := pages.cells.get((line, column)):
                cells[column] += f" {{#{key}}}"
        lines[line] = "".join(("|", *(f" {cell} |" for cell in cells)))
    for line, key in pages.ends.items():
        text, closing = re.fullmatch(r"(.*?)(\s+#+|\\)?\s*", lines[line], re.DOTALL).groups()  # type: ignore[union-attr]
        lines[line] = f"{text} {{#{key}}}{closing or ''}"
    for line in sorted(pages.above, reverse=True):
        lines[line:line] = [pages.above[line], ""]
    return "\n".join(lines)
