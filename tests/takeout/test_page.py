"""The page on which people take their data with them."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.world import read
from tests.leaving.conftest import PASSWORD, log_in
from tests.takeout.conftest import Opened

pytestmark = pytest.mark.django_db
PAGE = "quizzes:take-out"
CONFIRM = "Confirm that it is you"
DOWNLOAD = "Download my data"


def once_logged_in(person):
    """A browser that has logged in, and has not given the password again."""
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return browser


def test_the_password_is_asked_for_again(world):
    browser = once_logged_in(world.charlie)
    page = browser.get(reverse(PAGE)).content.decode()
    assert CONFIRM in page
    assert DOWNLOAD not in page
    answer = browser.post(reverse(PAGE))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert answer.url in page
    wrong = browser.post(answer.url, {"password": "a wrong one", "next": reverse(PAGE)})
    assert wrong.status_code == 200
    assert browser.post(reverse(PAGE)).status_code == 302
    right = browser.post(answer.url, {"password": PASSWORD, "next": reverse(PAGE)})
    assert right.url == reverse(PAGE)
    page = browser.get(right.url).content.decode()
    assert DOWNLOAD in page
    assert CONFIRM not in page
    assert Opened(read(browser.post(reverse(PAGE)))).names


def test_who_has_no_password_confirms_by_their_second_step(ada):
    browser = Client()
    ada.set_unusable_password()
    ada.save()
    browser.force_login(ada)
    assert reverse("mfa_reauthenticate") in browser.get(reverse(PAGE)).content.decode()


def test_the_file_is_a_zip_of_ones_own(world, heard):
    browser = log_in(world.charlie)
    with heard() as events:
        answer = browser.post(reverse(PAGE))
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith('attachment; filename="sdwiki-')
    package = Opened(read(answer))
    assert [row["account"] for row in package.json("settings")] == [world.charlie.pk]
    [event] = [event for event in events if event["event"] == "account.data_taken"]
    assert event["account"] == world.charlie.pk
    assert event["rows"] == sum(len(package.json(name[:-5])) for name in package.names if name.endswith(".json"))


def test_nobody_takes_what_is_anothers(world):
    browser = log_in(world.charlie)
    body = {"learner": world.learner.pk, "user": world.learner.pk}
    package = Opened(read(browser.post(reverse(PAGE), body, query_params=body)))
    assert [row["account"] for row in package.json("settings")] == [world.charlie.pk]
    assert package.json("cards") == []


def test_so_many_times_a_day_and_no_more(world, settings):
    settings.ACCOUNT_RATE_LIMITS = {"take_out": "2/d/key"}
    browser = log_in(world.charlie)
    statuses = []
    for _ in range(3):
        answer = browser.post(reverse(PAGE))
        read(answer)
        statuses.append(answer.status_code)
    assert statuses == [200, 200, 429]
    assert "You have downloaded your data many times today" in answer.content.decode()
    assert Opened(read(log_in(world.classmate).post(reverse(PAGE)))).names


def test_the_site_bounds_it_unasked(settings):
    assert settings.ACCOUNT_RATE_LIMITS["take_out"] == "10/d/key"


def test_the_page_of_deleting_an_account_offers_it(world):
    page = log_in(world.charlie).get(reverse("leave")).content.decode()
    assert f'<a href="{reverse(PAGE)}">take your data with you</a>' in page
