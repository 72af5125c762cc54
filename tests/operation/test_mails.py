"""Rows 15, 16, 19 and 20 for mail: real web, worker, two beats, broker and mail server, and the clock of a test."""

import re
import subprocess
import sys
import time
import urllib.parse
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psutil
import pytest
import redis

from benchmarks.site import ROOT, Person, clean_environment, free_port, wait_until
from tests.e2e.moved import MovedClock
from tests.operation.brisk import TICK
from tests.operation.mail import LOGIN, MailServer, make_certificate

# Of the test's mail server, which does not see that TLS from the first byte is TLS.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
ADA, BOB, CARL, DORA, EVE = (f"learner{number}@demo.example" for number in range(1, 6))


@dataclass
class FatalServer(MailServer):
    """Says yes to a mail after it has killed who waits for that."""

    victims: object = None

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        for victim in self.victims() if self.victims else []:
            victim.kill()
        self.victims = None
        return answer


@pytest.fixture(scope="module")
def site(start, tmp_path_factory):
    """A site whose demo learners have confirmed their addresses, and have something due."""
    folder = tmp_path_factory.mktemp("mail")
    certificate = make_certificate(folder)
    with FatalServer(free_port(), certificate, starttls=False) as server:
        variables = {
            "EMAIL_URL": f"smtps://{LOGIN}@localhost:{server.port}",
            "SSL_CERT_FILE": str(certificate),
            "SDWIKI_CLOCK": str(folder / "clock"),
            "DJANGO_SETTINGS_MODULE": "tests.operation.brisk",  # of the second beat too
        }
        site = start(**variables)
        site.server, site.variables, site.clock = server, variables, MovedClock(folder / "clock")
        site.execute(
            'INSERT INTO account_emailaddress (user_id, email, verified, "primary")'
            " SELECT id, email, true, true FROM accounts_user WHERE email LIKE 'learner%' RETURNING id"
        )
        site.execute("UPDATE accounts_user SET day_start = 0 WHERE email LIKE 'learner%' RETURNING id")
        site.execute("UPDATE quizzes_card SET due = now() - interval '1 hour' WHERE state = 2 RETURNING id")
        yield site


def to(site, person):
    return [mail for mail in site.server.mails if mail.to == person]


def state(site, person):
    rows = "SELECT c.state FROM inbox_mailcopy c JOIN accounts_user u ON u.id = c.person_id WHERE u.email = %s"
    return [one for (one,) in site.execute(rows, person)]


def tell(site, person):
    """A notice and its mail, as a service writes them: a row that waits."""
    now = site.clock.now()
    [(copy, owner)] = site.execute(
        "INSERT INTO inbox_mailcopy (person_id, kind, day, state, due_at, until)"
        " SELECT id, 'reminder', %s, 'pending', %s, %s FROM accounts_user WHERE email = %s RETURNING id, person_id",
        now.date(), now, now + timedelta(hours=8), person,
    )  # fmt: skip
    site.execute(
        "INSERT INTO inbox_notice (person_id, kind, key, title, text, link, at, copy_id)"
        " VALUES (%s, 'reminder', %s, '9 reviews', '', '/', %s, %s) RETURNING id",
        owner, str(now.date()), now, copy,
    )  # fmt: skip


@pytest.fixture
def second_beat(site, tmp_path):
    """Another beat on the same broker."""
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "--app=sdwiki", "--quiet", "beat", f"--schedule={tmp_path / 'schedule'}"],
        cwd=ROOT,
        env=clean_environment(SDWIKI_VAR=str(site.var)) | site.variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield process
    process.kill()
    process.wait(timeout=30)


def test_two_beats_send_one_reminder_and_one_press_ends_them(site, second_beat):
    """Row 19. The learner chooses the hour on the page; the day's hour strikes as the clock is moved."""
    tomorrow = datetime.combine(site.clock.now().date() + timedelta(1), datetime.min.time(), UTC)
    site.execute(
        "INSERT INTO inbox_subscription (person_id, kind, hour, mailed)"
        " SELECT id, 'reminder', 9, true FROM accounts_user WHERE email = %s RETURNING id",
        ADA,
    )
    site.clock.put(tomorrow + timedelta(hours=9, minutes=1))
    assert wait_until(lambda: to(site, ADA), 150)
    time.sleep(3 * TICK)  # each beat ticks every sweep at least once more
    assert second_beat.poll() is None
    [mail] = to(site, ADA)
    assert re.fullmatch(r"\[sdwiki\] .*reviews?.*, about \d+ minutes?", mail.subject)
    assert state(site, ADA) == ["sent"]
    [link] = re.findall(r"http://\S+/unsubscribe/\S+", mail.text)
    path = urllib.parse.urlsplit(link).path
    status, _, page = Person(site).send("POST", path, "List-Unsubscribe=One-Click")
    assert (status, "No more mails of this kind" in page) == (200, True)
    assert site.execute("SELECT mailed FROM inbox_subscription") == [(False,)]


def test_a_worker_that_dies_between_the_yes_and_the_mark_sends_nothing_twice(site):
    """Row 20: the broker hands the task out again, and the mail stays unknown."""
    worker = site.child("worker")
    site.server.victims = lambda: [worker, *worker.children(recursive=True)]
    tell(site, BOB)
    assert wait_until(lambda: to(site, BOB), 90)
    assert wait_until(lambda: not psutil.pid_exists(worker.pid) or worker.status() == "zombie")
    assert state(site, BOB) == ["claimed"]
    killed = site.heartbeat()
    assert wait_until(lambda: site.heartbeat() > killed, 90)
    site.clock.put(site.clock.now() + timedelta(minutes=16))
    assert wait_until(lambda: state(site, BOB) == ["unknown"], 90)
    time.sleep(4 * TICK)
    assert len(to(site, BOB)) == 1


def sent_once(site, person):
    assert wait_until(lambda: state(site, person) == ["sent"], 120)
    time.sleep(3 * TICK)
    return len(to(site, person)) == 1


def test_what_the_broker_forgets_is_sent_once_all_the_same(site):
    """Row 16."""
    with redis.Redis(unix_socket_path=site.note().redis_socket) as broker:
        broker.flushall()
        tell(site, CARL)
        broker.flushall()
    assert sent_once(site, CARL)


def test_a_mail_waits_while_the_broker_is_stopped_and_is_sent_once_after(site):
    """Row 15: stopped as long as the supervisor lets it be, which then starts another; pages are served meanwhile."""
    broker = site.child("Valkey")
    broker.suspend()
    time.sleep(TICK)  # what a worker was given before is done
    tell(site, DORA)
    time.sleep(TICK)
    assert (broker.status(), state(site, DORA), to(site, DORA)) == (psutil.STATUS_STOPPED, ["pending"], [])
    assert [site.get(page) for page in ("/", "/wiki/")] == [200, 200]
    assert state(site, DORA) == ["pending"]
    assert wait_until(lambda: (other := site.child("Valkey")) and other.pid != broker.pid, 60)
    assert sent_once(site, DORA)


def test_a_mail_is_sent_once_when_the_broker_dies_under_it(site):
    """Row 15: killed with the mail waiting, and again when its task is out."""
    tell(site, EVE)
    for _ in range(3):
        broker = site.child("Valkey")
        broker.kill()
        assert wait_until(lambda pid=broker.pid: (other := site.child("Valkey")) and other.pid != pid, 60)
        time.sleep(1)
    assert sent_once(site, EVE)
