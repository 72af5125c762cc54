"""The supervisor's parts: what it restarts, when it gives up, and what its children leave behind."""

import os
import signal
import socket
import sys
import time

import psutil
import pytest

from sdwiki.embedded import EmbeddedError, locks, services
from sdwiki.embedded.children import Children
from sdwiki.embedded.services import Service
from sdwiki.embedded.supervisor import check_port, main
from tests.embedded.conftest import wait_for_end


@pytest.fixture
def children(tmp_path):
    lock = locks.FileLock(tmp_path / "lock")
    family = Children(lock.fd)
    yield family
    family.close()
    lock.close()


def look_after_until(service, children, done):
    news = []
    deadline = time.monotonic() + 60
    while not done() and time.monotonic() < deadline:
        if line := service.look_after(children, os.environ):
            news.append(line)
        time.sleep(0.01)
    return news


def test_service_that_keeps_failing_is_restarted_with_pauses_and_then_given_up(tmp_path, children, monkeypatch):
    monkeypatch.setattr(services, "LONGEST_PAUSE_SECONDS", 0.01)
    service = Service("worker", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path / "log")
    service.start(children, os.environ)
    news = look_after_until(service, children, lambda: service.hopeless)
    assert service.hopeless
    assert len(news) == services.MAX_FAILURES
    assert news[0].startswith("The worker ended (exit code 3)")


def test_service_that_fails_once_is_running_again(tmp_path, children, monkeypatch):
    monkeypatch.setattr(services, "LONGEST_PAUSE_SECONDS", 0.01)
    service = Service("web", [sys.executable, "-c", "raise SystemExit(1)"], tmp_path / "log")
    service.start(children, os.environ)
    service.child.process.wait()
    service.argv = [sys.executable, "-c", "import time; time.sleep(60)"]
    look_after_until(service, children, lambda: service.failures and service.child is not None)
    assert service.child.exit_code() is None
    assert not service.hopeless


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
        port = other.getsockname()[1]
        with pytest.raises(EmbeddedError, match=rf"Port {port} is used by another program.*--port {port + 1}"):
            check_port(port)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_port_that_is_none_is_refused(port, capsys):
    with pytest.raises(SystemExit):
        main([f"--port={port}"])
    assert "--port" in capsys.readouterr().err
