"""Reads a single big document: a learning path that lists phases and topics, then one `##` chapter per topic."""

import re
from dataclasses import dataclass, replace

from content.importing.library import NAME, SLUG, Library, Notice, PathSource, PhaseSource
from content.reading.source import TITLE, SourceError, TopicSource
from content.reading.text import slugify
from content.reading.topic import ReadTopic, read_topic
from content.reading.words import NUMBERS

_PHASE = re.compile(r"^#{2,4}\s+Phase\s+\d+\s*[:.–-](.+)$", re.IGNORECASE)
_ENTRY = re.compile(
    r"^\s*(\d{1,6})[.)]\s+\**\[(?P<title>[^\]]+)\]\(#(?P<slug>[^)]+)\)\**\s*(?:[-–:]\s*(?P<blurb>.*))?$"
)
_CHAPTER = re.compile(r"^##\s(.+)$")
_HEADING = re.compile(r"^#{1,6}\s")
_GOAL = re.compile(r"^\*\*(Goal|Why this order\??)\*\*\s*:?\s*(.*)$", re.IGNORECASE)
_COUNT = re.compile(rf"\b(\d{{1,3}}|{'|'.join(NUMBERS)})\b\W{{1,4}}(?:\w+\W{{1,4}}){{0,2}}?phases\b", re.IGNORECASE)
_PATH = re.compile(r"^[-*]\s+\*\*([^*]+?):?\*\*\s*:?\s*(.+)$")


def is_guide(text: str) -> bool:
    """Whether the document lists phases."""
    return any(_PHASE.match(line) for line in _outside_code(text.split("\n")))


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
    lines = _outside_code(text.split("\n"))
    notices: list[Notice] = []
    phases, entries = _learning_path(lines, file, notices)
    if not entries:
        raise SourceError(file, 1, "its phases list no topics")
    for number, line in enumerate(lines, 1):
        for count in _COUNT.findall(line) if not _PHASE.match(line) else ():
            said = int(count) if count.isdecimal() else NUMBERS[count.casefold()]
            if said != len(phases):
                notices.append(
                    Notice(file, number, f"says {count} phases, but lists {len(phases)}; the list is believed")
                )
    chapters, ignored = _chapters(text.split("\n"), lines, entries, file, notices)
    topics: list[ReadTopic] = []
    for entry in sorted(entries, key=lambda e: (e.phase.position, e.number)):
        if entry.slug not in chapters:
            notices.append(Notice(file, entry.line, f"“{entry.title}” is in the path but has no chapter"))
            continue
        if len(entry.title) > TITLE:
            raise SourceError(file, entry.line, f"a title of more than {TITLE} characters")
        first, body = chapters[entry.slug]
        position = 1 + sum(t.source.phase == entry.phase.slug for t in topics)
        place = (entry.phase.slug, position, body, first, file)
        source = TopicSource(entry.slug, entry.title, entry.blurb, *place, placed_line=entry.line)
        topics.append(read_topic(source))
    if not topics:
        raise SourceError(file, 1, "no topic of its path has a chapter (a “##” heading of the same name)")
    return Library(
        phases=tuple(phases),
        paths=tuple(_paths(lines, phases, file, notices)),
        topics=tuple(topics),
        notices=tuple(sorted(notices, key=lambda n: n.line)),
        ignored=tuple(ignored),
    )


def read_page(text: str, *, file: str, stem: str) -> ReadTopic:
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
    title = title[:TITLE] or "Trade-offs at a glance"
    return read_topic(TopicSource(slugify(title), title, f"Read from {stem}.", "", 1, text, 1, file))


def _outside_code(lines: list[str]) -> list[str]:
    """The lines, those of fenced code blanked: nothing in there is a heading."""
    inside, kept = "", []
    for line in lines:
        match = re.match(r"^\s{0,3}(```+|~~~+)(.*)$", line)
        kept.append("" if inside or match else line)
        if inside and match and match[1].startswith(inside) and not match[2].strip():
            inside = ""
        elif match and not inside:
            inside = match[1]
    return kept


def _title(heading: str) -> str:
    """A heading's text without the number signs that may close it."""
    return re.sub(r"(^| )#+$", "", " ".join(heading.split()))


def _learning_path(lines: list[str], file: str, notices: list[Notice]) -> tuple[list[PhaseSource], list[_Entry]]:
    phases: list[PhaseSource] = []
    entries: list[_Entry] = []
    places: dict[str, int] = {}
    within = False
    for number, line in enumerate(lines, 1):
        if match := _PHASE.match(line):
            within = True
            title = re.sub(r" ?\([^()]*\)$", "", _title(match[1]))
            slug = slugify(title, limit=SLUG)
            if len(title) > NAME:
                raise SourceError(file, number, f"a phase's title of more than {NAME} characters")
            if any(p.slug == slug for p in phases):
                notices.append(Notice(file, number, f"phase “{title}” stands twice"))
                within = False
                continue
            phases.append(PhaseSource(slug, title, len(phases) + 1))
            places[slug] = number
        elif _HEADING.match(line):
            within = False
        elif within and (match := _ENTRY.match(line)):
            slug = slugify(match["slug"])
            if any(e.slug == slug for e in entries):
                notices.append(Notice(file, number, f"“{match['title']}” is listed twice"))
                continue
            blurb = (match["blurb"] or "").strip("* ")
            entries.append(_Entry(int(match[1]), slug, match["title"].strip(), blurb, phases[-1], number))
        elif within and (match := _GOAL.match(line)):
            is_goal = match[1].casefold() == "goal"
            phases[-1] = replace(phases[-1], goal=match[2]) if is_goal else replace(phases[-1], why=match[2])
    listed = {e.phase.slug for e in entries}
    kept = [p for p in phases if p.slug in listed]
    for phase in phases if kept else ():
        if phase.slug not in listed:
            notices.append(Notice(file, places[phase.slug], f"phase “{phase.title}” lists no topics and is left out"))
    phases = [replace(phase, position=n) for n, phase in enumerate(kept, 1)]
    by_slug = {p.slug: p for p in phases}
    for entry in entries:
        entry.phase = by_slug[entry.phase.slug]
    return phases, entries


def _chapters(
    text: list[str], lines: list[str], entries: list[_Entry], file: str, notices: list[Notice]
) -> tuple[dict[str, tuple[int, str]], list[Notice]]:
    """Each wanted topic's first line and body, and the chapters that are left out.

    ``lines`` are those of ``text`` without the code. A chapter is known by its anchor or by its title.
    """
    wanted = {slugify(e.title): e.slug for e in entries} | {e.slug: e.slug for e in entries}
    starts = [(i, _title(m[1])) for i, line in enumerate(lines) if (m := _CHAPTER.match(line))]
    chapters: dict[str, tuple[int, str]] = {}
    ignored: list[Notice] = []
    for (start, title), end in zip(starts, [*(i for i, _ in starts[1:]), len(lines)], strict=True):
        slug = wanted.get(slugify(title), "")
        if not slug:
            ignored.append(Notice(file, start + 1, f"“{title}” is not a topic of the path"))
        elif slug in chapters:
            notices.append(Notice(file, start + 1, f"chapter “{title}” stands twice; the first one is read"))
        else:
            chapters[slug] = (start + 2, "\n".join(text[start + 1 : end]))
    return chapters, ignored


def _paths(lines: list[str], phases: list[PhaseSource], file: str, notices: list[Notice]) -> list[PathSource]:
    """The bullets of "How to use this guide": who reads what."""
    found: list[PathSource] = []
    within = False
    for number, line in enumerate(lines, 1):
        if _HEADING.match(line):
            within = "how to use" in line.casefold()
        elif within and (match := _PATH.match(line)):
            numbers = re.search(r"phases?\s+([\d,\s]+(?:and\s+\d+)?)", match[2], re.IGNORECASE)
            chosen = [int(n) for n in re.findall(r"\b\d{1,3}\b", numbers[1])] if numbers else []
            slugs = tuple(p.slug for n in dict.fromkeys(chosen) for p in phases if p.position == n)
            title = match[1].strip()[:NAME]
            slug = slugify(title, limit=SLUG)
            if any(p.slug == slug for p in found):
                notices.append(Notice(file, number, f"path “{title}” stands twice; the first one is read"))
                continue
            found.append(PathSource(slug, title, len(found) + 1, match[2].strip(), slugs))
    return found
