"""Exams and practice in a real browser while the connection, the clock and other tabs misbehave."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import sign_up
from tests.e2e.rows import CLASS_QUIZ, NEARLY_OVER

PASSWORD = "correct horse battery"


@pytest.fixture
def member(page: Page) -> Page:
    """Somebody new, logged in."""
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill(f"{uuid4().hex[:12]}@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name=re.compile("sign up", re.IGNORECASE)).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    return page


@pytest.fixture(autouse=True, scope="module")
def one_choice_only(site: Site) -> Iterator[None]:
    """These tests are about saving and press the keys of single choices; test_kinds.py has the other kinds."""
    change = "UPDATE quizzes_question SET state = %s WHERE state = %s AND kind NOT IN ('option', 'value', 'scenario')"
    site.execute(change, "needs-review", "live")
    yield
    site.execute(change, "live", "needs-review")


@pytest.fixture
def exam(member: Page) -> Page:
    """An exam whose page does not ask by itself what is left: a test says when it hears of what was done beside it."""
    member.route("**/here/", lambda route: route.fulfill(status=204))
    member.goto("/quizzes/?phase=foundation")
    member.get_by_role("button", name="Start the exam").click()
    member.wait_for_url(re.compile(r"/quizzes/\d+/"))
    return member


def saved(page: Page, count: int) -> None:
    expect(page.locator(".square.answered")).to_have_count(count)
    expect(page.locator("[data-saving]")).to_have_text("Saved")


def number(page: Page) -> int:
    found = re.search(r"/quizzes/(\d+)/", page.url)
    assert found
    return int(found[1])


@pytest.mark.expects_console_errors
def test_row_10_answers_chosen_offline_are_saved_when_the_connection_is_back(exam, context: BrowserContext, site):
    exam.keyboard.press("a")
    saved(exam, 1)
    context.set_offline(True)
    for key in "bcb":
        exam.keyboard.press("n")
        exam.keyboard.press(key)
    exam.keyboard.press("a")  # a second thought, also offline
    expect(exam.locator("[data-saving]")).to_have_text("Offline, kept here")
    expect(exam.get_by_role("status").first).to_contain_text("kept here")
    exam.wait_for_timeout(3000)
    context.set_offline(False)
    saved(exam, 4)
    expect(exam.locator("#status")).to_contain_text("The connection is back")
    answers = site.execute(
        "SELECT q.position, count(*), count(DISTINCT a.key) FROM quizzes_answer a"
        " JOIN quizzes_attemptquestion q ON q.id = a.question_id WHERE q.attempt_id = %s GROUP BY 1 ORDER BY 1",
        number(exam),
    )
    assert answers == [(1, 1, 1), (2, 1, 1), (3, 1, 1), (4, 1, 1)]
    exam.reload()
    exam.get_by_role("link", name="Question 4, answered").click()
    expect(exam.locator("#question-4 input[name=choice]").nth(0)).to_be_checked()


@pytest.mark.expects_console_errors
def test_that_the_connection_is_back_is_told_where_an_answer_that_never_failed_is_the_last_saved(exam):
    lost, later = [], []

    def answer(route):
        if route.request.url.endswith("/2/answer/"):
            later.append(route)
        elif lost:
            route.continue_()
        else:
            lost.append(route)
            route.abort()

    exam.route("**/answer/", answer)
    exam.keyboard.press("a")
    expect(exam.locator("[data-saving]")).to_have_text("Offline, kept here")
    exam.keyboard.press("n")
    exam.keyboard.press("b")
    expect(exam.locator(".square.answered")).to_have_count(1)
    later.pop().continue_()
    expect(exam.locator("#status")).to_contain_text("The connection is back")
    saved(exam, 2)


@pytest.mark.expects_console_errors
def test_an_answer_after_a_lost_reply_is_not_taken_for_another_tabs(exam, site):
    """The server saved it, the reply never came, and the learner chooses again."""
    lost: list[int] = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    exam.route("**/answer/", lose)
    exam.keyboard.press("a")
    expect(exam.locator("[data-saving]")).to_have_text("Offline, kept here")
    exam.keyboard.press("b")
    saved(exam, 1)
    expect(exam.get_by_text("answered in another tab")).to_have_count(0)
    expect(exam.locator("#question-1 input[name=choice]").nth(1)).to_be_checked()
    assert lost == [200]


@pytest.mark.expects_console_errors
def test_row_8_a_stale_tab_shows_what_is_saved(exam, context: BrowserContext):
    other = context.new_page()
    other.goto(exam.url)
    exam.keyboard.press("a")
    saved(exam, 1)
    other.keyboard.press("b")
    expect(other.get_by_text("answered in another tab")).to_be_visible()
    expect(other.locator("#question-1 input[name=choice]").nth(0)).to_be_checked()
    other.keyboard.press("b")
    saved(other, 1)
    expect(other.get_by_text("answered in another tab")).to_be_visible()
    other.reload()
    other.get_by_role("link", name="Question 1, answered").click()
    expect(other.locator("#question-1 input[name=choice]").nth(1)).to_be_checked()


def test_row_6_a_clock_that_is_a_day_off_changes_nothing(exam):
    exam.clock.set_system_time("2031-01-01T00:00:00Z")
    exam.reload()
    exam.wait_for_timeout(700)
    assert re.fullmatch(r"(10:00|9:[345]\d)", exam.locator("[data-timer-value]").inner_text())


def test_the_clock_hands_in_at_the_deadline(exam, site):
    exam.keyboard.press("a")
    saved(exam, 1)
    site.execute("UPDATE quizzes_attempt SET deadline = now() + interval '3 seconds' WHERE id = %s", number(exam))
    exam.reload()
    expect(exam.get_by_text("of 10 right")).to_be_visible(timeout=10_000)
    closed = site.execute("SELECT closed_by_sweep FROM quizzes_attempt WHERE id = %s", number(exam))
    assert closed == [(False,)]


@pytest.mark.expects_console_errors
def test_row_11_more_time_at_the_last_second_reaches_a_page_that_counts_down(page: Page, context: BrowserContext, site):
    """The page hears nothing of it before its own clock says 0:00; then it asks, and goes on."""
    staff = context.browser.new_context(base_url=site.url)
    teacher, teaches, learns = staff.new_page(), *(f"{uuid4().hex[:12]}@example.com" for _ in range(2))
    sign_up(teacher, teaches)
    sign_up(page, learns)
    [(cohort, quiz)] = site.execute(CLASS_QUIZ, teaches, learns)
    page.route("**/here/", lambda route: route.fulfill(status=204))
    page.clock.install()
    page.goto(f"/classes/{cohort}/quizzes/{quiz}/sit/")
    page.get_by_role("button", name="Start quiz").click()
    page.wait_for_url(re.compile(r"/quizzes/\d+/$"))
    teacher.goto(f"/classes/{cohort}/quizzes/{quiz}/attempts/{number(page)}/")
    teacher.get_by_label("Reason").fill("A fire drill")
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    [(end,)] = site.execute(NEARLY_OVER, number(page))
    page.reload()
    expect(page.locator("[data-timer-value]")).to_have_text(re.compile(r"0:0[12]"))
    teacher.get_by_role("button", name="Give more time").click()
    expect(teacher.get_by_text("There is more time, and the learner is told.")).to_be_visible()
    site.execute("SELECT pg_sleep(greatest(0, extract(epoch FROM %s::timestamptz - now())))", end)
    page.clock.run_for(2500)
    page.clock.resume()
    expect(page.locator("[data-timer-value]")).to_have_text(re.compile(r"(10:00|9:5\d)"))
    page.keyboard.press("a")
    saved(page, 1)
    answers = "SELECT max(a.at) > %s, bool_or(a.late) FROM quizzes_answer a"
    of_attempt = " JOIN quizzes_attemptquestion q ON q.id = a.question_id WHERE q.attempt_id = %s"
    assert site.execute(answers + of_attempt, end, number(page)) == [(True, False)]
    page.get_by_role("link", name="Submit").click()
    page.get_by_role("button", name="Submit quiz").click()
    expect(page.get_by_text("of 4 right")).to_be_visible()
    expect(page.get_by_text("and more time was added by")).to_contain_text(teaches.partition("@")[0])
    staff.close()


def test_row_4_the_sweep_closes_what_nobody_hands_in(exam, site):
    exam.keyboard.press("a")
    saved(exam, 1)
    site.execute("UPDATE quizzes_attempt SET deadline = now() - interval '9 seconds' WHERE id = %s", number(exam))
    exam.goto(exam.url)
    expect(exam.get_by_role("heading", name="Time is up, your answers are saved")).to_be_visible()
    expect(exam.get_by_text("The time ran out")).to_be_visible(timeout=60_000)


def test_handing_in_waits_for_an_answer_on_its_way(exam, site):
    exam.get_by_role("link", name="Question 10, open").click()

    def dawdle(route):
        exam.wait_for_timeout(800)
        route.continue_()

    exam.route("**/answer/", dawdle)
    exam.keyboard.press("a")
    exam.keyboard.press("n")
    exam.get_by_role("button", name="Submit quiz").click()
    expect(exam.get_by_text("of 10 right")).to_be_visible()
    answers = "SELECT count(*) FROM quizzes_answer a JOIN quizzes_attemptquestion q ON q.id = a.question_id"
    assert site.execute(f"{answers} WHERE q.attempt_id = %s", number(exam)) == [(1,)]


def test_practice_by_keyboard(member):
    member.goto("/quizzes/?phase=foundation")
    member.get_by_role("main").get_by_text("5", exact=True).click()
    member.get_by_role("button", name="Start practice").click()
    for position in range(1, 6):
        expect(member.get_by_text(f"{position} of 5")).to_be_visible()
        member.keyboard.press("b" if position % 2 else "1")
        member.keyboard.press("Enter")
        expect(member.locator(".feedback, .part-row").first).to_be_visible()
        member.keyboard.press("Enter")
    expect(member.get_by_text("of 5 right")).to_be_visible()
    member.go_back()
    expect(member.locator(".score")).to_be_visible()


@pytest.mark.expects_console_errors
def test_what_fails_is_said(member, context: BrowserContext):
    member.goto("/quizzes/?phase=foundation")
    member.get_by_role("button", name="Start practice").click()
    expect(member.get_by_text("1 of 10")).to_be_visible()
    member.keyboard.press("a")
    member.keyboard.press("Enter")
    expect(member.locator(".feedback").first).to_be_visible()
    context.set_offline(True)
    member.get_by_role("link", name="Next question").click()
    expect(member.get_by_role("status")).to_have_text("There is no connection. Try again in a moment.")
    context.set_offline(False)
    member.get_by_role("link", name="Next question").click()
    expect(member.get_by_text("2 of 10")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_have_no_faults_that_axe_finds(member, theme):
    member.emulate_media(color_scheme=theme)

    def check():
        result = Axe().run(member)
        assert result.violations_count == 0, result.generate_report()

    member.goto("/quizzes/")
    check()
    member.get_by_role("button", name="Start practice").click()
    member.wait_for_url(re.compile(r"/quizzes/\d+/"))
    check()
    member.keyboard.press("a")
    member.keyboard.press("Enter")
    expect(member.locator(".feedback, .part-row").first).to_be_visible()
    check()
    member.get_by_role("button", name="Finish early").click()
    expect(member.locator(".score")).to_be_visible()
    check()
    member.goto("/quizzes/")
    member.get_by_role("button", name="Start the exam").click()
    member.wait_for_url(re.compile(r"/quizzes/\d+/"))
    check()
    member.get_by_role("link", name="Submit", exact=True).click()
    check()


@pytest.mark.expects_console_errors
def test_a_refusal_is_said_in_its_own_words_and_leaves_the_question(exam):
    """The page shows a choice that is none of this question any more."""
    exam.locator("#question-1 input[name=choice]").nth(0).evaluate("choice => choice.value = 1")
    exam.keyboard.press("a")
    expect(exam.locator("#status")).to_contain_text("There is no such question or choice here.")
    expect(exam.locator("#question-1 input[name=choice]").nth(1)).to_be_visible()
    exam.keyboard.press("b")
    saved(exam, 1)


SLEEP = """
(() => {
  const running = performance.now.bind(performance);
  window.slept = 0;  // seconds for which the page's clock stood still
  performance.now = () => running() - window.slept * 1000;
})();
"""


def seconds_left(page: Page) -> int:
    minutes, seconds = page.locator("[data-timer-value]").inner_text().split(":")
    return 60 * int(minutes) + int(seconds)


def test_row_30_a_laptop_that_slept_is_set_right_when_it_is_looked_at_again(member):
    member.add_init_script(SLEEP)
    member.goto("/quizzes/?phase=foundation")
    member.get_by_role("button", name="Start the exam").click()
    member.wait_for_url(re.compile(r"/quizzes/\d+/"))
    member.evaluate("window.slept = 120")
    member.wait_for_timeout(2500)
    assert seconds_left(member) <= 600  # the computer's time went on without the page's clock
    member.evaluate("Date.now = () => performance.now()")  # from here on nothing but a look at the page tells
    member.wait_for_timeout(2500)
    member.evaluate("window.slept = 600")
    expect(member.locator("[data-timer-value]")).to_have_text(re.compile(r"1[78]:\d\d"))
    member.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(member.locator("[data-timer-value]")).to_have_text(re.compile(r"(10|9):\d\d"))


@pytest.mark.expects_console_errors
def test_row_32_a_visitors_quiz_goes_along_from_another_tab(page: Page):
    page.goto("/quizzes/?phase=foundation")
    page.get_by_role("button", name="Start practice").click()
    page.locator("#question input[name=choice]").first.check()
    page.get_by_role("button", name="Submit answer").click()
    expect(page.get_by_role("link", name="Next question")).to_be_visible()
    other = page.context.new_page()
    other.goto("/accounts/signup/")
    other.get_by_label("Email").fill(f"{uuid4().hex[:12]}@example.com")
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_role("button", name=re.compile("sign up", re.IGNORECASE)).click()
    expect(other.get_by_text("1 answer from before was added.")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Next question").click()
    expect(page.get_by_text("2 of 5")).to_be_visible()
    other.get_by_role("link", name="Look at it, or remove it").click()
    other.get_by_role("button", name="Remove").click()
    expect(other.get_by_text("Removed: 1 answer from before.")).to_be_visible()
    assert page.reload().status == 404


@pytest.mark.expects_console_errors
def test_row_30_a_second_device_goes_on_and_the_first_sees_what_it_answered(exam, context: BrowserContext, site):
    second = context.browser.new_context(base_url=site.url, storage_state=context.storage_state())
    device = second.new_page()
    device.goto("/wiki/")
    device.get_by_role("link", name=re.compile(r"Foundation exam, \d+:\d\d left: go on")).click()
    device.wait_for_url(re.compile(rf"/quizzes/{number(exam)}/"))
    device.keyboard.press("b")
    saved(device, 1)
    exam.keyboard.press("a")
    expect(exam.get_by_text("This question was answered in another tab meanwhile.")).to_be_visible()
    expect(exam.locator("#question-1 input[name=choice] >> nth=1")).to_be_checked()
    second.close()
