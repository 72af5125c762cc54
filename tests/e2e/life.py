"""A learner's life under a clock that the test moves: what they do in a browser, and every figure compared after it."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import cycle
from math import ceil, floor
from typing import Any

from celery import Celery
from playwright.sync_api import Page, expect

from tests.e2e import figures
from tests.e2e.conftest import Site
from tests.e2e.figures import Topic
from tests.e2e.measured import for_measured, on_measured
from tests.e2e.moved import MovedClock
from tests.e2e.people import grade, right
from tests.e2e.published import Habits
from tests.e2e.rows import ANSWERED, APART, CARDS, CLASS, TOPICS, TOTALS
from tests.e2e.truth import Card, Figures, Truth

SURENESS = {"s": "sure", "u": "unsure", "g": "guess"}
SOON = timedelta(minutes=20)  # how early a step may be asked by somebody who does not want to wait


class Life:
    """One learner, the app, and the second computation of their figures."""

    def __init__(self, site: Site, page: Page, teacher: Page, clock: MovedClock, email: str, habits: Habits) -> None:
        self.site, self.page, self.teacher, self.clock = site, page, teacher, clock
        [(self.learner,)] = site.execute("SELECT id FROM accounts_user WHERE email = %s", email)
        self.truth = Truth(habits)
        self.topics = [Topic(*row) for row in site.execute(TOPICS)]
        self.worker = Celery(broker=kombu(site.broker), set_as_current=False)
        self.compared = self.said = self.suspended = 0
        self.faults: list[str] = []

        [(cohort,)] = site.execute(CLASS, clock.now(), self.learner, clock.now(), clock.now())
        self.address = f"/classes/{cohort}/"

    def topic(self, slug: str) -> Topic:
        return next(topic for topic in self.topics if topic.slug == slug)

    # --- What is true ---

    def log(self) -> list[dict[str, Any]]:
        return [row for (row,) in self.site.execute(
            "SELECT to_jsonb(r) FROM quizzes_review r WHERE learner_id = %s ORDER BY id", self.learner
        )]  # fmt: skip

    def figures(self) -> Figures:
        cards = [Card(*row) for row in self.site.execute(CARDS, self.learner)]
        totals = dict(self.site.execute(TOTALS, self.learner))
        apart = [(card, at, day) for card, at, day in self.site.execute(APART, self.learner)]
        return self.truth.figures(self.clock.now(), log=self.log(), cards=cards, totals=totals, apart=apart)

    def same(self, place: str, read: Callable[[], Any], expected: Callable[[Figures], Any]) -> None:
        """What a page says is true: as it stood before the page was asked for, or after, as the clock goes on.

        What differs is kept for the end, so that one run tells all of it.
        """
        true = expected(self.figures())
        shown = read()
        if shown != true:
            true = expected(self.figures())
        self.note(place, shown, true)

    def note(self, place: str, shown: Any, true: Any) -> None:
        """Keep where these two differ."""
        self.compared += 1
        when = f"{self.clock.now():%d %b %H:%M} {place}"
        self.faults += [f"{when}{name}: {said!r} is not {meant!r}" for name, said, meant in differing(shown, true)]

    def compare(self, *topics: str, book: bool = False) -> None:
        """Every figure on Today, Progress, the review page and these topics' pages, and in the class's book."""
        page, topics_of_path, interview = self.page, self.topics, self.truth.interview
        self.same(
            "Today",
            lambda: figures.on_today(page),
            lambda one: figures.for_today(one, topics_of_path, interview, self.suspended),
        )
        self.same(
            "Progress",
            lambda: figures.on_progress(page),
            lambda one: figures.for_progress(one, topics_of_path, interview),
        )
        self.same("Measured", lambda: on_measured(page), lambda one: for_measured(one, self.said))
        self.same("cards", self.cards, lambda one: {card.id: self.held(card) for card in one.cards.values()})
        for slug in topics:
            topic = self.topic(slug)
            self.same(slug, lambda: figures.on_topic(page, topic), lambda one: figures.for_topic(one, topic))  # noqa: B023
        if book:
            self.same(
                "class",
                lambda: figures.in_class(self.teacher, self.address),
                lambda one: figures.for_class(one, topics_of_path, self.suspended),
            )
        page.goto("/review/")
        self.same("Review", lambda: figures.on_review(page), figures.for_review)

    def cards(self) -> dict[int, Any]:
        """The app's own memories: stability, difficulty, and when each is due; new cards have none of these."""
        rows = self.site.execute(
            "SELECT id, stability, difficulty, due FROM quizzes_card WHERE learner_id = %s", self.learner
        )
        return {card: (round(s, 4), round(d, 4), due) if s else None for card, s, d, due in rows}

    def held(self, card: Card) -> Any:
        memory = card.memory
        return (round(memory.stability, 4), round(memory.difficulty, 4), card.due) if card.due else None

    # --- What the learner does ---

    def take_up(self, slug: str) -> None:
        self.page.goto(f"/wiki/{slug}/")
        self.page.get_by_role("button", name="Add to reviews").click()
        expect(self.page.get_by_text("In your reviews")).to_be_visible()

    def grade(self, ratings: str) -> None:
        """Grade so many cards, and look at the counter after each; "z" takes the last grade back."""
        page = self.page
        page.goto("/review/")  # what stands on a page from yesterday was promised for yesterday
        for key in ratings:
            shown = page.locator("[data-showing]").get_attribute("id")
            rating, promised = 0, ""
            with page.expect_response(re.compile("/(undo|grade|ticks)/$")) as answer:
                if key == "z":
                    page.keyboard.press(key)
                else:
                    rating, promised = grade(page, int(key))
            assert answer.value.status == 200
            page.wait_for_function("id => document.querySelector('[data-showing]')?.id !== id", arg=shown)
            self.same("Review", lambda: figures.on_review(page), figures.for_review)
            if key != "z":
                self.note("graded", (promised, page.locator("#graded").inner_text()), self.told(rating))

    def hurry(self, ratings: str) -> None:
        """Grade every card seen on an earlier day and not laid aside, with these in turn, as fast as requests go; those
        that are answered aloud wait.
        """
        [token] = [one["value"] for one in self.page.context.cookies() if one["name"] == "csrf"]
        seen = self.site.execute(
            "SELECT c.id, c.reps FROM quizzes_card c JOIN quizzes_fact f ON f.id = c.fact_id WHERE learner_id = %s"
            " AND state <> 0 AND last_day < %s AND NOT suspended AND f.retired_at IS NULL AND f.kind <> 'prompt'"
            " ORDER BY c.id",
            self.learner, self.figures().day,
        )  # fmt: skip
        for (card, reps), rating in zip(seen, cycle(ratings), strict=False):
            answer = self.page.request.post(
                f"/review/{card}/grade/",
                form={"rating": rating, "reps": reps, "idempotency_key": str(uuid.uuid4()), "duration_ms": 9000},
                headers={"X-CSRFToken": token, "HX-Request": "true"},
            )
            assert answer.status == 200

    def told(self, rating: int) -> tuple[str, str]:
        """What a button had promised and what is said after it, by the row of the log that it made."""
        row = self.log()[-1]
        day, due_day = self.truth.here.day(datetime.fromisoformat(row["at"])), row["due_day"]
        name = ("Again", "Hard", "Good", "Easy")[rating - 1]
        if due_day is None:
            wait = (datetime.fromisoformat(row["due"]) - datetime.fromisoformat(row["at"])) / timedelta(minutes=1)
            return f"{floor(wait + 0.5)}\xa0min", f"{name}. Back in {figures.counted(ceil(wait), 'minute')}."
        due = date.fromisoformat(due_day)
        days = (due - day).days
        on = "tomorrow" if days == 1 else f"on {due:%A} {due.day} {due:%B}"
        return f"{days}\xa0d", f"{name}. Back {on}."

    def practise(self, slug: str, answers: str) -> None:
        """Questions of one choice: "r" right, "s" right and sure, "g" right but called a guess, "w" wrong, "u" wrong
        and unsure, "i" not known. The evidence of it is compared.
        """
        page, before = self.page, len(self.log())
        page.goto(f"/quizzes/?topic={slug}&kind=option&kind=value&kind=scenario")
        page.locator(f"input[name=count][value='{len(answers)}']").check(force=True)
        page.get_by_role("button", name="Start practice").click()
        for position, how in enumerate(answers, 1):
            expect(page.get_by_text(f"{position} of {len(answers)}").first).to_be_visible()
            self.answer(position, how)
            page.locator(".form-actions [data-key~=n]").click()
        expect(page.get_by_role("heading", name="Question by question")).to_be_visible()
        attempt = self.attempt()
        found = [(self.fact(row["card_id"]), row["rating"], row["weight"]) for row in self.log()[before:]]
        self.note("evidence", sorted(found), sorted(self.evidence(attempt)))
        wrong = {fact for fact, rating, _ in found if rating == 1}
        self.same(
            "Result",
            lambda: (self.offered(), figures.on_line_of_load(page)),
            lambda one: (len(one.waiting(wrong, SOON)), figures.for_line_of_load(one)),
        )

    def answer(self, position: int, how: str) -> None:
        if how == "i":
            self.page.get_by_role("button", name="I don’t know").click()
        else:
            [chosen] = right(self.site, self.attempt(), position).chosen
            chosen = (not chosen) if how in "wu" else chosen
            self.page.locator(f"#question input[name=choice] >> nth={int(chosen)}").check()
            if how in SURENESS:
                self.said += 1
                self.page.locator(f"[name=sureness][value={SURENESS[how]}]").check(force=True)
            self.page.get_by_role("button", name="Submit answer").click()
        expect(self.page.locator(".form-actions [data-key~=n]")).to_be_visible()

    def learn_more(self, number: int) -> None:
        """Let today bring more new facts, where it brings none."""
        self.page.goto("/")
        self.page.get_by_role("button", name=f"{number} new facts").click()
        expect(self.page).to_have_url(re.compile("/review/"))
        day = self.figures().day
        self.truth.more[day] = self.truth.more.get(day, 0) + number

    def attempt(self) -> int:
        [(attempt,)] = self.site.execute("SELECT max(id) FROM quizzes_attempt WHERE learner_id = %s", self.learner)
        return int(attempt)

    def fact(self, card: int) -> int:
        [(fact,)] = self.site.execute("SELECT fact_id FROM quizzes_card WHERE id = %s", card)
        return int(fact)

    def evidence(self, attempt: int) -> list[tuple[int, int, int]]:
        """What answers say: right is Good by its weight, wrong is Again in full, a guess nothing."""
        found = []
        for fact, correct, choices, sureness in self.site.execute(ANSWERED, attempt):
            if sureness == "guess":
                continue
            weight = round(100 * (1 - 1 / choices)) if correct else 100
            found.append((fact, 3 if correct else 1, weight))
        return found

    def offered(self) -> int:
        """How many facts the result says can be reviewed now."""
        link = self.page.get_by_role("link", name=re.compile(r"^Review (this fact|these \d+ facts)\s+now"))
        if not link.count():
            return 0
        return figures.number(link.inner_text(), r"these (\d+)") or 1

    def set(self, **chosen: str) -> None:
        """Change settings by their fields' names."""
        self.page.goto("/settings/")
        for name, value in chosen.items():
            field = self.page.locator(f"[name={name}]")
            field.select_option(value) if field.evaluate("one => one.matches('select')") else field.fill(value)
        self.page.get_by_role("main").get_by_role("button", name="Save").click()
        expect(self.page.get_by_text("Saved.")).to_be_visible()

    def due_dates(self) -> dict[int, Any]:
        """The local date at which each learned card comes back, by the app's own cards and the present zone."""
        here = self.truth.here
        due = self.site.execute("SELECT id, due FROM quizzes_card WHERE learner_id = %s AND state = 2", self.learner)
        return {card: here.day(at) for card, at in due}

    def open_day(self) -> None:
        """Let the worker open days, as it does each minute, and compare its plan of this one."""
        self.worker.send_task("quizzes.tasks.open_days", task_id=str(uuid.uuid4()))
        one = self.figures()
        for _ in range(200):
            plans = self.site.execute(
                "SELECT due, fresh FROM quizzes_dayplan WHERE learner_id = %s AND day = %s", self.learner, one.day
            )
            if plans:
                break
            self.page.wait_for_timeout(100)
        until = replace(one, now=self.truth.here.begins(one.day + timedelta(1)))
        coming = sum(card.askable and card.due is not None and card.due < until.now for card in one.cards.values())
        self.note("plan of the day", plans, [(coming, one.fresh)])


def kombu(url: str) -> str:
    """Kombu's spelling of a Redis address."""
    if not url.startswith("unix://"):
        return url
    path, _, number = url.removeprefix("unix://").partition("?db=")
    return f"redis+socket://{path}?virtual_host={number or 0}"


def differing(shown: Any, true: Any, name: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The figures that differ, by their names."""
    if isinstance(shown, dict) and isinstance(true, dict):
        for key in {**shown, **true}:
            yield from differing(shown.get(key), true.get(key), f"{name}, {key}")
    elif shown != true:
        yield name, shown, true
