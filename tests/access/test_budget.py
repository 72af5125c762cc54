"""What a visitor's topic weighs on the line, as it is served: compressed, its files collected."""

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client

from benchmarks.weight import AFTERWARDS, KB, weigh
from content.importing.files import read_path
from content.imports import apply_library
from content.models import Topic
from quizzes.management.commands.setup import UNUSED_STATIC
from tests.conftest import NOW

FIRST = 85  # KB; a tenth more than the heaviest takes, and less than the goal in `benchmarks.weight`
REQUESTS = 22

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "sdwiki.storage.StaticStorage"}}
    settings.TEMPLATES = list(settings.TEMPLATES)  # compiled anew: they keep what is the same for everybody
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED_STATIC)
    apply_library(read_path(django_settings.LIBRARY_DIR), now=NOW)


def test_every_topic_stays_light(library):
    client = Client()
    found = {topic.slug: weigh(client, topic.get_absolute_url()) for topic in Topic.objects.topics()}
    assert len(found) == 20
    told = {slug: (one.first / KB, one.requests, one.afterwards / KB) for slug, one in found.items()}
    assert {slug: one for slug, one in told.items() if one[0] > FIRST} == {}
    assert {slug: one for slug, one in told.items() if one[1] > REQUESTS} == {}
    assert {slug: one for slug, one in told.items() if one[2] > AFTERWARDS} == {}


def test_every_page_asks_for_one_sheet_and_it_holds_all(library, tmp_path):
    html = Client().get("/wiki/").content.decode()
    sheets = [part.split('"')[0] for part in html.split('<link rel="stylesheet" href="')[1:]]
    assert len(sheets) == 1
    text = (tmp_path / sheets[0].removeprefix("/static/")).read_text()
    assert text.index("@layer tokens, base, components, pages, utilities;") < text.index("@layer base {")
    assert "@media print {\n@layer utilities {\n@page" in text
    assert "/*" not in text
    assert text.count("{") == text.count("}")
    assert 'url("../vendor/inter/inter-plain.' in text
