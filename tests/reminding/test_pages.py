"""Messages, the calendar's address, the inbox, and the number in the header."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.models import Phase
from quizzes.classes.services import assign, create_class, join
from quizzes.reminding.models import CalendarAddress
from quizzes.reviews.counting import load
from quizzes.today.reminders import choose
from sdwiki.inbox.kinds import KINDS, REMINDER
from sdwiki.inbox.models import Subscription
from sdwiki.inbox.services import Choice
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember
from tests.reminding.test_ics import READERS, as_ical

pytestmark = pytest.mark.django_db
MESSAGES = {"reminder_hour": "18", "reminder_mail": "on", "digest_hour": "never", "digest_mail": "on"}


@pytest.fixture
def ada(client):
    ada = UserFactory(email="ada@example.com")
    client.force_login(ada)
    session = client.session.session_key
    UserSession.objects.create(user=ada, session_key=session, ip="127.0.0.1", user_agent="x")
    return ada


def chosen(person):
    return {one.kind: (one.hour, one.mailed) for one in Subscription.objects.filter(person=person)}


# --- What is chosen --------------------------------------------------------------------------------------


def test_hours_and_mails_are_chosen_by_kind(client, ada, settings):
    settings.EMAIL_URL = "smtp://x"
    charlie = UserFactory(email="charlie@example.com")
    assert client.post(reverse("quizzes:messages"), MESSAGES).status_code == 302
    untimed = {code: (None, False) for code, kind in KINDS.items() if not kind.timed}  # their boxes are not ticked
    assert chosen(ada) == {"reminder": (18, True), "digest": (None, True)} | untimed
    assert client.post(reverse("quizzes:messages"), {"reminder_hour": "never", "digest_hour": "7"}).status_code == 302
    assert chosen(ada) == {"reminder": (None, False), "digest": (7, False)} | untimed
    assert chosen(charlie) == {}


def test_who_has_not_confirmed_the_address_is_told_that_no_mail_comes(client, ada, settings):
    said = "No mail goes to"
    assert said not in client.get(reverse("quizzes:messages")).content.decode()  # the site sends none at all
    settings.EMAIL_URL = "smtp://x"
    EmailAddress.objects.filter(user=ada).delete()
    assert said in client.get(reverse("quizzes:messages")).content.decode()
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    assert said not in client.get(reverse("quizzes:messages")).content.decode()


def test_where_no_mail_is_sent_the_page_says_so_and_keeps_the_choice(client, ada):
    choose(learner=ada, choices={REMINDER: Choice(False, 9)}, now=timezone.now())
    assert "has no mail server" in client.get(reverse("quizzes:messages")).content.decode()
    client.post(reverse("quizzes:messages"), MESSAGES)
    assert chosen(ada)["reminder"] == (18, False)


@pytest.mark.parametrize("hour", ["", "24", "-1", "x", "1.5", "９", "9" * 30])
def test_an_hour_that_is_none_is_refused_and_nothing_changes(client, ada, hour):
    choose(learner=ada, choices={REMINDER: Choice(True, 9)}, now=timezone.now())
    before = list(Subscription.objects.values())
    assert client.post(reverse("quizzes:messages"), MESSAGES | {"reminder_hour": hour}).status_code == 422
    assert list(Subscription.objects.values()) == before


# --- The calendar ----------------------------------------------------------------------------------------


def address(client, act="new"):
    client.post(reverse("quizzes:calendar-address"), {"act": act})
    return reverse("quizzes:calendar", args=[CalendarAddress.objects.get().token]) if act == "new" else ""


def test_the_calendar_opens_without_a_login_for_whoever_has_the_address(client, ada):
    response = Client().get(address(client))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")
    assert response["X-Robots-Tag"] == "noindex"


def test_a_new_address_ends_the_old_one_and_none_ends_all(client, ada):
    first, second = address(client), address(client)
    assert first != second
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    address(client, "off")
    assert client.get(second).status_code == 404
    assert CalendarAddress.objects.count() == 0


def test_an_address_of_somebody_who_is_disabled_leads_nowhere(client, ada):
    calendar = address(client)
    ada.is_active = False
    ada.save()
    assert Client().get(calendar).status_code == 404


@pytest.mark.parametrize("act", ["", "other", "new off"])
def test_nothing_is_done_that_was_not_asked_for(client, ada, act):
    assert client.post(reverse("quizzes:calendar-address"), {"act": act}).status_code == 400
    assert not CalendarAddress.objects.exists()


def events(client, calendar, reader=as_ical):
    return {uid.partition("@")[0]: (start, title) for uid, start, _, title, _ in reader(client.get(calendar).content)}


@pytest.mark.parametrize("reader", READERS)
def test_it_holds_the_interview_the_days_and_what_classes_ask_for(wiki, client, ada, reader):
    now = timezone.now()
    day = now.date()
    ada.interview_on, ada.day_start, ada.new_per_day = day + timedelta(20), 0, 0
    ada.save()
    for place, due_in in enumerate((-1, 48)):
        remember(ada, facts_of("messaging")[place], now, due_in=timedelta(hours=due_in))
    cohort = create_class(instructor=UserFactory(is_instructor=True), name="A, B; C", key="0" * 32, now=now)
    join(cohort=cohort, learner=ada, now=now)
    phase = Phase.objects.get(slug="communication")
    given = assign(cohort=cohort, phase=phase, due_on=day + timedelta(9), target_recall=0.8, now=now)
    assert events(client, address(client), reader) == {
        f"interview-{ada.pk}": (day + timedelta(20), "Interview"),
        f"day-{day}-{ada.pk}": (day, "sdwiki, 1 min"),
        f"day-{day + timedelta(2)}-{ada.pk}": (day + timedelta(2), "sdwiki, 1 min"),
        f"due-assignment-{given.pk}-{ada.pk}": (day + timedelta(9), f"Due: {phase.title} for A, B; C"),
    }


def test_what_has_not_opened_for_a_learner_is_in_no_calendar(wiki, client, ada):
    now = timezone.now()
    cohort = create_class(instructor=UserFactory(is_instructor=True), name="A class", key="0" * 32, now=now)
    join(cohort=cohort, learner=ada, now=now)
    plan = {"due_on": now.date() + timedelta(9), "target_recall": 0.8, "now": now}
    given = assign(cohort=cohort, phase=Phase.objects.get(slug="communication"), **plan)
    calendar, due = address(client), f"due-assignment-{given.pk}-{ada.pk}"
    assert due in events(client, calendar)
    given.opens = now + timedelta(5)
    given.save(update_fields=["opens"])
    assert due not in events(client, calendar)


def test_days_that_are_planned_for_the_interview_take_the_minutes_set_aside(wiki, client, ada):
    now = timezone.now()
    day = now.date()
    ada.interview_on, ada.day_start, ada.minutes_per_day = day + timedelta(3), 0, 25
    ada.save()
    remember(ada, facts_of("messaging")[0], now, due_in=timedelta(days=4))
    found = events(client, address(client))
    minutes = {day: load(ada, timezone.now()).minutes} | {day + timedelta(n): 25 for n in (1, 2)}
    assert {start: title for uid, (start, title) in found.items() if uid.startswith("day-")} == {
        one: f"sdwiki, {number} min" for one, number in minutes.items()
    }


def test_the_minutes_stand_at_the_hour_of_the_reminder(wiki, client, ada):
    now = timezone.now()
    ada.time_zone, ada.day_start = "Asia/Tokyo", 0
    ada.save()
    remember(ada, facts_of("messaging")[0], now, due_in=-timedelta(hours=1))
    choose(learner=ada, choices={REMINDER: Choice(True, 18)}, now=now)
    [(start, title)] = events(client, address(client)).values()
    assert (start.hour, start.utcoffset(), title) == (9, timedelta(0), "sdwiki, 1 min")


@pytest.mark.parametrize("zone", ["No/Such", "", "../etc/passwd", "\u202e", "Etc/GMT+12"])
def test_a_zone_that_does_not_exist_is_no_error(wiki, client, ada, zone):
    ada.time_zone, ada.interview_on = zone, date(2100, 1, 1)
    ada.save()
    remember(ada, facts_of("messaging")[0], timezone.now(), due_in=-timedelta(hours=1))
    choose(learner=ada, choices={REMINDER: Choice(True, 18)}, now=timezone.now())
    assert len(events(client, address(client))) == 2


def test_nothing_to_do_is_no_event(client, ada):
    assert events(client, address(client)) == {}
