"""The administrators' own pages: people without their secrets, what happened, what runs by itself, and mail."""

import uuid
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes.classes import services, staffing
from sdwiki.accounts.models import AuditEntry
from sdwiki.accounts.services import revoke_factor
from sdwiki.administering import log
from sdwiki.administering.jobs import DOES, state_of
from sdwiki.administering.log import SAYS
from sdwiki.events import AUDITED
from sdwiki.health.models import Job
from sdwiki.health.services import keep_run
from sdwiki.schedule import SCHEDULE
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
    assert "two steps" in shown
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
    shown = " ".join(page(client, "administration-log").split())
    assert "Helps to teach from now on: <bdi>Spring</bdi>, as instructor" in shown
    assert all(f"<bdi>{person.email}</bdi>" in shown for person in (ina, dora))


def test_every_event_that_is_kept_has_words():
    assert set(SAYS) == AUDITED


def test_the_log_of_one_account_holds_what_it_did_and_what_was_done_to_it_and_nothing_else(client, chief, now):
    ada, bob, gone = UserFactory(), UserFactory(), UserFactory(left_at=now)
    for by, account in ((ada, bob), (chief, ada), (chief, gone)):
        AuditEntry.objects.create(at=now, name="account.disabled", by=by.pk, fields={"account": account.pk})
    assert [one.fields["account"] for one in log.entries(ada.pk)] == [ada.pk, bob.pk]
    shown = page(client, "administration-log", person=str(ada.pk))
    assert f"account {gone.pk}, which has gone" not in shown
    assert f"account {gone.pk}, which has gone" in page(client, "administration-log")
    assert client.get(reverse("administration-log"), {"person": str(gone.pk)}).status_code == 404
    assert client.get(reverse("administration-log"), {"person": "9" * 30}).status_code == 200


def test_the_log_costs_the_same_at_one_and_at_thirty(client, chief, now):
    page(client, "administration-log")
    counts = []
    for more in (1, 30):
        for one in UserFactory.create_batch(more):
            AuditEntry.objects.create(at=now, name="account.disabled", by=chief.pk, fields={"account": one.pk})
        with CaptureQueriesContext(connection) as asked:
            page(client, "administration-log")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_revoked_factor_stands_in_the_log_in_words(client, chief):
    ada = UserFactory(email="ada@example.com")
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    revoke_factor(factor=Authenticator.objects.get(user=ada))
    shown = " ".join(page(client, "administration-log").split())
    assert "Second factor changed, authenticator app revoked" in shown


def test_jobs_say_how_their_last_run_went_and_when_one_failed(client, chief, now):
    keep_run(name="remind", outcome="failure", seconds=0.5, now=now)
    keep_run(name="remind", outcome="success", seconds=1.25, now=now)
    shown = page(client, "administration-jobs")
    assert "1.25" in shown
    assert shown.count("has not run yet") >= 5
    [row] = [" ".join(part.split()) for part in shown.split("<li") if "<code>remind</code>" in part]
    assert ("last failed" in row, ">Failed<" in row, now.strftime("%H:%M:%S") in row) == (True, False, True)


def test_every_job_says_what_it_does():
    assert {str(one["task"]).rpartition(".")[2] for one in SCHEDULE.values()} == set(DOES)


def test_a_job_is_late_once_it_has_missed_a_second_turn(now):
    def state(ago, outcome="success"):
        return state_of(Job(name="x", ended_at=now - timedelta(seconds=ago), seconds=1, outcome=outcome), 60, now)

    assert [state(240), state(241), state(1, "failure"), state_of(None, 60, now)] == ["well", "late", "failed", "new"]


def test_what_failed_comes_first_and_is_counted(client, chief, now):
    keep_run(name="tell_classes", outcome="failure", seconds=0.5, now=timezone.now())
    shown = page(client, "administration-jobs")
    assert "1 of 12 jobs failed or is late" in " ".join(shown.split())
    assert shown.index("<code>tell_classes</code>") < shown.index("<code>clean</code>")


def test_a_test_mail_goes_to_who_asks_five_times_an_hour(client, chief):
    for _ in range(6):
        client.post(reverse("administration-mail"), {"to": "eve@example.com"})
    assert [one.to for one in mail.outbox] == [["chief@example.com"]] * 5


def test_staff_without_every_right_are_refused(client):
    client.force_login(UserFactory(is_staff=True))
    for name in ("administration", "administration-log", "administration-jobs"):
        assert client.get(reverse(name)).status_code == 403
