"""The messages of a class: read by all who are in it, written by those who run it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from quizzes.classes.access import run
from quizzes.classes.announcing import services
from quizzes.classes.announcing.forms import MessageForm
from quizzes.classes.announcing.queries import messages_for
from quizzes.classes.errors import NotPossible
from quizzes.classes.models import Cohort
from quizzes.classes.queries import RUNS, role_of
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.typing import MemberRequest


@require_safe
@members_only
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """What was said to a class, or to one's groups in it."""
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user).select_related("instructor"), pk=pk)
    return _page(request, cohort, MessageForm(cohort=cohort, initial={"idempotency_key": uuid.uuid4()}))


@require_POST
@run
def write(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Say something to a class or a group; the same form sent twice says it once."""
    form = MessageForm(request.POST, cohort=cohort)
    if not form.is_valid():
        return _page(request, cohort, form, status=422)
    said = {name: form.cleaned_data[name] for name in ("group", "title", "text")}
    key = form.cleaned_data["idempotency_key"]
    try:
        services.write(cohort=cohort, author=request.user, key=key, now=clock.now(), **said)
        messages.success(request, "Your message stands here, and comes to each inbox within a minute or so.")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("quizzes:class-messages", cohort.pk)


def _page(request: MemberRequest, cohort: Cohort, form: MessageForm, status: int = 200) -> HttpResponse:
    runs = role_of(cohort, request.user) in RUNS
    context = {"cohort": cohort, "said": messages_for(cohort, request.user), "form": form, "runs": runs}
    return render(request, "classes/messages.html", context, status=status)
