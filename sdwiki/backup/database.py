"""PostgreSQL's own programs for dumping and loading, from the wheel, and what is in every table.

The programs may be newer than the server, never older: a newer server has things that they do not know.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sdwiki.backup.archive import Table
from sdwiki.embedded import binaries
from sdwiki.embedded.errors import EmbeddedError

LOCK_SECONDS = 20
# What a row looks like as text must not depend on how somebody set up the server or the role.
TEXT = "-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c extra_float_digits=1 -c bytea_output=hex"
TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1
"""
# A sum, so that the order of the rows does not matter; of sixty bits, so that it stays exact.
DIGEST = "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM {} t"
SEQUENCES = "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences ORDER BY 1"


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection]:
    """A connection whose statements see one state of the database."""
    try:
        connection = psycopg.connect(url, connect_timeout=10, options=TEXT, autocommit=False)
    except psycopg.OperationalError as error:
        raise EmbeddedError(f"The database does not answer: {str(error).strip()}") from error
    with connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield connection


def major_version(connection: psycopg.Connection) -> int:
    """The server's major version. Raises EmbeddedError if ours is older: then its programs cannot read it."""
    theirs, ours = connection.info.server_version // 10000, int(binaries.postgres_major())
    if theirs > ours:
        raise EmbeddedError(
            f"The server is PostgreSQL {theirs}, and the pg_dump and pg_restore that come with sdwiki are of version "
            f"{ours}. Use that version's own: pg_dump --format=custom --file=FILE, and keep var/secret_key beside it."
        )
    return theirs


def tables(connection: psycopg.Connection) -> dict[str, Table]:
    """Every table with the number and the hash of its rows."""
    found = {}
    for (name,) in connection.execute(TABLES).fetchall():
        row = connection.execute(sql.SQL(DIGEST).format(sql.SQL(name))).fetchone()
        assert row is not None
        found[name] = Table(*row)
    return found


def sequences(connection: psycopg.Connection) -> dict[str, int | None]:
    """Every sequence with the last number it gave."""
    return dict(connection.execute(SEQUENCES).fetchall())


def dump(url: str, snapshot: str, to: Path) -> None:
    """Write PostgreSQL's dump of the state that ``snapshot`` names."""
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
    options += [f"--lock-wait-timeout={LOCK_SECONDS}s", f"--snapshot={snapshot}", f"--file={to}"]
    _run(["pg_dump", *options, f"--dbname={_without_password(url)}"], url)


def dumped_tables(path: Path) -> set[str]:
    """The tables whose rows are in a dump, as `pg_restore` reads it."""
    listing = _run(["pg_restore", "--list", str(path)], "")
    lines = [line.split() for line in listing.splitlines() if " TABLE DATA " in line]
    return {f"{words[words.index('DATA') + 1]}.{words[words.index('DATA') + 2]}" for words in lines}


def load(url: str, path: Path, *, replacing: list[str]) -> None:
    """Load a dump in one transaction, in which the schemas ``replacing`` are dropped first: all of it, or nothing."""
    programs = binaries.postgres_bin()
    restore = subprocess.Popen(
        [programs / "pg_restore", "--no-owner", "--no-privileges", "--file=-", path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(""),
    )
    psql = subprocess.Popen(
        [programs / "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={_without_password(url)}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(url),
    )
    with restore, psql:
        try:
            _feed(psql, restore, replacing)
        except BrokenPipeError:  # psql met an error, and says which
            restore.kill()
        words = [
            program.stderr.read().decode(errors="replace").strip() for program in (psql, restore) if program.stderr
        ]
    if psql.returncode or restore.returncode:
        raise EmbeddedError(f"The database could not be loaded, and is as it was: {(words[0] or words[1]).strip()}")


def _feed(psql: subprocess.Popen[bytes], restore: subprocess.Popen[bytes], replacing: list[str]) -> None:
    assert psql.stdin is not None
    assert restore.stdout is not None
    with psql.stdin as script:
        script.write(b"BEGIN;\nSET LOCAL lock_timeout = '%ds';\n" % LOCK_SECONDS)
        for schema in replacing:
            script.write(f"DROP SCHEMA {schema} CASCADE;\n".encode())
        if "public" in replacing:
            script.write(b"CREATE SCHEMA public;\n")
        for line in restore.stdout:
            # Written by every pg_restore from version 17 on, and unknown to older servers.
            if line != b"SET transaction_timeout = 0;\n":
                script.write(line)
        # Where the dump breaks off, the transaction does too: the end of its input is no COMMIT.
        if restore.wait() == 0:
            script.write(b"COMMIT;\n")


def _run(argv: list[str], url: str) -> str:
    program = binaries.postgres_bin() / argv[0]
    done = subprocess.run(
        [program, *argv[1:]], env=_environment(url), capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        raise EmbeddedError(f"{argv[0]} failed: {done.stderr.strip()}")
    return done.stdout


def _without_password(url: str) -> str:
    # Everybody on a machine may read the words of a command.
    parts = conninfo_to_dict(url)
    parts.pop("password", None)
    return make_conninfo("", **{name: str(value) for name, value in parts.items()})


def _environment(url: str) -> dict[str, str]:
    password = conninfo_to_dict(url).get("password")
    return dict(os.environ) | ({"PGPASSWORD": str(password)} if password else {})
