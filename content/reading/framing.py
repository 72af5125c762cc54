"""What an author says beside the facts, for questions: reasons of rows, and what else an option is called. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from content.reading.inline import NOTHING_ASKED, Asked, Inline
from content.reading.markdown import Document
from content.reading.source import Warning
from content.reading.text import normalise


@dataclass(frozen=True)
class Name:
    """An option or a dimension: its key, how it is written, how questions speak of it, and of a dimension the declared
    order of its values and why they differ."""

    key: str
    text: str
    scale: tuple[str, ...] = ()
    asked: Asked = NOTHING_ASKED
    why: str = ""


LABEL = 300  # characters of a row's name that are looked for
NEEDS = 24  # of one table that are read: questions combine them


@dataclass(frozen=True)
class Need:
    """What a customer asks for in one row of a table, and the keys of the options that meet it."""

    row: str
    text: str
    options: tuple[str, ...]
    line: int


# The needs of a page's tables, each with its table's key.
Needs = tuple[tuple[str, tuple[Need, ...]], ...]


class Asking(Protocol):
    """Something that asks, row by row: a comparison."""

    @property
    def options(self) -> tuple[Name, ...]: ...

    @property
    def dimensions(self) -> tuple[Name, ...]: ...

    @property
    def asked(self) -> Asked: ...


def asking_rows(comparison: Asking) -> tuple[Name, ...]:
    """The rows of which something may be asked: not those of a table that compares nothing, nor what is `noask`."""
    if not comparison.options or comparison.asked.noask:
        return ()
    return tuple(row for row in comparison.dimensions if not row.asked.noask)


def unclassified(comparison: Asking) -> tuple[Name, ...]:
    """The rows of which nobody has said whether their values exclude each other."""
    return tuple(row for row in asking_rows(comparison) if row.asked.exclusive is None)


class Named(Protocol):
    """Something with options: a comparison."""

    @property
    def options(self) -> tuple[Name, ...]: ...


def explained(
    reasons: Sequence[tuple[int, Inline]], dimensions: Sequence[Name | None], warnings: list[Warning]
) -> list[Name | None]:
    """The dimensions of a table, each with the reason that the list below the table gives for it ("Row: reason")."""
    why: dict[str, str] = {}
    for line, row, text in _about(reasons, dimensions, warnings):
        if row.key in why:
            warnings.append(Warning(line, f"“{row.text}” has a second reason"))
        else:
            why[row.key] = text
    return [replace(name, why=why.get(name.key, "")) if name else None for name in dimensions]


def needs(
    bullets: Sequence[tuple[int, Inline]],
    dimensions: Sequence[Name | None],
    options: Sequence[Name | None],
    warnings: list[Warning],
) -> tuple[Need, ...]:
    """The needs that the list below a table names, with the options that meet each ("Row: need → option, option")."""
    known = {normalise(form): option.key for option in options if option for form in (option.key, option.text)}
    found: list[Need] = []
    if len(bullets) > NEEDS:
        warnings.append(Warning(bullets[NEEDS][0], f"of a table {NEEDS} needs are read, not {len(bullets)}"))
    for line, row, text in _about(bullets[:NEEDS], dimensions, warnings):
        need, _, names = text.rpartition("→")
        named = [name.strip().rstrip(".") for name in names.split(",")]
        strange = [name for name in named if normalise(name) not in known]
        meets = tuple(dict.fromkeys(known[normalise(name)] for name in named if name not in strange))
        if not need.strip():
            warnings.append(Warning(line, "a need reads “Row: need → option, option”"))
        elif strange:
            warnings.append(Warning(line, f"“{strange[0]}” is no option of the table"))
        elif len(meets) == len(set(known.values())):
            warnings.append(Warning(line, f"every option meets “{need.strip()}”, so it decides nothing"))
        else:
            found.append(Need(row.key, need.strip(), meets, line))
    return tuple(found)


def _about(
    bullets: Sequence[tuple[int, Inline]], dimensions: Sequence[Name | None], warnings: list[Warning]
) -> Iterator[tuple[int, Name, str]]:
    """Each bullet's line, the row whose name it begins with, and what it says of that row."""
    by_label = {name.text.casefold(): name for name in dimensions if name}
    longest = min(max(map(len, by_label), default=0), LABEL)
    for line, bullet in bullets:
        text = bullet.text.replace("\n", " ")
        colons = (at for at, char in enumerate(text[: longest + 1]) if char == ":")
        named = [(by_label[label], at) for at in colons if (label := text[:at].casefold()) in by_label]
        if named:
            row, at = named[-1]
            yield line, row, text[at + 1 :].strip()
        else:
            warnings.append(Warning(line, f"“{text[:60]}” does not begin with the name of a row and a colon"))


def aliases_by_name(document: Document, comparisons: Sequence[Named]) -> Mapping[str, tuple[str, ...]]:
    """What else each option of a topic is called, by its normalised name: said once, it holds in every table."""
    found: dict[str, dict[str, None]] = {}
    for text, aliases in _named(document, comparisons):
        if aliases:
            found.setdefault(normalise(text), {}).update(dict.fromkeys(aliases))
    return {name: tuple(aliases) for name, aliases in found.items()}


def _named(document: Document, comparisons: Sequence[Named]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for section in document.sections:
        yield section.title, section.asked.aliases
    for comparison in comparisons:
        for option in comparison.options:
            yield option.text, option.asked.aliases
