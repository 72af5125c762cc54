"""Today, the reminder, the digest and the calendar say the same at the same instant."""

import random
import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from quizzes.reminding.feed import calendar_of
from quizzes.reminding.queries import message_of
from quizzes.reminding.services import remind, renew_address
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.services import add_topics, grade
from quizzes.today.opening import open_day
from quizzes.today.planned import plan_wanted
from quizzes.today.reminders import choose
from quizzes.today.services import plan_break
from sdwiki.accounts.models import User
from sdwiki.inbox.kinds import DIGEST, REMINDER
from sdwiki.inbox.models import Notice
from sdwiki.inbox.services import Choice
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember
from tests.reminding.test_ics import READERS, as_ical
from tests.today.said import HEADING, LATER, READ_FIRST, said_today

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(1), timedelta(hours=1)
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
KINDS_OF_DAY = {
    "dated": {"minutes_per_day": 10, "interview_on": MORNING.date() + 20 * DAY},
    "minutes": {"minutes_per_day": 10},
    "neither": {},
}


@pytest.fixture
def at(monkeypatch):
    """Set the clock of the pages."""
    return lambda now: monkeypatch.setattr("sdwiki.clock.now", lambda: now)


def backlog(learner, now, cards):
    """So many cards that are due, of whatever facts there are."""
    facts = [fact for slug in ("messaging", "scaling") for fact in facts_of(slug)]
    for fact in facts[:cards]:
        remember(learner, fact, now, stability=3.0, days=5, due_in=-DAY)


def page_of(learner, address="/"):
    client = Client()
    client.force_login(learner)
    return client.get(address).content.decode()


def reminded(learner, now):
    """What a reminder of this instant says: due, new and in learning, and the minutes; None for none."""
    message = message_of(User.objects.get(pk=learner.pk), REMINDER, now)
    if message is None:
        return None
    read_first = READ_FIRST.match(f"{message.title}\n{message.text}")
    title = f"{read_first[2]}, about {read_first[1]} minutes" if read_first else message.title
    reviews, fresh, minutes = (int(number or 0) for number in HEADING.search(title).groups())
    later = LATER.search(message.text)
    learning = int(later[1].replace("one", "1")) if later else 0
    return reviews - learning, fresh, learning, minutes


def days_in(calendar):
    """The minutes of the days in a calendar, by date."""
    titles = {f"{start}"[:10]: re.fullmatch(r"sdwiki, (\d+) min", title) for _, start, _, title, _ in as_ical(calendar)}
    return {date.fromisoformat(day): int(found[1]) for day, found in titles.items() if found}


def days_of(learner, now):
    return days_in(calendar_of(User.objects.get(pk=learner.pk), now))


def digested(learner, now):
    """The minutes of the week ahead, as a digest says them."""
    text = message_of(User.objects.get(pk=learner.pk), DIGEST, now).text
    found = re.search(r"about (\d+) minutes?", text)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("kind", KINDS_OF_DAY)
@pytest.mark.parametrize("seed", range(3))
def test_the_reminder_and_the_calendar_say_what_today_says_whatever_was_answered(wiki, at, kind, seed):
    """Seen before: 14 reviews against 19, as those in learning were left out."""
    chance, now = random.Random(seed), MORNING
    learner = UserFactory(day_start=4, **KINDS_OF_DAY[kind])
    backlog(learner, now, 9)
    add_topics(learner=learner, topic_ids=[facts_of("storage")[-1].topic_id], now=now - DAY)
    open_day(learner, now)
    learning = 0
    for _ in range(12):
        at(now)
        said = said_today(page_of(learner))
        told = reminded(learner, now)
        assert told == (said if said[0] + said[1] else None)
        assert days_of(learner, now).get(now.date(), 0) == (said[3] or 0) or not told
        learning += bool(told and told[2])
        card = chance.choice(list(Card.objects.filter(learner=learner).order_by("pk")))
        grade(
            learner=learner, card_id=card.pk, rating=chance.choice([1, 1, 3]), now=now, key=uuid.uuid4(),
            duration_ms=12_000,
        )  # fmt: skip
        now += timedelta(minutes=chance.randint(0, 7))
    assert learning


@pytest.mark.parametrize("minutes", [None, 10])
def test_on_the_day_of_the_interview_nothing_is_asked_anywhere(wiki, at, minutes):
    learner = UserFactory(day_start=4, minutes_per_day=minutes, interview_on=MORNING.date(), new_per_day=3)
    backlog(learner, MORNING, 9)
    for kind in (REMINDER, DIGEST):
        choose(learner=learner, choices={kind: Choice(True, 9)}, now=MORNING - 30 * DAY)
    at(MORNING)
    assert "Nothing has to be done for it now" in page_of(learner)
    remind(now=MORNING)
    assert [one.kind for one in Notice.objects.filter(person=learner)] == [DIGEST]
    days = days_of(learner, MORNING)
    assert MORNING.date() not in days
    assert days == {MORNING.date() + DAY: 2}  # what waits from before
    assert "The next seven days ask 9 reviews, about 2 minutes." in Notice.objects.get().text


@pytest.mark.parametrize("minutes", [None, 10])
def test_the_days_before_know_that_the_interview_asks_nothing(wiki, at, minutes):
    interview = MORNING.date() + 2 * DAY
    learner = UserFactory(day_start=4, minutes_per_day=minutes, interview_on=interview, new_per_day=0)
    remember(learner, facts_of("messaging")[0], MORNING, due_in=2 * DAY)
    open_day(learner, MORNING)
    assert interview not in days_of(learner, MORNING)
    eve = MORNING + DAY
    at(eve)
    page = page_of(learner)
    assert "Tomorrow brings" not in page


@pytest.mark.parametrize("planned", [False, True])
@pytest.mark.parametrize("kind", KINDS_OF_DAY)
def test_the_digest_adds_up_what_the_calendar_holds(wiki, kind, planned):
    """Seen before: 77 against 71, as each day was rounded up before it was added."""
    learner = UserFactory(day_start=4, **KINDS_OF_DAY[kind])
    backlog(learner, MORNING, 12)
    add_topics(learner=learner, topic_ids=[facts_of("storage")[-1].topic_id], now=MORNING - DAY)
    plan_break(learner=learner, first=MORNING.date() + 2 * DAY, last=MORNING.date() + 3 * DAY, now=MORNING)
    open_day(learner, MORNING)
    if planned:
        plan_wanted(MORNING)
        for row in DayPlan.objects.exclude(outlook=None):
            row.outlook["loads"] = [seconds and 612.0 for seconds in row.outlook["loads"]]
            row.save()
    days, whole = days_of(learner, MORNING), digested(learner, MORNING)
    if kind == "dated":
        assert whole == sum(days.values())
        assert [days[MORNING.date() + n * DAY] for n in (1, 4, 5, 6)] == [10] * 4
        assert len(days) == 5
    else:
        assert abs(whole - sum(days.values())) <= len(days) / 2  # the parts are rounded, and so is the whole


def test_many_short_days_are_no_long_week(wiki):
    learner = UserFactory(day_start=4, new_per_day=0)
    for n, fact in enumerate(facts_of("messaging")[:7]):
        remember(learner, fact, MORNING, due_in=n * DAY)
    assert days_of(learner, MORNING) == {MORNING.date() + n * DAY: 1 for n in range(7)}
    assert digested(learner, MORNING) == 2  # seven times fourteen seconds


# --- Before a worker has come to a day -----------------------------------------------------------------------


@pytest.mark.parametrize("interview", [None, MORNING.date() + 20 * DAY, date.max])
@pytest.mark.parametrize("first", ["reminder", "calendar"])
def test_whoever_is_first_on_a_day_finds_no_more_than_its_minutes(wiki, at, first, interview):
    """Seen before: 120 minutes in the calendar of somebody with ten a day."""
    learner = UserFactory(day_start=4, minutes_per_day=1, interview_on=interview)
    backlog(learner, MORNING, 30)
    at(MORNING)
    if first == "reminder":
        choose(learner=learner, choices={REMINDER: Choice(True, 9)}, now=MORNING - 30 * DAY)
        remind(now=MORNING)
        said = int(re.search(r"[Aa]bout (\d+) minute", Notice.objects.get().title)[1])
    else:
        address = f"/calendar/{renew_address(learner=learner, now=MORNING).token}.ics"
        said = days_in(Client().get(address).content)[MORNING.date()]
    assert said == 1
    assert said == said_today(page_of(learner))[3]


# --- Dates that are far off ----------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2028, 3, 2), date(2028, 3, 3), date(2999, 2, 28), date.max - DAY, date.max])
@pytest.mark.parametrize("minutes", [None, 10])
def test_no_date_breaks_a_page_a_mail_or_the_calendar(wiki, at, day, minutes):
    """Seen before: the calendar failed at the last of all dates, and the reminder said its day without its year."""
    learner = UserFactory(day_start=4, minutes_per_day=minutes, interview_on=day)
    backlog(learner, MORNING, 3)
    at(MORNING)
    client = Client()
    client.force_login(learner)
    for address in (
        "/",
        "/plan/",
        "/review/",
        "/progress/",
        "/progress/statistics/",
        "/settings/",
        "/settings/messages/",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
    assert f"{day.year}" in client.get("/").content.decode()
    for kind in (REMINDER, DIGEST):
        assert re.search(
            rf"Your interview is (in 73\d days, )?on {day.day} \w+ {day.year}\.",
            message_of(learner, kind, MORNING).text,
        )
    for reader in READERS:
        found = reader(calendar_of(learner, MORNING))
        assert [start for uid, start, *_ in found if uid.startswith("interview")] == ([] if day == date.max else [day])
