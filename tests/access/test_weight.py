"""No page loads the texts that the search reads: a copy for each row that names a topic once filled a worker."""

import tracemalloc

from content.models import Topic

MIB = 1024 * 1024
LOOKED_AT = ("/glossary/", "/drills/", "/interviews/url-shortener/", "/search/?q=cache")


def test_no_page_loads_what_the_search_reads(answers):
    columns = [f'"content_topic"."{name}"' for name in Topic.TEXTS]
    loaded = {address: [column for column in columns if column in one.sql] for address, one in answers[1].items()}
    assert {address: found for address, found in loaded.items() if found} == {}


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
