"""What a page weighs on the line: its HTML, the parts it asks for at once, and the files that it and its style name.

Counted from what is served, without a browser: a font counts where the page has a character of its range, and the
italic one where something on it is slanted. Headers are not counted. Files have names that change with their content
and are kept for a year, so afterwards only pages travel.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from django.conf import settings
from django.test import Client

from benchmarks.measure import Result
from benchmarks.web import member

KB = 1024
# KB of a visitor's topic.
GOAL, AFTERWARDS = 100, 20
TOPIC = "/wiki/caching-strategies/"
VISITORS = ("/", "/wiki/", TOPIC, "/glossary/", "/drills/", "/quizzes/")
MEMBERS = ("/", "/review/")
FACE = re.compile(r"@font-face \{(.*?)\}", re.DOTALL)
SLANTED = {"em", "i", "cite", "dfn"}
LOADED = {"stylesheet", "modulepreload", "preload", "icon", "manifest"}


@dataclass
class Named(HTMLParser):
    """The files that a page loads, the parts it asks for at once, its letters, and whether any of them are slanted."""

    html: str
    files: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    slanted: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in ("script", "img") and said.get("src"):
            self.files.append(said["src"])
        if tag == "use" or (tag == "link" and said.get("rel") in LOADED and said.get("media") != "print"):
            self.files.append(said.get("href", ""))
        if "data-part" in said:
            self.parts.append(said["data-part"])
        self.slanted |= tag in SLANTED or said.get("class") == "condition"


@dataclass(frozen=True)
class Weight:
    """Bytes and requests of a first view, and of a page of the kind once the files are there."""

    first: int
    requests: int
    afterwards: int
    requests_afterwards: int


def weigh(client: Client, path: str) -> Weight:
    """A page as a browser that knows nothing of the site gets it."""
    sizes, html = _travelled(client, path)
    page = Named(html)
    for part in page.parts:
        sizes += _travelled(client, part)[0]
    files = {url: _size(url) for url in (urldefrag(name)[0] for name in page.files) if url.startswith("/static/")}
    for sheet in [url for url in files if url.endswith(".css")]:
        files |= {url: _size(url) for url in _fonts(sheet, page)}
    sent = sum(sizes)
    return Weight(sent + sum(files.values()), len(sizes) + len(files), sent, len(sizes))


def weights() -> Iterator[Result]:
    """Eight pages, first view and afterwards."""
    reader = Client()
    reader.force_login(member())
    for who, client, paths in (("visitor", Client(), VISITORS), ("member", reader, MEMBERS)):
        for path in paths:
            found = weigh(client, path)
            first, afterwards = (f"≤ {GOAL}", f"≤ {AFTERWARDS}") if path == TOPIC else ("", "")
            for label, sent, goal, requests in (
                ("first", found.first, first, found.requests),
                ("afterwards", found.afterwards, afterwards, found.requests_afterwards),
            ):
                yield Result(f"{who} {path}, {label}", sent / KB, "KB", None, None, goal, requests)


def _travelled(client: Client, path: str) -> tuple[list[int], str]:
    """The bytes that a page takes on the line, and its text. What hides its length (`sdwiki.compression`), up to 100
    random bytes where gzip keeps a file's name, is left out: the same page weighs the same each time."""
    asked = {"host": "localhost", "sec-fetch-site": "same-origin"}
    sent = client.get(path, headers=asked | {"accept-encoding": "gzip"})
    hiding = sent.content.index(0, 10) - 10 if sent.content[:2] == b"\x1f\x8b" and sent.content[3] & 8 else 0
    return [len(sent.content) - hiding], client.get(path, headers=asked).content.decode()


def _size(url: str) -> int:
    """The bytes of a collected file, compressed where it is kept so: every browser that is in use takes Brotli."""
    file = _file(url)
    forms = (file.with_name(file.name + form) for form in (".br", ".gz", ""))
    return next(one for one in forms if one.exists()).stat().st_size


def _file(url: str) -> Path:
    return Path(settings.STATIC_ROOT) / url.removeprefix(settings.STATIC_URL)


def _fonts(sheet: str, page: Named) -> Iterable[str]:
    """The fonts of a sheet that a page needs."""
    letters = {ord(letter) for letter in page.html}
    for face in FACE.findall(_file(sheet).read_text()):
        ranges = [part.strip().removeprefix("U+").split("-") for part in _said(face, "unicode-range").split(",")]
        used = any(int(one[0], 16) <= letter <= int(one[-1], 16) for one in ranges for letter in letters)
        if used and (page.slanted or _said(face, "font-style") != "italic"):
            yield urljoin(sheet, _said(face, "src").split('"')[1])


def _said(face: str, name: str) -> str:
    return re.search(rf"{name}:([^;]*)", face)[1].strip()  # type: ignore[index]
