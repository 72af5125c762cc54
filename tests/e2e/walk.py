"""Every page of the route table, looked at as somebody, once: what is wider than a narrow window, what hides the focus,
what an automatic check finds in either theme, ids that are there twice, and stops of Tab where nothing can be done."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal
from urllib.parse import urlencode

import axe_playwright_python
from django.urls import reverse
from playwright.sync_api import Browser, Page, TimeoutError

from tests.access.routes import OWN
from tests.e2e.conftest import Site

# Answers that are no pages, and parts of pages.
NO_PAGES = {"favicon", "manifest", "content:glossary-json", "quizzes:question-export", "health-live", "health-ready"}
NO_PAGES |= {"content:robots", "content:sitemap", "quizzes:topic-bar", "quizzes:review-load", "quizzes:review-row"}
NO_PAGES |= {"quizzes:review-typed"}
NO_PAGES |= {"quizzes:question-refusals", "quizzes:class-book"}
NO_PAGES |= {"quizzes:class-question-edit"}  # the form of a new one, filled in
# What these people see otherwise than a learner does, beside the pages that a learner does not get.
OTHERWISE = {"quizzes:classes", "quizzes:class", "content:topic"}
TOPIC = "horizontal-vs-vertical-scaling"
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")

# What WCAG 1.4.12 lets readers set.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
    " p { margin-bottom: 2em !important }"
)

# Focus everything that Tab reaches, and tell what lies under a bar (or outside the window) when it has it.
HIDDEN = """() => {
  const faults = [];
  const bar = (node, own) => {
    for (let one = node; one && !one.contains(own); one = one.parentElement)
      if (["fixed", "sticky"].includes(getComputedStyle(one).position)) return one.className || one.tagName;
    return null;
  };
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    one.focus();
    if (document.activeElement !== one) continue;
    const box = [...one.getClientRects()].find((line) => line.width && line.height);
    if (!box) continue;
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const name = (one.getAttribute("aria-label") || one.innerText || one.name || "").trim().slice(0, 30);
    const above = top < bottom && left < right && document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (!above) faults.push(`${name} is outside the window`);
    else if (!one.contains(above) && bar(above, one)) faults.push(`${name} is behind ${bar(above, one)}`);
  }
  return faults;
}"""


# The innermost parts that stick out.
WIDEST = """() => [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > 321
  && one.checkVisibility() && !one.closest(".table-scroll, pre, .visually-hidden")).slice(-3)
  .map((one) => `${one.tagName}.${one.className.baseVal ?? one.className}`).join(" ")"""
# What comes after the page is there, and its letters are.
SETTLED = """() => document.fonts.status === "loaded" && [...document.querySelectorAll("[data-part]")].every((one) =>
  performance.getEntriesByName(new URL(one.dataset.part, location).href).some((got) => got.responseEnd > 0))"""
STOPS = """() => [...document.querySelectorAll("[tabindex='0']")]
  .filter((one) => one.checkVisibility() && one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight)
  .filter((one) => !one.matches("a, button, input, select, textarea, summary, [role=radio], [role=option], [data-row]"))
  .filter((one) => !(one.matches("td") && one.closest("table").querySelectorAll("[tabindex='0']").length === 1))
  .map((one) => one.getAttribute("aria-label") || one.className || one.tagName)"""
DOUBLED = """() => {
  const all = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return [...new Set(all.filter((one, place) => all.indexOf(one) !== place))];
}"""
# Also the size of targets (WCAG 2.5.8), which axe looks at when asked to only.
CHECKED = """async (only) => {
  const how = only.length ? { runOnly: only } : { rules: { "target-size": { enabled: true } } };
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...how });
  return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target }) => `${id}: ${target.join(" ")}`));
}"""


def pages(world: SimpleNamespace, role: str) -> Iterator[str]:
    """The address of every page that a role gets and that looks otherwise to nobody seen before."""
    for route in OWN:
        if route.method != "get" or route.name in NO_PAGES or route.outcomes[role] != 200:
            continue
        known = role in ("instructor", "editor") and route.outcomes["learner"] == 200
        if known and route.name not in OTHERWISE:
            continue
        args: list[Any] = [TOPIC if one == "messaging" else one for one in route.args(world)]
        query = urlencode(route.data(world))
        yield reverse(route.name, args=args) + (f"?{query}" if query else "")


def look(page: Page, address: str) -> dict[str, list[str]]:
    """What is wrong with a page, by the kind of fault."""
    page.set_viewport_size({"width": 320, "height": 640})
    answer = page.goto(address)
    page.wait_for_function(SETTLED)
    found = {
        "status": [] if answer and answer.status == 200 else [f"{answer and answer.status}"],
        "reflow": list(too_wide(page)),
        "focus": list(hidden_focus(page)),
        "ids": page.evaluate(DOUBLED),
        "stops": list(stops(page)),
        "axe": list(checked(page)),
    }
    return {kind: [f"{address}: {fault}" for fault in faults] for kind, faults in found.items()}


def walk(page: Page, world: SimpleNamespace, role: str) -> dict[str, list[str]]:
    """The faults of all pages that a role gets."""
    faults: defaultdict[str, list[str]] = defaultdict(list)
    for address in pages(world, role):
        for kind, some in look(page, address).items():
            faults[kind] += some
        faults["seen"].append(address)
    return faults


def too_wide(page: Page) -> Iterator[str]:
    """Whether a page has to be scrolled sideways at 320 px, as low as 1280×1024 at 400 % too, and with spaced text."""
    for how in ("", " in a low window", " with spaced text"):
        page.set_viewport_size({"width": 320, "height": 256 if "low" in how else 640})
        if "spaced" in how:
            page.add_style_tag(content=SPACING)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            yield f"{width} px wide{how}: {page.evaluate(WIDEST)}"
    page.evaluate("document.head.lastElementChild.remove()")


def hidden_focus(page: Page) -> Iterator[str]:
    """What has the focus where nobody sees it, in a low window and a narrow one."""
    for width, height in ((390, 500), (1280, 400)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.body.offsetHeight")
        for fault in page.evaluate(HIDDEN):
            yield f"{width}×{height}: {fault}"


def stops(page: Page) -> Iterator[str]:
    """Stops that stay: what has come or changed its size is measured with the next frame, and may be none then."""
    try:
        page.wait_for_function(f"() => !({STOPS})().length", timeout=3000)
    except TimeoutError:
        yield from page.evaluate(STOPS)


def checked(page: Page) -> Iterator[str]:
    """What axe finds, with all that can be unfolded; a dark page is the same page in other colours."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(AXE.read_text())
    page.evaluate("for (const fold of document.querySelectorAll('details:not(.menu)')) fold.open = true")
    rules: tuple[tuple[Literal["light", "dark"], list[str]], ...] = (("light", []), ("dark", ["color-contrast"]))
    for theme, only in rules:
        page.emulate_media(color_scheme=theme)
        for fault in page.evaluate(CHECKED, only):
            yield f"{theme}: {fault}"


# Somebody who is invited to a class, and a group of it.
GROUPED = """
WITH invited AS (
    INSERT INTO quizzes_invitation (cohort_id, email, name, token, invited_by_id, made_at, state, due_at, until)
    SELECT id, 'invited@example.com', repeat('W', 60), 'an-invitation', instructor_id, now(), 'sent', now(), now()
    FROM quizzes_cohort WHERE id = %s RETURNING cohort_id, id, token
), made AS (
    INSERT INTO quizzes_group (cohort_id, name) SELECT cohort_id, repeat('W', 60) FROM invited RETURNING id
), placed AS (
    INSERT INTO quizzes_groupmember (group_id, membership_id)
    SELECT made.id, m.id FROM made, quizzes_membership m WHERE m.learner_id = %s
)
SELECT invited.id, invited.token, made.id FROM invited, made
"""


def ids(site: Site, learner: str) -> SimpleNamespace:
    """What the route table asks of a world, from the database of the running app."""
    one = SimpleNamespace
    [(person, attempt, card)] = site.execute(
        "SELECT u.id, (SELECT max(id) FROM quizzes_attempt WHERE learner_id = u.id),"
        " (SELECT min(id) FROM quizzes_card WHERE learner_id = u.id) FROM accounts_user u WHERE email = %s",
        learner,
    )
    [(cohort, token)] = site.execute("SELECT id, token FROM quizzes_cohort ORDER BY id DESC LIMIT 1")
    [(assignment,)] = site.execute("SELECT max(id) FROM quizzes_assignment WHERE cohort_id = %s", cohort)
    [(quiz, sat, question)] = site.execute(
        "SELECT a.quiz_id, a.id, v.question_id FROM quizzes_attempt a"
        " JOIN quizzes_attemptquestion q ON q.attempt_id = a.id"
        " JOIN quizzes_questionversion v ON v.id = q.version_id WHERE a.learner_id = %s AND a.quiz_id IS NOT NULL"
        " ORDER BY q.position LIMIT 1",
        person,
    )
    [(invitation, invited, group)] = site.execute(GROUPED, cohort, person)
    return one(
        invitation=one(pk=invitation, token=invited), group=group, assignment=one(pk=assignment),
        cohort=one(pk=cohort, token=token), attempt=one(pk=attempt), card=one(pk=card), classmate=one(pk=person),
        question=question, phase=one(slug="foundation"), quiz=quiz, sat=one(pk=sat),
    )  # fmt: skip


def forced_layouts(browser: Browser, page: Page, site: str, address: str) -> list[str]:
    """Where our scripts have a page laid out at once, because they ask for a size after they have written."""
    categories = ["devtools.timeline", "disabled-by-default-devtools.timeline.stack"]
    browser.start_tracing(page=page, categories=[*categories, "disabled-by-default-devtools.timeline"])
    page.goto(address)
    page.wait_for_load_state("networkidle")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    stacks = [one["args"]["beginData"].get("stackTrace") for one in events if one["name"] == "Layout"]
    assert stacks, "the browser told of no layout"
    frames = [stack[0] for stack in stacks if stack]
    return [
        f"{address}: {one['url'].rpartition('/')[2]}:{one['lineNumber']}"
        for one in frames
        if one["url"].startswith(site)
    ]
