"""Accounts, classes and open browsers after the upgrade."""

import base64
import hashlib
import hmac
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import global_settings
from django.urls import reverse

from quizzes.classes.assignments.judging import day_in, end_of_day
from quizzes.classes.models import Cohort
from sdwiki.accounts.models import User

ROLES = ("is_editor", "is_instructor", "is_staff", "is_active")
PAGES = ("/", "/review/", "/quizzes/", "/progress/", "/classes/", "/settings/", "/wiki/", "/wiki/scaling/")


def code_of(secret):
    """The six digits that an authenticator app shows now (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), int(time.time() // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture
def log_in(clock, client, settings, told):
    """Send the form of the log-in; where that leads to, or "" where it is refused."""
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # the passwords were hashed for real

    def log_in(name, password=told["password"]):
        form = {"login": f"{name}@upgrade.example", "password": password}
        return client.post(reverse("account_login"), form).headers.get("Location", "")

    return log_in


def test_people_keep_their_settings_roles_addresses_and_factors(clock, told):
    found = {}
    for user in User.objects.all():
        addresses = EmailAddress.objects.filter(user=user).order_by("email")
        found[user.email] = {
            "name": user.name,
            "zone": user.time_zone,
            "day_start": user.day_start,
            "retention": user.desired_retention,
            "new_per_day": user.new_per_day,
            "interview_on": user.interview_on and user.interview_on.isoformat(),
            "roles": [role for role in ROLES if getattr(user, role)],
            "addresses": [[a.email, a.verified, a.primary] for a in addresses],
            "factors": sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
        }
    assert found == told["people"]


def test_editors_keep_the_bank_and_instructors_read_it(clock, client, person):
    rights = {"questions": (200, 200), "reports": (200, 403), "question-import": (200, 403), "question-new": (200, 403)}
    for place, name in enumerate(("editor", "instructor")):
        client.force_login(person(name))
        got = {route: client.get(reverse(f"quizzes:{route}")).status_code for route in rights}
        assert got == {route: outcomes[place] for route, outcomes in rights.items()}


def test_a_password_logs_in(log_in, client, person):
    assert log_in("steady") == "/"
    assert client.session["_auth_user_id"] == str(person("steady").pk)


def test_a_disabled_account_stays_out(log_in, client):
    assert log_in("gone") == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("factor", ["secret", "recovery"])
def test_the_second_factor_is_asked_for_and_works(log_in, client, person, told, factor):
    step = reverse("mfa_authenticate")
    assert log_in("editor").startswith(step)
    assert "_auth_user_id" not in client.session
    assert client.post(step, {"code": "000000x"}).status_code == 200
    told = told["second_factor"]
    code = code_of(told["secret"]) if factor == "secret" else told["recovery"][0]
    assert client.post(step, {"code": code}).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(person("editor").pk)


@pytest.mark.parametrize("name", ["steady", "examinee", "editor"])
def test_whoever_was_logged_in_still_is(browser_of, person, name):
    browser = browser_of(name)
    assert browser.get("/progress/").status_code == 200
    assert browser.session["_auth_user_id"] == str(person(name).pk)


def test_classes_keep_owner_members_and_assignments(clock, told):
    found = {
        cohort.name: {
            "owner": cohort.instructor.email,
            "token": cohort.token,
            "archived": cohort.archived_at is not None,
            "members": {m.learner.email: m.left_at is None for m in cohort.memberships.all()},
            "assignments": {
                a.phases.get().slug: [
                    day_in(a.due, cohort.time_zone).isoformat(),
                    a.requirements.get(kind="recall").share,
                ]
                for a in cohort.assignments.all()
            },
        }
        for cohort in Cohort.objects.select_related("instructor")
    }
    assert found == told["classes"]
    for cohort in Cohort.objects.select_related("instructor"):
        assert cohort.time_zone == cohort.instructor.time_zone
        for given in cohort.assignments.all():
            assert given.due == end_of_day(day_in(given.due, cohort.time_zone), cohort.time_zone)
            assert given.title == given.phases.get().title
            assert given.published_at == given.created_at


def test_the_class_book_shows_who_is_in_the_class(clock, client, person):
    address = reverse("quizzes:class", args=[Cohort.objects.get(name="Autumn class").pk])
    client.force_login(person("instructor"))
    page = client.get(address).content.decode()
    assert [name for name in ("Steady", "Traveller", "Forgetful", "Beginner", "leaver") if name in page][
        -1
    ] == "Beginner"
    for name in ("leaver", "examinee"):
        client.force_login(person(name))
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["steady", "traveller", "instructor", "editor"])
def test_pages_are_served_to_everyone(clock, client, person, name):
    client.force_login(person(name))
    assert {page: client.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


def test_editors_see_questions_reports_and_history(clock, client, person):
    client.force_login(person("editor"))
    pages = ("/questions/", "/questions/reports/", "/questions/statistics/", "/edit/scaling/", "/edit/scaling/history/")
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
