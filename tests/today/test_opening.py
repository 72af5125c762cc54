"""A learner who comes before the sweep finds the list of this day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.reminding.services import renew_address
from quizzes.reviews.counting import load
from quizzes.reviews.days import local_day
from quizzes.reviews.models import DayPlan
from quizzes.today.models import LearnerClock
from quizzes.today.opening import open_day
from quizzes.today.planned import plan_wanted
from quizzes.today.services import open_days
from sdwiki.accounts.models import User
from tests.factories import UserFactory
from tests.parallel import at_once
from tests.progress.memories import facts_of, remember

DAY = timedelta(1)


def learner_with_cards(now, **fields):
    learner = UserFactory(**fields)
    for fact in facts_of("messaging")[:4]:
        remember(learner, fact, now, stability=3.0, days=5, due_in=-DAY)
    return User.objects.get(pk=learner.pk)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def dated(wiki, now):
    return learner_with_cards(now, interview_on=local_day(now, "UTC", 4) + 20 * DAY, minutes_per_day=1)


@pytest.fixture
def client(dated):
    client = Client()
    client.force_login(dated)
    return client


def kept():
    return DayPlan.objects.values_list("day", "due", "fresh", "minutes", "date", "cards", "room", "wants", "off")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/plan/", "/review/", "/progress/", "/progress/statistics/"])
@pytest.mark.parametrize("opened", [False, True])
def test_the_first_page_of_a_day_finds_its_list(client, dated, now, address, opened):
    if opened:
        open_days(now)
    assert client.get(address).status_code == 200
    plan = DayPlan.objects.get(learner=dated)
    assert plan.cards
    before = load(dated, now)
    open_days(now)
    plan_wanted(now)
    after = load(dated, now)
    assert (after.due, after.fresh, after.minutes) == (before.due, before.fresh, before.minutes)
    assert DayPlan.objects.get(learner=dated).cards == plan.cards


@pytest.mark.django_db
def test_a_calendar_that_is_read_first_finds_it_too(client, dated, now):
    renewed = renew_address(learner=dated, now=now)
    assert Client().get(f"/calendar/{renewed.token}.ics").status_code == 200
    assert DayPlan.objects.get(learner=dated).cards


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"minutes_per_day": 1}, {"minutes_per_day": 60}])
def test_a_day_is_opened_as_the_sweep_opens_it(wiki, now, fields):
    learner = learner_with_cards(now, **fields)
    open_day(learner, now)
    mine, clock = list(kept()), LearnerClock.objects.get().opens_at
    DayPlan.objects.all().delete()
    LearnerClock.objects.all().delete()
    open_days(now)
    plan_wanted(now)
    assert list(kept()) == mine
    assert len(mine) == 1
    assert LearnerClock.objects.get().opens_at == clock


@pytest.mark.django_db
def test_who_comes_opens_no_day_but_their_own(dated, now):
    learner_with_cards(now, email="grace@example.com", minutes_per_day=1)
    open_day(dated, now)
    assert [plan.learner_id for plan in DayPlan.objects.all()] == [dated.pk]
    assert [clock.learner_id for clock in LearnerClock.objects.all()] == [dated.pk]


@pytest.mark.django_db
def test_without_minutes_nothing_has_a_list_and_nothing_is_asked(wiki, now, django_assert_num_queries):
    learner = learner_with_cards(now)
    with django_assert_num_queries(0):
        open_day(learner, now)


@pytest.mark.django_db
def test_an_opened_day_costs_one_statement(dated, now, django_assert_num_queries):
    open_day(dated, now)
    with django_assert_num_queries(1):
        open_day(dated, now)


@pytest.mark.django_db
def test_what_is_sent_and_a_visitor_open_nothing(client, dated):
    Client().get("/")
    client.post("/plan/not-today/", {"act": "nonsense"})
    assert not DayPlan.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_windows_and_a_sweep_at_once_make_one_list(dated, now):

    def window():
        open_day(User.objects.get(pk=dated.pk), now)

    at_once(window, window, lambda: open_days(now))
    assert DayPlan.objects.get(learner=dated).cards


@pytest.mark.django_db
def test_a_list_that_fails_takes_no_page_down(client, dated, now, monkeypatch, caplog):
    def fail(**about):
        raise ZeroDivisionError

    monkeypatch.setattr("quizzes.today.planned.plan_day", fail)
    feed = renew_address(learner=dated, now=now).token
    for address in ("/", "/plan/", "/review/", "/progress/", f"/calendar/{feed}.ics"):
        assert client.get(address).status_code == 200
    assert f"The day of account {dated.pk} could not be opened" in caplog.text
