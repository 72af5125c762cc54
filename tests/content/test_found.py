"""What search engines and previews of links find: the list of pages, the one address of each, and its words."""

import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from content.models import Interview, Topic
from tests.conftest import NOW

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://wiki.example"
# The revisions' dates with the slugs, and the interviews.
SITEMAP_QUERIES = 2


class Head(HTMLParser):
    """What a page says of itself in ``meta`` and ``link``."""

    def __init__(self, html):
        super().__init__()
        self.said = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta" and "content" in given:
            self.said[given.get("property") or given.get("name")] = given["content"]
        if tag == "link":
            self.said[given["rel"]] = given["href"]


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def listed(client):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    found = ElementTree.fromstring(response.content)
    return {url.find(f"{SITEMAP}loc").text: url.findtext(f"{SITEMAP}lastmod") for url in found}


def test_sitemap_lists_every_page_with_its_last_save(client, wiki, django_assert_num_queries):
    Interview.objects.create(slug="a-cache", title="A cache", position=1, prompt="Design it.", scale=[], minutes=45)
    with django_assert_num_queries(SITEMAP_QUERIES):
        found = listed(client)
    lists = [reverse(name) for name in ("quizzes:wiki", "content:drills", "content:interviews", "content:glossary")]
    pages = [f"/wiki/{slug}/" for slug in ("storage", "scaling", "messaging", "about")]
    sheets = [f"/wiki/{slug}/sheet/" for slug in ("storage", "scaling", "messaging")]
    sheets += [f"/phases/{slug}/sheet/" for slug in ("foundation", "communication")]
    assert set(found) == {SITE + path for path in ("/", "/interviews/a-cache/", *lists, *pages, *sheets)}
    assert found[f"{SITE}/wiki/storage/"] == NOW.isoformat()
    assert found[f"{SITE}/wiki/"] is None


def test_every_listed_address_is_there_and_names_itself(client, wiki):
    for address in listed(client):
        page = client.get(address.removeprefix(SITE))
        assert page.status_code == 200
        assert Head(page.content.decode()).said["canonical"] == address


def test_withdrawn_page_leaves_the_sitemap(client, wiki):
    Topic.objects.filter(slug="scaling").update(retired_at=timezone.now())
    found = listed(client)
    assert f"{SITE}/wiki/scaling/" not in found
    assert f"{SITE}/wiki/storage/" in found


def test_robots_are_told_the_sitemap_and_what_holds_nothing_of_its_own(client, db):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /search/*?", f"Sitemap: {SITE}/sitemap.xml"} <= set(lines)


def test_topic_says_its_title_and_summary_to_previews_of_links(client, wiki):
    topic = Topic.objects.get(slug="storage")
    topic.current.title = topic.title = 'Disks & “blocks" <b>'
    topic.current.save()
    said = Head(client.get("/wiki/storage/?page=2").content.decode()).said
    assert said["og:title"] == 'Disks & “blocks" <b>'
    assert said["og:description"] == said["description"] != ""
    assert said["og:url"] == said["canonical"] == f"{SITE}/wiki/storage/"


def test_personal_pages_and_answers_to_a_search_have_no_canonical_address(client, wiki):
    for path in ("/search/?q=disk", "/accounts/login/", "/nothing/"):
        assert "canonical" not in Head(client.get(path).content.decode()).said


def test_breadcrumb_is_readable_by_programs(client, wiki):
    html = client.get("/wiki/storage/").content.decode()
    items = re.findall(r'itemprop="item" href="([^"]+)"', html)
    assert items == ["/wiki/", "/wiki/#phase-foundation"]
    assert re.findall(r'itemprop="position" content="(\d)"', html) == ["1", "2"]


def test_every_icon_that_pages_and_the_manifest_name_is_there(client, wiki):
    said = Head(client.get("/wiki/").content.decode()).said
    manifest = client.get(said["manifest"])
    assert manifest["Content-Type"] == "application/manifest+json"
    pictures = [icon["src"] for icon in manifest.json()["icons"]]
    pictures += [said["icon"], said["apple-touch-icon"], said["og:image"].removeprefix(SITE)]
    assert [one for one in pictures if finders.find(one.removeprefix("/static/")) is None] == []
