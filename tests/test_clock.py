"""Everything of the app asks one clock, and only a test run can move it."""

import ast
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from quizzes.tasks import heartbeat
from sdwiki import clock
from sdwiki.health.models import Heartbeat

ROOT = Path(__file__).parents[1]
# What may ask the machine, and why.
EXCEPTIONS = {
    ("sdwiki/clock.py", "timezone.now"): "the clock",
    ("sdwiki/accounts/models.py", "timezone.now"): "a column's default, which migrations name; no figure reads it",
    ("sdwiki/backup/make.py", "datetime.now"): "the date of a file; backups run without Django",
    ("sdwiki/backup/restore.py", "datetime.now"): "the same",
    ("quizzes/management/commands/migrate.py", "now()"): "how long a transaction of PostgreSQL's has run",
    ("templates/usersessions/usersession_list.html", "naturaltime"): "allauth notes on the machine's clock too",
}
TELLS = {
    "timezone.now", "timezone.localtime", "timezone.localdate", "datetime.now", "datetime.utcnow", "datetime.today",
    "date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime",
}  # fmt: skip
SQL = re.compile(r"\b(?:SELECT|INSERT|UPDATE|DELETE)\b")
IN_SQL = re.compile(
    r"\bnow\(\)|\b(?:current_timestamp|current_date|current_time|localtimestamp|clock_timestamp"
    r"|statement_timestamp|transaction_timestamp)\b",
    re.IGNORECASE,
)
IN_TEMPLATES = re.compile(r"\|\s*(naturalday|naturaltime|timesince|timeuntil)\b|{%\s*(now)\b")


def asks(path: Path) -> set[str]:
    """How a module asks what time it is, otherwise than by the clock."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            found |= {".".join(ast.unparse(node).split(".")[-2:])} & TELLS
        elif isinstance(node, ast.ImportFrom) and node.module in ("time", "django.utils.timezone"):
            found |= {f"{node.module.split('.')[-1]}.{name.name}" for name in node.names} & TELLS
        elif isinstance(node, ast.ImportFrom) and node.module == "django.db.models.functions":
            found |= {name.name for name in node.names} & {"Now"}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            found |= {told.lower() for told in IN_SQL.findall(node.value)}
    return found


def test_nothing_of_the_app_asks_another_clock():
    found = set()
    for package in ("sdwiki", "quizzes", "content"):
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts:
                found |= {(str(path.relative_to(ROOT)), told) for told in asks(path)}
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file():
            told = {next(filter(None, names)) for names in IN_TEMPLATES.findall(path.read_text())}
            found |= {(str(path.relative_to(ROOT)), name) for name in told}
    assert found == set(EXCEPTIONS)


@pytest.mark.parametrize(
    "line",
    [
        "from django.utils import timezone\ntimezone.now()",
        "import datetime\ndatetime.datetime.now(datetime.UTC)",
        "from django.utils.timezone import now\nnow()",
        "from time import time\ntime()",
        "default = timezone.now",
        "from django.db.models.functions import Now",
        'READ = "SELECT 1 WHERE due < CURRENT_TIMESTAMP"',
    ],
)
def test_every_way_to_ask_is_seen(line, tmp_path):
    module = tmp_path / "module.py"
    module.write_text(line)
    assert asks(module)


def test_the_clock_is_the_machines_where_nothing_moves_it():
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()


def test_the_clock_goes_on_from_where_a_test_puts_it(settings, tmp_path):
    settings.CLOCK_FILE = tmp_path / "clock"
    assert clock.shift() == timedelta(0)
    for seconds in (86400, -3600.5):
        settings.CLOCK_FILE.write_text(str(seconds))
        before = datetime.now(UTC)
        assert timedelta(0) <= clock.now() - before - timedelta(seconds=seconds) < timedelta(minutes=1)


@pytest.mark.django_db
def test_a_task_goes_by_the_moved_clock(settings, tmp_path):
    settings.CLOCK_FILE = tmp_path / "clock"
    settings.CLOCK_FILE.write_text("864000")
    heartbeat()
    assert Heartbeat.objects.get().at - timezone.now() > timedelta(days=9)


def test_no_program_outside_tests_takes_a_moved_clock(tmp_path):
    code = "import os; del os.environ['PYTEST_VERSION']; import django; django.setup()"
    environment = {"SDWIKI_CLOCK": str(tmp_path / "clock"), "DJANGO_SETTINGS_MODULE": "sdwiki.settings"}
    for more in ({}, {"DEBUG": "1"}):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTEST_VERSION": "9", "SDWIKI_VAR": str(tmp_path / "var")} | environment | more,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 1
        assert 'variable "SDWIKI_CLOCK" invalid: it moves the clock and is for test runs only' in done.stderr
