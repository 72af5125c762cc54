"""Links, citations and pictures: everything that points somewhere points at something."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from content.reading.topic import ReadTopic
from script.library.shelf import Fault, Shelf, blocks

ROUTES = ("/", "/wiki/", "/glossary/", "/drills/", "/interviews/", "/review/", "/quizzes/", "/progress/")
SHORTEST_ALTERNATIVE = 30
# Topics that explain a flow as well as a structure need two pictures.
TWO_DIAGRAMS = {
    "caching-strategies",
    "database-replication-vs-sharding",
    "circuit-breaker-vs-retry-vs-timeout",
    "blue-green-vs-canary-vs-rolling-deployment",
    "service-discovery-patterns",
}
_CITED = re.compile(r"\[@([a-z0-9-]+)\]")
_DIAGRAM = re.compile(r"diagrams/([a-z0-9-]+)\.svg")
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(:\d+)?")


def links(shelf: Shelf) -> Iterator[Fault]:
    """Every link, internal or not, and the addresses of sources."""
    targets = {topic.source.slug: _anchors(topic) for topic in shelf.documents}
    extras = {
        "/glossary/": {f"term-{term.slug}" for term in shelf.library.terms},
        "/drills/": {drill.slug for drill in shelf.library.drills},
        **{f"/interviews/{interview.slug}/": set[str]() for interview in shelf.library.interviews},
    }
    for topic in shelf.documents:
        for line, href in _hrefs(topic):
            if problem := _problem(href, topic.source.slug, targets, extras):
                yield Fault(topic.source.file, line, f"the link {href} {problem}")
        for source in topic.source.meta.get("sources") or ():
            url = str(source.get("url") or "")
            if url and (problem := _external(url)):
                line = shelf.line_of(topic.source.file, url)
                yield Fault(topic.source.file, line, f"the source {url} {problem}")


def citations(shelf: Shelf) -> Iterator[Fault]:
    """Every source is cited and stands once. That every citation has its source is the reader's own rule."""
    for topic in shelf.documents:
        cited = set(_CITED.findall(topic.source.body))
        seen: set[str] = set()
        for source in topic.source.meta.get("sources") or ():
            name = str(source["id"])
            line = shelf.line_of(topic.source.file, str(source.get("url") or source["title"]))
            if name in seen:
                yield Fault(topic.source.file, line, f"the source “{name}” stands twice")
            if name not in cited:
                yield Fault(topic.source.file, line, f"the source “{name}” is cited nowhere")
            seen.add(name)


def diagrams(shelf: Shelf) -> Iterator[Fault]:
    """Pictures: in the folder with their source, described in words, used, and enough of them."""
    used: set[str] = set()
    for topic in shelf.documents:
        file, found = topic.source.file, 0
        for line, _, token in blocks(topic.document.tokens, topic.source.first_line):
            for image in (child for child in token.children or () if child.type == "image"):
                found += 1
                match = _DIAGRAM.fullmatch(str(image.attrGet("src")))
                if not match:
                    yield Fault(file, line, f"the picture {image.attrGet('src')} is not diagrams/NAME.svg")
                    continue
                used.add(match[1])
                yield from _diagram(shelf, file, line, match[1])
                if len(image.content) < SHORTEST_ALTERNATIVE:
                    yield Fault(file, line, f"the alternative “{image.content}” does not say what {match[0]} shows")
                if len(token.children or ()) > 1:
                    yield Fault(file, line, "a picture is a paragraph of its own")
        needed = (2 if topic.source.slug in TWO_DIAGRAMS else 1) if topic.source.phase else 0
        if found < needed:
            yield Fault(file, topic.source.first_line, f"{found} diagrams, at least {needed} are needed")
    for path in sorted((shelf.folder / "diagrams").glob("*")):
        if path.stem not in used:
            yield Fault(f"diagrams/{path.name}", 1, "no page shows this picture")


def _diagram(shelf: Shelf, file: str, line: int, name: str) -> Iterator[Fault]:
    folder = shelf.folder / "diagrams"
    if not (folder / f"{name}.svg").is_file():
        yield Fault(file, line, f"diagrams/{name}.svg does not exist")
    elif not (folder / f"{name}.dot").is_file() and "hand-drawn" not in shelf.text(f"diagrams/{name}.svg"):
        yield Fault(file, line, f"diagrams/{name}.svg has no source {name}.dot and no comment “hand-drawn”")


def _anchors(topic: ReadTopic) -> set[str]:
    """What may follow # in a link to this topic; a heading's key stands with or without its prefix."""
    headings = {section.key for section in topic.document.sections}
    cells = {f"cell={table.key}/{cell.option}/{cell.dimension}" for table in topic.comparisons for cell in table.cells}
    sources = {f"source-{source['id']}" for source in topic.source.meta.get("sources") or ()}
    tables = {f"table-{table.key}" for table in topic.comparisons}
    asked = {prompt.anchor for prompt in topic.prompts}
    return headings | {f"s-{key}" for key in headings} | tables | cells | sources | asked


def _hrefs(topic: ReadTopic) -> Iterator[tuple[int, str]]:
    """Each link's line and address."""
    for line, _, token in blocks(topic.document.tokens, topic.source.first_line):
        breaks = 0
        for child in token.children or ():
            breaks += child.type == "softbreak"
            if child.type == "link_open":
                yield line + breaks, str(child.attrGet("href"))


def _problem(href: str, own: str, targets: dict[str, set[str]], extras: dict[str, set[str]]) -> str:
    """What is wrong with a link; empty if nothing is."""
    if not href.startswith(("/", "#")):
        return _external(href)
    path, _, anchor = href.partition("#")
    if not path or (match := re.fullmatch(r"/wiki/([^/]+)/", path)):
        slug = match[1] if path and match else own
        if slug not in targets:
            return "leads to no page"
        return f"leads to no “{anchor}” of its page" if anchor and anchor not in targets[slug] else ""
    if path not in ROUTES and path not in extras:
        return "leads to no page"
    return f"leads to no “{anchor}” there" if anchor and anchor not in extras.get(path, set()) else ""


def _external(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "is not well-formed"
    if parts.scheme != "https":
        return "is neither internal nor https"
    if not _HOST.fullmatch(parts.netloc) or re.search(r"[\s<>\"{}|\\^`]", url):
        return "is not well-formed"
    return ""
