"""Ten days of one learner in front of web server, worker and beat, under a clock that moves while they run.

After each step that matters every figure of theirs on every page is compared with a second computation that shares no
code with the app (`tests.e2e.truth`).
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import ALONE, Site, heard, running
from tests.e2e.life import Life
from tests.e2e.measured import ENOUGH
from tests.e2e.moved import MovedClock
from tests.e2e.people import answer_exam, sign_up, start_exam
from tests.e2e.published import Habits
from tests.first import First

FIRST = datetime(2027, 3, 25, 17, tzinfo=UTC)  # a Thursday in Berlin, where clocks go forward on Sunday
READ, ASKED = "horizontal-vs-vertical-scaling", "load-balancer-vs-api-gateway"

SUSPEND = """
UPDATE quizzes_card SET suspended = true
WHERE id = (SELECT id FROM quizzes_card WHERE learner_id = %s AND state = 2 ORDER BY id LIMIT 1)
"""
RETIRE = """
UPDATE quizzes_fact SET retired_at = now()
WHERE id = (SELECT fact_id FROM quizzes_card WHERE learner_id = %s AND state = 2 AND NOT suspended ORDER BY id LIMIT 1)
"""


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> MovedClock:
    moved = MovedClock(tmp_path_factory.mktemp("clock") / "seconds")
    moved.put(FIRST)
    return moved


@pytest.fixture(scope="module")
def other_site(first: First, clock: MovedClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An app of its own, as its clock concerns everybody there."""
    var = tmp_path_factory.mktemp("var")
    name = f"e2e_days_{os.getpid()}"
    with running(first, var, name, broker=ALONE, SDWIKI_CLOCK=str(clock.file)) as started:
        yield started


@pytest.fixture
def life(other_site: Site, clock: MovedClock, browser: Browser) -> Iterator[Life]:
    context = browser.new_context(
        base_url=other_site.url, viewport={"width": 1280, "height": 900}, timezone_id="Europe/Berlin",
        reduced_motion="reduce",
    )  # fmt: skip
    faults = heard(context)
    # A test reads faster than people: so that its pace counts in minutes, its browser's watch goes faster at reviews.
    context.add_init_script(
        "const now = performance.now.bind(performance);"
        "performance.now = () => (location.pathname.startsWith('/review/') ? 400 : 1) * now()"
    )
    page, teacher = context.new_page(), browser.new_context(base_url=other_site.url).new_page()
    sign_up(page, "days@example.com")
    sign_up(teacher, "tea@example.com")
    habits = Habits(FIRST - timedelta(1), "Europe/Berlin")
    yield Life(other_site, page, teacher, clock, "days@example.com", habits)
    for one in (context, teacher.context):
        one.close()
    assert not faults


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def test_every_figure_is_true_through_ten_days(life: Life) -> None:
    first_evening(life)
    exam_that_runs_out(life)
    sunday_after_a_missed_day(life)
    a_date_is_set(life)
    flight_to_tokyo(life)
    late_riser(life)
    flight_across_the_date_line(life)
    tenth_day(life)
    until_enough_was_asked(life)
    assert not life.faults, "\n".join(life.faults)
    assert len(life.figures().asked) >= ENOUGH
    assert life.compared > 80


def first_evening(life: Life) -> None:
    life.take_up(READ)
    life.compare(READ, ASKED, book=True)
    life.grade("3314z23")
    life.compare(READ)
    life.practise(ASKED, "rwgis")
    life.compare(READ, ASKED, book=True)
    life.clock.put(life.clock.now() + timedelta(minutes=11))
    life.grade("3331z43")
    enough = life.figures().introduced
    life.truth.move(life.clock.now(), new_per_day=enough)
    life.set(new_per_day=str(enough))
    life.compare(READ)
    life.learn_more(5)
    life.compare(READ)


def exam_that_runs_out(life: Life) -> None:
    """The sweep closes it, by the moved clock; nobody else does."""
    life.clock.put(at(26, 6, 30))
    life.open_day()
    life.compare(READ, ASKED, book=True)
    start_exam(life.page, "Foundation")
    answer_exam(life.page, 2)
    attempt = life.attempt()
    life.page.goto("about:blank")
    life.clock.put(life.clock.now() + timedelta(minutes=11))
    life.page.goto(f"/quizzes/{attempt}/")
    expect(life.page.get_by_text("The time ran out.")).to_be_visible(timeout=40_000)
    closed = life.site.execute("SELECT closed_by_sweep FROM quizzes_attempt WHERE id = %s", attempt)
    assert closed == [(True,)]
    life.compare(READ)


def sunday_after_a_missed_day(life: Life) -> None:
    life.clock.put(at(28, 8))
    life.open_day()
    life.compare(READ, ASKED, book=True)
    life.grade("3134z333")
    life.practise(READ, "srurw")
    life.compare(READ, ASKED, book=True)


def a_date_is_set(life: Life) -> None:
    """And more is wanted: more new facts, and a surer memory. One card is suspended, and one fact leaves the wiki."""
    life.clock.put(at(29, 18))
    life.truth.interview = date(2027, 4, 20)
    life.truth.move(life.clock.now(), new_per_day=12, retention=0.93)
    life.set(interview_on="2027-04-20", new_per_day="12", retention="93")
    life.grade("332")
    life.hurry("331342")
    life.compare(READ)
    for change in (SUSPEND, RETIRE):
        life.site.execute(change, life.learner)
    life.suspended = 1
    life.compare(READ)


def flight_to_tokyo(life: Life) -> None:
    """No card moves to another date."""
    life.clock.put(at(30, 9))
    before = life.due_dates()
    life.truth.move(life.clock.now(), zone="Asia/Tokyo")
    life.set(time_zone="Asia/Tokyo")
    life.note("due dates", life.due_dates(), before)
    life.compare(READ)
    life.grade("313z")
    life.hurry("3143")
    life.compare(READ)


def late_riser(life: Life) -> None:
    """The day begins later from now on: before that hour it is still the day before."""
    life.clock.put(at(31, 21, 30))  # half past six in Tokyo
    before = life.due_dates()
    life.truth.move(life.clock.now(), day_start=8)
    life.set(day_start="8")
    life.note("due dates", life.due_dates(), before)
    life.compare(READ)
    life.grade("33")
    life.clock.put(at(31, 23, 30))
    life.open_day()
    life.compare(READ)


def flight_across_the_date_line(life: Life) -> None:
    """What was reviewed in the morning will have been so tomorrow."""
    life.clock.put(at(1, 23, 30, month=4))
    life.open_day()
    life.grade("31")
    life.clock.put(at(2, 1, month=4))
    before = life.due_dates()
    life.truth.move(life.clock.now(), zone="America/Los_Angeles")
    life.set(time_zone="America/Los_Angeles")
    life.note("due dates", life.due_dates(), before)
    life.compare(READ)
    life.grade("3z1")


def tenth_day(life: Life) -> None:
    life.clock.put(at(3, 17, month=4))
    life.open_day()
    life.compare(READ, ASKED, book=True)
    life.practise(ASKED, "rsigr")
    life.grade("343333")
    life.hurry("3134")
    life.grade("313343")  # among them what is answered aloud, which nobody hurries through
    life.compare(READ, ASKED, book=True)


def until_enough_was_asked(life: Life) -> None:
    """Which cards come, and so how many of them were known before, hangs on draws: a few days more bring the rest."""
    for day in range(4, 8):
        if len(life.figures().asked) >= ENOUGH:
            return
        life.clock.put(at(day, 17, month=4))
        life.open_day()
        life.grade("333")
        life.compare(READ)
