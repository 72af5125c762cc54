"""Reads a single big document: a learning path that lists phases and topics, then one `##` chapter per topic."""

import re
from dataclasses import dataclass

from content.model import Library, Notice, PathSource, PhaseSource, SourceError, TopicSource
from content.text import slugify

_PHASE = re.compile(r"^#{2,4}\s+Phase\s+(\d+)\s*[:.–-]\s*(.+?)\s*#*$", re.IGNORECASE)
_ENTRY = re.compile(r"^\s*(\d+)[.)]\s+\**\[(?P<title>[^\]]+)\]\(#(?P<slug>[^)]+)\)\**\s*(?:[-–:]\s*(?P<blurb>.*))?$")
_CHAPTER = re.compile(r"^##\s+(.+?)\s*#*$")
_HEADING = re.compile(r"^#{1,6}\s")
_GOAL = re.compile(r"^\*\*(Goal|Why this order\??)\*\*\s*:?\s*(.*)$", re.IGNORECASE)
_COUNT = re.compile(r"(\d+)\W+(?:\w+\W+){0,2}?phases\b", re.IGNORECASE)
_PATH = re.compile(r"^[-*]\s+\*\*([^*]+?):?\*\*\s*:?\s*(.+)$")


def is_guide(text: str) -> bool:
    """Whether the document lists phases."""
    return any(_PHASE.match(line) for line in text.split("\n"))


@dataclass
class _Entry:
    number: int
    slug: str
    title: str
    blurb: str
    phase: PhaseSource
    line: int


def read(text: str, *, file: str) -> Library:
    """Phases and topics in the path's order, whatever order the chapters have.

    Raises SourceError where the phases list no topics, or no topic has a chapter.
    """
    lines = text.split("\n")
    fenced = _fenced(lines)
    notices: list[Notice] = []
    phases, entries = _learning_path(lines, file, notices)
    if not entries:
        raise SourceError(file, 1, "its phases list no topics")
    for number, line in enumerate(lines, 1):
        for count in _COUNT.findall(line) if not _PHASE.match(line) else ():
            if int(count) != len(phases):
                notices.append(
                    Notice(file, number, f"says {count} phases, but lists {len(phases)}; the list is believed")
                )
    chapters, ignored = _chapters(lines, fenced, {e.slug for e in entries}, file, notices)
    topics: list[TopicSource] = []
    for entry in sorted(entries, key=lambda e: e.number):
        if entry.slug not in chapters:
            notices.append(Notice(file, entry.line, f"“{entry.title}” is in the path but has no chapter"))
            continue
        first, body = chapters[entry.slug]
        position = 1 + sum(t.phase == entry.phase.slug for t in topics)
        topics.append(TopicSource(entry.slug, entry.title, entry.blurb, entry.phase.slug, position, body, first, file))
    if not topics:
        raise SourceError(file, 1, "no topic of its path has a chapter (a “##” heading of the same name)")
    return Library(
        phases=tuple(phases),
        paths=tuple(_paths(lines, phases)),
        topics=tuple(topics),
        notices=tuple(sorted(notices, key=lambda n: n.line)),
        ignored=tuple(ignored),
    )


def read_page(text: str, *, file: str, stem: str) -> TopicSource:
    """A document without phases as one page; its title is its first `#` heading that stands before any table, or
    its name.
    """
    title = ""
    for line in text.split("\n"):
        if line.lstrip().startswith("|"):
            break
        if line.startswith("# "):
            title = line[2:].strip()
            break
    title = title or "Trade-offs at a glance"
    return TopicSource(slugify(title), title, f"Read from {stem}.", "", 1, text, 1, file)


def _fenced(lines: list[str]) -> set[int]:
    """Indexes of lines inside fenced code, where nothing is a heading."""
    inside, found = "", set()
    for index, line in enumerate(lines):
        match = re.match(r"^\s{0,3}(```+|~~~+)", line)
        if inside:
            found.add(index)
            if match and match[1].startswith(inside):
                inside = ""
        elif match:
            found.add(index)
            inside = match[1]
    return found


def _learning_path(lines: list[str], file: str, notices: list[Notice]) -> tuple[list[PhaseSource], list[_Entry]]:
    phases: list[PhaseSource] = []
    entries: list[_Entry] = []
    within = False
    for number, line in enumerate(lines, 1):
        if match := _PHASE.match(line):
            within = True
            title = re.sub(r"\s*\([^)]*\)\s*$", "", match[2]).strip()
            if any(p.slug == slugify(title) for p in phases):
                notices.append(Notice(file, number, f"phase “{title}” stands twice"))
                within = False
                continue
            phases.append(PhaseSource(slugify(title), title, len(phases) + 1))
        elif _HEADING.match(line):
            within = False
        elif within and (match := _ENTRY.match(line)):
            if any(e.slug == match["slug"] for e in entries):
                notices.append(Notice(file, number, f"“{match['title']}” is listed twice"))
                continue
            blurb = (match["blurb"] or "").strip("* ")
            entries.append(_Entry(int(match[1]), match["slug"], match["title"], blurb, phases[-1], number))
        elif within and (match := _GOAL.match(line)):
            old = phases[-1]
            goal = match[2] if match[1].casefold() == "goal" else old.goal
            why = old.why if match[1].casefold() == "goal" else match[2]
            phases[-1] = PhaseSource(old.slug, old.title, old.position, goal, why)
    by_slug = {p.slug: p for p in phases}
    for entry in entries:
        entry.phase = by_slug[entry.phase.slug]
    return phases, entries


def _chapters(
    lines: list[str], fenced: set[int], wanted: set[str], file: str, notices: list[Notice]
) -> tuple[dict[str, tuple[int, str]], list[Notice]]:
    """Each wanted topic's first line and body, and the chapters that are left out."""
    starts = [(i, m[1]) for i, line in enumerate(lines) if i not in fenced and (m := _CHAPTER.match(line))]
    chapters: dict[str, tuple[int, str]] = {}
    ignored: list[Notice] = []
    for (start, title), end in zip(starts, [*(i for i, _ in starts[1:]), len(lines)], strict=True):
        slug = slugify(title)
        if slug not in wanted:
            ignored.append(Notice(file, start + 1, f"“{title}” is not a topic of the path"))
        elif slug in chapters:
            notices.append(Notice(file, start + 1, f"chapter “{title}” stands twice; the first one is read"))
        else:
            chapters[slug] = (start + 2, "\n".join(lines[start + 1 : end]))
    return chapters, ignored


def _paths(lines: list[str], phases: list[PhaseSource]) -> list[PathSource]:
    """The bullets of "How to use this guide": who reads what."""
    found: list[PathSource] = []
    within = False
    for line in lines:
        if _HEADING.match(line):
            within = "how to use" in line.casefold()
        elif within and (match := _PATH.match(line)):
            numbers = re.search(r"phases?\s+([\d,\s]+(?:and\s+\d+)?)", match[2], re.IGNORECASE)
            chosen = [int(n) for n in re.findall(r"\d+", numbers[1])] if numbers else []
            slugs = tuple(p.slug for n in chosen for p in phases if p.position == n)
            found.append(PathSource(slugify(match[1]), match[1], len(found) + 1, match[2].strip(), slugs))
    return found
