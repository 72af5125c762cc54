"""A class from its template to its last snapshot, before web server, worker and mail server, under a moved clock.

Three learners come by link, code and invitation. One sits the quiz in time, one later as agreed, one is excused. What
the gradebook, the spreadsheet, the kept states and each learner's own page say is the same.
"""

import csv
import io
import os
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from celery import Celery
from playwright.sync_api import Browser, Page, expect

from benchmarks.site import free_port
from tests.e2e.conftest import ALONE, Site, running
from tests.e2e.life import kombu
from tests.e2e.moved import MovedClock
from tests.e2e.people import PASSWORD, answer_by_keyboard, log_in, right
from tests.e2e.test_plan import OpenServer
from tests.first import First
from tests.operation.mail import Mail

MONDAY = datetime(2027, 3, 1, 8, tzinfo=UTC)
DUE, LATER = date(2027, 3, 5), date(2027, 3, 8)
LIN, CODY, INES = "Lin by link", "Cody by code", "Ines invited"


class Term:
    """The site of a class, its clock, its mails, and everybody's browser."""

    def __init__(self, site: Site, browser: Browser, clock: MovedClock, mails: list[Mail]) -> None:
        self.site, self.browser, self.clock, self.mails = site, browser, clock, mails
        self.worker = Celery(broker=kombu(site.broker), set_as_current=False)

    def person(self, name: str, *, teaches: bool = False) -> Page:
        """Somebody with an account whose address is confirmed, logged in."""
        email = f"{name}@example.com"
        page = self.browser.new_context(base_url=self.site.url, timezone_id="Europe/Berlin").new_page()
        page.goto("/accounts/signup/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign up").click()
        page.wait_for_url(lambda url: "/signup/" not in url)
        self.site.execute("UPDATE account_emailaddress SET verified = true WHERE email = %s", email)
        self.site.execute(
            "UPDATE accounts_user SET time_zone = 'Europe/Berlin', is_instructor = %s WHERE email = %s", teaches, email
        )
        log_in(page, email)
        return page

    def run(self, task: str, done: Callable[[], object]) -> None:
        """Let the worker do what it does by itself each minute, until it shows."""
        self.worker.send_task(f"quizzes.tasks.{task}", task_id=str(uuid.uuid4()))
        page = self.browser.contexts[0].pages[0]
        for _ in range(600):
            if done():
                return
            page.wait_for_timeout(100)
        raise AssertionError(f"{task} did nothing in a minute")

    def kept(self) -> list[tuple[str, str]]:
        """The states that were kept, by real name, the latest of each."""
        return self.site.execute(
            "SELECT DISTINCT ON (m.real_name) m.real_name, s.state FROM quizzes_snapshot s"
            " JOIN quizzes_assignment a ON a.id = s.assignment_id JOIN quizzes_membership m"
            " ON m.learner_id = s.learner_id AND m.cohort_id = a.cohort_id ORDER BY m.real_name, s.id DESC"
        )


@pytest.fixture
def term(first: First, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Term]:
    clock = MovedClock(tmp_path_factory.mktemp("clock") / "seconds")
    clock.put(MONDAY)
    with OpenServer(free_port(), certificate=None, starttls=False) as server:
        told = {"SDWIKI_CLOCK": str(clock.file), "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
        with running(first, tmp_path_factory.mktemp("var"), f"e2e_class_{os.getpid()}", broker=ALONE, **told) as site:
            before = len(browser.contexts)
            yield Term(site, browser, clock, server.mails)
            for context in browser.contexts[before:]:
                context.close()


def test_a_class_from_its_template_to_its_last_snapshot(term: Term) -> None:
    teacher = term.person("tea", teaches=True)
    home, link, code = make_class(teacher)
    plan_phases(teacher, home)
    set_quiz(teacher, home)
    learners = {
        LIN: join(term.person("lin"), link, LIN),
        CODY: join_by_code(term.person("cody"), code),
        INES: join_by_mail(term, teacher, home),
    }
    helper, other = join(term.person("ash"), link, "Ash"), join(term.person("kim", teaches=True), link, "Kim")
    appoint(teacher, home, "Ash", "assistant")
    appoint(teacher, home, "Kim", "instructor")
    given = assign_quiz(teacher, home)
    agree(teacher, given, CODY, "Another due date", LATER)
    agree(teacher, given, INES, "Excused")

    sit(term.site, learners[LIN], home)
    term.clock.put(datetime(2027, 3, 5, 23, 30, tzinfo=UTC))  # the fifth is over in Berlin
    term.run("settle_assignments", lambda: len(term.kept()) >= 2)
    assert dict(term.kept()) == {LIN: "met", INES: "excused"}

    term.clock.put(datetime(2027, 3, 6, 9, tzinfo=UTC))
    sit(term.site, learners[CODY], home)
    term.clock.put(datetime(2027, 3, 8, 23, 30, tzinfo=UTC))
    term.run("settle_assignments", lambda: len(term.kept()) == 3)
    assert dict(term.kept()) == {LIN: "met", CODY: "met", INES: "excused"}

    wanted = {LIN: "met", CODY: "met", INES: "excused"}
    assert in_spreadsheet(teacher, home) == wanted
    for name, page in learners.items():
        assert in_gradebook(teacher, home, name) == wanted[name]
        assert on_own_page(page, home) == wanted[name]

    changes_nothing(term, helper, home, given)
    hand_over(teacher, other, home)


def make_class(teacher: Page) -> tuple[str, str, str]:
    """Its address, its link, and its code."""
    teacher.goto("/classes/")
    teacher.get_by_label("Name of the class").fill("Spring term")
    teacher.get_by_role("button", name="Make class").click()
    expect(teacher.get_by_role("heading", level=1)).to_have_text("Spring term")
    home = teacher.url.partition("#")[0]
    teacher.goto(f"{home}people/")
    teacher.get_by_text("Change", exact=True).click()
    teacher.get_by_label("A short code").check()
    teacher.get_by_role("button", name="Save").click()
    shown = teacher.locator("strong code")
    expect(shown).to_be_visible()
    return home, teacher.locator("code.link-text").inner_text(), shown.inner_text()


def plan_phases(teacher: Page, home: str) -> None:
    """Two phases in two weeks are two drafts."""
    teacher.goto(home)
    teacher.get_by_role("link", name="Plan phases in a row").click()
    for phase in ("Foundation", "Security"):
        teacher.get_by_label(phase).check()
    teacher.get_by_label("First day").fill(MONDAY.date().isoformat())
    teacher.get_by_role("button", name="Make the drafts").click()
    expect(teacher.get_by_text(re.compile("^Draft, due"))).to_have_count(2)


def set_quiz(teacher: Page, home: str) -> None:
    teacher.goto(home)
    teacher.get_by_role("link", name="Set a quiz").click()
    teacher.get_by_label("What it is called").fill("Friday")
    teacher.get_by_label("How many questions").fill("2")
    teacher.get_by_role("button", name="Set quiz").click()
    teacher.get_by_role("button", name="Give it to the class").click()
    expect(teacher.get_by_role("button", name="Take it back")).to_be_visible()


def join(page: Page, address: str, name: str) -> Page:
    page.goto(address)
    page.get_by_label("Your real name").fill(name)
    page.get_by_role("button", name="Join class").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Spring term")
    expect(page.get_by_text("Taught by").first).to_be_visible()
    return page


def join_by_code(page: Page, code: str) -> Page:
    page.goto("/classes/")
    page.get_by_label("Code of a class").fill(code.lower())
    page.get_by_role("button", name="Find class").click()
    expect(page.get_by_label("Your real name")).to_be_visible()
    return join(page, page.url, CODY)


def join_by_mail(term: Term, teacher: Page, home: str) -> Page:
    """One line of the list is wrong and is left out."""
    teacher.goto(f"{home}people/")
    teacher.get_by_role("link", name="Invite by mail").click()
    teacher.get_by_label("Or paste the list").fill(f"{INES}, ines@example.com\nnobody at all\n")
    teacher.get_by_role("button", name="Look at the list").click()
    expect(teacher.get_by_text("1 to invite")).to_be_visible()
    teacher.get_by_role("button", name="Invite 1 person").click()
    expect(teacher.get_by_role("heading", name="Invited by mail")).to_be_visible()
    term.run("send_mails", lambda: [mail for mail in term.mails if "/classes/invited/" in mail.text])
    [mail] = [mail for mail in term.mails if "/classes/invited/" in mail.text]
    assert mail.to == "ines@example.com"
    found = re.search(r"http://\S+/classes/invited/\S+", mail.text)
    assert found
    return join(term.person("ines"), found[0], INES)


def appoint(teacher: Page, home: str, name: str, role: str) -> None:
    teacher.goto(f"{home}people/")
    teacher.get_by_role("link", name=name).click()
    teacher.get_by_text("Give a role in the class").click()
    teacher.get_by_role("button", name=f"Make {role}").click()
    teacher.wait_for_url(lambda url: "/people/" not in url)


def assign_quiz(teacher: Page, home: str) -> str:
    """The address of the assignment."""
    teacher.goto(f"{home}assign/")
    teacher.get_by_label("Title").fill("Sit the quiz")
    teacher.get_by_label("Expected recall").fill("")
    teacher.get_by_label(re.compile("^A quiz")).select_option(label="Friday")
    teacher.get_by_label("With at least").fill("1")
    teacher.get_by_label("Due at the end of").fill(DUE.isoformat())
    teacher.get_by_role("button", name="Assign", exact=True).click()
    expect(teacher.get_by_text("“Sit the quiz” is assigned.")).to_be_visible()
    expect(teacher.get_by_role("heading", level=1)).to_have_text("Sit the quiz")
    return teacher.url.partition("#")[0]


def agree(teacher: Page, given: str, name: str, what: str, due_on: date | None = None) -> None:
    teacher.goto(given)
    row = teacher.get_by_role("row").filter(has_text=name)
    row.get_by_text("Extend or excuse", exact=True).first.click()
    row.get_by_label("What").select_option(label=what)
    if due_on:
        row.get_by_label("Due at the end of").fill(due_on.isoformat())
    row.get_by_label("Reason").fill("Ill this week")
    row.get_by_role("button", name="Save").click()
    expect(teacher.get_by_role("row").filter(has_text=name)).to_contain_text("Ill this week")


def sit(site: Site, page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("link", name="Friday", exact=True).first.click()
    page.get_by_role("button", name="Start quiz").click()
    expect(page.get_by_text("Question 1 of 2")).to_be_visible()
    attempt = int(page.url.partition("/quizzes/")[2].partition("/")[0])
    for position in (1, 2):
        page.goto(f"/quizzes/{attempt}/?question={position}")
        answer_by_keyboard(page, page.locator(f"#question-{position}"), right(site, attempt, position))
        expect(page.get_by_role("link", name=f"Question {position}, answered")).to_be_visible()
        expect(page.locator("[data-saving]")).to_have_text("Saved")
    page.goto(f"{page.url.partition('?')[0]}?question=3")
    page.get_by_role("button", name="Submit quiz").click()
    expect(page.get_by_text("Guessing alone would give")).to_be_visible()


STATES = {"Done": "met", "Excused": "excused", "Not done": "missed", "Overdue": "missed"}


def in_spreadsheet(teacher: Page, home: str) -> dict[str, str]:
    teacher.goto(home)
    with teacher.expect_download() as download:
        teacher.get_by_role("link", name="As a spreadsheet (CSV)").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(io.StringIO(file.read())))
    return {row["learner"]: STATES[row["Sit the quiz: state"]] for row in rows}


def in_gradebook(teacher: Page, home: str, name: str) -> str:
    teacher.goto(home)
    cell = teacher.get_by_role("row").filter(has_text=name).get_by_role("cell").first
    if "excused" in cell.inner_text():
        return "excused"
    return "met" if cell.get_by_role("img", name="Done", exact=True).count() else "missed"


def on_own_page(page: Page, home: str) -> str:
    page.goto(home)
    return STATES[page.locator(".task .badge").first.inner_text().strip()]


def changes_nothing(term: Term, helper: Page, home: str, given: str) -> None:
    """An assistant sees the learners, and nothing to press; what is sent all the same is refused."""
    helper.goto(given)
    expect(helper.get_by_role("row").filter(has_text=LIN)).to_be_visible()
    expect(helper.get_by_text("Extend or excuse", exact=True)).to_have_count(0)
    before = term.kept(), term.site.execute("SELECT count(*) FROM quizzes_arrangement")
    [(lin,)] = term.site.execute("SELECT learner_id FROM quizzes_membership WHERE real_name = %s", LIN)
    token = helper.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    sent: dict[str, str | float | bool] = {
        "kind": "excused",
        "why": "me",
        "idempotency_key": str(uuid.uuid4()),
        "csrfmiddlewaretoken": token,
    }
    for path in (f"{given}people/{lin}/", f"{home}archive/"):
        answer = helper.request.post(path, form=sent, headers={"Referer": home}, max_redirects=0)
        assert answer.status in (403, 404), path
    assert (term.kept(), term.site.execute("SELECT count(*) FROM quizzes_arrangement")) == before


def hand_over(teacher: Page, other: Page, home: str) -> None:
    """Who takes over owns the class; who gave it away goes on teaching in it."""
    teacher.goto(home)
    teacher.get_by_text("Change the role of").first.click()
    teacher.get_by_role("button", name="Hand over the class").click()
    expect(teacher.get_by_role("button", name="Hand over the class")).to_have_count(0)
    other.goto(home)
    expect(other.get_by_role("row").filter(has_text=CODY)).to_be_visible()
    other.get_by_text("Change the role of tea").click()
    expect(other.get_by_role("button", name="Hand over the class")).to_be_visible()
