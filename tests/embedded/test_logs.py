"""Logs that are cut by size while several programs write them."""

import os
import subprocess
import sys
import time

import pytest

from sdwiki.embedded import locks
from sdwiki.embedded.logs import KEPT, Logs

WRITER = "import sys\nfor n in range({lines}): sys.stdout.write(f'{name} {{n}} {{n % 90 * \"x\"}}\\n')"


@pytest.fixture
def make_logs(tmp_path):
    (tmp_path / "log").mkdir()
    lock = locks.FileLock(tmp_path / "lock")
    made = []

    def make(*names, limit):
        made.append(Logs(tmp_path, names, lock.fd, limit=limit))
        return made[-1]

    yield make
    for logs in made:
        if logs.writer.returncode is None:
            logs.close()
    lock.close()


def start(logs, log, name, lines):
    code = WRITER.format(name=name, lines=lines)
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}  # a line is one write, as the programs log
    return subprocess.Popen([sys.executable, "-c", code], stdout=logs.pipe(log), env=environment)


def read(logs, name):
    """All that is left of a log, the oldest first."""
    path = logs.files[name]
    older = [path.with_name(f"{path.name}.{number}") for number in range(9, 0, -1)]
    return "".join(file.read_text() for file in [*older, path] if file.exists())


def test_no_line_is_lost_or_cut_where_files_are_changed(make_logs):
    logs = make_logs("web", "worker", limit=1_000_000)
    programs = [start(logs, log, name, 20_000) for log, name in (("web", "a"), ("web", "b"), ("worker", "c"))]
    assert [program.wait(60) for program in programs] == [0, 0, 0]
    logs.close()
    sizes = [path.stat().st_size for path in logs.files["web"].parent.glob("web.log*")]
    assert len(sizes) == 3
    assert max(sizes) < 1_000_200
    lines = read(logs, "web").splitlines()
    for name in ("a", "b"):
        assert [line for line in lines if line.startswith(f"{name} ")] == [
            f"{name} {n} {'x' * (n % 90)}" for n in range(20_000)
        ]
    assert len(lines) == 40_000
    assert len(read(logs, "worker").splitlines()) == 20_000


def test_only_the_youngest_files_are_kept_and_only_for_their_owner(make_logs):
    logs = make_logs("web", limit=10_000)
    assert start(logs, "web", "a", 5_000).wait(60) == 0
    logs.close()
    files = sorted(logs.files["web"].parent.iterdir())
    assert [file.name for file in files] == ["web.log", *(f"web.log.{number}" for number in range(1, KEPT + 1))]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert read(logs, "web").endswith(f"a 4999 {'x' * (4999 % 90)}\n")


def test_a_log_of_an_earlier_start_is_continued(make_logs, tmp_path):
    (tmp_path / "log" / "web.log").write_text("before\n")
    logs = make_logs("web", limit=10_000)
    assert start(logs, "web", "a", 2).wait(60) == 0
    logs.close()
    assert read(logs, "web") == "before\na 0 \na 1 x\n"


def test_what_is_said_while_the_writer_is_dead_is_written_by_the_next(make_logs):
    logs = make_logs("web", limit=1_000_000)
    logs.writer.kill()
    logs.writer.wait()
    assert start(logs, "web", "a", 100).wait(60) == 0  # nobody reads, and nobody is killed for writing
    logs.keep()
    assert start(logs, "web", "b", 100).wait(60) == 0
    logs.close()
    assert len(read(logs, "web").splitlines()) == 200


def test_a_file_that_cannot_be_written_makes_nobody_wait_and_is_said(make_logs, tmp_path):
    if not os.path.exists("/dev/full"):
        pytest.skip("no device here that is always full")
    (tmp_path / "log" / "web.log").symlink_to("/dev/full")
    logs = make_logs("web", limit=100_000)
    assert start(logs, "web", "a", 5_000).wait(60) == 0
    time.sleep(0.5)
    assert logs.writer.poll() is None
    logs.close()
