"""What pages say of a learner, read from them, and the same as it should be (`tests.e2e.truth`)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor
from typing import Any

from playwright.sync_api import Page

from tests.e2e.truth import Figures, Standing

NOTHING_NEW = r"You have met (today’s|every fact)[^.]*\.( \d+ new facts? waits?)?"


@dataclass(frozen=True)
class Topic:
    """A topic of the path."""

    id: int
    slug: str
    title: str
    phase: str


def per_cent(part: float, whole: int) -> int:
    return floor(100 * part / whole + 0.5) if whole else 0


def number(text: str, pattern: str) -> int | None:
    """The number in a text, None where it does not say one."""
    found = re.search(pattern, text)
    return int(found[1]) if found else None


def text_of(page: Page, selector: str = "main") -> str:
    return " ".join(page.locator(selector).inner_text().split())


def texts(page: Page, selector: str) -> list[str]:
    """The texts of elements, hidden ones too."""
    found: list[str] = page.eval_on_selector_all(
        selector, "all => all.map(one => one.textContent.trim().replace(/\\s+/g, ' '))"
    )
    return found


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


# --- What is left of the day -------------------------------------------------------------------------------


def load_on(text: str) -> tuple[int, int, int, int]:
    """What is due, new and in learning, and the minutes: said by one line on every page."""
    line = (re.search(r"Your reviews today: ([^.]*\.(?: About \d+ minutes?\.)?)", text) or ("", ""))[1]
    said = [
        number(line, pattern) or 0 for pattern in (r"(\d+) due", r"(\d+) new", r"(\d+) in learning", r"About (\d+)")
    ]
    return (said[0], said[1], said[2], said[3])


def on_line_of_load(page: Page) -> str:
    """The one sentence that several pages say."""
    found = page.locator("#load")
    return text_of(page, "#load").removeprefix("Your reviews today: ") if found.count() else ""


def for_line_of_load(truth: Figures) -> str:
    parts = [f"{n} {what}" for n, what in ((truth.due, "due"), (truth.fresh, "new")) if n]
    if truth.later:
        parts += [f"{truth.later} in learning", f"{'back' if truth.later == 1 else 'the next'} {soon(truth)}"]
    minutes = f" About {counted(truth.minutes, 'minute')}." if truth.left else ""
    return (", ".join(parts) or "nothing left") + "." + minutes


def soon(truth: Figures) -> str:
    """When the next card in learning comes back."""
    assert truth.next_step
    minutes = ceil((truth.next_step - truth.now) / timedelta(minutes=1))
    return f"in {counted(minutes, 'minute')}" if minutes < 60 else "later today"


def comes_back(truth: Figures) -> str:
    if truth.later == 1:
        return f"One card comes back {soon(truth)}"
    return f"{truth.later} cards come back, the next {soon(truth)}"


# --- Today -------------------------------------------------------------------------------------------------


def on_today(page: Page) -> dict[str, Any]:
    page.goto("/")
    text = text_of(page)
    return {
        "heading": text_of(page, "h1"),
        "later": (re.search(r"Of these, .*? (?:minutes?|today)\.", text) or [""])[0],
        "nothing new": (re.search(r"You have met (today’s|every fact)[^.]*\.( \d+ new facts? waits?)?", text) or [""])[
            0
        ],
        "recall": number(text, r"(\d+) % of the whole path today"),
        "then": number(text, r"(\d+) % if you review nothing more"),
        "done": number(text, r"(\d+) facts? done") or 0,
        "answers": number(text, r"done [a-z ]+, in (\d+) answers"),
        "tomorrow": (re.search(r"Tomorrow brings (.*?)\.", text) or ("", ""))[1],
        "week": [(told.split(":")[0], number(told, r": (\d+)") or 0) for told in texts(page, ".days .visually-hidden")],
        "tasks": [number(told, r"You would recall (\d+) %") for told in texts(page, ".task-state")],
        "line": on_the_line(page),
    }


def for_today(truth: Figures, topics: list[Topic], interview: date | None, suspended: int) -> dict[str, Any]:
    """What is assigned counts a suspended fact as one that is not known."""
    work, done, later = _work(truth.due + truth.later, truth.fresh), truth.done[truth.day], ""
    if truth.due + truth.fresh == 0 and truth.later:
        heading = comes_back(truth)
    elif truth.left:
        minutes = counted(truth.minutes, "minute")
        heading = f"{work}{' left' if truth.answers else ''}, about {minutes}"
        comes = "one comes back" if truth.later == 1 else f"{truth.later} come back later, the next"
        later = f"Of these, {comes} {soon(truth)}." if truth.later else ""
    else:
        heading = "That is today’s work" if truth.answers else "Nothing is due today"
    week = [truth.day - timedelta(ago) for ago in range(6, -1, -1)]
    return {
        "heading": heading,
        "later": later,
        "nothing new": _nothing_new(truth),
        "recall": per_cent(truth.all.recalled, truth.all.total),
        "then": per_cent(truth.all.recalled_then, truth.all.total) if interview else None,
        "done": done,
        "answers": truth.answers if truth.answers > done > 0 else None,
        "tomorrow": "" if truth.left else _promise(truth),
        "week": [(f"{day:%A}{', today' if day == truth.day else ''}", truth.done[day]) for day in week],
        "tasks": [per_cent(one.proven, one.total + suspended) for one in phases_of(truth, topics).values()][:1],
        "line": for_the_line(truth, topics),
    }


def _nothing_new(truth: Figures) -> str:
    if truth.fresh:
        return ""
    if not truth.unseen:
        return "You have met every fact that you took up."
    return f"You have met today’s new facts. {counted(truth.unseen, 'new fact')} wait{'s' if truth.unseen == 1 else ''}"


def phases_of(truth: Figures, topics: list[Topic]) -> dict[str, Standing]:
    """The standing with each phase, by its title."""
    phases: dict[str, Standing] = {}
    for topic in topics:
        phases.setdefault(topic.phase, Standing()).add(truth.topics[topic.id])
    return phases


def _work(reviews: int, fresh: int) -> str:
    parts = [counted(n, noun) for n, noun in ((reviews, "review"), (fresh, "new fact")) if n]
    return " and ".join(parts)


def _promise(truth: Figures) -> str:
    """What tomorrow brings, up to the minutes."""
    reviews, fresh = truth.tomorrow
    return _work(reviews, fresh) + f", about {counted(truth.tomorrow_minutes, 'minute')}" if reviews + fresh else ""


def on_the_line(page: Page) -> dict[str, str]:
    named = texts(page, ".line-list li li a, .line-list li li > span:first-child:not(.state)")
    states = [state.removesuffix(", assigned") for state in texts(page, ".line-list .state")]
    return dict(zip(named, states, strict=True))


def for_the_line(truth: Figures, topics: list[Topic]) -> dict[str, str]:
    found = {}
    for topic in topics:
        one = truth.topics[topic.id]
        unseen = "core facts not seen yet" if one.due else "not seen yet"
        state = f"{per_cent(one.recalled, one.total)} %" if one.seen else unseen
        found[topic.title] = state + (", due today" if one.due else "")
    return found


# --- Progress ----------------------------------------------------------------------------------------------


def on_progress(page: Page) -> dict[str, Any]:
    page.goto("/progress/")
    text = text_of(page)
    rows: list[list[str]] = page.eval_on_selector_all(
        ".standings tbody tr",
        "all => all.map(row => [...row.cells].map(cell => cell.textContent.trim().replace(/\\s+/g, ' ')))",
    )
    return {
        "recall": number(text, r"(\d+) % of \d+ core facts today"),
        "total": number(text, r"\d+ % of (\d+) core facts today"),
        "then": number(text, r"(\d+) % if you review nothing more"),
        "seen": number(text, r"Facts seen (\d+)"),
        "left": number(text, r"Left today (\d+)"),
        "load": on_line_of_load(page),
        "rows": {row[0]: row[1:-1] for row in rows},
        "coming": [int(count) for count in texts(page, ".fold table.tight tbody td.num")],
        "done": number(text, r"The last 28 days (\d+) reviews?"),
        "line": on_the_line(page),
    }


def for_progress(truth: Figures, topics: list[Topic], interview: date | None) -> dict[str, Any]:
    if not truth.all.seen:  # the page says where to begin
        return dict.fromkeys(("recall", "total", "then", "seen", "left", "done")) | {
            "load": for_line_of_load(truth), "rows": {}, "coming": [], "line": for_the_line(truth, topics)
        }  # fmt: skip
    rows = {topic.title: _row(truth.topics[topic.id], interview, always=False) for topic in topics}
    rows |= {phase: _row(one, interview, always=True) for phase, one in phases_of(truth, topics).items()}
    one = truth.all
    return {
        "recall": per_cent(one.recalled, one.total),
        "total": one.total,
        "then": per_cent(one.recalled_then, one.total) if interview else None,
        "seen": one.seen,
        "left": truth.left,
        "load": for_line_of_load(truth),
        "rows": rows,
        "coming": [truth.coming[truth.day + timedelta(n)] for n in range(14)],
        "done": sum(truth.done[truth.day - timedelta(ago)] for ago in range(28)),
        "line": for_the_line(truth, topics),
    }


def _row(one: Standing, interview: date | None, *, always: bool) -> list[str]:
    recall, then = f"{per_cent(one.recalled, one.total)} %", f"{per_cent(one.recalled_then, one.total)} %"
    if not always and not one.seen:
        recall, then = "not seen", "–"
    return [recall, *([then] if interview else []), f"{one.seen} of {one.total}", str(one.due or "–")]


# --- Review, a topic's page, a class's ----------------------------------------------------------------------


def on_review(page: Page) -> dict[str, Any]:
    """How many are left, with those that come back, and done; and the words of it."""
    text = text_of(page, "#left" if page.locator("[data-showing]").count() else ".review-end h1")
    if found := re.search(r"(\d+) (?:left|ready)(?:, (\d+) more)?", text):
        left = int(found[1]) + int(found[2] or 0)
    else:
        left = 1 if "One card comes back" in text else number(text, r"(\d+) cards come back") or 0
    bar = page.locator("progress[aria-label='Today’s reviews']")
    return {"left": left, "said": text, "done": int(bar.get_attribute("value") or 0) if bar.count() else 0}


def for_review(truth: Figures) -> dict[str, Any]:
    if ready := truth.due + truth.fresh:
        more = f", {truth.later} more{f' {soon(truth)}' if truth.later == 1 else ''}" if truth.later else ""
        said = f"{ready} {'ready' if more else 'left'}{more}"
    elif truth.later:
        said = comes_back(truth)
    else:
        said = "Done for today" if truth.answers else "Nothing is due"
    return {"left": truth.left, "said": said, "done": truth.done[truth.day]}


def on_topic(page: Page, topic: Topic) -> dict[str, Any]:
    page.goto(f"/wiki/{topic.slug}/")
    page.locator(".topic-bar").get_by_text(re.compile("core facts?")).first.wait_for()
    text = text_of(page, ".topic-bar")
    return {
        "recall": number(text, r"You would recall (\d+) %"),
        "seen": number(text, r"(\d+) of \d+ core facts? seen"),
        "total": number(text, r"(\d+) core facts?"),
        "due": number(text, r"(\d+) due") or 0,
    }


def for_topic(truth: Figures, topic: Topic) -> dict[str, Any]:
    one = truth.topics[topic.id]
    recall = per_cent(one.recalled, one.total) if one.seen else None
    seen = one.seen if one.seen else None
    return {"recall": recall, "seen": seen, "total": one.total, "due": one.due}


def in_class(page: Page, address: str) -> str:
    """How many facts of its one assignment the class's book says that its one learner has seen."""
    page.goto(address)
    page.locator(".gradebook tbody th a:not([aria-label])").click()
    page.wait_for_url(re.compile("/people/"))
    return (re.search(r"(\d+) of \d+", text_of(page, ".data tbody tr >> nth=0")) or [""])[0].partition(" ")[0]


def for_class(truth: Figures, topics: list[Topic], suspended: int) -> str:
    """What is suspended was seen all the same, and is asked for."""
    return str(next(iter(phases_of(truth, topics).values())).seen + suspended)
