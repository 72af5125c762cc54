from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.today.models import LearnerClock
from quizzes.today.services import save_settings
from sdwiki.accounts.forms import SignupExtras
from sdwiki.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
IN_A_WHILE = timezone.now().date() + timedelta(40)
VALID = {
    "name": "Ada",
    "interview_on": str(IN_A_WHILE),
    "new_per_day": 7,
    "retention": 85,
    "maximum_interval": 365,
    "time_zone": "Europe/Berlin",
    "day_start": 5,
    "theme": "dark",
}


@pytest.fixture
def ada(client):
    ada = UserFactory(email="ada@example.com")
    client.force_login(ada)
    return ada


def save(client, **changes):
    return client.post(reverse("quizzes:settings"), VALID | changes)


def test_settings_are_saved(client, ada):
    charlie = UserFactory(email="charlie@example.com")
    assert save(client).status_code == 302
    ada.refresh_from_db()
    assert (ada.name, ada.interview_on, ada.new_per_day) == ("Ada", IN_A_WHILE, 7)
    assert (ada.time_zone, ada.day_start, ada.theme, ada.shortcuts) == ("Europe/Berlin", 5, "dark", False)
    assert (ada.desired_retention, ada.maximum_interval, ada.siblings_apart) == (0.85, 365, False)
    charlie.refresh_from_db()
    assert charlie.time_zone == "UTC"


def test_settings_show_what_is_set_and_lead_to_the_rest_of_the_account(client, ada):
    page = client.get(reverse("quizzes:settings")).content.decode()
    for name in ("account_email", "account_change_password", "mfa_index", "usersessions_list"):
        assert f'href="{reverse(name)}"' in page
    assert 'value="90"' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"time_zone": "Nowhere/Else"},
        {"day_start": 24},
        {"day_start": -1},
        {"retention": 79},
        {"retention": 98},
        {"retention": "nan"},
        {"maximum_interval": 6},
        {"maximum_interval": 18_251},
        {"maximum_interval": ""},
        {"new_per_day": -1},
        {"new_per_day": 10**30},
        {"theme": "pink"},
        {"name": "x" * 81},
        {"interview_on": "soon"},
        {"interview_on": str(timezone.now().date() - timedelta(3))},
        {"interview_on": "9999-12-31"},
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_changes(client, ada, changes):
    before = User.objects.filter(pk=ada.pk).values().get()
    assert save(client, **changes).status_code == 422
    assert User.objects.filter(pk=ada.pk).values().get() == before


def test_an_interview_that_has_passed_stands_in_nobodys_way(client, ada):
    ada.interview_on = timezone.now().date() - timedelta(30)
    ada.save()
    assert save(client, interview_on=str(ada.interview_on)).status_code == 302


def test_roles_are_not_settings(client, ada):
    save(client, is_staff="on", is_superuser="on", is_instructor="on", is_editor="on", email="x@example.com", pk=1)
    ada.refresh_from_db()
    assert (ada.is_staff, ada.is_superuser, ada.is_instructor, ada.is_editor) == (False,) * 4
    assert ada.email == "ada@example.com"


def test_what_happens_to_the_account_meanwhile_stays(client, ada):
    """Between reading the form and saving it, the account is disabled and gets another password."""
    read = User.objects.get(pk=ada.pk)
    User.objects.filter(pk=ada.pk).update(is_active=False, is_editor=True, password="new")
    read.theme = User.Theme.DARK
    save_settings(user=read, now=timezone.now())
    ada.refresh_from_db()
    assert (ada.theme, ada.is_active, ada.is_editor, ada.password) == ("dark", False, True, "new")


@pytest.mark.parametrize(("change", "reset"), [({"time_zone": "Asia/Tokyo"}, True), ({"name": "Other"}, False)])
def test_another_zone_sets_the_clock_anew(client, ada, change, reset):
    save(client)
    far = timezone.now() + timedelta(1)
    LearnerClock.objects.create(learner=ada, opens_at=far)
    save(client, **change)
    assert (LearnerClock.objects.get().opens_at < far) is reset


def test_a_zone_that_is_in_no_group_stays(client, ada):
    User.objects.filter(pk=ada.pk).update(time_zone="Etc/GMT+12")
    assert save(client, time_zone="Etc/GMT+12").status_code == 302
    ada.refresh_from_db()
    assert ada.time_zone == "Etc/GMT+12"


@pytest.mark.parametrize("typed", ["Europe/Berlin", "berlin", " EUROPE  berlin ", "Europe/ Ber"])
def test_a_zone_is_found_by_a_part_of_its_name(client, ada, typed):
    assert save(client, time_zone=typed).status_code == 302
    ada.refresh_from_db()
    assert ada.time_zone == "Europe/Berlin"


def test_the_page_suggests_all_zones_and_names_those_that_are_meant(client, ada):
    User.objects.filter(pk=ada.pk).update(time_zone="America/New_York")
    page = client.get(reverse("quizzes:settings")).content.decode()
    assert page.count("<option value=") > 300
    assert 'name="time_zone" value="America/New York"' in page
    page = save(client, time_zone="indiana").content.decode()
    assert "Several time zones are called like that: America/Indiana/Indianapolis" in page
    assert 'name="time_zone" value="indiana"' in page
    ada.refresh_from_db()
    assert ada.time_zone == "America/New_York"


@pytest.mark.parametrize(("sent", "kept"), [("Asia/Tokyo", "Asia/Tokyo"), ("<b>", "UTC"), ("", "UTC")])
def test_sign_up_takes_the_browsers_zone_if_it_is_one(client, sent, kept):
    data = {"email": "new@example.com", "password1": "correct horse battery", "time_zone": sent}
    assert client.post(reverse("account_signup"), data).status_code == 302
    assert User.objects.get().time_zone == kept


def test_sign_up_gives_no_rights(client):
    data = {"email": "new@example.com", "password1": "correct horse battery", "is_staff": "on", "is_superuser": "on"}
    client.post(reverse("account_signup"), data)
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_instructor) == (False, False, False)


def test_a_visitor_has_no_settings(client):
    assert client.get(reverse("quizzes:settings")).url == "/accounts/login/?next=/settings/"


def test_a_sign_up_takes_the_zones_that_the_settings_take():
    told = ["Europe/Berlin", "UTC", "localtime", "Factory", "Etc/GMT+12", "posixrules", "no/such", ""]
    kept = [SignupExtras({"time_zone": zone}) for zone in told]
    assert all(form.is_valid() for form in kept)
    assert [form.cleaned_data["time_zone"] for form in kept] == ["Europe/Berlin", *["UTC"] * 7]
