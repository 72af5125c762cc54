"""Whose address counts behind a proxy. Settings are read once by a process, so each case is a process of its own."""

import os
import subprocess
import sys

import pytest

SHOW = "from sdwiki import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"


@pytest.mark.parametrize(
    ("environment", "trusted"),
    [
        ({"SITE_URL": "http://localhost:8000"}, 0),
        ({"SITE_URL": "https://sdwiki.example"}, 1),
        ({"SITE_URL": "https://sdwiki.example", "TRUSTED_PROXIES": "2"}, 2),
    ],
)
def test_the_address_that_a_proxy_forwards_counts_where_there_is_a_proxy(environment, trusted):
    done = subprocess.run(
        [sys.executable, "-c", SHOW], env=os.environ | environment, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == trusted
