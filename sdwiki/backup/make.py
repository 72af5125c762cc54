"""`python -m sdwiki.backup.make FILE`: save everything that must survive in one file, also while the app runs."""

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sdwiki.backup import archive, database
from sdwiki.backup.archive import Manifest
from sdwiki.embedded import EmbeddedError, paths, urls

KEPT = 7
FOLDER = "backup"


def save(file: Path, url: str, var: Path) -> Manifest:
    """Write a backup of the database at ``url`` and of what lies in ``var``. Raises EmbeddedError and OSError.

    The dump, the counts and the hashes are of one state of the database; the app may go on writing meanwhile.
    """
    if file.exists():
        raise EmbeddedError(f"{file} exists already, and a backup is never overwritten. Give another name.")
    if not os.access(file.parent, os.W_OK):
        raise EmbeddedError(f"{file.parent} is no folder that can be written.")
    with tempfile.TemporaryDirectory(prefix=".sdwiki-", dir=file.parent) as folder:
        dump = Path(folder, archive.DUMP)
        with database.connected(url) as connection:
            server = database.major_version(connection)
            row = connection.execute("SELECT pg_export_snapshot()").fetchone()
            assert row is not None
            database.dump(url, row[0], dump)
            manifest = Manifest(
                made=datetime.now(UTC).isoformat(timespec="seconds"),
                sdwiki=_version(),
                postgresql=server,
                tables=database.tables(connection),
                sequences=database.sequences(connection),
            )
        if not manifest.tables:
            raise EmbeddedError("The database is empty: there is nothing to save.")
        if database.dumped_tables(dump) != set(manifest.tables):
            raise EmbeddedError("The dump does not hold the tables of the database; nothing was saved.")
        archive.write(file, manifest, {archive.DUMP: dump} | _beside(var))
    return manifest


def save_before(what: str, url: str, var: Path, *, now: datetime) -> Path:
    """Save into the data folder before something that cannot be taken back, and forget all but the newest of the kind.

    ``what``: "upgrade" or "restore".
    """
    folder = var / FOLDER
    paths.make_private(folder)
    file = folder / f"before-{what}-{now.strftime('%Y%m%d-%H%M%S-%f')}.tar"
    save(file, url, var)
    for old in sorted(folder.glob(f"before-{what}-*.tar"))[:-KEPT]:
        old.unlink()
    return file


def _beside(var: Path) -> dict[str, Path]:
    """What is worth keeping beside the database: the key that signs, and what people gave us as files."""
    found = {}
    if (var / "secret_key").is_file():
        found[archive.SECRET_KEY] = var / "secret_key"
    media = var / archive.MEDIA
    for path in sorted(media.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found[archive.MEDIA + path.relative_to(media).as_posix()] = path
    return found


def _version() -> str:
    try:
        return version("sdwiki")
    except PackageNotFoundError:  # run from a checkout
        return "checkout"


def describe(manifest: Manifest) -> str:
    """What a backup holds, for people."""
    words = f"{len(manifest.tables)} tables with {manifest.rows:,} rows"
    if archive.SECRET_KEY in manifest.members:
        words += ", the secret key"
    media = sum(name.startswith(archive.MEDIA) for name in manifest.members)
    return words + (f", files: {media}" if media else "")


def main(argv: list[str] | None = None) -> int:
    """Read the command line and save."""
    parser = argparse.ArgumentParser(
        prog="script/backup", description="Save the database, the secret key and people's files in one file."
    )
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("file", type=Path, metavar="FILE", nargs="?", help="the file to make, such as sdwiki-1.tar")
    target.add_argument("--before-upgrade", action="store_true", help="save to the data folder, as a start does")
    options = parser.parse_args(argv)
    os.umask(paths.PRIVATE)
    var = paths.var_dir()
    try:
        if not os.environ.get("DATABASE_URL") and not (var / "pg").exists():
            raise EmbeddedError(f"There is no database in {var} yet.")
        if options.before_upgrade:
            file = save_before("upgrade", urls().database_url, var, now=datetime.now(UTC))
        else:
            file = options.file.absolute()
            save(file, urls().database_url, var)
        manifest = archive.read(file)
        print(f"Saved to {file} ({file.stat().st_size / 1e6:.1f} MB), and read back: {describe(manifest)}.")
    except EmbeddedError as error:
        print(f"Nothing was saved. {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Nothing was saved. {error.filename or options.file or var}: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
