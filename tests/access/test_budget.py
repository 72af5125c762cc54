"""What a visitor's topic weighs on the line, as it is served: compressed, its files collected."""

import pytest
from django.test import Client

from benchmarks.weight import AFTERWARDS, KB, weigh
from content.models import Topic

FIRST = 87  # KB; a tenth more than most take, and less than the goal in `benchmarks.weight`
REQUESTS = 22

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(settings, first, shipped_wiki):
    settings.STATIC_ROOT = first.static
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "sdwiki.storage.StaticStorage"}}
    settings.TEMPLATES = list(settings.TEMPLATES)  # compiled anew: they keep what is the same for everybody


def test_every_topic_stays_light(library):
    client = Client()
    found = {topic.slug: weigh(client, topic.get_absolute_url()) for topic in Topic.objects.topics()}
    assert len(found) == 20
    told = {slug: (one.first / KB, one.requests, one.afterwards / KB) for slug, one in found.items()}
    assert {slug: one for slug, one in told.items() if one[0] > FIRST} == {}
    assert {slug: one for slug, one in told.items() if one[1] > REQUESTS} == {}
    assert {slug: one for slug, one in told.items() if one[2] > AFTERWARDS} == {}


def test_every_page_asks_for_one_sheet_and_it_holds_all(library, first):
    html = Client().get("/wiki/").content.decode()
    sheets = [part.split('"')[0] for part in html.split('<link rel="stylesheet" href="')[1:]]
    assert len(sheets) == 1
    text = (first.static / sheets[0].removeprefix("/static/")).read_text()
    assert text.index("@layer tokens, base, components, pages, utilities;") < text.index("@layer base {")
    assert "@media print {\n@layer utilities {\n@page" in text
    assert "/*" not in text
    assert text.count("{") == text.count("}")
    assert 'url("../vendor/inter/inter-plain.' in text
