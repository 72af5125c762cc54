"""What the HTML of a page says of itself: its ids, its scripts, and the names of controls beside what is visible."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CONTROLS = {"a", "button", "summary"}
# What in a page needs which script.
USES = {
    "hx-get": "htmx.min", "hx-post": "htmx.min", "data-saves": "saving", "data-timer": "timer", "data-part": "part",
    "data-options": "table", "data-passkey": "passkey", "data-exam": "attempt",
}  # fmt: skip


@dataclass
class Open:
    """An element that has begun: its tag, its attributes, the text that people see in it."""

    tag: str
    said: dict[str, str]
    text: list[str] = field(default_factory=list)


@dataclass
class Markup(HTMLParser):
    """A page, read once."""

    html: str
    ids: list[str] = field(default_factory=list)
    scripts: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    misnamed: list[str] = field(default_factory=list)
    live: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    folds: list[str] = field(default_factory=list)
    _open: list[Open] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if "id" in said:
            self.ids.append(said["id"])
        if said.get("role") in ("status", "log") or "aria-live" in said:
            self.live.append(said.get("id") or tag)
        if "title" in said:
            self.hints.append(f"{tag}: {said['title']}")
        if tag == "summary":
            self.folds.append(said.get("aria-label", ""))
        if tag == "script":
            self.scripts.add(script_name(said.get("src", "")))
        self.used |= {USES[name] for name in said if name in USES}
        if "morph" in said.get("hx-swap", ""):
            self.used.add("idiomorph-ext.min")
        if "term" in said.get("class", "").split() and tag == "a":
            self.used.add("terms")
        if said.get("name") == "time_zone" and said.get("type") == "hidden":
            self.used.add("timezone")
        if tag not in VOID:
            self._open.append(Open(tag, said))

    def handle_data(self, data: str) -> None:
        if any(one.tag == "summary" for one in self._open):
            self.folds[-1] += data
        silent = any(
            one.tag in ("svg", "kbd") or "visually-hidden" in one.said.get("class", "") for one in self._open
        )  # fmt: skip
        if not silent:
            for one in self._open:
                one.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            one = self._open.pop()
            if one.tag in CONTROLS and "aria-label" in one.said:
                seen, name = plain("".join(one.text)), plain(one.said["aria-label"])
                if seen not in name:
                    self.misnamed.append(f"“{seen}” is called “{name}”")
            if one.tag == tag:
                break

    @property
    def doubled(self) -> set[str]:
        """The ids that more than one element has."""
        return {one for one in self.ids if self.ids.count(one) > 1}


def script_name(src: str) -> str:
    """A script's own name, without its folder and the hash of its content."""
    return re.sub(r"(\.[0-9a-f]{12})?\.js$", "", src.rpartition("/")[2])


def plain(text: str) -> str:
    """A text as it is compared: in small letters, without signs."""
    return " ".join(re.sub(r"[^\w%]+", " ", text.lower()).split())
