"""Fixtures that many tests share. The servers are started before this file is read, by
`sdwiki.embedded.pytest_plugin`.
"""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import pytest_django
from django.conf import settings
from django.conf import settings as django_settings
from django.db import connection
from django.test import TransactionTestCase
from markdown_it import MarkdownIt
from markdown_it.token import Token

from content.importing.files import read_path
from content.imports import apply_library
from content.models import Topic
from quizzes.bank.services import sync
from tests.databases import Databases, Holding, Templates
from tests.first import First, first_start
from tests.once import number

# How long a machine takes is no law. CI judges a change, so it draws the same examples each time; elsewhere every run
# looks further.
hypothesis.settings.register_profile(
    "sdwiki",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("sdwiki")

LIBRARY = Path(__file__).parent / "library"
# Files of drills and of browser tests that take the better part of a minute, the longest first.
LONG = (
    "test_mails.py",
    "test_faults.py",
    "test_outside.py",
    "test_backup.py",
    "test_soak.py",
    "test_cut_short.py",
    "test_walk.py",
    "test_card_control.py",
    "test_ten_days.py",
    "test_class.py",
    "test_plan.py",
    "test_kinds.py",
    "test_long_tasks.py",
    "test_widgets.py",
    "test_exam_faults.py",
    "test_load.py",
    "test_whole_path.py",
)
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def import_library(path: Path = LIBRARY, *, now: datetime = NOW) -> None:
    """The wiki of a library folder, and its bank."""
    apply_library(read_path(path), now=now)
    sync(Topic.objects.select_related("current", "phase"), now=now)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep browsers out of other tests: an argument called ``page`` or ``browser`` would start one, and its event loop
    makes every later use of the database an error."""
    drawn = ((item, getattr(item, "callspec", None)) for item in items if "e2e" not in item.path.parts)
    strays = [item.nodeid for item, spec in drawn if spec and "browser_name" in spec.params]
    if strays:
        raise pytest.UsageError(f"These have an argument named like a browser's fixture: {', '.join(strays)}")
    turns = _turns(items)
    items.sort(key=lambda item: turns[item.path])


def pytest_collection_finish() -> None:
    """What was collected stays to the end: to look through it for garbage again and again was a twelfth of the work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


def _turns(items: list[pytest.Item]) -> dict[Path, tuple[bool, float]]:
    """When each file has its turn. Browsers come last, for the same reason, and of them what takes longest first: no
    process waits for it alone. Drills mostly wait, so they come one by one among what keeps the cores busy.
    """
    folders = {item.path: item.path.parts for item in items}
    browsers = sorted((path for path, parts in folders.items() if "e2e" in parts), key=_rank)
    drills = sorted((path for path, parts in folders.items() if "operation" in parts), key=_rank)
    apart = {*browsers, *drills}
    rest = [item.path for item in items if item.path not in apart]
    turns = {path: (False, place / len(rest)) for place, path in reversed(list(enumerate(rest)))}
    turns |= {path: (False, place / len(drills)) for place, path in enumerate(drills)}
    return turns | {path: (True, place) for place, path in enumerate(browsers)}


def _rank(path: Path) -> tuple[int, Path]:
    return LONG.index(path.name) if path.name in LONG else len(LONG), path


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords() -> None:
    """Hashing is slow on purpose; people made by factories need none of that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The Markdown that is parsed from here on, text by text."""
    texts: list[str] = []
    parse = MarkdownIt.parse

    def noting(parser: MarkdownIt, text: str, env: Any = None) -> list[Token]:
        texts.append(text)
        return parse(parser, text, env)

    monkeypatch.setattr(MarkdownIt, "parse", noting)
    return texts


@pytest.fixture
def now() -> datetime:
    """A Monday noon, UTC."""
    return NOW


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> datetime:
    """It stays noon, for the app too: no day ends between what a test says and what a page answers."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return now


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """What a first start leaves, for all processes of a run."""
    return first_start(tmp_path_factory)


@pytest.fixture(scope="session")
def databases(
    django_test_environment: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Databases]:
    """The databases of this process."""
    with django_db_blocker.unblock():
        name = f"test_{connection.settings_dict['NAME']}_{number()}"
        found = Databases(name, Templates(tmp_path_factory, import_library))
    yield found
    with django_db_blocker.unblock():
        found.close()


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases) -> None:
    """In place of pytest-django's, by which each process of a run would make all tables for itself."""


@pytest.fixture(autouse=True, scope="session")
def nothing_emptied() -> None:
    """Databases of tests that commit are thrown away: Django need not empty each of their tables first."""
    setattr(TransactionTestCase, "_fixture_teardown", lambda _: None)  # noqa: B010


@pytest.fixture
def its_database(
    request: pytest.FixtureRequest, databases: Databases, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """The database of a test: with the wiki that it asks for, if any, and one of its own, if it commits."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    wikis: tuple[Holding, ...] = ("wiki", "shipped_wiki")
    holding: Holding = next((wiki for wiki in wikis if wiki in request.fixturenames), "nothing")
    with django_db_blocker.unblock(), databases.own(holding) if commits else nullcontext():
        if not commits:
            databases.use_shared(holding)
        yield


@pytest.fixture
def _django_db_helper(its_database: None, _django_db_helper: None) -> None:
    """pytest-django's beginning of a test, a transaction in most, once the right database is connected."""


@pytest.fixture
def wiki(db: None) -> None:
    """The small library of `tests/library`: two phases, three topics, one page, and their bank."""
    assert Topic.objects.exists(), "the test is not in the wiki's database: see its_database"


@pytest.fixture
def shipped_wiki(db: None) -> None:
    """The shipped library and its bank, as a first start leaves them."""
    assert Topic.objects.count() > 20, "the test is not in the database of the shipped wiki: see its_database"


@pytest.fixture(autouse=True, scope="session")
def static_folder() -> None:
    """WhiteNoise warns where the folder that collectstatic fills is missing."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def plain_static_files(settings) -> None:
    """Pages name their static files without hashes: nothing has been collected."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """The real hash takes a third of a second on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def deadline() -> Callable[[float], AbstractContextManager[None]]:
    """A guard against work that explodes: seconds of this process's own time, so that a busy machine does not fail."""

    @contextmanager
    def within(seconds: float) -> Iterator[None]:
        def stop(number: int, frame: object) -> None:
            raise TimeoutError(f"more than {seconds} s of processor time")

        before = signal.signal(signal.SIGPROF, stop)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)

    return within
