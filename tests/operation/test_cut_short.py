"""Rows 12 and 14 against the stack itself: processes of the web server and of Celery end in the middle of their work,
and each piece of work is done once. What was lost and what was doubled is counted."""

import http.client
import threading
import urllib.parse
from contextlib import closing

import psycopg
import pytest
from celery import Celery

from benchmarks.learners import Forms
from benchmarks.site import Person, wait_until
from quizzes.attempts.ending import LEARNERS

PEOPLE = 3 * LEARNERS + 10  # a sweep closes so many batches, and a part of one
SLEEP = 0.4  # seconds that a review takes to be stored
MOMENT = 0.05  # seconds that each quiz takes to be marked as closed, and each of its answers to be recorded

MORE_PEOPLE = """
INSERT INTO accounts_user
SELECT (jsonb_populate_record(u, jsonb_build_object('id', 900000 + n, 'email', 'sweep' || n || '@example.com'))).*
FROM accounts_user u, generate_series(1, %s) n WHERE u.email = 'learner1@demo.example'
"""
# Each has a timed quiz of one question, answered right, whose time has run out.
OVERDUE = """
WITH asked AS (
    SELECT q.current_id, array_agg(c.id ORDER BY c.position) AS shown, min(c.id) FILTER (WHERE c.correct) AS taken
    FROM quizzes_question q JOIN quizzes_choice c ON c.version_id = q.current_id
    WHERE q.state = 'live' AND q.kind = 'option' AND EXISTS (
        SELECT FROM quizzes_question_facts f JOIN quizzes_fact k ON k.id = f.fact_id
        WHERE f.question_id = q.id AND k.retired_at IS NULL)
    GROUP BY q.id ORDER BY q.id LIMIT 1
), quiz AS (
    INSERT INTO quizzes_attempt
        (learner_id, visitor, kind, title, seed, key, started_at, deadline, closed_by_sweep)
    SELECT id, '', 'exam', 'Sweep', 's', gen_random_uuid(), now() - interval '1 hour', now() - interval '50 minutes',
           false
    FROM accounts_user WHERE id > 900000 RETURNING id
), question AS (
    INSERT INTO quizzes_attemptquestion (attempt_id, position, version_id, "order", flagged)
    SELECT quiz.id, 1, asked.current_id, asked.shown, false FROM quiz, asked RETURNING id
)
INSERT INTO quizzes_answer (question_id, sequence, choice_id, sureness, late, at, key)
SELECT question.id, 1, asked.taken, '', false, now() - interval '55 minutes', gen_random_uuid() FROM question, asked
"""
# What was asked before its fact was worded says nothing of it, and this library is a minute old.
OLDER = "UPDATE quizzes_factversion SET created_at = created_at - interval '1 day'"
SLOW = f"""
CREATE FUNCTION test_sleep() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN PERFORM pg_sleep(TG_ARGV[0]::float); RETURN NEW; END$$;
CREATE TRIGGER test_slow BEFORE INSERT ON quizzes_review FOR EACH ROW
    WHEN (NEW.source <> 'exam') EXECUTE FUNCTION test_sleep({SLEEP});
CREATE TRIGGER test_slow_exam BEFORE INSERT ON quizzes_review FOR EACH ROW
    WHEN (NEW.source = 'exam') EXECUTE FUNCTION test_sleep({MOMENT});
CREATE TRIGGER test_slow BEFORE UPDATE OF submitted_at ON quizzes_attempt FOR EACH ROW
    EXECUTE FUNCTION test_sleep({MOMENT})
"""
CLOSED = "SELECT id FROM quizzes_attempt WHERE learner_id > 900000 AND submitted_at IS NOT NULL"
IN_THE_MIDDLE = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
MARKING = IN_THE_MIDDLE + " AND query LIKE '%UPDATE quizzes_attempt%'"
RECORDING = IN_THE_MIDDLE + " AND query LIKE '%INSERT INTO quizzes_review%'"
WRONG = f"""
{CLOSED} AND NOT (closed_by_sweep AND submitted_at = deadline AND score = 1 AND max_score = 1)
"""
EFFECTS = """
SELECT u.id, count(DISTINCT r.card_id), count(r.id)
FROM accounts_user u LEFT JOIN quizzes_review r ON r.learner_id = u.id AND r.source = 'exam'
WHERE u.id > 900000 GROUP BY u.id
"""


@pytest.fixture(scope="module")
def site(start):
    return start()


@pytest.fixture(scope="module")
def base(site):
    """The site's database, in which storing a review takes a while."""
    with closing(psycopg.connect(site.note().database_url, autocommit=True)) as base:
        base.execute(SLOW)
        yield base


def found(base, statement, *values):
    return {row[0] for row in base.execute(statement, values or None)}


def kill(processes):
    """As the machine's memory killer does."""
    for process in processes:
        process.kill()


def wait_for_other(site, name, pid):
    """Wait until a program runs under another process id."""
    assert wait_until(lambda: (process := site.child(name)) and process.pid != pid), "\n".join(site.lines)


class Grade:
    """A learner's grade, sent to the web server in a thread, and what came of it. What is answered aloud has ticks for
    grades, and none is sent."""

    def __init__(self, site, password):
        self.learner = Person(site)
        self.learner.log_in("learner1@demo.example", password)
        [self.form, *_] = Forms(self.learner.open("/review/?ahead=1")[1]).to(r"/review/\d+/(grade|ticks)/.*")
        self.key = dict(self.form.hidden)["idempotency_key"]
        self.status = None
        self.thread = threading.Thread(target=self.send)

    def send(self):
        body = urllib.parse.urlencode([*self.form.hidden, ("rating", "3")])
        try:
            self.status = self.learner.send("POST", self.form.action, body)[0]
        except (OSError, http.client.HTTPException):
            self.status = "cut off"


@pytest.mark.parametrize(("how", "status"), [("deploy", 302), ("kill", "cut off")])
def test_row_12_a_save_that_the_web_server_ends_in_completes_or_may_be_repeated(site, base, made, how, status):
    grade = Grade(site, made.password)
    stored = "SELECT id FROM quizzes_review WHERE key = %s"
    master = site.child("web server")
    grade.thread.start()
    assert wait_until(lambda: found(base, IN_THE_MIDDLE), 30)
    if how == "deploy":
        master.terminate()  # what is begun is finished, and the supervisor starts another
        wait_for_other(site, "web server", master.pid)
    else:
        kill(master.children())
    grade.thread.join()
    assert grade.status == status
    assert wait_until(lambda: not found(base, IN_THE_MIDDLE))
    before = found(base, stored, grade.key)
    assert len(before) == 1 or how == "kill"  # the database may have had it whole when the process died
    grade.send()
    assert grade.status == 302
    assert len(found(base, stored, grade.key)) == 1
    assert found(base, stored, grade.key) >= before


class Sweep:
    """What a site's database tells of the sweep."""

    def __init__(self, site, base):
        self.site = site
        self.base = base
        self.seen = set()

    def send(self):
        """Put the task where beat puts it."""
        broker = f"redis+socket://{self.site.note().redis_socket}?virtual_host=0"
        with Celery("drill", broker=broker, set_as_current=False) as app:
            app.send_task("quizzes.tasks.close_attempts", ignore_result=True)

    def closed(self):
        return len(found(self.base, CLOSED))

    def goes_on(self, closed, where):
        """Wait until more are closed, and a process that was not killed is halfway with others; how many are."""

        def halfway():
            return self.closed() > closed and found(self.base, where) - self.seen

        assert wait_until(halfway, 30), (self.site.var / "log" / "worker.log").read_text()[-3000:]
        self.seen |= found(self.base, IN_THE_MIDDLE)
        return self.closed()


def test_row_14_workers_killed_in_the_middle_lose_nothing_and_double_nothing(site, base):
    base.execute(OLDER)
    assert base.execute(MORE_PEOPLE, [PEOPLE]).rowcount == base.execute(OVERDUE).rowcount == PEOPLE
    sweep, master = Sweep(site, base), site.child("worker")
    sweep.send()

    # The process that works dies while quizzes are marked: its master gives the same task to another.
    closed = sweep.goes_on(0, MARKING)
    kill(master.children())
    closed = sweep.goes_on(closed, RECORDING)
    assert site.child("worker").pid == master.pid

    # All die while an answer is recorded: the supervisor starts a worker, and a tick of beat finds what is left.
    assert closed < PEOPLE
    kill([*master.children(), master])
    wait_for_other(site, "worker", master.pid)
    sweep.goes_on(closed, IN_THE_MIDDLE)

    assert wait_until(lambda: sweep.closed() == PEOPLE, 30), f"{PEOPLE - sweep.closed()} are lost"
    assert found(base, WRONG) == set()
    effects = {(cards, reviews) for _, cards, reviews in base.execute(EFFECTS)}
    assert effects == {(1, 1)}, "an answer was lost or counted twice"
