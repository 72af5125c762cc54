"""The style page, which there is under DEBUG alone: every component, in both themes, without a fault that axe sees."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.e2e.conftest import ALONE, Site, running
from tests.first import First


@pytest.fixture(scope="module")
def bare(first: First, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The app under DEBUG."""
    with running(first, tmp_path_factory.mktemp("var"), f"styles_{os.getpid()}", broker=ALONE, DEBUG="1") as started:
        yield started


@pytest.mark.parametrize("width", [390, 1280])
def test_every_component_is_shown_in_both_themes(width: int, browser: Browser, bare: Site) -> None:
    context = browser.new_context(base_url=bare.url, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto("/styleguide/")
    grounds, pictures = [], []
    for theme in ("light", "dark"):
        part = page.locator(f"[data-theme={theme}].styles-theme")
        grounds.append(part.evaluate("one => getComputedStyle(one).backgroundColor"))
        pictures.append(part.screenshot())
    assert grounds[0] != grounds[1]
    assert pictures[0] != pictures[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()
