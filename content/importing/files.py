"""What an import reads: a library folder, one library file, or a single big document, as one `Library`.

Pure but for reading files. Every fault names its file and line; a library with a fault is refused whole.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from content.importing import guide
from content.importing.library import NAME, SLUG, Library, Notice, PathSource, PhaseSource
from content.practice.read import Drills, read_drills, read_glossary, read_interview
from content.reading import sources
from content.reading.orientation import WIDE
from content.reading.source import TITLE, SourceError, TopicSource
from content.reading.text import line_feeds, repair, slugify
from content.reading.topic import ReadTopic, read_topic
from content.reading.yamlfile import Fields, load
from sdwiki import limits

ANSWERS = 160  # characters of the question that a page answers: a line or two of a list
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_TOPIC_FIELDS = {"title", "slug", "phase", "position", "summary", "answers", "sources"}


def read_paths(paths: Iterable[Path]) -> Library:
    """Read every path and merge what they hold; two topics with one slug are a fault."""
    merged = Library()
    for path in paths:
        merged = _merge(merged, read_path(path))
    return merged


def read_path(path: Path) -> Library:
    """Read a library folder, a library file, or a big document."""
    library = _read_folder(path) if path.is_dir() else _read_file(path)
    place = str(path.resolve())
    return replace(library, came_from=tuple((read.source.slug, place) for read in library.texts))


def _read_file(path: Path) -> Library:
    text, repaired, file = *_read_text(path), path.name
    if text.startswith("---\n"):
        topic = read_topic(_topic(text, file=file, stem=path.stem, phases=None))
        library = Library(topics=(topic,)) if topic.source.phase else Library(pages=(topic,))
        _refuse_faults(library)
    elif guide.is_guide(text):
        library = guide.read(text, file=file)
    else:
        page = guide.read_page(text, file=file, stem=path.stem)
        if all(comparison.orientation != WIDE for comparison in page.comparisons):
            expected = "front matter, a learning path (“### Phase 1: …”) or a table of options"
            raise SourceError(file, 1, f"no phases found: expected {expected}")
        library = Library(pages=(page,))
    return replace(library, repaired=((file, repaired),) if repaired else ())


def _read_text(path: Path) -> tuple[str, tuple[int, ...]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(str(path), 1, f"cannot be read: {error.strerror}") from error
    if len(data) > limits.DOCUMENT_BYTES:
        raise SourceError(path.name, 1, f"larger than {limits.DOCUMENT_BYTES // limits.MIB} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(path.name, line, f"not UTF-8: byte {error.start} is 0x{data[error.start]:02x}") from error
    if "\0" in text:
        raise SourceError(path.name, text.count("\n", 0, text.index("\0")) + 1, "holds a NUL character")
    return repair(line_feeds(text))


def _read_folder(folder: Path) -> Library:
    plan = folder / "path.yaml"
    if not plan.is_file():
        raise SourceError(f"{folder.name}/path.yaml", 1, "missing: it names the phases of the library")
    phases, paths = _plan(_read_text(plan)[0], "path.yaml")
    topics: list[ReadTopic] = []
    pages: list[ReadTopic] = []
    repaired: list[tuple[str, tuple[int, ...]]] = []
    for kind, found in (("topics", topics), ("pages", pages)):
        for path in sorted((folder / kind).glob("*.md")):
            body, lines = _read_text(path)
            file = f"{kind}/{path.name}"
            if lines:
                repaired.append((file, lines))
            source = _topic(body, file=file, stem=path.stem, phases=phases if kind == "topics" else ())
            found.append(read_topic(source))
    library = Library(phases, paths, tuple(sorted(topics, key=_order(phases))), tuple(pages), (), tuple(repaired))
    _refuse_faults(library)
    return _with_extras(folder, library)


def _plan(text: str, file: str) -> tuple[tuple[PhaseSource, ...], tuple[PathSource, ...]]:
    """The phases, and the paths through them."""
    data = Fields(load(text, file), file, ("phases", "paths"))
    phases: list[PhaseSource] = []
    paths: list[PathSource] = []
    for item in data.list("phases"):
        fields = Fields(item, file, ("slug", "title", "goal", "why"), line=data.line)
        slug = _slug(fields, {p.slug for p in phases})
        title, goal = fields.text("title", limit=NAME), fields.text("goal", default="")
        phases.append(PhaseSource(slug, title, len(phases) + 1, goal, fields.text("why", default="")))
    known = {p.slug for p in phases}
    for item in data.list("paths", default=[]):
        allowed = ("slug", "title", "summary", "phases", "topics_per_day", "tables_only")
        fields = Fields(item, file, allowed, line=data.line)
        members = fields.words("phases")
        if unknown := next((slug for slug in members if slug not in known), ""):
            raise fields.fault(f"unknown phase “{unknown}”", "phases")
        pace = fields.whole("topics_per_day") if fields.data.get("topics_per_day") is not None else None
        paths.append(
            PathSource(
                slug=_slug(fields, {p.slug for p in paths}),
                title=fields.text("title", limit=NAME),
                position=len(paths) + 1,
                summary=fields.text("summary", default=""),
                phases=members,
                topics_per_day=pace,
                tables_only=fields.data.get("tables_only") is True,
            )
        )
    return tuple(phases), tuple(paths)


def _slug(fields: Fields, taken: set[str]) -> str:
    slug = fields.text("slug", limit=SLUG)
    if slugify(slug) != slug:
        raise fields.fault(f"“{slug}” is no slug (lower-case letters, digits, hyphens)", "slug")
    if slug in taken:
        raise fields.fault(f"slug “{slug}” stands twice", "slug")
    return slug


def _with_extras(folder: Path, library: Library) -> Library:
    """The glossary, drills and mock interviews of a folder, where it has them."""
    slugs = {topic.source.slug for topic in library.topics}
    glossary, drills = folder / "glossary.yaml", folder / "drills.yaml"
    drilled = read_drills(_read_text(drills)[0], drills.name, slugs) if drills.is_file() else Drills(())
    interviews = [
        (file := f"interviews/{path.name}", read_interview(_read_text(path)[0], file, slugs))
        for path in sorted((folder / "interviews").glob("*.yaml"))
    ]
    odd = [Notice(f.file, f.line, f"nothing is asked about what breaks first: {f.message}") for f in drilled.faults]
    odd += [Notice(file, fault.line, fault.message) for file, read in interviews for fault in read.faults]
    return replace(
        library,
        notices=(*library.notices, *odd),
        terms=read_glossary(_read_text(glossary)[0], glossary.name, slugs) if glossary.is_file() else (),
        drills=drilled.drills,
        interviews=tuple(read for _, read in interviews),
    )


def _order(phases: tuple[PhaseSource, ...]) -> Any:
    position = {p.slug: p.position for p in phases}
    return lambda topic: (position[topic.source.phase], topic.source.position, topic.source.slug)


def _refuse_faults(library: Library) -> None:
    """Our own files are held to more than foreign documents: what would be a warning there is a fault here."""
    seen: dict[str, str] = {}
    places: dict[tuple[str, int], str] = {}
    for read in library.texts:
        topic = read.source
        if topic.slug in seen:
            raise SourceError(topic.file, 1, f"slug “{topic.slug}” is taken by {seen[topic.slug]}")
        seen[topic.slug] = topic.file
        if topic.phase:
            other = places.setdefault((topic.phase, topic.position), topic.file)
            if other != topic.file:
                raise SourceError(topic.file, 1, f"position {topic.position} of {topic.phase} is taken by {other}")
        if read.warnings:
            raise SourceError(topic.file, read.warnings[0].line, read.warnings[0].message)
        known = {str(s["id"]) for s in topic.meta.get("sources", ())}
        for line, cited in read.document.cited:
            if cited not in known:
                raise SourceError(topic.file, line, f"cites “{cited}”, which is not among its sources")


def _topic(text: str, *, file: str, stem: str, phases: tuple[PhaseSource, ...] | None) -> TopicSource:
    """One library file. ``phases`` is None where any phase is taken on trust, and empty for pages outside them."""
    match = _FRONT.match(text)
    if not match:
        raise SourceError(file, 1, "no front matter: the file begins with “---”, fields, “---”")
    fields = Fields(load(match[1], file, offset=1), file, _TOPIC_FIELDS)
    phase = fields.text("phase", default="")
    if phases:
        phase = _phase(fields.text("phase"), phases, fields)
    elif phase and phases is not None:
        raise fields.fault("a page outside the phases has no field “phase”", "phase")
    slug = fields.text("slug", default=stem)
    if slugify(slug) != slug:
        raise fields.fault(f"“{slug}” is no slug (lower-case letters, digits, hyphens)", "slug")
    answers = fields.text("answers", default="", limit=ANSWERS)
    return TopicSource(
        slug=slug,
        title=fields.text("title", limit=TITLE),
        summary=fields.text("summary"),
        phase=phase,
        position=fields.whole("position", default=1),
        body=text[match.end() :],
        first_line=text.count("\n", 0, match.end()) + 1,
        file=file,
        meta={"sources": _sources(fields)} | ({"answers": answers} if answers else {}),
        placed_line=fields.data.lines.get("phase", 1),
    )


def _sources(topic: Fields) -> list[dict[str, Any]]:
    """What the topic may cite, each under an id of its own."""
    found: dict[str, dict[str, Any]] = {}
    for item in topic.list("sources", default=[]) if topic.data.get("sources") else ():
        fields = Fields(item, topic.file, sources.FIELDS, line=topic.data.lines["sources"])
        name, title, url = fields.text("id"), fields.text("title"), fields.text("url", default="")
        match sources.broken(name, title, url, found):
            case "id":
                raise fields.fault(f"“{name}” cannot be cited: an id has lower-case letters, digits and hyphens", "id")
            case "twice":
                raise fields.fault(f"source “{name}” stands twice", "id")
            case "url":
                raise fields.fault(f"not an address: {url}", "url")
        found[name] = dict(item)
    return list(found.values())


def _phase(wanted: str, phases: tuple[PhaseSource, ...], fields: Fields) -> str:
    for phase in phases:
        if wanted.casefold() in (phase.slug, phase.title.casefold(), str(phase.position)):
            return phase.slug
    names = ", ".join(p.slug for p in phases)
    raise fields.fault(f"unknown phase “{wanted}”; there are: {names}", "phase")


def _merge(a: Library, b: Library) -> Library:
    taken = {t.source.slug: t.source.file for t in a.texts}
    for topic in (t.source for t in b.texts):
        if topic.slug in taken:
            raise SourceError(topic.file, topic.first_line, f"slug “{topic.slug}” is taken by {taken[topic.slug]}")
    return Library(
        phases=a.phases or b.phases,
        paths=a.paths or b.paths,
        topics=a.topics + b.topics,
        pages=a.pages + b.pages,
        notices=a.notices + b.notices,
        repaired=a.repaired + b.repaired,
        ignored=a.ignored + b.ignored,
        terms=a.terms + b.terms,
        drills=a.drills + b.drills,
        interviews=a.interviews + b.interviews,
        came_from=a.came_from + b.came_from,
    )
