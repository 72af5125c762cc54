"""Learners who sit timed quizzes of twenty questions, so many together, and what is done to the site meanwhile."""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from uuid import uuid4

from benchmarks.faults import FAULTS, Fault
from benchmarks.learners import Forms, Learner
from benchmarks.site import Site

SITTERS = 20
QUESTIONS, MINUTES = 20, 45
CHANCE = 15  # the seed of the order of faults
KILLED = ("web", "Celery", "Valkey", "broker")  # what of the site: PostgreSQL stays as it is

# Accounts like that of the first learner, with its password.
PEOPLE = """
WITH made AS (
    INSERT INTO accounts_user
    SELECT (jsonb_populate_record(u, jsonb_build_object(
        'id', nextval(pg_get_serial_sequence('accounts_user', 'id')), 'email', 'sitter' || n || '@demo.example'
    ))).* FROM accounts_user u, generate_series(1, %s) n WHERE u.email = 'learner1@demo.example' RETURNING id, email
), known AS (
    INSERT INTO account_emailaddress (email, verified, "primary", user_id) SELECT email, true, true, id FROM made
) SELECT email FROM made ORDER BY id
"""


class Work:
    """How many attempts are still to be sat."""

    def __init__(self, attempts: int) -> None:
        self.left, self.open = attempts, 0
        self.lock, self.done = threading.Lock(), threading.Event()

    def take(self) -> bool:
        """Whether there is one more to sit; who takes it gives it back as `settle` says."""
        with self.lock:
            took = self.left > 0
            self.left -= took
            self.open += took
        return took

    def settle(self, *, sat: bool) -> None:
        with self.lock:
            self.open -= 1
            self.left += not sat
            if not (self.left or self.open):
                self.done.set()


class Sitter(Learner):
    """One person, who keeps a quiz and sits it as long as there is work."""

    def __init__(self, site: Site, email: str, password: str, over: threading.Event, work: Work) -> None:
        super().__init__(site, email, password, over)
        self.work, self.start_of_quiz = work, ""

    def _turns(self) -> Iterator[Callable[[], None]]:
        while not self.inside and not self.over.is_set():
            yield self.log_in
        while not self.start_of_quiz and not self.over.is_set():
            yield self.keep
        while not self.over.is_set() and not self.work.done.is_set():
            if self.work.take():
                yield self.sit
            else:
                self.over.wait(0.5)

    def keep(self) -> None:
        """Keep a quiz about everything, and find where it is started."""
        form = Forms(self._ask("GET", "/quizzes/")[2]).to("/quizzes/start/")[0]
        token = [one for one in form.hidden if one[0] == "csrfmiddlewaretoken"]
        scope = [("phases", phase) for phase in form.options["phases"]]
        chosen = [("kind", "practice"), ("count", str(QUESTIONS)), ("minutes", str(MINUTES)), ("name", "Soak")]
        status, _, text = self._ask(
            "POST", "/quizzes/keep/", [*token, ("idempotency_key", str(uuid4())), *scope, *chosen]
        )
        if status != 302:
            self._refuse("keep", status, text)
        own = Forms(self._ask("GET", "/quizzes/")[2]).to(r"/quizzes/set/\d+/start/")
        self.start_of_quiz = own[0].action

    def sit(self) -> None:
        """One attempt from its start to its end."""
        sat = False
        try:
            page = Forms(self._ask("GET", "/quizzes/")[2])
            self._sit(self._start(page.to(self.start_of_quiz)[0], [], "sitting"))
            sat = True
        finally:
            self.work.settle(sat=sat)


def sitters(site: Site, password: str, over: threading.Event, work: Work) -> Sequence[Sitter]:
    """People for this alone, who have the password of the site's learners."""
    return [Sitter(site, email, password, over, work) for (email,) in site.execute(PEOPLE, SITTERS)]


def mixed() -> Iterator[Fault]:
    """Faults of the web, the workers and the broker, round after round in an order of chance, which is the same each
    time. No program dies so often in a minute that the site gives up."""
    chance, some = random.Random(CHANCE), [one for one in FAULTS if one[0].startswith(KILLED)]
    for _ in count():
        yield from chance.sample(some, len(some))
