"""A database and a broker that are not ours, given by `DATABASE_URL` and `REDIS_URL`: they go away, and come back."""

import re
import shutil
import signal
import time

import psycopg
import pytest

from benchmarks.site import Person, wait_until
from sdwiki.embedded import locks, paths
from sdwiki.embedded.children import Children
from sdwiki.embedded.postgres import Postgres
from sdwiki.embedded.valkey import Valkey
from tests.embedded.conftest import wait_for_end
from tests.operation.conftest import Visitor

DOWN_SECONDS = 30
PAGES = (
    "/",
    "/wiki/",
    "/wiki/authentication-vs-authorization/",
    "/search/?q=cache",
    "/review/",
    "/quizzes/",
    "/progress/",
    "/settings/",
)


class Outside:
    """The two servers, run by the test."""

    def __init__(self, var, children, runtime):
        self.postgres = Postgres(var, runtime, children, durable=True)
        self.valkey = Valkey(var, runtime, children, durable=True)

    def start(self, server):
        server.child = server.start_again() if server is self.postgres and server.child else server.start()
        server.wait_until_ready()

    def kill(self, server):
        server.child.kill()
        assert wait_until(lambda: server.child.exit_code() is not None)


@pytest.fixture(scope="module")
def outside(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("outside")
    shutil.copytree(made.var / "pg", folder / "pg")
    (folder / "log").mkdir()
    lock = locks.FileLock(folder / "lock")
    children = Children(lock.fd)
    runtime = paths.make_runtime_dir()
    servers = Outside(folder, children, runtime)
    servers.start(servers.postgres)
    servers.start(servers.valkey)
    yield servers
    children.close()
    lock.close()
    paths.remove_tree(runtime)


@pytest.fixture(scope="module")
def site(start, outside, tmp_path_factory):
    return start(
        var=tmp_path_factory.mktemp("empty") / "var",
        DATABASE_URL=outside.postgres.url,
        REDIS_URL=f"unix://{outside.valkey.socket}",
    )


@pytest.fixture(scope="module")
def learner(site, made):
    learner = Person(site)
    status, page = learner.log_in("learner1@demo.example", made.password)
    assert status == 200
    assert "Log out" in page
    return learner


def heartbeat(outside):
    with psycopg.connect(outside.postgres.url) as connection:
        return connection.execute("SELECT coalesce(max(at), 'epoch') FROM quizzes_heartbeat").fetchone()[0]


def test_given_servers_are_used_and_none_is_started(site, learner):
    assert site.child("PostgreSQL") is None
    assert site.child("Valkey") is None
    assert not (site.var / "pg").exists()
    assert site.child("worker") is not None


def test_the_demonstration_has_a_class_in_which_two_are_at_risk_and_one_is_excused(site, outside, made):
    instructor = Person(site)
    assert instructor.log_in("instructor@demo.example", made.password)[0] == 200
    [address] = set(re.findall(r"/classes/\d+/(?=\")", instructor.open("/classes/")[1]))
    page = " ".join(instructor.open(address)[1].split())
    assert "2 of 24 at risk" in page
    assert page.count("<small>excused</small>") == 1
    deep = [
        instructor.open(f"{address}assignments/{pk}/class/")[1]
        for pk in sorted(set(re.findall(r"assignments/(\d+)/", page)))
    ]
    assert ["take <bdi>" in one for one in deep] == [True] * 3
    assert "Marks in “Check of the week”" in deep[-1]
    with psycopg.connect(outside.postgres.url) as connection:
        kept = connection.execute("SELECT state FROM quizzes_snapshot WHERE reason = 'extended'").fetchall()
    assert kept == [("met",)]


@pytest.mark.parametrize("fault", ["stopped", "frozen"])
def test_without_the_broker_everything_people_do_goes_on(site, outside, learner, made, fault):
    """Row 15."""
    if fault == "stopped":
        outside.kill(outside.valkey)
    else:
        outside.valkey.child.process.send_signal(signal.SIGSTOP)
    try:
        for path in PAGES:
            began = time.monotonic()
            assert learner.open(path)[0] == 200, path
            assert time.monotonic() - began < 5, path  # a tenth of a second on an idle machine
        assert Person(site).log_in("learner2@demo.example", made.password)[0] == 200
        status, checks = site.ready()
        assert (status, checks["broker"], checks["database"]) == (200, "down", "ok")
    finally:
        if fault == "stopped":
            outside.start(outside.valkey)
        else:
            outside.valkey.child.process.send_signal(signal.SIGCONT)
    back = heartbeat(outside)
    assert wait_until(lambda: heartbeat(outside) > back, 90)


def test_while_the_database_is_down_the_process_lives_and_is_not_ready(site, outside, learner):
    """Rows 17 and 18: half a minute without PostgreSQL, and nothing of ours is started again."""
    before = {process.pid for process in site.family()}
    with Visitor(site) as visitor:
        assert wait_until(lambda: len(visitor.served()) > 3)
        outside.kill(outside.postgres)
        killed = time.monotonic()
        while time.monotonic() < killed + DOWN_SECONDS:
            assert site.get("/health/live") == 200
            status, checks = site.ready()
            assert (status, checks["database"]) == (503, "down")
            assert learner.open("/review/")[0] == 503
            time.sleep(1)
        outside.start(outside.postgres)
        started = time.monotonic()
        assert learner.open("/review/")[0] == 200
        assert wait_until(lambda: len(visitor.served(after=started)) > 9)
    assert {request.outcome for request in visitor.requests} <= {200, 503}
    assert visitor.failed(after=started) == []
    assert wait_until(lambda: site.get("/health/ready") == 200)
    main = {process.pid for process in site.family()}
    assert {site.child(name).pid for name in ("web server", "worker", "beat")} <= before & main


def test_ctrl_c_is_obeyed_while_both_are_gone(site, outside):
    outside.kill(outside.postgres)
    outside.kill(outside.valkey)
    family = site.family()
    assert site.stop() == 0
    assert wait_for_end(family) == []
