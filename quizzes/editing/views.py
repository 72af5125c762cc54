"""Pages for those who write the wiki: the editor with its preview, and a page's history."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from content.models import Topic
from quizzes.editing import queries, services
from quizzes.editing.drafts import Draft
from quizzes.editing.forms import DraftForm
from quizzes.editing.panel import change, panel
from quizzes.editing.words import conflicts, published
from sdwiki.typing import MemberRequest

REVISIONS_A_PAGE = 50
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def editors_only(view: View[P]) -> View[P]:
    """Visitors go to the login; who is no editor may not."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not cast(MemberRequest, request).user.is_editor:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast(View[P], guarded)


@require_safe
@editors_only
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The editor with the page's text, or with that of an older revision to restore."""
    topic = queries.page_or_404(slug)
    assert topic.current is not None
    draft, note = Draft.of(topic.current), ""
    if wanted := request.GET.get("revision"):
        older = queries.revision_or_404(topic, _number(wanted))
        draft, note = Draft.of(older), f"Back to revision {older.number}"
    return _editor(request, topic, _form(topic, draft, note))


@require_POST
@editors_only
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The page as it would be, and what publishing would do. Writes nothing."""
    topic = queries.page_or_404(slug)
    form = DraftForm(request.POST, topic=topic)
    part = "#answer" if cast(MemberRequest, request).htmx else ""
    return _editor(request, topic, form, part=part)


@require_POST
@editors_only
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """The text after a change in the table editor. Writes nothing: the text goes back to the form."""
    topic = queries.page_or_404(slug)
    form = DraftForm(request.POST, topic=topic)
    form.is_valid()
    data = request.POST.copy()
    body, said = form.cleaned_data.get("body"), ""
    if body is not None:
        chosen = _index(data.get("cells_of", ""))
        done = change(body, chosen, data.getlist("cell"), data.get("mark", ""), data.get("do", ""))
        data["body"], said = done.text, done.said
    part = "#changed" if cast(MemberRequest, request).htmx else ""
    response = _editor(request, topic, DraftForm(data, topic=topic), part=part, said=said)
    response["HX-Trigger-After-Settle"] = "edited"
    return response


@require_POST
@editors_only
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish, or come back with the text and with what stands in the way."""
    topic, author = queries.page_or_404(slug), cast(MemberRequest, request).user
    form = DraftForm(request.POST, topic=topic)
    if not form.is_valid():
        return _editor(request, topic, form, status=422)
    base, note, key, anyway = (form.cleaned_data[name] for name in ("base", "note", "idempotency_key", "anyway"))
    try:
        done = services.publish(
            topic=topic,
            author=author,
            draft=form.draft,
            base=base,
            note=note,
            key=key,
            now=timezone.now(),
            anyway=anyway,
        )
    except services.Unchanged:
        messages.info(request, "Nothing was published: the page says this already.")
        return redirect("content:topic", slug)
    except services.Odd:
        form.add_error(None, "Mend what is odd in the text, or tick “Publish all the same” below.")
        return _editor(request, topic, form, status=422)
    except services.Stale as stale:
        return _stale(request, topic, form, stale)
    messages.success(request, published(done))
    return redirect("content:topic", slug)


@require_safe
@editors_only
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """A page's revisions, to read, compare and restore."""
    topic = queries.page_or_404(slug)
    found = Paginator(queries.revisions(topic), REVISIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "editing/history.html", {"topic": topic, "found": found})


@require_safe
@editors_only
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One revision as readers saw it, and its text."""
    topic = queries.page_or_404(slug)
    found = queries.revision_or_404(topic, number)
    return render(request, "editing/revision.html", {"topic": topic, "revision": found, "draft": Draft.of(found)})


@require_safe
@editors_only
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What differs between two revisions, whichever way round they were chosen."""
    topic = queries.page_or_404(slug)
    numbers = sorted(_number(request.GET.get(name, "")) for name in ("old", "new"))
    old, new = (queries.revision_or_404(topic, number) for number in numbers)
    return render(request, "editing/compare.html", {"topic": topic, "compared": queries.compared(old, new)})


def _number(text: str) -> int:
    """A revision's number from an address. Raises Http404 for what is none."""
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Http404("There is no such revision.")
    return int(text)


def _index(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _form(topic: Topic, draft: Draft, note: str = "") -> DraftForm:
    """A form that is bound to a draft begun from the current revision, with a key of its own."""
    assert topic.current is not None
    data = {
        "title": draft.title,
        "summary": draft.summary,
        "body": draft.body,
        "sources": draft.sources,
        "note": note,
        "base": topic.current.number,
        "idempotency_key": uuid.uuid4(),
    }
    return DraftForm(data, topic=topic)


def _stale(request: HttpRequest, topic: Topic, form: DraftForm, stale: services.Stale) -> HttpResponse:
    """The merged text to look at again, and what was typed beside it."""
    topic.current = stale.current
    merged = _form(topic, stale.merged.draft, form.cleaned_data["note"])
    context: dict[str, Any] = {
        "stale": stale,
        "typed": form.draft,
        "theirs": Draft.of(stale.current),
        "said": conflicts(stale),
    }
    return _editor(request, topic, merged, status=409, **context)


def _editor(
    request: HttpRequest, topic: Topic, form: DraftForm, *, status: int = 200, part: str = "", **context: Any
) -> HttpResponse:
    """The editor's page or a part of it: the form, the table editor, the preview if the text can be read."""
    valid = form.is_valid()
    context |= {
        "topic": topic,
        "form": form,
        "panel": panel(form.cleaned_data.get("body", ""), _index(str(form.data.get("grid", "")))),
        "preview": queries.preview(topic, form.draft) if valid and part != "#changed" else None,
    }
    return render(request, f"editing/editor.html{part}", context, status=status)
