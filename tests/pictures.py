"""The front page's pictures of the product: `script/pictures` calls it, with the data folder of a site of its own.

Somebody who has studied for ten days (`manage.py demo`) looks at the plan for an interview, a card and a result, on a
phone, in both themes.
"""

import base64
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import chromium

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "static" / "pictures"
LEARNER = "learner3@demo.example"
WIDTH, HEIGHT, SCALE, QUALITY = 390, 640, 1.5, 76  # in CSS pixels; pixels for each; WebP's own


def plan(page: Page) -> None:
    """A month to the interview; where that leads is worked out behind the pages."""
    page.goto("/plan/")
    led = page.get_by_role("heading", name="By phase, on the day")
    if not led.is_visible():
        page.get_by_label("Interview date").fill((datetime.now(UTC).date() + timedelta(30)).isoformat())
        page.get_by_label("Minutes a day").fill("40")
        page.get_by_role("button", name="Plan for this date").click()
        page.wait_for_url("**/plan/**")
        led.wait_for(timeout=180_000)
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()


def card(page: Page) -> None:
    page.goto("/review/")
    page.get_by_role("button", name="Show answer").click()
    page.get_by_role("group", name="How well did you know it?").wait_for()


def result(page: Page) -> None:
    page.goto("/quizzes/")
    page.get_by_role("link", name="Decisions and comparisons").first.click()
    page.get_by_role("heading", name="Decisions and comparisons").wait_for()


PICTURES: dict[str, Callable[[Page], None]] = {"plan": plan, "card": card, "result": result}


@contextmanager
def site() -> Iterator[tuple[str, str]]:
    """The address of a running site with people to try things with, and their password."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "sdwiki.embedded.supervisor", "--port", str(port), "--demo"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        said = ""
        for line in process.stdout:
            said += line
            if "is ready at" in line:
                break
        found = re.search(r"password (\S+)", said)
        if found is None:
            raise SystemExit(f"the site did not start:\n{said}")
        yield f"http://localhost:{port}", found[1]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=90)


def take(browser: Browser, url: str, password: str, theme: str, folder: Path) -> None:
    """The pictures in one theme."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": WIDTH, "height": HEIGHT},
        device_scale_factor=SCALE,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        has_touch=True,
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(LEARNER)
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main form button.primary").click()
    page.wait_for_url(f"{url}/")
    for name, show in PICTURES.items():
        show(page)
        page.wait_for_timeout(500)
        asked = {"format": "webp", "quality": QUALITY}
        shot = context.new_cdp_session(page).send("Page.captureScreenshot", asked)
        (folder / f"{name}-{theme}.webp").write_bytes(base64.b64decode(shot["data"]))
    context.close()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with site() as (url, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium())
        for theme in ("light", "dark"):
            take(browser, url, password, theme, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
