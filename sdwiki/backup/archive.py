"""The file of a backup: what is in it, written whole or not at all, and read back."""

import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sdwiki.embedded.errors import EmbeddedError

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
SECRET_KEY = "secret_key"
MEDIA = "media/"
BLOCK = 1 << 20


@dataclass(frozen=True)
class Table:
    """What a table held: how many rows, and the sum of the rows' hashes, in whatever order they stand."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``sequences`` are the last numbers given; ``postgresql`` is a major version."""

    made: str
    sdwiki: str
    postgresql: int
    tables: dict[str, Table]
    sequences: dict[str, int | None]
    members: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """How many rows all tables held."""
        return sum(table.rows for table in self.tables.values())


def write(path: Path, manifest: Manifest, members: Mapping[str, Path]) -> None:
    """Write an archive of these files, by their names in it, readable by its owner only.

    It gets its name when it is on the disk and has been read back.
    """
    new = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            hashes = {name: _file_hash(source) for name, source in members.items()}
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                with tempfile.TemporaryFile() as note:
                    note.write(json.dumps(asdict(manifest) | {"members": hashes}, indent=1).encode())
                    _add(tar, MANIFEST, note)
                for name, source in members.items():
                    with open(source, "rb") as content:
                        _add(tar, name, content)
            file.flush()
            os.fsync(file.fileno())
        read(new)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def read(path: Path) -> Manifest:
    """What an archive says of itself, with every file in it compared with its checksum. Raises EmbeddedError."""
    with _opened(path) as tar:
        manifest = _manifest(path, tar)
        found = {member.name: member for member in tar.getmembers() if member.name != MANIFEST}
        if set(found) != set(manifest.members) or DUMP not in found:
            raise EmbeddedError(f"{path} is not whole: it does not hold the files that it names.")
        for name, member in found.items():
            if not _is_ours(name) or not member.isfile():
                raise EmbeddedError(f"{path} holds {name}, which no backup of sdwiki does.")
            content = tar.extractfile(member)
            assert content is not None
            if _hash(content) != manifest.members[name]:
                raise EmbeddedError(f"{path} is damaged: {name} is not what was saved.")
    return manifest


def extract(path: Path, name: str, to: Path) -> None:
    """Put one file of an archive that was read before where it belongs, readable by its owner only."""
    with _opened(path) as tar, os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        content = tar.extractfile(name)
        assert content is not None
        while block := content.read(BLOCK):
            target.write(block)
        target.flush()
        os.fsync(target.fileno())


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield tar
    except tarfile.TarError as error:
        raise EmbeddedError(f"{path} is no backup of sdwiki, or only a part of one ({error}).") from error
    except OSError as error:
        raise EmbeddedError(f"{path} cannot be read ({error.strerror or error}).") from error


def _manifest(path: Path, tar: tarfile.TarFile) -> Manifest:
    try:
        file = tar.extractfile(MANIFEST)
        assert file is not None
        found: dict[str, Any] = json.load(file)
        if found["format"] != FORMAT:
            raise EmbeddedError(f"{path} was made by another version of sdwiki (format {found['format']}).")
        return Manifest(**found | {"tables": {name: Table(**table) for name, table in found["tables"].items()}})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EmbeddedError(f"{path} is no backup of sdwiki: it does not say what it holds.") from error


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name in (DUMP, SECRET_KEY) or (name.startswith(MEDIA) and ".." not in parts and len(parts) > 1)


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size = content.seek(0, os.SEEK_END)
    member.mode = 0o600
    content.seek(0)
    tar.addfile(member, content)


def _file_hash(path: Path) -> str:
    with open(path, "rb") as content:
        return _hash(content)


def _hash(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := content.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()
