"""Static files under hashed names, those that JavaScript modules import included, and what browsers check them by.
Style sheets that every page needs become one file."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha384
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import urljoin

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r"""^\s*(?:import|export)\b[^"';]*["'](\.[^"']+)["']""", re.MULTILINE)

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What every page is set with, in this order: the first says which layer comes before which. The last is for paper.
SHEETS = tuple(
    f"css/{name}.css"
    for name in (
        "tokens", "base", "components", "prose", "table", "study", "line", "wiki", "pages", "contrast", "print"
    )
)  # fmt: skip
PRINT = SHEETS[-1]
SITE = "css/site.css"


@dataclass(frozen=True)
class Script:
    """The address of a script, and the value of its ``integrity`` (SRI, https://www.w3.org/TR/SRI/)."""

    url: str
    integrity: str


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashes module imports too, so that a new module never meets an old one in a browser's cache."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[str, str] = {}
        self._scripts: dict[str, Script] = {}
        self._imported: dict[tuple[str, ...], list[Script]] = {}

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """What `collectstatic` does at its end: here the sheets are joined too, where they were collected."""
        if not dry_run and paths.keys() >= set(SHEETS):
            Path(self.path(SITE)).write_text(joined({name: self._bytes(name).decode() for name in SHEETS}))
            paths = paths | {SITE: (self, SITE)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file. The manifest does not change while a process lives, so each is looked up once."""
        if name not in self._urls:
            self._urls[name] = super().url(name, force)
        return self._urls[name]

    def script(self, name: str) -> Script:
        """A script, by the name of its source. Looked up once, as above."""
        if name not in self._scripts:
            self._scripts[name] = self._script(self.stored_name(name))
        return self._scripts[name]

    def imported(self, *names: str) -> list[Script]:
        """The modules that these import, and those import, each once. A browser checks them where they are preloaded:
        an ``import`` has no place for ``integrity``."""
        if names not in self._imported:
            self._imported[names] = [self._script(stored) for stored in self._imports(names)]
        return self._imported[names]

    def _imports(self, names: Iterable[str]) -> Iterable[str]:
        found: dict[str, None] = {}
        left = [self.stored_name(name) for name in names]
        while left:
            stored = left.pop(0)
            imports = [normpath(join(dirname(stored), path)) for path in IMPORT.findall(self._bytes(stored).decode())]
            left += [one for one in imports if one not in found]
            found |= dict.fromkeys(imports)
        return found

    def _script(self, stored: str) -> Script:
        digest = b64encode(sha384(self._bytes(stored)).digest()).decode()
        return Script(urljoin(self.base_url, stored), f"sha384-{digest}")

    def _bytes(self, stored: str) -> bytes:
        with self.open(stored) as file:
            content: bytes = file.read()
        return content


def joined(sheets: Mapping[str, str]) -> str:
    """One sheet of several, by their names, without comments and indents. They lie in one folder, so that addresses in
    them stay right."""
    told = (f"@media print {{\n{text}\n}}" if name == PRINT else text for name, text in sheets.items())
    lines = (line.strip() for line in COMMENT.sub("", "\n".join(told)).splitlines())
    return "\n".join(line for line in lines if line) + "\n"
