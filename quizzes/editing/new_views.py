"""Pages for those who add to the wiki: the editor for a page that is not there yet. It exists once it is published."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from quizzes.editing import errors, services
from quizzes.editing.editor import begun, show, with_table_changed
from quizzes.editing.forms import NewPageForm
from quizzes.editing.new_page import beginning, unwritten
from quizzes.editing.words import published
from sdwiki.accounts.access import editors_only
from sdwiki.typing import MemberRequest


@require_safe
@editors_only
def new(request: MemberRequest) -> HttpResponse:
    """The editor with a text that shows the expected shape; ``?phase=`` chooses the phase."""
    topic = unwritten()
    form = NewPageForm(begun(topic, beginning(request.GET.get("phase", ""))), topic=topic)
    form.is_valid()
    form.errors.clear()  # what is still empty is no fault yet
    return show(request, topic, form, untouched=True)


@require_POST
@editors_only
def preview(request: MemberRequest) -> HttpResponse:
    """The page as it would be, and what publishing would do. Writes nothing."""
    form = NewPageForm(request.POST, topic=unwritten())
    return show(request, form.topic, form, part="#answer" if request.htmx else "")


@require_POST
@editors_only
def table(request: MemberRequest) -> HttpResponse:
    """The text after a change in the table editor. Writes nothing: the text goes back to the form."""
    data, said = with_table_changed(NewPageForm(request.POST, topic=unwritten()), request.POST)
    form = NewPageForm(data, topic=unwritten())
    part = "#changed" if request.htmx else ""
    response = show(request, form.topic, form, part=part, said=said)
    response["HX-Trigger-After-Settle"] = "edited"
    return response


@require_POST
@editors_only
def publish(request: MemberRequest) -> HttpResponse:
    """Publish the page, or come back with the text and with what stands in the way."""
    form = NewPageForm(request.POST, topic=unwritten())
    if not form.is_valid():
        return show(request, form.topic, form, status=422)
    slug, note, key, anyway = (form.cleaned_data[name] for name in ("slug", "note", "idempotency_key", "anyway"))
    try:
        done = services.create(
            slug=slug,
            author=request.user,
            draft=form.draft,
            note=note,
            key=key,
            now=timezone.now(),
            anyway=anyway,
        )
    except errors.Taken:
        form.add_error("slug", "Another page was published at this address a moment ago. Choose another one.")
        return show(request, form.topic, form, status=409)
    except errors.Odd:
        form.add_error(None, "Mend what is odd in the text, or tick “Publish all the same” below.")
        return show(request, form.topic, form, status=422)
    messages.success(request, published(done))
    return redirect("content:topic", slug)
