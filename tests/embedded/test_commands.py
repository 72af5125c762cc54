"""Commands on a machine where nothing has run yet, and on a database that is somebody else's."""

import json
import os
import subprocess
import sys

import psycopg
from psycopg.conninfo import make_conninfo

from tests.embedded.conftest import ROOT


def manage(*arguments, **environment):
    """Run a command of manage.py to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_command_makes_what_it_needs_where_nothing_was(new_var):
    done = manage("bank_report", "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["topics"] == 20
    assert found["tables"] >= 45
    assert found["facts"] >= 1200
    assert 0 < found["refusal_rate"] < 0.75
    assert found["unclassified"] == []
    document = new_var.parent / "document.txt"
    document.write_text("no phases here\n")
    refused = manage("import_wiki", str(document))
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr


def test_an_old_schema_of_a_given_database_is_said_and_left():
    name, server = f"old_{os.getpid()}", os.environ["DATABASE_URL"]
    with psycopg.connect(make_conninfo(server, dbname="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    given = make_conninfo(server, dbname=name)
    done = manage("bank_report", DATABASE_URL=given)
    assert done.returncode == 1
    assert "Run: manage.py migrate" in done.stderr
    with psycopg.connect(given) as connection:
        (tables,) = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == 0
