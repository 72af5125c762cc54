"""What editors wait for: the editor of the longest page, and its preview after each change of a cell.

Imported after Django is set up.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db.models.functions import Length

from benchmarks.bank import reworded
from benchmarks.measure import Result, compare
from benchmarks.web import Browser, fresh_key, member, statements
from content.models import Topic
from quizzes.editing.drafts import Draft


def preview() -> Iterator[Result]:
    """The preview that follows a keystroke, with all that publishing would change, against a bare view."""
    topic, browser = _longest(), _editor()
    path = f"/edit/{topic.slug}/preview/"
    keystrokes = (_form(topic, n) for n in count())

    def request() -> bytes:
        return browser.send("POST", path, next(keystrokes), htmx=True)

    yield compare("preview", request, lambda: browser.get("/bare/"), goal="≤ 120", repeats=3)
    yield Result("preview-statements", statements(request), "statements", None, None, "≤ 6", 1)


def editor() -> Iterator[Result]:
    """Opening the editor, preview and table editor included, against a bare view."""
    topic, browser = _longest(), _editor()
    path = f"/edit/{topic.slug}/"
    yield compare("editor", lambda: browser.get(path), lambda: browser.get("/bare/"), goal="≤ 80", repeats=3)
    yield Result("editor-statements", statements(lambda: browser.get(path)), "statements", None, None, "≤ 6", 1)


def _longest() -> Topic:
    topics = Topic.objects.topics().select_related("phase", "current")
    found: Topic = topics.order_by(-Length("current__source"))[0]
    return found


def _editor() -> Browser:
    return Browser(WSGIHandler(), member(is_editor=True))


def _form(topic: Topic, number: int) -> dict[str, Any]:
    """What the editor's form sends after one cell was reworded, each time in other words."""
    assert topic.current is not None
    draft = Draft.now(topic)
    fields = {name: getattr(draft, name) for name in ("title", "summary", "phase", "sources")}
    body = reworded(draft.body, said=f" mostly since {number}")
    return fields | {"body": body, "base": topic.current.number, "idempotency_key": fresh_key(), "note": ""}
