"""No page loads the texts that the search reads: a copy for each row that names a topic once filled a worker."""

import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import Topic
from tests.access.routes import OWN
from tests.access.world import Visit, read

MIB = 1024 * 1024
LOOKED_AT = ("/glossary/", "/drills/", "/interviews/url-shortener/", "/search/?q=cache")


@pytest.mark.parametrize("role", ["visitor", "learner", "instructor", "editor"])
def test_no_page_loads_what_the_search_reads(world, role):
    visit, loaded = Visit(world, role), []
    columns = [f'"content_topic"."{name}"' for name in Topic.TEXTS]
    for route in OWN:
        if route.method == "get":
            with CaptureQueriesContext(connection) as told:
                read(visit.send("get", reverse(route.name, args=route.args(world)), route.data(world)))
            loaded += [
                f"{route}: {column}" for column in columns if any(column in one["sql"] for one in told.captured_queries)
            ]
    assert loaded == []


def test_pages_of_the_whole_library_take_little_memory(client, shipped_wiki):
    for address in LOOKED_AT:
        client.get(address)
        tracemalloc.start()
        try:
            assert client.get(address).status_code == 200
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 6 * MIB, f"{address}: {peak / MIB:.1f} MiB"
