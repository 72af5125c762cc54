"""Which pages travel compressed, and which need not travel again."""

import gzip

import pytest
from django.urls import reverse

from content.models import Topic
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
GZIP = {"accept-encoding": "gzip, br"}
TOPIC = "/wiki/storage/"


def ask(client, path, **headers):
    return client.get(path, headers=GZIP | {name.replace("_", "-"): value for name, value in headers.items()})


def test_visitors_page_is_compressed_whoever_asked(client, wiki):
    plain = client.get(TOPIC).content
    for site in ("none", "same-origin", "cross-site"):
        response = ask(client, TOPIC, sec_fetch_site=site)
        assert response["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.content) == plain
        assert "Accept-Encoding" in response["Vary"]
        assert int(response["Content-Length"]) == len(response.content) < len(plain) / 2


def test_answer_is_not_compressed_for_who_cannot_read_it(client, wiki):
    assert "Content-Encoding" not in client.get(TOPIC)
    assert "Content-Encoding" not in client.get(TOPIC, headers={"accept-encoding": "br"})


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_personal_page_that_another_site_asked_for_is_not_compressed(client, wiki, site):
    client.force_login(UserFactory())
    response = ask(client, "/search/?q=disk", **({"sec_fetch_site": site} if site else {}))
    assert response.status_code == 200
    assert "Content-Encoding" not in response


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_personal_page_that_its_user_asked_for_is_compressed(client, wiki, site):
    client.force_login(UserFactory())
    response = ask(client, TOPIC, sec_fetch_site=site)
    assert response["Content-Encoding"] == "gzip"
    assert response["Cache-Control"] == "no-store"


def test_same_page_twice_differs_in_length(client, wiki):
    """Up to 100 random bytes: one look at the length says little."""
    assert len({len(ask(client, TOPIC).content) for _ in range(12)}) > 1


@pytest.mark.parametrize("path", [TOPIC, "/wiki/", "/glossary/", "/drills/", "/interviews/"])
def test_page_a_visitor_has_is_not_sent_again(client, wiki, path):
    first = ask(client, path)
    assert first["Cache-Control"] == "private, no-cache"
    assert not first.cookies
    again = ask(client, path, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    for name in ("Content-Security-Policy", "Cache-Control", "ETag", "Permissions-Policy", "X-Frame-Options"):
        assert again[name].removeprefix("W/") == first[name].removeprefix("W/"), name
    assert "Cookie" in again["Vary"]


def test_page_that_changed_is_sent_again(client, wiki):
    first = client.get(TOPIC)
    topic = Topic.objects.get(slug="storage")
    topic.current.title = "Disks"
    topic.current.save()
    again = client.get(TOPIC, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert "Disks" in again.content.decode()


def test_members_page_is_never_kept(client, wiki):
    visitors = client.get(TOPIC)["ETag"]
    client.force_login(UserFactory())
    response = client.get(TOPIC, headers={"if-none-match": visitors})
    assert response.status_code == 200
    assert "ETag" not in response
    assert 'name="csrf-token"' in response.content.decode()


def test_visitors_forms_bring_their_own_token(client, wiki):
    html = client.get(reverse("quizzes:topic-bar", args=["storage"])).content.decode()
    assert "csrfmiddlewaretoken" in html
    assert "csrf-token" not in client.get(TOPIC).content.decode()
