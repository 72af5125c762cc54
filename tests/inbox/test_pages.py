"""The inbox, the number in the header of every page, and the way out of a kind of mail."""

import pytest
from allauth.usersessions.models import UserSession
from django.core import signing
from django.test import Client
from django.urls import reverse

from sdwiki.inbox.links import SALT, address
from sdwiki.inbox.models import Notice, Subscription
from tests.factories import UserFactory
from tests.inbox.conftest import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    ada = UserFactory(email="ada@example.com")
    client.force_login(ada)
    UserSession.objects.create(user=ada, session_key=client.session.session_key, ip="127.0.0.1", user_agent="x")
    return ada


def page(client, path="/inbox/"):
    return client.get(path).content.decode()


def test_an_empty_inbox_says_what_will_come(client, ada):
    assert "Nothing has come yet" in page(client)
    assert "Mark all as read" not in page(client)


def test_the_header_of_every_page_says_how_many_are_unread(client, ada, now):
    assert 'aria-label="Inbox"' in page(client, "/wiki/")
    told(UserFactory(email="charlie@example.com"), now)
    for number in range(3):
        told(ada, now, key=str(number))
    for path in ("/wiki/", "/settings/", "/inbox/"):
        assert 'aria-label="Inbox, 3 unread"' in page(client, path)


@pytest.mark.parametrize("notices", [1, 3])
def test_the_number_costs_no_statement(client, ada, now, notices, django_assert_num_queries):
    for number in range(notices):
        told(ada, now, key=str(number))
    with django_assert_num_queries(1):  # the session with its person
        client.get(reverse("content:glossary-json"))
    with django_assert_num_queries(3):  # and of the inbox: how many there are, and a page of them
        client.get("/inbox/")


def test_opening_a_notice_reads_it_and_leads_on(client, ada, now):
    notice = told(ada, now)
    assert client.get(reverse("inbox")).status_code == 200
    assert Notice.objects.filter(read_at=None).count() == 1  # the list alone reads nothing
    assert client.post(reverse("inbox-open", args=[notice.pk])).url == "/review/"
    assert Notice.objects.filter(read_at=None).count() == 0


def test_a_notice_of_somebody_else_is_not_there(client, ada, now):
    notice = told(UserFactory(email="charlie@example.com", name="Charlie"), now, title="For her alone")
    assert client.post(reverse("inbox-open", args=[notice.pk])).status_code == 404
    client.post(reverse("inbox-read"), {"newest": notice.pk})
    assert Notice.objects.get().read_at is None
    assert "For her alone" not in page(client)


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 40, "٣", "1e3", "0"])
def test_what_is_no_number_marks_nothing(client, ada, now, newest):
    told(ada, now)
    assert client.post(reverse("inbox-read"), {"newest": newest}).status_code == 302
    assert Notice.objects.get().read_at is None


def test_all_that_was_on_the_page_is_marked(client, ada, now):
    first, second = told(ada, now, key="a"), told(ada, now, key="b")
    assert f'name="newest" value="{second.pk}"' in page(client)
    client.post(reverse("inbox-read"), {"newest": second.pk})
    assert not Notice.objects.filter(read_at=None).exists()
    assert first.pk < second.pk


def test_a_hostile_title_is_text(client, ada, now):
    told(ada, now, title="<script>alert(1)</script>", text="<b>\u202eBold</b>")
    assert "&lt;script&gt;" in page(client)
    assert "<b>" not in page(client)
    assert "\u202e" not in page(client)


def test_a_long_inbox_comes_in_pages(client, ada, now):
    for number in range(35):
        told(ada, now, key=str(number), title=f"Notice {number}")
    assert ("Notice 34" in page(client), "Notice 4<" in page(client)) == (True, False)
    assert "Notice 4<" in page(client, "/inbox/?page=2")


# --- Unsubscribing ----------------------------------------------------------------------------------------


def link(person, kind="reminder"):
    return address(person_id=person.pk, kind=kind).removeprefix("http://localhost:8000")


def strict():
    """A mail program: no cookies, and every form's proof asked for."""
    return Client(enforce_csrf_checks=True)


def test_one_press_without_a_login_is_enough(ada):
    charlie = UserFactory(email="charlie@example.com")
    response = strict().post(link(ada), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert [(one.person, one.kind, one.mailed) for one in Subscription.objects.all()] == [(ada, "reminder", False)]
    assert "Set-Cookie" not in response
    assert charlie.subscriptions.count() == 0


def test_to_open_the_link_changes_nothing(ada):
    response = strict().get(link(ada))
    assert "Unsubscribe</button>" in response.content.decode()
    assert not Subscription.objects.exists()


def test_the_hour_stays_for_the_inbox(ada):
    Subscription.objects.create(person=ada, kind="reminder", hour=18, mailed=True)
    for _ in range(2):
        assert strict().post(link(ada)).status_code == 200
    assert [(one.hour, one.mailed) for one in Subscription.objects.all()] == [(18, False)]


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "a:b:c",
        signing.dumps([1, "reminder"], salt="other"),
        signing.dumps([1, "no-such"], salt=SALT),
        signing.dumps({"pk": 1}, salt=SALT),
        signing.dumps([10**9, "reminder"], salt=SALT),
        signing.dumps([1, 2, 3], salt=SALT),
    ],
    ids=("word", "parts", "other salt", "other kind", "no list", "nobody", "too long"),  # a signature has its second
)
def test_a_link_that_was_not_made_here_is_none(db, token):
    for method in ("get", "post"):
        assert getattr(strict(), method)(reverse("unsubscribe", args=[token])).status_code == 404
    assert not Subscription.objects.exists()


def test_a_link_of_somebody_who_has_left_leads_nowhere(ada, now):
    ada.left_at = now
    ada.save()
    assert strict().post(link(ada)).status_code == 404
