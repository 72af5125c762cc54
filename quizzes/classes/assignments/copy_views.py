"""What was assigned once is taken along: into another class, or for another round of this one."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from quizzes.classes.access import run
from quizzes.classes.assignments import services
from quizzes.classes.assignments.copy_forms import CopyForm
from quizzes.classes.assignments.words import LOOK, drafts
from quizzes.classes.models import Cohort
from sdwiki import clock
from sdwiki.accounts.names import isolated
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@run
def copy(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Copy assignments into a class as drafts."""
    form = CopyForm(request.POST or None, cohort=cohort, user=request.user, initial={"idempotency_key": uuid.uuid4()})
    if not form.is_valid():
        context = {"cohort": cohort, "form": form}
        return render(request, "classes/assignments/copy.html", context, status=422 if form.is_bound else 200)
    asked, ids = form.cleaned_data, [one.pk for one in form.cleaned_data["assignments"]]
    made = services.copy(ids=ids, to=asked["to"], days=asked["days"], key=asked["idempotency_key"], now=clock.now())
    messages.success(request, f"{drafts(len(made))} in “{isolated(asked['to'].name)}”. {LOOK}")
    return redirect("quizzes:class", asked["to"].pk)
