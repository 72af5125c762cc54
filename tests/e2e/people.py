"""What people do in the browser, by role and visible name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Site

PASSWORD = "a long enough secret"
# One quiz of ten holds them; decisions ("choose", "reason") are answered as the option choice is.
KINDS = [
    "option",
    "value",
    "scenario",
    "odd",
    "multiple",
    "match",
    "categorise",
    "order",
    "cloze",
    "true-false",
]


# A number as the bank keeps it: alone, with a margin, or the least and the most that are accepted.
NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(?: ± .+| \(.+|\.\..+)?")


@dataclass(frozen=True)
class Right:
    """The right answer by position: choices from 0, for each item its place from 1, and what to type."""

    chosen: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    typed: str = ""


def ask_kinds(site: Site, attempt: int, kinds: Sequence[str]) -> None:
    """Replace the first questions of an open attempt by one of each of these kinds, in their order."""
    for position, kind in enumerate(kinds, 1):
        site.execute(
            "UPDATE quizzes_attemptquestion a SET version_id = v.id, \"order\" = v.choices FROM ("
            " SELECT c.version_id AS id, array_agg(c.id ORDER BY md5(c.text)) AS choices FROM quizzes_question q"
            " JOIN quizzes_choice c ON c.version_id = q.current_id WHERE q.kind = %s AND q.state = 'live'"
            " GROUP BY c.version_id, q.key ORDER BY md5(q.key) LIMIT 1"
            ") v WHERE a.attempt_id = %s AND a.position = %s",
            kind, attempt, position,
        )  # fmt: skip


def begin(page: Page, site: Site, button: str) -> int:
    """Somebody new starts a quiz of ten questions, one of each kind in the order of KINDS; its id."""
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill(f"{uuid4().hex[:12]}@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name=re.compile("sign up", re.IGNORECASE)).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto("/quizzes/?phase=foundation")
    page.get_by_role("button", name=button).click()
    page.wait_for_url(re.compile(r"/quizzes/\d+/"))
    found = re.search(r"/quizzes/(\d+)/", page.url)
    assert found
    ask_kinds(site, int(found[1]), KINDS)
    page.goto(f"/quizzes/{found[1]}/?question=1")
    return int(found[1])


def right(site: Site, attempt: int, position: int) -> Right:
    """The right answer to a question."""
    choices = site.execute(
        "SELECT c.correct, c.target, c.text, v.targets FROM quizzes_attemptquestion q"
        " JOIN quizzes_questionversion v ON v.id = q.version_id JOIN quizzes_choice c ON c.version_id = v.id"
        " WHERE q.attempt_id = %s AND q.position = %s ORDER BY array_position(q.order, c.id)",
        attempt, position,
    )  # fmt: skip
    kept = NUMBER.fullmatch(choices[0][2])
    return Right(
        chosen=tuple(place for place, (correct, target, _, _) in enumerate(choices) if correct and not target),
        places=tuple(targets.index(target) + 1 for _, target, _, targets in choices if target),
        typed=kept[1] if kept else choices[0][2],
    )


def sign_up(page: Page, email: str) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name="Not now").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Start with Foundation")


def log_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def log_out(page: Page) -> None:
    page.context.clear_cookies()


def answer_practice(page: Page, count: int) -> None:
    """Answer so many practice questions by keyboard: something, Enter, Enter."""
    for number in range(1, count + 1):
        expect(page.get_by_text(f"{number} of {count}").first).to_be_visible()
        page.wait_for_load_state()
        page.wait_for_timeout(250)  # a swapped-in question takes the focus once it has settled, from a select too
        answer_by_keyboard(page, page.locator("#question"))
        page.keyboard.press("Enter")
        expect(page.locator(".feedback, .part-row").first).to_be_visible()
        expect(page.get_by_text(re.compile("See it (in its table|on its page)")).first).to_be_visible()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Question by question")).to_be_visible()


def answer_by_keyboard(page: Page, question: Locator, right: Right | None = None) -> None:
    """Give an answer without a pointer; the focus is then where Enter sends it. By default the first there is."""
    rows, lines = question.get_by_role("radiogroup"), question.locator("[data-order] > li")
    for number in range(rows.count()):
        page.keyboard.press("abcdefgh"[number])
        places = rows.nth(number).get_by_role("radio").count()  # a place that each answer takes alone is given up
        place(page, rows.nth(number), right.places[number] if right else number % places + 1)
    if lines.count():
        arrange(page, lines, right.places if right else ())
        page.evaluate("document.activeElement.blur()")
    elif rows.count():
        return
    elif question.locator("input[type=text]").count():
        expect(question.locator("input[type=text]")).to_be_focused()
        page.keyboard.type(right.typed if right else readable(question))
    else:
        for number in right.chosen if right else [0]:
            page.keyboard.press("abcdefgh"[number])


def readable(question: Locator) -> str:
    """Something to type that the question's field takes for an answer: only a number where one is asked for."""
    return "7" if question.locator("input[inputmode=decimal]").count() else "something"


def place(page: Page, row: Locator, wanted: int) -> None:
    """Take a place (from 1) in a row that has the focus: by its number where places are numbered, else by arrows."""
    expect(row.locator("input:focus")).to_have_count(1)
    numbered = row.locator(".chip-key").count()
    for key in [str(wanted)] if numbered else ["Space", *["ArrowRight"] * (wanted - 1)]:
        page.keyboard.press(key)
    expect(row.get_by_role("radio").nth(wanted - 1)).to_be_checked()


def arrange(page: Page, lines: Locator, places: Sequence[int]) -> None:
    """Put lines in an order by their numbers and arrows, or say that they are in order. By default they stay."""
    now, moved = list(places), False
    for wanted in range(1, len(now) + 1):
        at = now.index(wanted)
        for key in [str(at + 1), *["ArrowUp"] * (at + 1 - wanted)] if at >= wanted else []:
            page.keyboard.press(key)
            moved = True
        now.insert(wanted - 1, now.pop(at))
    if not moved:
        lines.page.get_by_role("button", name="Keep this order").press("Enter")
    expect(lines.locator("xpath=..")).not_to_have_class(re.compile("is-open"))


def grade(page: Page, rating: int) -> tuple[int, str]:
    """Show a card's answer and grade it by keyboard: the grade, and how long the card was promised to stay away.

    A card that is answered aloud is graded by the least that has to be said for it, and is at best Good.
    """
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_focused()
    steps = page.locator(".becomes > li")
    if not steps.count():
        promised = page.locator(f".grade[value='{rating}'] small").inner_text()
        page.keyboard.press(str(rating))
        return rating, promised
    rating = min(rating, 3)
    step = steps.filter(has_text=("Again", "Hard", "Good")[rating - 1])
    promised = step.inner_text().partition("back in ")[2]
    page.wait_for_timeout(450)  # Enter pressed at once would send what nobody has read
    for number in range(int(step.get_attribute("data-least") or 0)):
        page.keyboard.press(str(number + 1))
    page.keyboard.press("Enter")
    return rating, promised


def answer_something(page: Page, question: Locator) -> None:
    """Give the first answer there is to a question of an exam, and wait until each part is saved."""
    rows, keep = question.get_by_role("radiogroup"), question.get_by_role("button", name="Keep this order")
    places = rows.first.get_by_role("radio").count() if rows.count() else 0  # in pairs none may be taken twice
    for control in [*(rows.nth(n).get_by_role("radio").nth(n % places) for n in range(rows.count())), *keep.all()]:
        with page.expect_response(re.compile(r"/answer/")) as saved:
            control.press("Space")
        assert saved.value.status == 200
    if rows.count() or question.locator("[data-order]").count():
        return
    with page.expect_response(re.compile(r"/answer/")) as saved:
        if question.locator("input[type=text]").count():
            question.locator("input[type=text]").press_sequentially(readable(question))
        else:
            question.locator("input[name=choice]").first.check()
    assert saved.value.status == 200


def start_exam(page: Page, phase: str) -> None:
    page.goto("/quizzes/")
    page.get_by_role("radio", name=re.compile(f"^{phase}")).check()
    page.get_by_role("button", name=re.compile("Start (the )?(quiz|exam)")).click()
    expect(page.get_by_text("Question 1 of 10")).to_be_visible()


def answer_exam(page: Page, count: int) -> None:
    """Choose an answer to so many questions, waiting for each to be saved."""
    for number in range(1, count + 1):
        question = page.locator(f"#question-{number}")
        expect(question).to_be_visible()
        answer_something(page, question)
        expect(page.locator("[data-saving]")).to_have_text("Saved")
        expect(page.get_by_role("link", name=f"Question {number}, answered")).to_be_visible()
        if number < count:
            question.get_by_role("link", name="Next").click()
