"""Classes and invitations of the whole site, for who administers it: names and counts, and nobody's standing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from quizzes.classes.errors import NotPossible
from quizzes.classes.models import Cohort
from sdwiki import clock
from sdwiki.accounts.access import administrators_only
from sdwiki.accounts.names import isolated
from sdwiki.administering import class_queries, queries, services
from sdwiki.limits import SEARCH
from sdwiki.signs import one_line
from sdwiki.typing import MemberRequest


@require_safe
@administrators_only
def classes(request: MemberRequest) -> HttpResponse:
    """Every class with its owner and how many are in it."""
    words = _words(request)
    return _list(request, "administering/classes.html", words, class_queries.classes(words))


@require_safe
@administrators_only
def invitations(request: MemberRequest) -> HttpResponse:
    """Every invitation by mail, and what became of it."""
    words = _words(request)
    return _list(request, "administering/invitations.html", words, class_queries.invitations(words))


@require_POST
@administrators_only
def take_over(request: MemberRequest, pk: int) -> HttpResponse:
    """An administrator becomes the owner of a class whose owner does not teach any more, and an instructor by it."""
    cohort = get_object_or_404(Cohort.objects.without_owner(), pk=pk)
    try:
        services.take_over(cohort=cohort, person=request.user, now=clock.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("administration-classes")
    messages.success(request, f"“{isolated(cohort.name)}” is yours.")
    return redirect("quizzes:class", cohort.pk)


def _words(request: MemberRequest) -> str:
    return one_line(request.GET.get("q", ""))[:SEARCH]


def _list(request: MemberRequest, template: str, words: str, rows: "QuerySet[Any]") -> HttpResponse:
    page = Paginator(rows, queries.PER_PAGE).get_page(request.GET.get("page"))
    return render(request, template, {"page": page, "q": words})
