"""From signing up to teaching a class, in a real browser, against the whole app."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import PASSWORD, answer_exam, answer_practice, grade, log_in, sign_up, start_exam

TOPIC = "/wiki/horizontal-vs-vertical-scaling/"


@pytest.fixture(scope="session")
def administrator(site: Site, browser: Browser) -> str:
    """The first administrator, made by the one-time link; the link is dead afterwards."""
    page = browser.new_page(base_url=site.url)
    page.goto(site.setup_link)
    page.get_by_label("mail").fill("ada@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make administrator").click()
    expect(page.get_by_text("You are the administrator")).to_be_visible()
    again = page.goto(site.setup_link)
    assert again is not None
    assert again.status == 404
    page.close()
    return "ada@example.com"


def reviews_of(site: Site, email: str, condition: str) -> int:
    """How many rows of a learner's log meet a condition."""
    counted: int = site.execute(
        "SELECT count(*) FROM quizzes_review r JOIN accounts_user u ON u.id = r.learner_id"
        f" WHERE u.email = %s AND {condition}",
        email,
    )[0][0]
    return counted


def telling(site: Site, email: str) -> int:
    """How many of the questions that a learner was asked rest on facts. What is to be worked out rests on none."""
    counted: int = site.execute(
        "SELECT count(*) FROM quizzes_attemptquestion q JOIN accounts_user u ON u.id = q.learner_id"
        " JOIN quizzes_questionversion v ON v.id = q.version_id"
        " WHERE u.email = %s AND EXISTS (SELECT FROM quizzes_question_facts f WHERE f.question_id = v.question_id)",
        email,
    )[0][0]
    return counted


def test_a_learner_studies_from_sign_up_to_progress(site: Site, page: Page) -> None:
    sign_up(page, "lin@example.com")

    page.goto(TOPIC)
    expect(page.get_by_role("heading", level=1, name="Horizontal vs vertical scaling")).to_be_visible()
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_text("You have read this")).to_be_visible()
    page.get_by_role("button", name="Add to reviews").click()
    expect(page.get_by_text("In your reviews")).to_be_visible()

    page.get_by_role("button", name="Practise", exact=True).click()
    answer_practice(page, 10)
    assert reviews_of(site, "lin@example.com", "source = 'practice'") >= telling(site, "lin@example.com") > 0

    page.goto("/progress/")
    before = page.get_by_role("main").inner_text()

    page.goto("/review/")
    for _ in range(10):
        expect(page.get_by_role("button", name="Show answer")).to_be_visible()
        shown = page.locator("[data-showing]").get_attribute("id")
        grade(page, 4)
        expect(page.locator(f"#{shown}")).to_have_count(0)
    assert reviews_of(site, "lin@example.com", "source = 'review' AND rating IS NOT NULL") == 10
    page.keyboard.press("z")
    expect(page.get_by_text("Undone.").first).to_be_attached()
    assert reviews_of(site, "lin@example.com", "undoes_id IS NOT NULL") == 1

    page.goto("/progress/")
    assert page.get_by_role("main").inner_text() != before
    expect(page.get_by_text(re.compile("You would recall .* of Foundation today")).first).to_be_visible()


def test_an_exam_is_submitted_once_and_another_runs_into_its_deadline(site: Site, page: Page) -> None:
    sign_up(page, "max@example.com")
    start_exam(page, "Foundation")
    answer_exam(page, 4)
    page.reload()
    expect(page.get_by_role("link", name="Question 4, answered")).to_be_visible()
    page.get_by_role("link", name="Submit", exact=True).click()
    expect(page.get_by_role("link", name="Question 5", exact=True)).to_be_visible()
    page.get_by_role("button", name="Submit quiz").click()
    expect(page.get_by_text("Guessing alone would give")).to_be_visible()
    result = page.url

    start_exam(page, "Foundation")
    answer_exam(page, 2)
    attempt = page.url.partition("?")[0].rstrip("/").rpartition("/")[2]
    # The sweep closes it: nothing in this browser does.
    page.goto("about:blank")
    site.execute("UPDATE quizzes_attempt SET deadline = now() - interval '11 seconds' WHERE id = %s", int(attempt))
    page.goto(f"/quizzes/{attempt}/")
    expect(page.get_by_text("The time ran out.")).to_be_visible(timeout=60_000)
    state = site.execute(
        "SELECT submitted_at = deadline, closed_by_sweep, score IS NOT NULL FROM quizzes_attempt WHERE id = %s",
        int(attempt),
    )
    assert state == [(True, True, True)]

    page.goto(result)
    wrong = page.get_by_role("link", name=re.compile(r"Review (this one|these \d+) now"))
    if wrong.count():
        wrong.click()
        expect(page.get_by_role("button", name="Show answer")).to_be_visible()


def test_an_instructor_assigns_a_phase_and_sees_only_their_own_class(
    site: Site, browser: Browser, administrator: str
) -> None:
    def someone(email: str) -> Page:
        page = browser.new_context(base_url=site.url).new_page()
        sign_up(page, email)
        return page

    teacher, learner, other = (someone(f"{name}@example.com") for name in ("tea", "lou", "oto"))
    site.execute("UPDATE accounts_user SET is_instructor = true WHERE email IN ('tea@example.com', 'oto@example.com')")

    teacher.goto("/classes/")
    teacher.get_by_label("Name").fill("Autumn group")
    teacher.get_by_role("button", name="Make class").click()
    link = teacher.locator("code.link-text").inner_text()
    class_page = teacher.url
    teacher.get_by_role("link", name="Assign something").click()
    teacher.get_by_label("Foundation").check()
    teacher.get_by_label("Due at the end of").fill((datetime.now(tz=UTC).date() + timedelta(days=90)).isoformat())
    teacher.get_by_role("button", name="Assign", exact=True).click()
    expect(teacher.get_by_text("“Foundation” is assigned.")).to_be_visible()

    learner.goto(link)
    learner.get_by_label("Your real name").fill("Lea Learner")
    learner.get_by_role("button", name="Join class").click()
    learner.goto("/")
    expect(learner.get_by_role("heading", name="Assigned to you")).to_be_visible()
    expect(learner.get_by_role("main").get_by_text("Foundation").first).to_be_visible()
    learner.goto(TOPIC)
    learner.get_by_role("button", name="Practise", exact=True).click()
    answer_practice(learner, 10)

    teacher.goto(class_page)
    row = teacher.get_by_role("row", name=re.compile("^Lea Learner"))
    expect(row).to_contain_text(re.compile(r"recall \d+"))

    refused = other.goto(class_page)
    assert refused is not None
    assert refused.status == 404
    assert learner.goto(class_page) is not None
    expect(learner.get_by_role("main")).not_to_contain_text("Invitation link")
    for page in (teacher, learner, other):
        page.context.close()


def test_the_path_works_on_a_phone(phone: Page) -> None:
    phone.goto("/")
    expect(phone.get_by_role("link", name="Start studying").first).to_be_visible()
    sign_up(phone, "pho@example.com")
    for path in ("/", "/wiki/", TOPIC, "/quizzes/", "/review/", "/progress/", "/classes/", "/settings/"):
        phone.goto(path)
        wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, f"{path} is {wide} px wider than a phone"
    phone.goto(TOPIC)
    phone.get_by_role("button", name="Practise", exact=True).click()
    answer_practice(phone, 10)


def test_a_visitor_tries_five_questions(page: Page) -> None:
    page.goto(TOPIC)
    page.get_by_role("button", name="Practise five questions").click()
    answer_practice(page, 5)
    expect(page.get_by_role("link", name="Sign up to keep what you learn")).to_be_visible()


def test_the_administrator_reaches_the_administration(page: Page, administrator: str) -> None:
    log_in(page, administrator)
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
