"""The editor's page: the form, the table editor, the preview and the change list, for a page there is or a new one."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from content.models import Topic
from content.reading.topic import ReadTopic, read_topic
from quizzes.editing import contested, queries
from quizzes.editing.drafts import Draft
from quizzes.editing.errors import NotPublished, PublishedMeanwhile
from quizzes.editing.forms import ContestForm, DraftForm
from quizzes.editing.table_editor import change, panel
from quizzes.editing.words import conflicts, placement, refusal, table, table_changed, unshown
from sdwiki.typing import PageRequest


@dataclass(frozen=True)
class Routes:
    """Where the editor's buttons lead."""

    preview: str
    table: str
    publish: str
    contest: str = ""

    @classmethod
    def of(cls, topic: Topic | None) -> "Routes":
        if topic is None:
            return cls(*(reverse(f"quizzes:page-{name}") for name in ("preview", "table", "publish")))
        names = ("preview", "table", "publish", "contest")
        return cls(*(reverse(f"quizzes:edit-{name}", args=[topic.slug]) for name in names))


def begun(topic: Topic | None, draft: Draft, *, note: str = "", fact: str = "") -> dict[str, Any]:
    """What the editor's form holds when it is opened: a draft begun from the current revision, and a key of its own.

    ``fact`` names what is to be found in the text.
    """
    return {
        "title": draft.title,
        "summary": draft.summary,
        "phase": draft.phase,
        "body": draft.body,
        "sources": draft.sources,
        "note": note,
        "fact": fact,
        "base": topic.current.number if topic and topic.current else 0,
        "idempotency_key": uuid.uuid4(),
    }


@dataclass(frozen=True)
class Rewritten:
    """What the form sent with its text changed, what to say of that, and a reading of the text."""

    data: QueryDict
    said: str = ""
    read: ReadTopic | None = None


def with_table_changed(form: DraftForm, data: QueryDict) -> Rewritten:
    """What the form sent, after a change in the table editor."""
    form.is_valid()
    changed = data.copy()
    if form.text is None:
        return Rewritten(changed)
    chosen = number(data.get("cells_of", ""))
    done = change(form.text, chosen, data.getlist("cell"), data.get("mark", ""), data.get("do", ""))
    changed["body"] = done.text
    return Rewritten(changed, table_changed(done), form.text)


def with_mark(form: DraftForm, contest: ContestForm, data: QueryDict) -> Rewritten:
    """What the form sent, with the condition written to the statement."""
    form.is_valid()
    changed = data.copy()
    if form.draft is None:
        return Rewritten(changed, "Mend the text first, then mark the statement.")
    read = form.draft.read
    if not contest.is_valid():
        return Rewritten(changed, read=read)
    fact, condition = contest.cleaned_data["fact"], contest.cleaned_data["condition"]
    found = contested.find(read, fact)
    if found and found.markable:
        marked = read_topic(replace(read.source, body=contested.contest(read.source.body, found, condition)))
        after = contested.find(marked, fact)
        if after and (after.value, after.condition) == (found.value, condition):
            changed["body"], changed["condition"] = marked.source.body, ""
            return Rewritten(changed, f"“{found.value}” now holds if: {condition}. Nothing is published yet.", marked)
    return Rewritten(changed, "The mark could not be written. Write it into the text yourself.", read)


def show(request: HttpRequest, form: DraftForm, *, status: int = 200, part: str = "", **context: Any) -> HttpResponse:
    """The editor's page or a part of it; the preview if the text can be read."""
    form.is_valid()
    topic, draft = form.topic, form.draft
    context |= {"topic": topic, "new": topic is None, "form": form, "routes": Routes.of(topic)}
    context |= _grid(draft.read if draft else None, number(str(form.data.get("grid", ""))))
    context |= {"preview": queries.preview(topic, draft) if draft and part != "#changed" else None}
    if draft:
        context["placement"] = placement(topic, form.cleaned_data.get("slug", ""), form.typed, form.phases)
    context["fact"] = fact = str(form.data.get("fact", ""))
    if draft and fact:
        context |= _sought(draft.read, fact)
    return render(request, f"editing/editor.html{part}", context, status=status)


def rewritten(request: PageRequest, form: DraftForm, events: str, **context: Any) -> HttpResponse:
    """The form with a text that was changed for its editor, who may not have asked by htmx; events for the page."""
    part = "#changed" if request.htmx else ""
    response = show(request, form, part=part, **context)
    response["HX-Trigger-After-Settle"] = events
    return response


def returned(request: HttpRequest, form: DraftForm, error: NotPublished) -> HttpResponse:
    """The editor with the text that was not published, and with what stands in the way."""
    if not isinstance(error, PublishedMeanwhile):
        form.add_error(*refusal(error))
        return show(request, form, status=error.status)
    merged = begun(error.topic, error.merged.draft, note=form.cleaned_data["note"])
    theirs, said = Draft.now(error.topic), conflicts(error)
    again = DraftForm(merged, topic=error.topic)
    return show(request, again, status=409, stale=error, typed=form.typed, theirs=theirs, said=said)


def _grid(read: ReadTopic | None, chosen: int) -> dict[str, Any]:
    """The table editor, and what it says."""
    shown = panel(read, chosen)
    return {
        "panel": shown,
        "tables": [table(one) for one in shown.tables],
        "table": table(shown.tables[shown.chosen]) if shown.tables else "",
        "unshown": unshown(shown.unshown) if shown.unshown else "",
    }


def _sought(read: ReadTopic, fact: str) -> dict[str, Any]:
    """Where the statement stands that the editor came for."""
    found, text = contested.find(read, fact), read.source.body
    selection = [contested.in_browser(text, at) for at in (found.begin, found.end)] if found else []
    return {"sought": True, "spot": found, "selection": selection}


def number(text: str) -> int:
    """A table's number from a form; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
