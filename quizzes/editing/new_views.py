"""Pages for those who add to the wiki: the editor for a page that is not there yet. It exists once it is published."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from quizzes.editing import errors, services
from quizzes.editing.editor import begun, returned, rewritten, show, with_table_changed
from quizzes.editing.forms import NewPageForm
from quizzes.editing.new_page import beginning
from quizzes.editing.words import published
from sdwiki import clock
from sdwiki.accounts.access import editors_only
from sdwiki.typing import MemberRequest


@require_safe
@editors_only
def new(request: MemberRequest) -> HttpResponse:
    """The editor with a text that shows the expected shape; ``?phase=`` chooses the phase."""
    form = NewPageForm(begun(None, beginning(request.GET.get("phase", ""))))
    form.is_valid()
    form.errors.clear()  # what is still empty is no fault yet
    return show(request, form, untouched=True)


@require_POST
@editors_only
def preview(request: MemberRequest) -> HttpResponse:
    """The page as it would be, and what publishing would do. Writes nothing."""
    return show(request, NewPageForm(request.POST), part="#answer" if request.htmx else "")


@require_POST
@editors_only
def table(request: MemberRequest) -> HttpResponse:
    """The text after a change in the table editor. Writes nothing: the text goes back to the form."""
    changed = with_table_changed(NewPageForm(request.POST), request.POST)
    return rewritten(request, NewPageForm(changed.data, at_hand=changed.read), "edited", said=changed.said)


@require_POST
@editors_only
def publish(request: MemberRequest) -> HttpResponse:
    """Publish the page, or come back with the text and with what stands in the way."""
    form = NewPageForm(request.POST)
    if not form.is_valid():
        return show(request, form, status=422)
    try:
        done = services.create(author=request.user, now=clock.now(), **form.sent())
    except errors.NotPublished as error:
        return returned(request, form, error)
    messages.success(request, published(done))
    return redirect("content:topic", form.cleaned_data["slug"])
