"""A reminder a day, at the hour that was chosen, and only when something is there to review."""

import re
import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from content.models import Phase
from content.reading.words import number_of
from quizzes.classes.services import assign, create_class, join
from quizzes.reminding.feed import calendar_of
from quizzes.reminding.services import remind
from quizzes.reviews.counting import load
from quizzes.reviews.models import DayPlan
from quizzes.reviews.paths import way_of
from quizzes.reviews.services import grade
from quizzes.tasks import remind as task
from quizzes.today.models import LearnerClock
from quizzes.today.path import plan_day, to_read
from quizzes.today.planned import plan_wanted
from quizzes.today.reminders import choose
from quizzes.today.services import open_days, plan_break
from sdwiki import rounding
from sdwiki.accounts.models import User
from sdwiki.inbox.kinds import DIGEST, REMINDER
from sdwiki.inbox.models import MailCopy, Notice, Subscription
from sdwiki.inbox.services import Choice
from tests.factories import InstructorFactory
from tests.inbox.conftest import confirmed
from tests.parallel import at_once, drop_constraint, locked, slow, unlocked
from tests.progress.memories import facts_of, remember
from tests.reminding.conftest import HOUR, learner_at, told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def at(hour, minute=0, day=2):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_the_reminder_comes_at_the_hour_and_once(wiki, now, post):
    learner = learner_at(now, 18)
    for moment in (at(17, 59), at(18), at(18, 1), at(23, 59), at(3, 59, day=3)):
        remind(now=moment)
    assert told(learner) == ["2026-03-02"]
    [notice] = Notice.objects.all()
    assert (notice.title, notice.at, notice.link) == ("3 reviews, about 1 minute", at(18), "/")
    assert [(copy.day, copy.until) for copy in MailCopy.objects.all()] == [(date(2026, 3, 2), at(4, day=3))]


def test_it_says_what_the_one_load_says(wiki, now):
    learner = learner_at(now, 18, cards=5)
    remind(now=at(18))
    left = load(learner, at(18))
    assert Notice.objects.get().title == f"{left.due} reviews, about {left.minutes} minute"


def test_it_says_what_the_plan_reads_from_as_today_and_the_plan_do(wiki, now, client, monkeypatch):
    learner = learner_at(now, 18, cards=0, interview_on=now.date() + 12 * DAY, minutes_per_day=5)
    said = to_read(learner, plan_day(learner=learner, now=now), way_of(learner))[0].told
    remind(now=at(18))
    notice = Notice.objects.get()
    assert re.fullmatch(r"Read from [^(]+ \(\d+ minutes?\)", said)
    sentence = notice.text.partition("\n")[0]
    assert re.fullmatch(rf"{re.escape(said)}, then \d+ new facts? \(about \d+ minutes?\)\.", sentence)
    monkeypatch.setattr("sdwiki.clock.now", lambda: at(18))
    client.force_login(learner)
    home = client.get("/").content.decode()
    assert f"<h1>{notice.title}</h1>" in home
    assert f'<p class="lede">{sentence}' in home
    assert f">{sentence[:-1]}</a>" in client.get("/plan/").content.decode()
    learner.refresh_from_db()
    assert sentence[:-1] in calendar_of(learner, at(18)).decode().replace("\r\n ", "").replace("\\,", ",")


@pytest.mark.parametrize("opened", [False, True])
def test_a_day_that_has_just_begun_is_given_its_list_first(wiki, now, opened):
    """Seen before: it said 13 reviews, and Today a moment later that there are none."""
    learner = learner_at(now, 18, interview_on=now.date() + 12 * DAY, minutes_per_day=5)
    LearnerClock.objects.create(learner=learner, opens_at=at(18))
    if opened:
        open_days(at(18))
    remind(now=at(18))
    [notice] = Notice.objects.all()
    assert DayPlan.objects.get(learner=learner).cards
    open_days(at(18))
    plan_wanted(at(18))
    left = load(learner, at(18))
    assert f", then {number_of(left.fresh, 'new fact')} (about" in notice.text


@pytest.mark.parametrize("why", ["nothing is due", "suspended", "never chosen", "off", "disabled", "leaving"])
def test_nobody_is_reminded_of_nothing_or_against_their_will(wiki, now, why):
    charlie = learner_at(now, 18, email="charlie@example.com")
    learner = learner_at(now, 18, due_in=3 * DAY if why == "nothing is due" else -HOUR)
    if why == "suspended":
        learner.cards.update(suspended=True)
    elif why == "never chosen":
        Subscription.objects.filter(person=learner).delete()
    elif why == "off":
        choose(learner=learner, choices={REMINDER: Choice(True, None)}, now=now)
    elif why in ("disabled", "leaving"):
        change = {"is_active": False} if why == "disabled" else {"leaves_at": at(4, day=9)}
        User.objects.filter(pk=learner.pk).update(**change)
    remind(now=at(18))
    assert (told(learner), told(charlie)) == ([], ["2026-03-02"])


def test_a_day_without_a_worker_is_not_made_up_for_and_a_late_hour_is(wiki, now):
    learner = learner_at(now, 18)
    remind(now=at(22))
    remind(now=at(22, day=6))
    assert told(learner) == ["2026-03-02", "2026-03-06"]


def test_an_hour_chosen_after_it_has_struck_is_tomorrows(wiki, now):
    learner = learner_at(now, 23)
    choose(learner=learner, choices={REMINDER: Choice(True, 9)}, now=at(12))
    remind(now=at(13))
    assert told(learner) == []
    remind(now=at(9, day=3))
    assert told(learner) == ["2026-03-03"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin", "No/Such_Zone"])
@pytest.mark.parametrize("first", [datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 10, 23, 12, tzinfo=UTC)])
def test_every_local_date_has_one_when_the_clocks_change(wiki, zone, first):
    learner = learner_at(first, 2, time_zone=zone, day_start=0)
    for minutes in range(0, 4 * 24 * 60, 30):
        remind(now=first + timedelta(minutes=minutes))
    days = told(learner)
    assert len(days) in (4, 5)
    begin = date.fromisoformat(days[0])
    assert days == [str(begin + timedelta(n)) for n in range(len(days))]


def test_who_travels_west_is_reminded_once_of_a_date(wiki, now):
    learner = learner_at(now, 18, time_zone="Pacific/Kiritimati", due_in=-DAY)
    remind(now=at(5))
    assert told(learner) == ["2026-03-02"]
    User.objects.filter(pk=learner.pk).update(time_zone="Pacific/Honolulu")
    for hours in range(24):
        remind(now=at(6) + timedelta(hours=hours))
    assert told(learner) == ["2026-03-02"]


def test_one_who_cannot_be_reminded_does_not_hold_up_the_others(wiki, now, caplog):
    broken, learner = learner_at(now, 18), learner_at(now, 18)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE inbox_notice ADD CHECK (person_id <> {broken.pk})")
    assert remind(now=at(18)) == 2
    assert (told(broken), told(learner)) == ([], ["2026-03-02"])
    assert f"Account {broken.pk} could not be told" in caplog.text


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_batches_of_any_size_reach_everybody(wiki, now, limit):
    learners = [learner_at(now, 18) for _ in range(3)]
    assert remind(now=at(18), most=limit) == 3
    assert [told(learner) for learner in learners] == [["2026-03-02"]] * 3


def test_it_names_what_a_class_asks_for_soon_and_the_interview(wiki, now):
    learner = learner_at(now, 18, interview_on=date(2026, 3, 12))
    teacher = InstructorFactory()
    cohort = create_class(instructor=teacher, name="\u05d0\u05d1 A\u202eB", key=uuid.uuid4(), now=now)
    join(cohort=cohort, learner=learner, now=now)
    for phase, day in zip(Phase.objects.order_by("position"), (4, 25), strict=False):
        assign(cohort=cohort, phase=phase, due_on=date(2026, 3, day), target_recall=0.8, now=now)
    remind(now=at(18))
    text = Notice.objects.get().text
    assert "in 2 days, on 4 March." in text
    assert "25 March" not in text
    assert "Your interview is in 10 days, on 12 March." in text
    assert "\u202e" not in text


@pytest.mark.parametrize(("hour", "day"), [(18, 2), (2, 3)])
def test_dates_are_told_as_of_the_calendars(wiki, now, hour, day):
    """Seen before: a mail of two o'clock on the day of an interview said that it is tomorrow."""
    learner_at(now, hour, day_start=4, interview_on=date(2026, 3, 3))
    remind(now=at(hour, day=day))
    assert f"Your interview is {'tomorrow' if day == 2 else 'today'}." in Notice.objects.get().text


def test_the_digest_comes_on_monday_and_says_the_week(wiki, now):
    learner = learner_at(now, 9, kind=DIGEST)
    for day, hour in ((2, 8), (2, 9), (3, 12), (8, 23), (9, 8)):
        remind(now=at(hour, day=day))
    assert told(learner, DIGEST) == ["2026-03-02"]
    assert Notice.objects.get().title == "Your week: no reviews"
    assert "The next seven days ask 3 reviews, about 1 minute." in Notice.objects.get().text
    remind(now=at(9, day=9))
    assert told(learner, DIGEST) == ["2026-03-02", "2026-03-09"]


def test_the_digest_without_a_date_says_what_the_week_asks_and_not_what_falls_due(wiki, now):
    """Twelve cards are due; a minute a day holds five, and a break holds none."""
    learner = learner_at(now, 9, kind=DIGEST, cards=12, minutes_per_day=1, new_per_day=0, interview_on=None)
    learner.cards.update(last_day=now.date() - 5 * DAY)
    plan_break(learner=learner, first=now.date() + DAY, last=now.date() + 5 * DAY, now=now)
    open_days(at(13))
    plan_wanted(at(13))
    remind(now=at(13))
    assert "The next seven days ask 10 reviews, about 2 minutes." in Notice.objects.get().text


@pytest.mark.parametrize("known", ["today", "two days ago", ""])
def test_the_digest_with_a_date_says_what_the_plan_does(wiki, now, known):
    """Of the seven days two are a break, and the interview is on the sixth. Before the forecast is there, each day
    counts with its minutes; one that stands since an earlier day counts from today on."""
    learner = learner_at(now, 9, kind=DIGEST, cards=12, minutes_per_day=5, interview_on=now.date() + 5 * DAY)
    plan_break(learner=learner, first=now.date() + 2 * DAY, last=now.date() + 3 * DAY, now=now)
    if known:
        plan_wanted(now)
        row = DayPlan.objects.get(learner=learner)
        loads = row.outlook["loads"]
        row.outlook["loads"] = [300.0] * 2 * (known == "two days ago") + loads
        row.save()
    remind(now=at(13))
    seconds = load(learner, at(13)).takes + (sum(min(one, 300.0) for one in loads[1:]) if known else 600.0)
    said = f"Your plan takes about {rounding.minutes(seconds)} minutes in the next seven days, on 3 of them."
    assert said in Notice.objects.get().text


@pytest.mark.parametrize("hour", [2, 4, 9])
def test_the_digest_comes_on_the_calendars_monday_with_all_of_the_week(wiki, now, hour):
    """Seen before: at an hour before the day begins it came on Tuesday, though the page says Mondays."""
    learner = learner_at(now, hour, kind=DIGEST, cards=3, day_start=4)
    for card, day in zip(learner.cards.order_by("pk"), (3, 7, 8), strict=True):
        grade(learner=learner, card_id=card.pk, rating=3, now=at(12, day=day), key=uuid.uuid4())
    for hours in range(4 * 24):
        remind(now=at(12, day=7) + timedelta(hours=hours))
    [notice] = Notice.objects.filter(person=learner, at__gt=at(12, day=7))
    assert (notice.at, notice.key) == (at(hour, day=9), "2026-03-09")
    assert notice.title == "Your week: 3 reviews on 3 days"


def test_who_has_learnt_nothing_gets_no_digest(wiki, now):
    learner = learner_at(now, 9, kind=DIGEST, cards=0)
    assert remind(now=at(9)) == 1
    assert told(learner) == []


def test_the_task_reminds(wiki, now):
    learner = confirmed()
    for fact in facts_of("messaging")[:2]:
        remember(learner, fact, now, due_in=-HOUR)
    choose(learner=learner, choices={REMINDER: Choice(True, 0)}, now=now - timedelta(30))
    User.objects.filter(pk=learner.pk).update(day_start=0)
    task()
    assert len(told(learner)) == 1


# --- Two sweeps at once ------------------------------------------------------------------------------


def sweeps(as_job=locked):
    with slow("UPDATE", "inbox_subscription", 0.05):
        return at_once(*[as_job(lambda: remind(now=at(18), most=100))] * 4)


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_remind_each_once(wiki, now, post):
    """Row 19."""
    for _ in range(6):
        learner_at(now, 18)
    assert sum(sweeps()) == 6
    assert set(Counter(Notice.objects.values_list("person", flat=True)).values()) == {1}
    assert (Notice.objects.count(), MailCopy.objects.count()) == (6, 6)


def careless(job):
    """A sweep that locks nobody, and takes what was told for untold."""
    return unlocked(job, (r"FOR UPDATE OF s SKIP LOCKED", ""), (r'("inbox_notice"."key" = %s)', r"\1 AND false"))


@pytest.mark.django_db(transaction=True)
def test_control_without_lock_and_constraint_people_are_told_twice(wiki, now):
    for _ in range(6):
        learner_at(now, 18)
    drop_constraint(Notice, "notice_once")
    sweeps(careless)
    assert Notice.objects.count() > 6


@pytest.mark.parametrize("learners", [1, 3])
def test_a_sweep_that_finds_nobody_costs_three_statements(wiki, now, learners, django_assert_num_queries):
    for _ in range(learners):
        learner_at(now, 18)
    with django_assert_num_queries(3):  # whose hours there are, for each kind
        remind(now=at(17))
