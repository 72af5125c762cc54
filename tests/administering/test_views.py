"""The administrators' own pages: people without their secrets, what happened, what runs by itself, and mail."""

import uuid

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.classes import services, staffing
from sdwiki.accounts.models import AuditEntry
from sdwiki.health.services import keep_run
from tests.factories import InstructorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    person = UserFactory(email="chief@example.com", is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def page(client, name, **query):
    return client.get(reverse(name), query).content.decode()


def test_people_are_found_by_parts_of_name_and_address_and_no_secret_is_shown(client, chief):
    ada = UserFactory(email="ada@example.com", name="Ada \u0130 Lovelace", is_editor=True)
    UserFactory(email="bob@example.com", name="Bob")
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    shown = page(client, "administration", q="love ada@")
    assert "ada@example.com" in shown
    assert "bob@example.com" not in shown
    assert "1 second step" in shown
    assert "JBSWY3DPEHPK3PXP" not in shown


def test_the_menu_leads_administrators_to_their_pages_and_staff_to_the_records(client, chief):
    assert f'<a href="{reverse("administration")}">' in page(client, "quizzes:home")
    client.force_login(UserFactory(is_staff=True))
    assert f'<a href="{reverse("administration")}">' not in page(client, "quizzes:home")


@pytest.mark.parametrize("query", [{"q": "%_\\"}, {"page": "x"}, {"page": "-1"}, {"page": "9" * 30}, {"q": "w " * 300}])
def test_any_search_is_answered(client, chief, query):
    assert client.get(reverse("administration"), query).status_code == 200


def test_people_cost_the_same_at_one_and_at_forty(client, chief):
    page(client, "administration")  # the first page of somebody asks what later ones know
    counts = []
    for more in (0, 40):
        UserFactory.create_batch(more)
        with CaptureQueriesContext(connection) as asked:
            page(client, "administration")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_happened_to_a_class_is_kept_with_who_did_it(client, chief, now):
    ina, dora = InstructorFactory(), InstructorFactory()
    client.force_login(ina)
    client.post(reverse("quizzes:class-create"), {"name": "Spring", "idempotency_key": uuid.uuid4()})
    cohort = ina.cohorts.get()
    services.join(cohort=cohort, learner=dora, now=now)
    staffing.appoint(cohort=cohort, person=dora, role="instructor", now=now)
    made, appointed = AuditEntry.objects.order_by("pk")
    assert (made.name, made.by, made.fields) == ("class.made", ina.pk, {"cohort": cohort.pk})
    assert appointed.fields == {"cohort": cohort.pk, "staff": dora.pk, "role": "instructor"}
    client.force_login(chief)
    shown = page(client, "administration-log").partition("<table")[2]
    assert "class.appointed" in shown
    assert "Spring" not in shown


def test_jobs_say_how_their_last_run_went_and_when_one_failed(client, chief, now):
    keep_run(name="remind", outcome="failure", seconds=0.5, now=now)
    keep_run(name="remind", outcome="success", seconds=1.25, now=now)
    shown = page(client, "administration-jobs")
    assert "1.25" in shown
    assert shown.count("Has not run yet") >= 5
    [row] = [part for part in shown.split("<tr>") if "<code>remind</code>" in part]
    assert ("success" in row, now.strftime("%H:%M:%S") in row) == (True, True)


def test_a_test_mail_goes_to_who_asks_five_times_an_hour(client, chief):
    for _ in range(6):
        client.post(reverse("administration-mail"), {"to": "eve@example.com"})
    assert [one.to for one in mail.outbox] == [["chief@example.com"]] * 5


def test_staff_without_every_right_are_refused(client):
    client.force_login(UserFactory(is_staff=True))
    for name in ("administration", "administration-log", "administration-jobs"):
        assert client.get(reverse(name)).status_code == 403
