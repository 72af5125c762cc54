"""What a start says: each step with the seconds since it began, and in words what hinders it."""

import os
import re
import socket
import subprocess
import time
from contextlib import contextmanager

import pytest

from benchmarks.site import READY, clean_environment, start_site
from sdwiki.embedded.supervisor import GRACE_SECONDS
from tests.embedded.conftest import wait_for_end

STEP = re.compile(r"\[ *(\d+) s\] (.*)")


def steps(lines):
    """The lines about the start without their times, which must not run backwards."""
    found = [match for line in lines if (match := STEP.fullmatch(line))]
    times = [int(match[1]) for match in found]
    assert times == sorted(times)
    return [match[2] for match in found]


def test_a_first_start_says_what_it_does(made):
    *said, last = steps(made.lines)
    assert said == [
        "2/5 Database: making it and starting PostgreSQL and Valkey …",
        "3/5 Schema: bringing it up to date …",
        "4/5 Wiki: bringing it and its questions up to date …",
        "5/5 Processes: starting web server, worker and beat …",
    ]
    assert last.startswith(READY)


@pytest.fixture(scope="module")
def later(start):
    """A start on data that need nothing."""
    return start("--elapsed", "100")


def test_a_later_start_says_what_it_need_not_do_and_saves_nothing(later):
    *said, last = steps(later.lines)
    assert said == [
        "2/5 Database: starting PostgreSQL and Valkey …",
        "3/5 Schema: it is up to date",
        "4/5 Wiki: bringing it and its questions up to date …",
        "5/5 Processes: starting web server, worker and beat …",
    ]
    assert last.startswith(READY)
    assert later.lines[0].startswith("[10")
    assert not (later.var / "backup").exists()


def test_ctrl_c_ends_everything_in_good_order(later):
    family = later.family()
    assert len(family) > 10
    began = time.monotonic()
    assert later.stop() == 0
    assert time.monotonic() - began < GRACE_SECONDS / 2  # nothing had to be killed; three seconds on an idle machine
    assert later.lines[-2:] == ["Stopping …", "Stopped."]
    assert wait_for_end(family) == []


@contextmanager
def disk(path, options):
    """A small disk of its own, where we may mount one."""
    path.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", path], capture_output=True, check=False
    ).returncode:
        pytest.skip("no right to mount a disk here")
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)


@pytest.mark.parametrize("size", ["2m", "70m"], ids=["for-nothing", "for-the-empty-database"])
def test_a_full_disk_is_the_last_line(tmp_path, size):
    with disk(tmp_path / "var", f"size={size}") as var:
        site = start_site(var)
        assert site.process.wait(timeout=240) == 1
        site.stop()
    assert re.fullmatch(rf"The disk of {var} is full \(\d+ MB are left\)\. Make room and start again\.", site.lines[-1])


def test_a_folder_that_can_only_be_read_is_said(tmp_path):
    with disk(tmp_path / "var", "ro") as var:
        site = start_site(var)
        assert site.process.wait(timeout=60) == 1
        site.stop()
    assert site.lines == [
        f"The data folder {var} cannot be written (Read-only file system). Run as the user it belongs to, "
        "or set SDWIKI_VAR to a folder of yours."
    ]


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        site = start_site(tmp_path / "var", "--port", str(number))
        assert site.process.wait(timeout=60) == 1
        site.stop()
    advice = f"Choose another: script/server --port {number + 1}"
    assert site.lines[-1] == f"Port {number} is used by another program. {advice}"
    assert not (tmp_path / "var" / "pg").exists()


def test_a_folder_is_meant_from_where_one_is(tmp_path):
    """`script/server` goes to the checkout before it starts anything."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    done = subprocess.run(
        ["bash", "-c", f'. {root}/script/_setup.sh; echo "$SDWIKI_VAR"'],
        cwd=tmp_path,
        env=clean_environment(SDWIKI_VAR="data"),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == str(tmp_path / "data")
