"""What becomes of everybody's marks when a question turns out to be wrong: how many change first, then the change.

Editors see no names and, of fewer people than `PEOPLE`, no numbers: who teaches a class sees its own (`classes`).
"""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from quizzes.attempts import regrading
from quizzes.attempts.models import Attempt, Grading
from quizzes.attempts.regrading import WAYS
from quizzes.classes.setting.forms import LABELS, RegradeForm
from quizzes.classes.setting.telling import tell_marks
from quizzes.curation import queries
from quizzes.statistics.privacy import PEOPLE, shown
from sdwiki import clock
from sdwiki.accounts.access import editors_only
from sdwiki.typing import MemberRequest


@dataclass(frozen=True)
class Outlook:
    """One way to treat a question, and how many marks it would raise, lower or take out."""

    label: str
    up: int
    down: int
    out: int


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
@cache_control(no_store=True)
def regrade(request: MemberRequest, pk: int) -> HttpResponse:
    """Treat a question one way in every quiz that has ended, after seeing how many marks that changes."""
    question = get_object_or_404(queries.questions(), pk=pk)
    sent, now = request.POST if request.method == "POST" else None, clock.now()
    form = RegradeForm(sent)
    if sent is None or not form.is_valid():
        return _page(request, pk, {"record": question, "form": form}, status=422 if sent is not None else 200)
    way, why = Grading.Rules(form.cleaned_data["way"]), form.cleaned_data["why"]
    with transaction.atomic():
        effects = regrading.regrade(question_id=pk, way=way, by=request.user, why=why, now=now)
        tell_marks(effects=effects, why=why, now=now)
    messages.success(request, "The marks are changed, and everybody whose they are was told.")
    return redirect("quizzes:question", pk)


def _page(request: MemberRequest, pk: int, context: dict[str, object], *, status: int) -> HttpResponse:
    ended = Attempt.objects.filter(questions__version__question=pk, submitted_at__isnull=False)
    enough = shown(ended.values("learner").distinct().count())
    context |= {"outlooks": outlooks(pk) if enough else [], "people": PEOPLE}
    return render(request, "curation/regrade.html", context, status=status)


def outlooks(question_id: int) -> list[Outlook]:
    """What each way would change, in numbers. Nothing is written."""
    found = []
    for way in WAYS:
        effects = regrading.rehearse(question_id=question_id, way=way)
        counted = [one for one in effects if one.after is not None]
        up, down = sum(one.gain > 0 for one in counted), sum(one.gain < 0 for one in counted)
        found.append(Outlook(LABELS[way], up, down, len(effects) - len(counted)))
    return found
