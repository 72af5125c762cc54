"""The supervisor's parts: what it restarts, when it gives up, and what its children leave behind."""

import os
import signal
import socket
import sys
import time

import psutil
import pytest

from sdwiki.embedded import EmbeddedError, port
from sdwiki.embedded.kept import Kept
from sdwiki.embedded.supervisor import main
from tests.embedded.conftest import wait_for_end


def kept(children, log, code, **options):
    return Kept(
        "The worker", lambda: children.start("w", [sys.executable, "-c", code], env=os.environ, log=log), log, **options
    )


def look_after_until(program, done):
    news = []
    deadline = time.monotonic() + 60
    while not done() and time.monotonic() < deadline:
        if line := program.look_after():
            news.append(line)
        time.sleep(0.01)
    return news


def test_a_program_that_keeps_dying_is_restarted_with_pauses_and_then_given_up(tmp_path, children):
    program = kept(children, tmp_path / "log", "raise SystemExit(3)")
    program.start()
    news = look_after_until(program, lambda: program.hopeless)
    assert program.hopeless
    log = tmp_path / "log"
    assert news == [
        f"The worker ended (exit code 3); it is started again {pause}. Its log: {log}"
        for pause in ("at once", "in 1 s", "in 2 s", "in 4 s")
    ]
    assert program.last_words == (
        f"sdwiki stopped: The worker ended 5 times within a minute, the last time with exit code 3. Its log: {log}"
    )


def test_deaths_that_are_further_apart_are_each_the_first(tmp_path, children, monkeypatch):
    monkeypatch.setattr("sdwiki.embedded.kept.WITHIN_SECONDS", 0)
    program = kept(children, tmp_path / "log", "raise SystemExit(3)")
    program.start()
    news = []
    look_after_until(program, lambda: news.append(program.look_after()) or len([line for line in news if line]) > 5)
    assert not program.hopeless
    assert all("at once" in line for line in news if line)


def test_a_program_that_dies_once_is_running_again(tmp_path, children):
    once = f"import pathlib, time\np = pathlib.Path({str(tmp_path / 'ran')!r})\n"
    once += "if not p.exists(): p.touch(); raise SystemExit(1)\ntime.sleep(60)"
    program = kept(children, tmp_path / "log", once)
    program.start()
    program.child.process.wait()
    look_after_until(program, lambda: program.deaths and program.child is not None)
    time.sleep(0.5)
    assert program.child.exit_code() is None
    assert not program.hopeless


def test_child_that_ends_takes_its_own_children_along(children, tmp_path):
    code = "import subprocess, sys; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True)"
    child = children.start("parent", [sys.executable, "-c", code], env=os.environ, log=tmp_path / "log")
    child.process.wait()
    grandchild = psutil.Process(int((tmp_path / "log").read_text()))
    assert child.exit_code() == 0
    assert wait_for_end([grandchild]) == []


def test_child_is_asked_once_to_stop(children, tmp_path):
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *a: print('asked', flush=True))\n"
        "print('up', flush=True)\n"
        "while True: time.sleep(0.1)"
    )
    child = children.start("stubborn", [sys.executable, "-c", code], env=os.environ, log=tmp_path / "log")
    while "up" not in (tmp_path / "log").read_text():
        time.sleep(0.01)
    child.ask_to_stop()
    child.ask_to_stop()
    assert child.wait(0.5) == -signal.SIGKILL
    assert (tmp_path / "log").read_text() == "up\nasked\n"


def test_port_in_use_is_a_clear_error():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        with pytest.raises(EmbeddedError, match=rf"Port {number} is used by another program.*--port {number + 1}"):
            port.check(number)


@pytest.mark.parametrize("number", ["0", "65536", "-1", "http"])
def test_port_that_is_none_is_refused(number, capsys):
    with pytest.raises(SystemExit):
        main([f"--port={number}"])
    assert "--port" in capsys.readouterr().err
