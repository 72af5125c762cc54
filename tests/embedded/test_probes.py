"""What tells that a program is frozen: the silence of a socket, and the kernel's word that a process is stopped."""

import socket
import subprocess
import sys
import time

import psutil
import pytest

from sdwiki.embedded import frozen, probes
from sdwiki.embedded.frozen import Frozen, stopped_descendants
from sdwiki.embedded.kept import Kept
from sdwiki.embedded.probes import Probe
from tests.embedded.conftest import runs


@pytest.fixture
def listener(tmp_path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        listening.listen(8)
        yield listening


def look(probe, seconds):
    """Look at the probe ten times a second, on a clock of its own; returns when it gave up."""
    probe.begin(0)
    for tenth in range(seconds * 10):
        if probe.given_up(tenth / 10):
            break
    probe.hang_up()
    return tenth / 10


def test_silence_is_believed_at_the_third_question(listener, tmp_path):
    assert look(Probe(str(tmp_path / "s"), b"?"), 60) == 19
    assert look(Probe(str(tmp_path / "s"), b"?", patience=6), 60) == 34


@pytest.mark.parametrize("answer", [b"+PONG\r\n", b"-LOADING\r\n", b"N"])
def test_every_answer_is_a_sign_of_life(tmp_path, answer):
    server = (
        "import socket, sys\n"
        f"s = socket.socket(socket.AF_UNIX); s.bind({str(tmp_path / 's')!r}); s.listen()\n"
        "print('up', flush=True)\n"
        f"while True:\n    c, _ = s.accept(); c.recv(99); c.sendall({answer!r}); c.close()"
    )
    with subprocess.Popen([sys.executable, "-c", server], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        probe = Probe(str(tmp_path / "s"), b"?")
        probe.begin(0)
        for question in range(1, 9):
            now = question * probes.INTERVAL_SECONDS
            probe.given_up(now)
            for _ in range(500):
                if probe.connection is None:
                    break
                assert not probe.given_up(now + 0.1)
                time.sleep(0.01)
            assert probe.connection is None
            assert probe.misses == 0
        process.kill()


def test_two_silences_and_an_answer_are_no_reason(listener, tmp_path):
    probe = Probe(str(tmp_path / "s"), b"?")
    probe.begin(0)
    for tenth in range(148):
        assert not probe.given_up(tenth / 10)
    assert probe.misses == 2
    probe.given_up(15.1)
    for _ in range(3):
        with listener.accept()[0] as connection:
            try:
                connection.send(b"!")
            except OSError:  # the first two have hung up
                continue
    assert not probe.given_up(15.2)
    assert probe.misses == 0


def test_where_nobody_listens_is_silence(tmp_path):
    assert look(Probe(str(tmp_path / "nobody"), b"?"), 60) == 19
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert look(Probe(closed.getsockname(), b"?"), 60) == 19


def test_a_silent_program_is_killed(children, tmp_path, monkeypatch):
    """It runs, it listens, and it never answers: only a question finds out."""
    monkeypatch.setattr(probes, "INTERVAL_SECONDS", 0.2)
    monkeypatch.setattr(probes, "TIMEOUT_SECONDS", 0.1)
    code = (
        f"import socket, time\ns = socket.socket(socket.AF_UNIX); s.bind({str(tmp_path / 's')!r}); s.listen(9)\n"
        "time.sleep(60)"
    )
    program = Kept(
        "Valkey",
        lambda: children.start("Valkey", [sys.executable, "-c", code], env={}, log=tmp_path / "log"),
        tmp_path / "log",
        probe=Probe(str(tmp_path / "s"), b"PING\r\n"),
    )
    program.start()
    news = []
    deadline = time.monotonic() + 30
    while len(news) < 2 and time.monotonic() < deadline:
        if line := program.look_after():
            news.append(line)
        time.sleep(0.01)
    assert "Valkey has not answered for" in news[0]
    assert "Valkey ended (exit code -9); it is started again at once." in news[1]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells who is stopped")
def test_what_is_stopped_for_long_is_killed_and_nothing_else():
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as parent:
        process = psutil.Process(parent.pid)
        while not process.children():
            time.sleep(0.01)
        [grandchild] = process.children()
        watch = Frozen()
        grandchild.suspend()
        while not stopped_descendants(psutil.Process().pid):
            time.sleep(0.01)
        assert watch.thaw(0) == []
        assert watch.thaw(1) == []  # too early for another look
        assert watch.thaw(5) == []
        grandchild.resume()
        while stopped_descendants(psutil.Process().pid):
            time.sleep(0.01)
        assert watch.thaw(10) == []  # it went on: everything is forgotten
        grandchild.suspend()
        while not stopped_descendants(psutil.Process().pid):
            time.sleep(0.01)
        looks = [watch.thaw(now) for now in (15, 20)]
        assert looks == [[], []]
        assert runs(grandchild)
        [news] = watch.thaw(25)
        assert news.startswith(f"Process {grandchild.pid} (")
        assert "has been stopped for 15 s" in news
        grandchild.wait(30)
        assert parent.wait(30) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells who is stopped")
def test_processes_of_others_are_not_looked_at():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        psutil.Process(other.pid).suspend()
        while psutil.Process(other.pid).status() != psutil.STATUS_STOPPED:
            time.sleep(0.01)
        assert (other.pid in {pid for pid, _ in stopped_descendants(psutil.Process().pid)}) is True
        assert stopped_descendants(other.pid) == {}
        psutil.Process(other.pid).resume()


def test_the_looks_are_as_far_apart_as_is_said():
    assert frozen.INTERVAL_SECONDS * frozen.SIGHTINGS == 15
