"""What people do in the browser, by role and visible name."""

import re

from playwright.sync_api import Page, expect

PASSWORD = "a long enough secret"


def sign_up(page: Page, email: str) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Start with Foundation")


def log_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()


def log_out(page: Page) -> None:
    page.context.clear_cookies()


def answer_practice(page: Page, count: int) -> None:
    """Answer so many practice questions by keyboard: a choice, Enter, Enter."""
    for number in range(1, count + 1):
        expect(page.get_by_text(f"{number} of {count}").first).to_be_visible()
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        expect(page.locator(".feedback").first).to_be_visible()
        expect(page.get_by_text(re.compile("See it (in its table|on its page)")).first).to_be_visible()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Question by question")).to_be_visible()


def start_exam(page: Page, phase: str) -> None:
    page.goto("/quizzes/")
    page.get_by_role("radio", name=re.compile(f"^{phase}")).check()
    page.get_by_role("button", name=re.compile("Start (quiz|exam)")).click()
    expect(page.get_by_text("Question 1 of 10")).to_be_visible()


def answer_exam(page: Page, count: int) -> None:
    """Choose an answer to so many questions, waiting for each to be saved."""
    for number in range(1, count + 1):
        question = page.locator(f"#question-{number}")
        expect(question).to_be_visible()
        with page.expect_response(re.compile(r"/answer|/questions?/")) as saved:
            question.get_by_role("radio").first.check()
        assert saved.value.status == 200
        expect(page.locator("[data-saving]")).to_have_text("Saved")
        expect(page.get_by_role("link", name=f"Question {number}, answered")).to_be_visible()
        if number < count:
            question.get_by_role("link", name="Next").click()
