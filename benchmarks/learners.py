"""Learners for a soak: each is a browser that studies, and keeps what the site has said yes to.

A request that gets no answer, or one of the 500s, is sent again with the same idempotency key, as the pages do.
"""

import http.client
import random
import re
import threading
import time
import traceback
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from uuid import uuid4

from benchmarks.site import Person, Site, token_of

Fields = list[tuple[str, str]]
PATIENCE_SECONDS = 30
PAUSE_SECONDS = 0.15
TURNS_OF_A_LOGIN = 12


class Unanswered(Exception):
    """The site did not answer in all this time."""


@dataclass
class Ledger:
    """What was sent and what was acknowledged: kinds of acts, with their keys."""

    sent: set[tuple[str, str]] = field(default_factory=set)
    acknowledged: set[tuple[str, str]] = field(default_factory=set)
    requests: int = 0
    repeated: int = 0
    logins: int = 0
    refused: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # why somebody could not go on


@dataclass
class Form:
    """A form of a page: where it goes, what it carries unasked, and what may be chosen under each name."""

    action: str
    hidden: Fields = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
        elif not self.found:
            return
        elif tag == "select":
            self.select = given.get("name", "")
        elif tag == "option" and given.get("value"):
            self.found[-1].options.setdefault(self.select, []).append(given["value"])
        elif tag == "input" and given.get("type") == "hidden":
            self.found[-1].hidden.append((given["name"], given.get("value", "")))
        elif tag == "input" and given.get("name"):
            self.found[-1].options.setdefault(given["name"], []).append(given.get("value", ""))

    def to(self, pattern: str) -> list[Form]:
        return [form for form in self.found if re.fullmatch(pattern, form.action)]


class Learner(threading.Thread):
    """One person, who goes on until told that it is over. A ``save`` is an answer against a clock, an ``answer`` one in
    practice."""

    def __init__(self, site: Site, email: str, password: str, over: threading.Event) -> None:
        super().__init__(name=email)
        self.person = Person(site)
        self.email, self.password, self.over = email, password, over
        self.chance = random.Random(email)
        self.ledger = Ledger()
        self.inside = False

    def run(self) -> None:
        for turn in self._turns():
            try:
                turn()
            except Unanswered as error:
                self.ledger.refused.append(f"{self.email}: no answer: {error}")
            except Exception:  # a page that is not as it should be: the soak goes on, and says so at the end
                self.ledger.broken.append(traceback.format_exc())

    def _turns(self) -> Iterator[Callable[[], None]]:
        while not self.over.is_set():
            yield self.log_in
            for _ in range(TURNS_OF_A_LOGIN if self.inside else 0):
                if not self.over.is_set():
                    yield self.chance.choice((self.review, self.review, self.practise, self.exam))

    def log_in(self) -> None:
        """In another browser than before."""
        self.person = Person(self.person.site)
        self.inside = False
        page = self._ask("GET", "/accounts/login/")[2]
        fields = [("csrfmiddlewaretoken", token_of(page)), ("login", self.email), ("password", self.password)]
        status, _, text = self._ask("POST", "/accounts/login/", fields)
        self.inside = status == 302
        self.ledger.logins += self.inside
        if not self.inside:
            self._refuse("login", status, text)
            self.over.wait(2)

    def review(self) -> None:
        """Grade some cards; where there are none, ask for more."""
        page = self._ask("GET", "/review/?ahead=1")[2]
        for _ in range(8):
            grades = Forms(page).to(r"/review/\d+/(grade|ticks)/.*")
            if self.over.is_set() or not grades:
                break
            fields = grades[0].hidden + self._grade(grades[0])
            page = self._act("grade", dict(fields)["idempotency_key"], grades[0].action, fields)
        else:
            return
        for form in Forms(page).to("/review/more/"):
            self._ask("POST", form.action, [*form.hidden, ("number", "10")])

    def practise(self) -> None:
        """A quiz of five questions without a clock."""
        page = self._ask("GET", "/quizzes/")[2]
        form = Forms(page).to("/quizzes/start/")[0]
        topic = self.chance.choice(form.options["topics"])
        address = self._start(form, [("kind", "practice"), ("topics", topic), ("count", "5")], "start")
        for position in range(1, 6):
            page = self._ask("GET", f"{address}?question={position}")[2]
            forms = Forms(page).to(rf"{address}{position}/answer/")
            if self.over.is_set() or not forms:
                break
            fields = forms[0].hidden + (self._choice(forms[0]) or [("unknown", "on")])
            self._act("answer", dict(fields)["idempotency_key"], forms[0].action, fields)
        self._end(address, page)

    def exam(self) -> None:
        """A timed quiz; some answers are changed before it is handed in."""
        page = self._ask("GET", "/quizzes/")[2]
        form = Forms(page).to("/quizzes/start/")[-1]
        self._sit(self._start(form, [("kind", "exam"), ("phases", self.chance.choice(form.options["phases"]))]))

    def _sit(self, address: str) -> None:
        """Answer what an open quiz asks, some of it twice, and hand in."""
        page = self._ask("GET", address)[2]
        for question in Forms(page).to(rf"{address}\d+/answer/"):
            hidden = dict(question.hidden)
            for _ in range(self.chance.choice((1, 1, 2))):
                choice = self._choice(question)
                if self.over.is_set() or not choice:
                    break
                hidden["idempotency_key"] = str(uuid4())
                said = self._act("save", hidden["idempotency_key"], question.action, [*hidden.items(), *choice])
                if saved := re.search(r'name="sequence" value="(\d+)"', said):
                    hidden["sequence"] = saved[1]
        self._end(address, page)

    def _grade(self, form: Form) -> Fields:
        """The press of a button, or, for what is answered aloud, what of it was said."""
        if points := form.options.get("said"):
            return [("said", point) for point in points if self.chance.random() < 0.8]
        return [("rating", self.chance.choices("1234", (2, 2, 5, 1))[0])]

    def _choice(self, form: Form) -> Fields:
        """An answer of a kind that this form can take; none where everything would have to be filled in rightly."""
        fields: Fields = []
        for name, values in form.options.items():
            if name == "text":
                fields.append((name, self.chance.choice(("a cache", "quorum", "sharding"))))
            elif name == "choice" or name.startswith("place-"):
                fields.append((name, self.chance.choice(values)))
        return fields

    def _start(self, form: Form, fields: Fields, kind: str = "") -> str:
        """Press the button of a start; the address of the quiz that is open then."""
        key = str(uuid4())
        fields = [*[one for one in form.hidden if one[0] == "csrfmiddlewaretoken"], ("idempotency_key", key), *fields]
        if kind:
            self.ledger.sent.add((kind, key))
        status, headers, text = self._ask("POST", form.action, fields)
        address = urllib.parse.urlsplit(headers.get("Location", "")).path
        if status != 302 or not re.fullmatch(r"/quizzes/\d+/", address):
            self._refuse("start", status, text)
            raise Unanswered(f"start: {status}")
        if kind:
            self.ledger.acknowledged.add((kind, key))
        return address

    def _end(self, address: str, page: str) -> None:
        """Hand in; pressed twice at times."""
        pk = address.split("/")[2]
        fields = [("csrfmiddlewaretoken", token_of(page))]
        self.ledger.sent.add(("end", pk))
        for _ in range(self.chance.choice((1, 1, 2))):
            status, _, text = self._ask("POST", f"{address}submit/", fields)
            if status == 302:
                self.ledger.acknowledged.add(("end", pk))
            else:
                self._refuse("end", status, text)

    def _act(self, kind: str, key: str, path: str, fields: Fields) -> str:
        """Send something that is to be stored once; at times it is sent again although it was acknowledged."""
        self.ledger.sent.add((kind, key))
        for _ in range(1 if self.chance.random() < 0.9 else 2):
            status, _, text = self._ask("POST", path, fields, htmx=True)
            # A grade that is too old is answered with the card as it is, and with words.
            if status == 200 and 'hx-swap-oob="innerHTML:#status"' not in text:
                self.ledger.acknowledged.add((kind, key))
            else:
                self._refuse(kind, status, text)
        return text

    def _refuse(self, kind: str, status: int, text: str) -> None:
        words = re.sub(r"<[^>]*>|\s+", " ", text)
        self.ledger.refused.append(f"{self.email}: {kind}: {status} {' '.join(words.split())[:300]}")

    def _ask(
        self, method: str, path: str, fields: Fields | None = None, *, htmx: bool = False
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Send one request until it is answered with anything but a 5xx. Raises Unanswered."""
        body = None if fields is None else urllib.parse.urlencode(fields)
        extra = {"HX-Request": "true"} if htmx else {}
        give_up = time.monotonic() + PATIENCE_SECONDS
        time.sleep(PAUSE_SECONDS)
        while True:
            self.ledger.requests += 1
            try:
                answer = self.person.send(method, path, body, **extra)
                if answer[0] < 500:
                    return answer
            except (OSError, http.client.HTTPException):
                pass
            self.ledger.repeated += 1
            if time.monotonic() > give_up:
                raise Unanswered(f"{method} {path}")
            time.sleep(0.2)
