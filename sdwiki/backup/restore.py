"""`python -m sdwiki.backup.restore FILE`: bring back what `script/backup` saved.

Nothing is changed before the file has been read to its end and compared with its checksums. The database is loaded in
one transaction, so it holds afterwards what was saved, or what it held before.
"""

import argparse
import os
import socket
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from sdwiki.backup import archive, database
from sdwiki.backup.archive import Manifest
from sdwiki.backup.make import describe, save_before
from sdwiki.embedded import EmbeddedError, locks, paths
from sdwiki.embedded.stack import AlreadyRunning, Stack

STOP_FIRST = "Stop it first: with Ctrl-C where script/server runs, or by ending that process."
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


class Differs(EmbeddedError):
    """What was loaded is not what was saved."""


def restore(file: Path, var: Path, *, overwrite: bool, now: datetime) -> None:
    """Bring back a backup, into an empty database unless ``overwrite``. Raises EmbeddedError and OSError."""
    manifest = archive.read(file)
    with ExitStack() as cleanup:
        stack = _own_servers(var, cleanup)
        url = stack.urls.database_url
        schemas = _room(url, var, overwrite=overwrite, now=now)
        folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix=".restore-", dir=var)))
        archive.extract(file, archive.DUMP, folder / archive.DUMP)
        database.load(url, folder / archive.DUMP, replacing=schemas)
        _compare(url, manifest)
        _bring_files(file, var, folder, manifest)
        if stack.valkey is not None:
            _forget_tasks(stack.valkey.socket)


def _own_servers(var: Path, cleanup: ExitStack) -> Stack:
    """The servers of the data folder, for us alone: what runs must not go on writing into what is replaced."""
    stack = Stack(var)
    try:
        stack.start()
    except AlreadyRunning as error:
        raise EmbeddedError(f"{error} {STOP_FIRST}") from error
    cleanup.callback(stack.stop)
    return stack


def _room(url: str, var: Path, *, overwrite: bool, now: datetime) -> list[str]:
    """The schemas that are to be replaced, saved before; none where the database is empty."""
    with database.connected(url) as connection:
        database.major_version(connection)
        row = connection.execute(OTHERS).fetchone()
        others = row[0] if row else 0
        held = database.tables(connection)
    if not held:
        return []
    rows = sum(table.rows for table in held.values())
    if not overwrite:
        raise EmbeddedError(
            f"The database is not empty: it holds {len(held)} tables with {rows:,} rows. "
            "--overwrite replaces all of it, and saves it first."
        )
    if others:
        raise EmbeddedError(f"Others use the database (connections: {others}). Stop what runs on it first.")
    saved = save_before("restore", url, var, now=now)
    print(f"What is there now ({len(held)} tables, {rows:,} rows) was saved to {saved}.", flush=True)
    return sorted({name.rpartition(".")[0] for name in held} | {"public"})


def _compare(url: str, manifest: Manifest) -> None:
    """Every table and sequence with what it held when it was saved."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")  # the planner knows nothing yet of what was just written
    with database.connected(url) as connection:
        tables, sequences = database.tables(connection), database.sequences(connection)
    wrong = _unequal(tables, manifest.tables) + _unequal(sequences, manifest.sequences)
    if wrong:
        raise Differs(f"The database was loaded, but is not what was saved in: {', '.join(wrong)}.")


def _unequal(now: Mapping[str, object], then: Mapping[str, object]) -> list[str]:
    return sorted(name for name in now.keys() | then.keys() if name not in now or now[name] != then.get(name))


def _bring_files(file: Path, var: Path, folder: Path, manifest: Manifest) -> None:
    """The key and people's files. Each is whole before it takes the place of what was there."""
    for name in manifest.members:
        if name == archive.SECRET_KEY:
            archive.extract(file, name, folder / "secret_key")
            os.replace(folder / "secret_key", var / "secret_key")
        elif name.startswith(archive.MEDIA):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            archive.extract(file, name, target)
    if (var / "media").exists():
        (var / "media").rename(folder / "media-before")
    if (folder / "media").exists():
        (folder / "media").rename(var / "media")


def _forget_tasks(path: Path) -> None:
    """Empty our broker: its tasks are about the database as it was, and the sweeps fill it again."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        connection.connect(str(path))
        connection.sendall(b"FLUSHALL\r\n")
        connection.recv(64)


def main(argv: list[str] | None = None) -> int:
    """Read the command line and bring back."""
    parser = argparse.ArgumentParser(
        prog="script/restore", description="Bring back what script/backup saved. Restore only files that you trust."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that script/backup made")
    parser.add_argument("--overwrite", action="store_true", help="replace what the database holds, saving it first")
    options = parser.parse_args(argv)
    os.umask(paths.PRIVATE)
    var, file = paths.var_dir(), options.file.absolute()
    try:
        manifest = archive.read(file)
        if locks.is_locked(var / locks.OWNER):
            pid = locks.note(var / locks.OWNER)
            raise EmbeddedError(f"sdwiki is running on {var} (pid {pid}). {STOP_FIRST}")
        restore(file, var, overwrite=options.overwrite, now=datetime.now(UTC))
    except Differs as error:
        print(error, file=sys.stderr)
        return 1
    except EmbeddedError as error:
        print(f"Nothing was restored. {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The restore broke off. {error.filename or file}: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"Restored what was saved on {manifest.made}: {describe(manifest)}. Every table is as it was.")
    if os.environ.get("SECRET_KEY"):
        print("SECRET_KEY is set and counts: people stay logged in if it is the one of that time.")
    print("script/server brings the schema up to date and serves it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
