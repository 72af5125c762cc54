"""The main path by keyboard alone: no pointer, no script's help, and always to be seen where one is."""

import re
from dataclasses import dataclass
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import Site
from tests.e2e.people import PASSWORD, Right, arrange, ask_kinds, grade, place, right, sign_up
from tests.e2e.rows import CLASS_QUIZ

# What has the focus: its name as one reads it, and whether a ring around it, or around its label, can be seen.
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const ringed = (element) => element && getComputedStyle(element).outlineStyle !== "none";
  const box = one.getBoundingClientRect();
  const name = one.getAttribute("aria-label") || one.labels?.[0]?.innerText || one.innerText || one.name || "";
  return {
    name: name.trim().replace(/\\s+/g, " "),
    seen: ringed(one) || ringed(one.closest("label")),
    inside: box.bottom > 0 && box.top < innerHeight,
  };
}"""


@dataclass(frozen=True)
class Keys:
    """Somebody at a keyboard."""

    page: Page

    def press(self, *keys: str) -> None:
        """One after the other, once the page listens."""
        self.page.wait_for_load_state()
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, name: str, within: int, *, back: bool = False) -> None:
        """Press Tab until something of this name has the focus; each stop on the way can be seen."""
        passed: list[str] = []
        for _ in range(within):
            self.press("Shift+Tab" if back else "Tab")
            focus = self.page.evaluate(FOCUS)
            assert focus, f"the focus left the page on the way to {name}, after {passed}"
            assert focus["seen"], f"nobody sees the focus on {focus['name']}"
            assert focus["inside"], f"{focus['name']} has the focus outside the window"
            passed.append(focus["name"])
            if re.match(name, focus["name"]):
                return
        pytest.fail(f"{name} is not within {within} tabs: {passed}")

    def enter(self, name: str, within: int, *, back: bool = False) -> None:
        self.tab_to(name, within, back=back)
        self.press("Enter")

    def skip(self) -> None:
        """From the top of a page to its content."""
        self.enter("Skip to the content", 1)
        expect(self.page.locator("#main")).to_be_focused()

    def answer(self, question: Locator, given: Right) -> None:
        """Answer from the question's heading. A field keeps the letters, so one leaves it with Tab."""
        rows = question.get_by_role("radiogroup")
        lines = question.locator("[data-order] > li")
        if rows.count():
            self.press("a")
            for number in range(rows.count()):
                place(self.page, rows.nth(number), given.places[number])
                self.press("Tab")
        elif lines.count():
            arrange(self.page, lines, given.places)
            self.tab_to("Sure", 2 * lines.count())  # Enter on a button of a line would move it
        elif question.locator("input[type=text]").count():
            expect(question.locator("input[type=text]")).to_be_focused()  # letters are the answer at once, and no keys
            self.page.keyboard.type(given.typed)
        else:
            self.press(*("abcdefgh"[number] for number in given.chosen))


def attempt_of(page: Page) -> int:
    page.wait_for_url(re.compile(r"/quizzes/\d+/"))
    return int(page.url.partition("/quizzes/")[2].partition("/")[0])


def test_a_learner_studies(site: Site, page: Page) -> None:
    keys, heading = Keys(page), page.get_by_role("heading", level=1)

    page.goto("/accounts/signup/")
    page.keyboard.type("tab@example.com")
    keys.press("Tab")
    page.keyboard.type("short")
    keys.press("Enter")
    expect(page.get_by_label("Password")).to_be_focused()  # refused, and that is where one is
    page.keyboard.type(PASSWORD)
    keys.press("Enter")
    expect(heading).to_have_text("Before you begin")
    keys.press("Enter")
    expect(heading).to_contain_text("Start with Foundation")
    keys.press("Enter")

    expect(heading).to_have_text("Horizontal vs vertical scaling")
    expect(page.get_by_role("button", name="Add to reviews")).to_be_visible()
    keys.skip()
    keys.enter("Add to reviews", 6)
    expect(page.get_by_text("In your reviews")).to_be_visible()
    keys.enter("Practise", 4)

    attempt = attempt_of(page)
    ask_kinds(site, attempt, ["option", "multiple", "match", "order", "cloze", "true-false"])
    page.goto(f"/quizzes/{attempt}/?question=1")
    for position in range(1, 6):
        expect(page.get_by_text(f"{position} of 10").first).to_be_visible()
        if 1 < position < 5:
            expect(heading).to_be_focused()
        keys.answer(page.locator("#question"), right(site, attempt, position))
        keys.press("Enter")
        expect(page.locator(".choice.is-right").first).to_be_visible()
        expect(page.locator("[data-focus]").first).to_be_focused()
        keys.press("Enter")
    expect(heading).to_be_focused()
    keys.enter("Finish early", 2, back=True)
    expect(page.get_by_text("5 of 5 right")).to_be_visible()

    keys.enter("Practice", 4)
    expect(heading).to_have_text("Practice and quizzes")
    keys.enter("Take a phase exam", 11)
    keys.tab_to("Foundation", 1)
    keys.enter("Start the exam", 1)
    exam = attempt_of(page)
    for position in range(1, 11):
        question = page.locator(f"#question-{position}")
        expect(question).to_be_visible()
        keys.answer(question, right(site, exam, position))
        if question.locator("input[type=text]").count():
            keys.press("Tab")
        expect(page.get_by_role("link", name=f"Question {position}, answered")).to_be_visible()
        expect(page.locator("[data-saving]")).to_have_text("Saved")
        keys.press("n")
    expect(page.get_by_role("heading", name="Submit your answers")).to_be_focused()
    keys.enter("Submit quiz", 2)
    expect(page.get_by_text("10 of 10 right")).to_be_visible()

    keys.enter("Review", 5)
    for number in range(10):
        shown = page.locator("[data-showing]").get_attribute("id")
        grade(page, number % 4 + 1)
        expect(page.locator(f"#{shown}")).to_have_count(0)
        expect(heading).to_be_focused()
    keys.press("z")
    expect(page.get_by_role("status")).to_have_text("Undone. Here is the card again.")
    expect(heading).to_be_focused()

    keys.enter("sdwiki", 8, back=True)
    expect(page.get_by_role("heading", name="Your line")).to_be_visible()
    keys.enter("Progress", 6)
    expect(page.get_by_text(re.compile("You would recall .* of Foundation today"))).to_be_visible()


def test_an_instructor_assigns_and_a_learner_joins(site: Site, page: Page, browser: Browser) -> None:
    teacher, heading = Keys(page), page.get_by_role("heading", level=1)
    sign_up(page, "board@example.com")
    site.execute("UPDATE accounts_user SET is_instructor = true WHERE email = 'board@example.com'")
    page.reload()
    teacher.enter("Classes", 7)
    expect(heading).to_have_text("Classes")
    teacher.skip()
    teacher.tab_to("Name of the class", 4)  # after the code of a class to join, and the page of own questions
    page.keyboard.type("Morning group")
    teacher.press("Enter")
    expect(heading).to_have_text("Morning group")
    link = page.locator("code.link-text").inner_text()
    teacher.enter("Assign something", 12)  # from the words that say that the class is made
    expect(heading).to_have_text("Assign something")
    teacher.skip()
    teacher.tab_to("Foundation", 8)
    teacher.press(" ")
    teacher.enter("Assign", 40)  # each day has several stops
    expect(page.get_by_text("“Foundation” is assigned.")).to_be_visible()

    learner = Keys(browser.new_context(base_url=site.url).new_page())
    sign_up(learner.page, "desk@example.com")
    learner.page.goto(link)
    learner.skip()
    learner.tab_to("Your real name", 1)
    learner.page.keyboard.type("Dora Desk")
    learner.enter("Join class", 1)
    expect(learner.page.get_by_text("You are in “Morning group”.")).to_be_visible()
    expect(learner.page.get_by_role("main").get_by_text("Foundation").first).to_be_visible()
    learner.page.context.close()


def test_who_watches_a_quiz_keeps_their_place_when_it_is_read_anew(site: Site, page: Page, browser: Browser) -> None:
    there = browser.new_context(base_url=site.url)
    learner, teaches, learns = there.new_page(), *(f"{uuid4().hex[:12]}@example.com" for _ in range(2))
    sign_up(page, teaches)
    sign_up(learner, learns)
    [(cohort, quiz)] = site.execute(CLASS_QUIZ, teaches, learns)
    learner.goto(f"/classes/{cohort}/quizzes/{quiz}/sit/")
    learner.get_by_role("button", name="Start quiz").click()
    learner.wait_for_url(re.compile(r"/quizzes/\d+/$"))
    page.clock.install()
    page.goto(f"/classes/{cohort}/quizzes/{quiz}/watch/")
    name = page.get_by_role("region", name="Learners").get_by_role("link")
    name.focus()
    learner.keyboard.press("n")
    expect(learner.get_by_text("Question 2 of 4")).to_be_visible()
    learner.keyboard.press("a")
    expect(learner.locator("[data-saving]")).to_have_text("Saved")
    page.clock.run_for(11_000)
    expect(page.get_by_role("cell", name="1 of 4")).to_be_visible()
    expect(name).to_be_focused()
    expect(page.get_by_role("region", name="Learners")).not_to_have_attribute("tabindex", "0")
    there.close()
