"""The editor's page: the form, the table editor, the preview and the change list, for a page there is or a new one."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from content.models import Topic
from quizzes.editing import contested, drafts, queries
from quizzes.editing.drafts import Draft
from quizzes.editing.forms import ContestForm, DraftForm
from quizzes.editing.table_editor import change, panel
from quizzes.editing.words import placement


@dataclass(frozen=True)
class Routes:
    """Where the editor's buttons lead."""

    preview: str
    table: str
    publish: str
    contest: str = ""

    @classmethod
    def of(cls, topic: Topic) -> "Routes":
        if topic.pk is None:
            return cls(*(reverse(f"quizzes:page-{name}") for name in ("preview", "table", "publish")))
        names = ("preview", "table", "publish", "contest")
        return cls(*(reverse(f"quizzes:edit-{name}", args=[topic.slug]) for name in names))


def begun(topic: Topic, draft: Draft, *, note: str = "", fact: str = "") -> dict[str, Any]:
    """What the editor's form holds when it is opened: a draft begun from the current revision, and a key of its own.

    ``fact`` names what is to be found in the text.
    """
    assert topic.current is not None
    return {
        "title": draft.title,
        "summary": draft.summary,
        "phase": draft.phase,
        "body": draft.body,
        "sources": draft.sources,
        "note": note,
        "fact": fact,
        "base": topic.current.number,
        "idempotency_key": uuid.uuid4(),
    }


def with_table_changed(form: DraftForm, data: QueryDict) -> tuple[QueryDict, str]:
    """What the form sent, after a change in the table editor, and what to say of it."""
    form.is_valid()
    changed, body = data.copy(), form.cleaned_data.get("body")
    if body is None:
        return changed, ""
    chosen = number(data.get("cells_of", ""))
    done = change(body, chosen, data.getlist("cell"), data.get("mark", ""), data.get("do", ""))
    changed["body"] = done.text
    return changed, done.said


def with_mark(topic: Topic, form: DraftForm, contest: ContestForm, data: QueryDict) -> tuple[QueryDict, str]:
    """What the form sent, with the condition written to the statement, and what to say of it."""
    changed = data.copy()
    if not form.is_valid() and not form.readable:
        return changed, "Mend the text first, then mark the statement."
    if not contest.is_valid():
        return changed, ""
    fact, condition = contest.cleaned_data["fact"], contest.cleaned_data["condition"]
    text = form.draft.body
    found = contested.find(text, drafts.read(form.draft.as_topic(topic)), fact)
    if found is None or not found.markable:
        return changed, "The mark could not be written. Write it into the text yourself."
    marked = contested.contest(text, found, condition)
    after = contested.find(marked, drafts.read(Draft("", "", marked).as_topic(topic)), fact)
    if after is None or (after.value, after.condition) != (found.value, condition):
        return changed, "The mark could not be written. Write it into the text yourself."
    changed["body"], changed["condition"] = marked, ""
    return changed, f"“{found.value}” now holds if: {condition}. Nothing is published yet."


def show(
    request: HttpRequest, topic: Topic, form: DraftForm, *, status: int = 200, part: str = "", **context: Any
) -> HttpResponse:
    """The editor's page or a part of it; the preview if the text can be read."""
    form.is_valid()
    readable = form.readable
    draft = form.draft if readable else None
    context |= {
        "topic": topic,
        "new": topic.pk is None,
        "form": form,
        "routes": Routes.of(topic),
        "panel": panel(draft.body if draft else "", number(str(form.data.get("grid", "")))),
        "preview": queries.preview(topic, draft) if draft and part != "#changed" else None,
        "placement": placement(topic, form.cleaned_data.get("slug", ""), draft, form.phases) if draft else "",
        "fact": (fact := str(form.data.get("fact", ""))),
    }
    if draft and fact:
        found = contested.find(draft.body, drafts.read(draft.as_topic(topic)), fact)
        context |= {"sought": True, "spot": found}
        context["selection"] = (
            [contested.in_browser(draft.body, at) for at in (found.begin, found.end)] if found else []
        )
    return render(request, f"editing/editor.html{part}", context, status=status)


def number(text: str) -> int:
    """A table's number from a form; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
