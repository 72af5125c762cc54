"""Who may open a page of a class's quiz: its staff look, its instructors change, its learners sit it once given."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from quizzes.classes.access import run, taught
from quizzes.classes.models import Cohort
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.queries import takeable
from sdwiki.accounts.access import members_only
from sdwiki.typing import MemberRequest

P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, ClassQuiz, P], HttpResponse]
Guarded = Callable[..., HttpResponseBase]


def watched(view: View[P]) -> Guarded:
    """Pass the quiz of the address to the view for all staff of its class."""
    return taught(_loaded(view))


def changed(view: View[P]) -> Guarded:
    """The same for those who may change the class."""
    return run(_loaded(view))


def sat(view: View[P]) -> Guarded:
    """The same for learners of the class who may take the quiz; to everybody else it does not exist."""

    def inner(request: MemberRequest, pk: int, quiz: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        one = get_object_or_404(takeable(request.user).select_related("quiz", "cohort"), cohort=pk, quiz=quiz)
        return view(request, one, *args, **kwargs)

    update_wrapper(inner, view)
    return members_only(inner)


def _loaded(view: View[P]) -> Callable[..., HttpResponse]:
    def inner(request: MemberRequest, cohort: Cohort, quiz: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        one = get_object_or_404(ClassQuiz.objects.select_related("quiz", "cohort"), cohort=cohort, quiz=quiz)
        return view(request, one, *args, **kwargs)

    update_wrapper(inner, view)
    return inner
