"""Pages for those who write the wiki: the editor with its preview, and a page's history."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from quizzes.editing import errors, queries, services
from quizzes.editing.drafts import Draft
from quizzes.editing.editor import begun, returned, rewritten, show, with_mark, with_table_changed
from quizzes.editing.forms import ContestForm, DraftForm
from quizzes.editing.words import published
from sdwiki import clock
from sdwiki.accounts.access import editors_only
from sdwiki.typing import MemberRequest

REVISIONS_A_PAGE = 50


@require_safe
@editors_only
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    """The editor with the page's text, or with that of an older revision to restore.

    ``?cell=`` names a fact, by its key or its cell's address, that is found in the text.
    """
    topic = queries.page_or_404(slug)
    draft, note = Draft.now(topic), ""
    if wanted := request.GET.get("revision"):
        older = queries.revision_or_404(topic, _number(wanted))
        draft, note = Draft.of(older, phase=draft.phase), f"Back to revision {older.number}"
    fact = request.GET.get("cell", "")[:500]
    return show(request, DraftForm(begun(topic, draft, note=note, fact=fact), topic=topic))


@require_POST
@editors_only
def preview(request: MemberRequest, slug: str) -> HttpResponse:
    """The page as it would be, and what publishing would do. Writes nothing."""
    topic = queries.page_or_404(slug)
    part = "#answer" if request.htmx else ""
    return show(request, DraftForm(request.POST, topic=topic), part=part)


@require_POST
@editors_only
def table(request: MemberRequest, slug: str) -> HttpResponse:
    """The text after a change in the table editor. Writes nothing: the text goes back to the form."""
    topic = queries.page_or_404(slug)
    changed = with_table_changed(DraftForm(request.POST, topic=topic), request.POST)
    form = DraftForm(changed.data, topic=topic, at_hand=changed.read)
    return rewritten(request, form, "edited", said=changed.said)


@require_POST
@editors_only
def contest(request: MemberRequest, slug: str) -> HttpResponse:
    """The text after a statement was marked as contested. Writes nothing: the text goes back to the form."""
    topic, asked = queries.page_or_404(slug), ContestForm(request.POST)
    changed = with_mark(DraftForm(request.POST, topic=topic), asked, request.POST)
    form = DraftForm(changed.data, topic=topic, at_hand=changed.read)
    return rewritten(request, form, "edited, marked", said=changed.said, contest=asked)


@require_POST
@editors_only
def publish(request: MemberRequest, slug: str) -> HttpResponse:
    """Publish, or come back with the text and with what stands in the way."""
    topic = queries.page_or_404(slug, withdrawn=True)
    form = DraftForm(request.POST, topic=topic)
    if not form.is_valid():
        return show(request, form, status=422)
    try:
        done = services.publish(topic=topic, author=request.user, now=clock.now(), **form.sent())
        messages.success(request, published(done))
    except errors.Unchanged:
        messages.info(request, "Nothing was published: the page says this already.")
    except errors.NotPublished as error:
        return returned(request, form, error)
    return redirect("content:topic", slug)


@require_safe
@editors_only
def history(request: MemberRequest, slug: str) -> HttpResponse:
    """A page's revisions, to read, compare and restore."""
    topic = queries.page_or_404(slug, withdrawn=True)
    found = Paginator(queries.revisions(topic), REVISIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "editing/history.html", {"topic": topic, "found": found})


@require_safe
@editors_only
def revision(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """One revision as readers saw it, and its text."""
    topic = queries.page_or_404(slug, withdrawn=True)
    found = queries.revision_or_404(topic, number)
    return render(request, "editing/revision.html", {"topic": topic, "revision": found, "draft": Draft.of(found)})


@require_safe
@editors_only
def compare(request: MemberRequest, slug: str) -> HttpResponse:
    """What differs between two revisions, whichever way round they were chosen."""
    topic = queries.page_or_404(slug, withdrawn=True)
    numbers = sorted(_number(request.GET.get(name, "")) for name in ("old", "new"))
    old, new = (queries.revision_or_404(topic, number) for number in numbers)
    return render(request, "editing/compare.html", {"topic": topic, "compared": queries.compared(old, new)})


def _number(text: str) -> int:
    """A revision's number from an address. Raises Http404 for what is none."""
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Http404("There is no such revision.")
    return int(text)
