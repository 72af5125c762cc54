"""A week of a plan in front of web server, worker and a mail server, under a clock that moves while they run."""

import os
import re
import urllib.parse
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from celery import Celery
from playwright.sync_api import Browser, Page, expect

from benchmarks.site import free_port
from tests.e2e.conftest import ALONE, Site, heard, running
from tests.e2e.life import kombu
from tests.e2e.moved import MovedClock
from tests.e2e.people import PASSWORD, grade, log_in, right
from tests.first import First
from tests.operation.mail import Mail, MailServer

EMAIL = "plan@example.com"
MONDAY = datetime(2027, 5, 3, 7, tzinfo=UTC)  # nine o'clock in Berlin
INTERVIEW = date(2027, 5, 14)
MINUTES = 2


class OpenServer(MailServer):
    """A mail server that takes from everybody, as one on the same machine may."""

    def open(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()


class Week:
    """The learner's site, browser, clock and mails."""

    def __init__(self, site: Site, page: Page, clock: MovedClock, mails: list[Mail]) -> None:
        self.site, self.page, self.clock, self.mails = site, page, clock, mails
        self.worker = Celery(broker=kombu(site.broker), set_as_current=False)
        self.learner = 0

    def run(self, task: str) -> None:
        """Let the worker do what it does by itself each minute."""
        self.worker.send_task(f"quizzes.tasks.{task}", task_id=str(uuid.uuid4()))

    def plan(self) -> tuple[list[int], int]:
        """Today's cards and minutes, once a worker has planned them and said where they lead."""
        day = self.clock.now().date()
        for _ in range(600):
            found = self.site.execute(
                "SELECT cards, minutes FROM quizzes_dayplan"
                " WHERE learner_id = %s AND day = %s AND cards IS NOT NULL AND outlook IS NOT NULL AND NOT wants",
                self.learner, day,
            )  # fmt: skip
            if found:
                [(cards, minutes)] = found
                return cards, minutes
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{day} was not planned")

    def morning(self, days: int) -> list[int]:
        """So many days after Monday, at nine; the day's cards."""
        self.clock.put(MONDAY + timedelta(days))
        self.run("open_days")
        cards, minutes = self.plan()
        assert 0 < minutes <= MINUTES + 2  # one card more, whose page is read along with it
        return cards

    def study(self, cards: list[int]) -> None:
        """Grade everything that Today promises, each Easy; these are the day's cards, today's steps, and no other."""
        before = self.graded()
        steps = "SELECT id FROM quizzes_card WHERE learner_id = %s AND state IN (1, 3)"
        asked = {*cards, *(card for (card,) in self.site.execute(steps, self.learner))}
        self.page.goto("/review/")
        for left in range(len(asked), 0, -1):
            expect(self.page.locator("#left")).to_have_text(f"{left} left")
            with self.page.expect_response(re.compile("/(grade|ticks)/$")):
                grade(self.page, 4)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Done for today")
        assert self.graded() - before == asked

    def graded(self) -> set[int]:
        today = self.clock.now().date()
        rows = "SELECT card_id FROM quizzes_review WHERE learner_id = %s AND source = 'review' AND day = %s"
        return {card for (card,) in self.site.execute(rows, self.learner, today)}


@pytest.fixture
def week(first: First, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    """An app of its own, whose clock and mail server concern everybody there."""
    clock = MovedClock(tmp_path_factory.mktemp("clock") / "seconds")
    clock.put(MONDAY)
    var = tmp_path_factory.mktemp("var")
    with OpenServer(free_port(), certificate=None, starttls=False) as server:
        told = {"SDWIKI_CLOCK": str(clock.file), "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
        with running(first, var, f"e2e_plan_{os.getpid()}", broker=ALONE, **told) as site:
            context = browser.new_context(
                base_url=site.url, viewport={"width": 390, "height": 844}, timezone_id="Europe/Berlin",
                reduced_motion="reduce", has_touch=True,
            )  # fmt: skip
            faults = heard(context)
            yield Week(site, context.new_page(), clock, server.mails)
            context.close()
            assert not faults


def test_a_week_of_a_plan_from_the_first_page_to_the_last_mail(week: Week) -> None:
    sign_up(week)
    begin(week)
    place(week)
    first_day(week)
    for days in (1, 2):
        week.study(week.morning(days))
    after_a_missed_day(week)
    week.study(week.morning(5))
    reminder(week)


def sign_up(week: Week) -> None:
    page = week.page
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    week.site.execute("UPDATE account_emailaddress SET verified = true WHERE email = %s", EMAIL)
    [(week.learner,)] = week.site.execute("SELECT id FROM accounts_user WHERE email = %s", EMAIL)
    log_in(page, EMAIL)
    expect(page.get_by_role("button", name="Log in")).to_have_count(0)


def begin(week: Week) -> None:
    """By keyboard alone: the date is typed, the hour chosen by its first letters."""
    page = week.page
    page.goto("/begin/")
    page.get_by_label("Interview date").fill(INTERVIEW.isoformat())
    page.get_by_label("Minutes a day").fill(str(MINUTES))
    page.get_by_label("Daily reminder").focus()
    page.keyboard.type("18")
    expect(page.get_by_label("Daily reminder")).to_have_value("18")
    page.get_by_role("button", name="with a placement").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 12").first).to_be_visible()


def place(week: Week) -> None:
    """Two answers, by touch, and enough of it. Both are right."""
    page = week.page
    attempt = int(page.url.split("/quizzes/")[1].split("/")[0])
    for number in (1, 2):
        expect(page.get_by_text(f"{number} of 12").first).to_be_visible()
        question = page.locator("#question")
        [chosen] = right(week.site, attempt, number).chosen
        question.locator("label.choice").nth(chosen).tap()
        question.get_by_role("button", name="Submit answer").tap()
        expect(page.locator(".feedback, .part-row").first).to_be_visible()
        page.get_by_role("link", name="Next question").tap()
    page.get_by_role("button", name="Finish early").tap()
    expect(page.get_by_role("heading", name="What it found, by phase")).to_be_visible()


def first_day(week: Week) -> None:
    """The plan is there at once, and the promise follows. By noon the steps of what was answered have come back."""
    page = week.page
    week.clock.put(MONDAY + timedelta(hours=3))
    week.run("open_days")
    cards, minutes = week.plan()
    assert 0 < minutes <= MINUTES + 2
    page.goto("/plan/")
    expect(page.get_by_text(f"With {MINUTES} minutes a day you would recall")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^About \d minutes? today$"))
    said = re.compile(r"^(Read from|Skim) .* minutes?\), then .*\d+ new facts? \(")
    expect(page.locator("#today .lede")).to_contain_text(said)
    week.study(cards)


def after_a_missed_day(week: Week) -> None:
    """On Thursday nobody came. Friday is planned from what was answered before, and one press plans it anew."""
    page = week.page
    missed = week.morning(3)
    cards = week.morning(4)
    page.goto("/")
    expect(page.get_by_text("Nothing was answered since that was worked out")).to_be_visible()
    page.get_by_role("button", name="Plan anew").click()
    expect(page.get_by_text("Today is planned anew.")).to_be_visible()
    week.run("open_days")
    cards, _ = week.plan()
    assert set(missed) & set(cards)  # what was missed is not lost
    page.reload()
    expect(page.get_by_text("Nothing was answered since that was worked out")).to_have_count(0)
    week.study(cards)


def reminder(week: Week) -> None:
    """On Sunday at six the mail comes, once; its link ends the mails with one press, without a login."""
    page = week.page
    cards = week.morning(6)
    week.mails.clear()
    week.clock.put(datetime(2027, 5, 9, 16, 1, tzinfo=UTC))
    week.run("remind")
    for _ in range(300):
        if week.site.execute("SELECT 1 FROM inbox_mailcopy WHERE person_id = %s", week.learner):
            break
        page.wait_for_timeout(100)
    week.run("send_mails")
    for _ in range(300):
        if week.mails:
            break
        page.wait_for_timeout(100)
    [mail] = week.mails
    assert mail.to == EMAIL
    assert re.search(r"[Aa]bout \d minutes?(?: today)?$", mail.subject)
    holds = mail.subject if ", about" in mail.subject else " ".join(mail.text.split())  # below what is to be read
    numbers = [int(number) for number in re.findall(r"(\d+) (?:reviews?|new facts?)", holds)]
    assert sum(numbers) == len(cards)
    [link] = re.findall(r"http://\S+/unsubscribe/\S+", mail.text)
    page.context.clear_cookies()
    page.goto(urllib.parse.urlsplit(link).path)
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No more mails of this kind")
    mailed = "SELECT mailed FROM inbox_subscription WHERE person_id = %s AND kind = 'reminder'"
    assert week.site.execute(mailed, week.learner) == [(False,)]
