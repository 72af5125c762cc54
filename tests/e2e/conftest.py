"""The whole app as `script/server` runs it (web server, worker, beat), and a real browser in front of it.

`SDWIKI_NO_BROWSER=1` leaves these tests out.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.first import First, create_database
from tests.once import number

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --disable-dev-shm-usage"
)

# Of the broker's sixteen numbers other tests use the first, and each of at most seven processes has two more: for the
# app of all its browser tests, and for one that a test has to itself.
SHARED, ALONE = 8 + number(), 1 + number()

collect_ignore_glob = ["test_*.py"] if os.environ.get("SDWIKI_NO_BROWSER") == "1" else []


@dataclass(frozen=True)
class Site:
    """The running app: its address, the one-time link that it printed, its broker, and a way to its database."""

    url: str
    setup_link: str
    broker: str
    connection: "psycopg.Connection[tuple[Any, ...]]"

    def execute(self, statement: str, *arguments: object) -> list[tuple[Any, ...]]:
        """Run SQL beside the app, for what a test cannot wait for (a deadline) or must count."""
        cursor = self.connection.execute(statement.encode(), arguments)
        return cursor.fetchall() if cursor.description else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def site(first: First, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One app for all browser tests of a process."""
    with running(first, tmp_path_factory.mktemp("var"), f"e2e_{os.getpid()}", broker=SHARED) as started:
        yield started


@contextmanager
def running(first: First, var: Path, name: str, *, broker: int, **more: str) -> Iterator[Site]:
    """The app on a database of its own in the run's cluster, and one of the broker's numbers."""
    shutil.copytree(first.static, var / "static")
    database = create_database(name, first.database)
    url = f"http://localhost:{_free_port()}"
    environment = os.environ | {
        "DATABASE_URL": database,
        "REDIS_URL": _other_number(os.environ["REDIS_URL"], broker),
        "SDWIKI_VAR": str(var),
        "SITE_URL": url,
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
    }
    environment |= more
    command = [sys.executable, "-m", "sdwiki.embedded.supervisor", "--port", url.rpartition(":")[2]]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line.rstrip())
            if "is ready at" in line:
                break
        else:
            pytest.fail("the app did not start:\n" + "\n".join(lines))
        link = next(line.strip() for line in lines if "/setup/" in line)
        with psycopg.connect(database, autocommit=True) as connection:
            yield Site(url, link, environment["REDIS_URL"], connection)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=90)
        shutil.rmtree(var, ignore_errors=True)


def _other_number(url: str, number: int) -> str:
    """The same broker, another of its databases."""
    if url.startswith("unix://"):
        return f"{url.partition('?')[0]}?db={number}"
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/{number}"


def chromium() -> dict[str, Any]:
    """What Playwright starts: the browser that is there, and how."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        pytest.fail("no Chromium: script/test installs it, or set CHROMIUM to its path (SDWIKI_NO_BROWSER=1 skips)")
    return {"executable_path": executable, "args": FLAGS.split()}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return chromium()


@pytest.fixture(scope="session")
def browser_context_args(site: Site) -> dict[str, Any]:
    return {
        "base_url": site.url,
        "viewport": {"width": 1280, "height": 900},
        "timezone_id": "Europe/Berlin",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 390, "height": 844})
    return page


@pytest.fixture(autouse=True)
def clean_console(request: pytest.FixtureRequest) -> Iterator[None]:
    """No page of any test may log an error: a broken policy, a missing file, an exception."""
    if "page" not in request.fixturenames:
        yield
        return
    page: Page = request.getfixturevalue("page")
    faults = heard(page.context)
    yield
    expected = request.node.get_closest_marker("expects_console_errors")
    assert expected or not faults, faults


def heard(context: BrowserContext) -> list[str]:
    """The errors that pages of this context log from now on."""
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"{message.text} ({message.location['url']})")

    context.on("console", listen)
    return faults
