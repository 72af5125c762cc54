"""The page after sign-up."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from content.models import Path, PathPhase, Phase
from quizzes.attempts.models import Attempt
from quizzes.reviews.models import LearnerPath
from sdwiki.accounts.models import User
from sdwiki.inbox.kinds import REMINDER
from sdwiki.inbox.models import Subscription
from tests.attempts.conftest import choice
from tests.attempts.quiz_pages import post
from tests.conftest import NOW
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
TODAY = NOW.date()
DATE = TODAY + timedelta(40)


@pytest.fixture
def ada(wiki, client):
    ada = UserFactory(interview_on=None, minutes_per_day=None, time_zone="Europe/Berlin")
    backwards = Path.objects.create(slug="backwards", title="Backwards", position=99)
    for place, phase in enumerate(Phase.objects.order_by("-position")):
        PathPhase.objects.create(path=backwards, phase=phase, position=place)
    client.force_login(ada)
    return ada


def preset(client):
    """What the page sends if nothing is changed."""
    form = client.get("/begin/").context["form"]
    return {bound.name: "" if bound.value() is None else bound.value() for bound in form}


def send(client, **changes):
    return client.post("/begin/", preset(client) | changes)


def test_sign_up_leads_to_the_page(client, wiki):
    data = {"email": "new@example.com", "password1": "correct horse battery", "time_zone": "Europe/Berlin"}
    assert client.post(reverse("account_signup"), data).url == "/begin/"
    assert "Europe/Berlin" in client.get("/begin/").content.decode()


def test_what_stands_there_will_do(client, ada):
    assert send(client).url == "/"
    ada.refresh_from_db()
    chosen = LearnerPath.objects.get(learner=ada)
    assert (ada.interview_on, ada.minutes_per_day, ada.time_zone) == (None, 20, "Europe/Berlin")
    assert (chosen.path, chosen.level) == (Path.objects.filter(tables_only=False).first().slug, 2)


def test_all_of_it_can_be_chosen_and_changed(client, ada):
    send(client, interview_on=str(DATE), minutes_per_day=35, level=3, path="backwards")
    send(client, level=1)
    ada.refresh_from_db()
    chosen = LearnerPath.objects.get(learner=ada)
    assert (ada.interview_on, ada.minutes_per_day, chosen.level, chosen.path) == (DATE, 35, 1, "backwards")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"interview_on": str(TODAY - timedelta(3))}, "This day is over"),
        ({"interview_on": str(TODAY + timedelta(1500))}, "more than two years away"),
        ({"minutes_per_day": 0}, "Choose from 1 to 600 minutes a day."),
        ({"minutes_per_day": 10_000}, "Choose from 1 to 600 minutes a day."),
        ({"minutes_per_day": "many"}, "Choose from 1 to 600 minutes a day."),
        ({"path": "sideways"}, "sideways is not one of the available choices"),
        ({"level": 9}, "9 is not one of the available choices"),
        ({"time_zone": "Atlantis"}, "No time zone is called like that"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(client, ada, sent, said):
    response = send(client, **sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not LearnerPath.objects.exists()
    before = (ada.interview_on, ada.minutes_per_day, ada.time_zone)
    ada.refresh_from_db()
    assert (ada.interview_on, ada.minutes_per_day, ada.time_zone) == before


def test_nobody_else_is_changed_and_visitors_log_in(client, ada):
    other = UserFactory(minutes_per_day=7)
    send(client, minutes_per_day=35, path="backwards")
    assert User.objects.get(pk=other.pk).minutes_per_day == 7
    assert not LearnerPath.objects.filter(learner=other).exists()
    assert Client().post("/begin/", {}).url.startswith("/accounts/login/")


def test_today_and_the_list_of_topics_follow_the_path(client, ada):
    last = Phase.objects.filter(topics__retired_at=None, topics__isnull=False).order_by("-position").first()
    first = client.get("/").context["day"].path[0].phase
    assert first != last
    send(client, path="backwards")
    assert client.get("/").context["day"].path[0].phase == last
    assert client.get("/wiki/").context["phases"][0].phase == last
    assert Client().get("/wiki/").context["phases"][0].phase == first


def test_an_hour_for_reminders_is_chosen_and_stays(client, ada):
    send(client)
    assert not Subscription.objects.exists()
    send(client, reminder="18")
    assert preset(client)["reminder"] == "18"
    chosen = Subscription.objects.get(person=ada)
    assert (chosen.kind, chosen.hour, chosen.mailed) == (REMINDER, 18, True)
    Subscription.objects.update(mailed=False)
    send(client, reminder="7")
    chosen.refresh_from_db()
    assert (chosen.hour, chosen.mailed) == (7, False)
    send(client, reminder="")
    chosen.refresh_from_db()
    assert chosen.hour is None


def test_an_hour_that_does_not_exist_is_refused_and_nothing_changes(client, ada):
    assert send(client, reminder="24", minutes_per_day=35).status_code == 422
    ada.refresh_from_db()
    assert ada.minutes_per_day is None
    assert not Subscription.objects.exists()


def test_a_date_far_away_is_asked_about_and_kept_by_a_press(client, ada):
    far = str(TODAY + timedelta(2000))
    assert "Yes, keep this date" in send(client, interview_on=far).content.decode()
    assert send(client, interview_on=far, sure="on").status_code == 302
    ada.refresh_from_db()
    assert str(ada.interview_on) == far


def test_a_first_day_with_what_its_placement_found_is_within_the_minutes(client, ada):
    """Left after eight wrong answers: they are asked again today, and what they take comes off the new facts."""
    asked = send(client, interview_on=str(TODAY + timedelta(12)), minutes_per_day=4, placement="on").url
    before = client.get("/").context["load"]
    attempt = Attempt.objects.get()
    for position in range(1, 9):
        post(client, attempt, position, choice=choice(attempt, position, right=False))
    page = client.get("/")
    day = page.context["load"]
    assert asked == attempt.get_absolute_url()
    assert day.learning >= 8
    assert day.fresh < before.fresh
    assert day.minutes <= 5
    assert "More than your" not in page.content.decode()
