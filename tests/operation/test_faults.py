"""Every process of a running sdwiki killed and frozen (rows 16, 17 and 27): it comes back, and pages are served."""

import os
import signal
import sys
import time

import pytest
import redis

from benchmarks.site import Person, wait_until
from sdwiki.embedded.paths import LOG_BYTES
from sdwiki.embedded.stack import Descriptor
from tests.embedded.conftest import runs, wait_for_end
from tests.embedded.test_modes import open_to_others
from tests.operation.conftest import Visitor

FREEZE_SECONDS = 45  # three looks, five seconds apart, and a busy machine


@pytest.fixture(scope="module")
def site(start):
    return start()


def wait_for_other(site, name, pid):
    """Wait until a program runs under another process id."""
    assert wait_until(lambda: (found := site.child(name)) and found.pid != pid), "\n".join(site.lines)


def wait_for_page(site):
    assert wait_until(lambda: site.get("/wiki/") == 200)


@pytest.mark.parametrize("name", ["Valkey", "worker", "beat", "watchdog", "log writer"])
def test_a_death_behind_the_pages_is_mended_and_no_page_fails(site, name):
    wait_for_page(site)
    victim = site.child(name)
    with Visitor(site) as visitor:
        victim.kill()
        wait_for_other(site, name, victim.pid)
        time.sleep(0.5)
    assert visitor.failed() == []


def test_work_goes_on_after_valkey_worker_and_beat_have_died(site):
    for name in ("Valkey", "worker", "beat"):
        site.child(name).kill()
    killed = site.heartbeat()
    assert wait_until(lambda: site.heartbeat() > killed, 60), "\n".join(site.lines)


@pytest.mark.parametrize("name", ["web server", "web worker"])
def test_a_dead_web_process_is_replaced_and_only_what_was_in_flight_fails(site, name):
    wait_for_page(site)
    master = site.child("web server")
    before = master.children()
    victim = master if name == "web server" else before[0]
    with Visitor(site) as visitor:
        time.sleep(0.3)
        victim.kill()
        killed = time.monotonic()
        if victim is master:
            wait_for_other(site, name, master.pid)
        else:
            assert wait_until(lambda: len(set(master.children()) - set(before)) == 1)
        # Those that came while nobody was there to serve them waited, and were served.
        assert wait_until(lambda: len(visitor.served(after=killed + 1)) > 9)
    assert visitor.failed(after=killed + 1) == []


def test_postgres_that_died_recovers_and_the_pages_need_no_restart(site):
    wait_for_page(site)
    web = {process.pid for process in site.child("web server").children()}
    sessions = site.execute("SELECT count(*) FROM django_session")
    victim = site.child("PostgreSQL")
    with Visitor(site) as visitor:
        time.sleep(0.3)
        victim.kill()
        wait_for_other(site, "PostgreSQL", victim.pid)
        restarted = time.monotonic()
        assert wait_until(lambda: len(visitor.served(after=restarted)) > 9)
    assert {request.outcome for request in visitor.requests} <= {200, 503}
    assert {process.pid for process in site.child("web server").children()} == web
    assert site.execute("SELECT count(*) FROM django_session") == sessions


def test_a_killed_back_end_of_postgres_is_no_end_either(site):
    wait_for_page(site)
    [(pid,)] = site.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")
    os.kill(pid, signal.SIGKILL)
    wait_for_page(site)


def test_a_flushed_broker_is_filled_again(site):
    """Row 16: what the broker forgets, with its bindings, the sweeps send anew."""
    assert wait_until(lambda: site.ready()[1]["broker"] == "ok")
    with redis.Redis(unix_socket_path=Descriptor.read(site.var).redis_socket) as broker:
        assert wait_until(lambda: broker.exists("_kombu.binding.celery"))
        broker.flushall()
    flushed = site.heartbeat()
    assert wait_until(lambda: site.heartbeat() > flushed, 60)


def test_frozen_processes_are_replaced_and_pages_served_meanwhile(site):
    """All at once, for it takes a while: broker, both halves of the background, and one of the web workers."""
    wait_for_page(site)
    assert wait_until(lambda: len(site.child("worker").children()) >= 2)
    victims = [site.child(name) for name in ("Valkey", "beat", "worker")]
    victims += [site.child("worker").children()[0], site.child("web server").children()[0]]
    with Visitor(site) as visitor:
        time.sleep(0.3)
        frozen = time.monotonic()
        for victim in victims:
            victim.suspend()
        time.sleep(8)
        assert all(runs(victim) for victim in victims)  # a short stop is nobody's fault
        assert wait_until(lambda: not any(runs(victim) for victim in victims), FREEZE_SECONDS)
        assert wait_until(lambda: all(site.child(name) for name in ("Valkey", "beat", "worker")))
        time.sleep(1)
    assert visitor.failed(after=frozen + 1) == []
    killed = site.heartbeat()
    assert wait_until(lambda: site.heartbeat() > killed, 60)


def test_a_frozen_web_master_is_replaced(site):
    wait_for_page(site)
    master = site.child("web server")
    with Visitor(site) as visitor:
        master.suspend()
        time.sleep(1)
        assert wait_until(lambda: not runs(master), FREEZE_SECONDS)
        killed = time.monotonic()
        wait_for_other(site, "web server", master.pid)
        assert wait_until(lambda: len(visitor.served(after=killed + 1)) > 9)
    assert [request for request in visitor.failed() if not killed - 1 < request.began < killed + 1] == []


def test_a_frozen_postgres_is_replaced(site):
    wait_for_page(site)
    server = site.child("PostgreSQL")
    for process in [*server.children(), server]:
        process.suspend()
    assert wait_until(lambda: not runs(server), FREEZE_SECONDS)
    wait_for_other(site, "PostgreSQL", server.pid)
    wait_for_page(site)
    assert site.process.poll() is None


@pytest.mark.skipif(sys.platform != "linux", reason="/proc gives another process's output")
def test_a_log_is_cut_while_it_is_written(site):
    """Twelve megabytes through the web server's own output, while it serves."""
    wait_for_page(site)
    log = site.var / "log" / "web.log"
    with open(f"/proc/{site.child('web server').pid}/fd/1", "w", buffering=1) as output:
        for number in range(120_000):
            output.write(f"{number:06} {'x' * 92}\n")
    assert wait_until(lambda: "119999 x" in log.read_text())
    older = log.with_name("web.log.1")
    assert LOG_BYTES <= older.stat().st_size < LOG_BYTES + 200
    numbers = [line[:6] for line in (older.read_text() + log.read_text()).splitlines() if line.endswith("x" * 92)]
    assert numbers == [f"{number:06}" for number in range(120_000)]
    wait_for_page(site)


def test_nobody_else_reads_what_the_site_writes(site):
    """Mails, logs, schedules: only the static files are public, in a folder that is not."""
    Person(site).post("/accounts/password/reset/", email="learner1@demo.example")
    assert [mail.name for mail in (site.var / "mail").iterdir()]
    exposed = {path.relative_to(site.var).parts[0] for path in open_to_others(site.var)}
    assert exposed <= {"static"}


def test_a_second_copy_is_told_so(start, site):
    second = start(var=site.var, ready=False)
    assert second.process.wait(timeout=60) == 1
    second.stop()
    assert f"sdwiki is already running on {site.var} (pid {site.process.pid})." in second.lines
    assert site.get("/wiki/") == 200


def test_kill_of_the_supervisor_takes_everything_along_also_what_was_started_again(start, site):
    for name in ("watchdog", "beat", "web server"):
        victim = site.child(name)
        victim.kill()
        wait_for_other(site, name, victim.pid)
    wait_for_page(site)
    family = site.family()
    assert len(family) > 10
    site.process.kill()
    assert wait_for_end(family) == []


def test_a_server_that_goes_on_dying_ends_everything_and_the_last_line_says_so(start, site):
    dying = start(var=site.var)  # after the kill above: the start recovers
    family = dying.family()
    while dying.process.poll() is None:
        if beat := dying.child("beat"):
            family.append(beat)
            beat.kill()
        time.sleep(0.1)
    assert dying.stop() == 1
    assert dying.lines[-1].startswith(
        "sdwiki stopped: Beat ended 5 times within a minute, the last time with exit code -9"
    )
    assert dying.lines[-1].endswith("beat.log")
    assert wait_for_end(family) == []
