"""Makes the data of commit 3dc3dc8 that the tests of this folder upgrade: `dump.sql.gz` and `manifest.json`.

Everything in this folder runs on the code of that commit, in a checkout of it, on servers of its own:

    git worktree add ../then 3dc3dc8 && (cd ../then && script/test --collect-only -q)    # makes .venv
    cp -r tests/upgrade ../then/tests/ && cd ../then
    SDWIKI_VAR=$(mktemp -d) .venv/bin/python manage.py shell -c \
        "from tests.upgrade.from_3dc3dc8.make import main; main()"

and leaves both files in this folder of the checkout. The data are what the product makes of a story that takes a month:
its services, pages, commands and tasks are called at the story's instants. Passwords, session keys, the second factor's
secret and links differ from run to run; what was learnt, answered and said does not.
"""

import gzip
import json
import subprocess
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings

from sdwiki import embedded
from sdwiki.embedded import binaries
from tests.upgrade.from_3dc3dc8 import story
from tests.upgrade.from_3dc3dc8.clock import clock
from tests.upgrade.from_3dc3dc8.manifest import manifest

FOLDER = Path(__file__).parent
SECRET_KEY = "signs the sessions of the upgrade's data, and nothing else"


def main() -> None:
    """Start as a first start does, tell the story, and write down what came of it."""
    settings.SECRET_KEY = SECRET_KEY
    call_command("migrate", verbosity=0)
    with patch("django.utils.timezone.now", clock.now), override_settings(LIBRARY_DIR=FOLDER / "library"):
        call_command("setup")
        story.tell()
        found = {"secret_key": SECRET_KEY, **story.end(), **manifest()}
    (FOLDER / "manifest.json").write_text(_readable(found))
    (FOLDER / "dump.sql.gz").write_bytes(gzip.compress(_dump(), 9, mtime=0))


def _dump() -> bytes:
    """The database as statements that any supported server takes, but for what the cache holds."""
    options = ("--no-owner", "--no-privileges", "--no-comments", "--exclude-table-data=cache")
    dump = [binaries.postgres_bin() / "pg_dump", *options, embedded.urls().database_url]
    lines = subprocess.run(dump, check=True, capture_output=True).stdout.splitlines(keepends=True)
    # Not known before PostgreSQL 17, and a word that is another one in each run.
    return b"".join(
        line for line in lines if not line.startswith((b"SET transaction_timeout", b"\\restrict", b"\\unr"))
    )


def _readable(found: dict[str, object]) -> str:
    """JSON with a line for each thing of each part."""
    return "{\n" + ",\n".join(f"{_line(name)}: {_part(part)}" for name, part in found.items()) + "\n}\n"


def _part(part: object) -> str:
    if isinstance(part, dict):
        return "{\n  " + ",\n  ".join(f"{_line(name)}: {_line(value)}" for name, value in part.items()) + "\n}"
    if isinstance(part, list):
        return "[\n  " + ",\n  ".join(map(_line, part)) + "\n]"
    return _line(part)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
