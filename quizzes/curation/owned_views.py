"""An instructor's own questions: written by the rules that hold for all, and asked on papers of their classes alone.

Nobody else's pages lead here. Who may see one is its owner; what is not theirs does not exist.
"""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.models import Topic
from quizzes.bank.kinds import OPTION
from quizzes.bank.models import Question
from quizzes.curation import errors, services
from quizzes.curation.authored_forms import FORMS
from quizzes.curation.authored_views import begun, form_page, opened, revised, written
from sdwiki.accounts.access import instructors_only
from sdwiki.accounts.models import User
from sdwiki.typing import MemberRequest

FORM = "curation/owned.html"


@require_safe
@instructors_only
def questions(request: MemberRequest) -> HttpResponse:
    """All that somebody wrote for their classes, those that are not asked any more last."""
    found = _own(request.user).order_by("state", "topic__phase__position", "topic__position", "pk")
    return render(request, "curation/owned_list.html", {"questions": found})


@require_http_methods(["GET", "HEAD", "POST"])
@instructors_only
def new(request: MemberRequest) -> HttpResponse:
    """Write a question of the kind ``?kind=…`` for one's own classes."""
    if request.method != "POST":
        return form_page(request, FORM, begun(request.GET))
    sent = FORMS.get(request.POST.get("kind", OPTION))
    if sent is None:
        return HttpResponseBadRequest("There is no such kind of question. Go back, reload the page and choose again.")
    form = sent(request.POST)
    made = written(form, request.user, owner=request.user) if form.is_valid() else None
    if made is None:
        return form_page(request, FORM, form)
    _tell_kept(request, as_sent=services.says(made, form.draft()))
    return redirect("quizzes:class-questions")


def _tell_kept(request: MemberRequest, *, as_sent: bool) -> None:
    """That it is kept, and where it is found; or that the form was sent before, and changed since."""
    if as_sent:
        messages.success(request, "Your question is kept. You find it in the list when you set a paper for a class.")
    else:
        messages.warning(request, "Your question is kept as you sent it first. Edit it to change it.")


@require_http_methods(["GET", "HEAD", "POST"])
@instructors_only
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change one of them; its topic and its kind stay."""
    found = get_object_or_404(_own(request.user), pk=pk)
    if request.method != "POST":
        return form_page(request, FORM, opened(found), found)
    form = FORMS[found.kind](request.POST, new=False)
    try:
        if not (form.is_valid() and revised(form, found, request.user)):
            return form_page(request, FORM, form, found)
    except errors.RevisedMeanwhile:
        return form_page(request, FORM, form, found, stale=True)
    messages.success(request, "The new version is kept. Attempts keep the one they asked.")
    return redirect("quizzes:class-questions")


@require_POST
@instructors_only
def keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask one of them no longer, or again."""
    found, act = get_object_or_404(_own(request.user), pk=pk), request.POST.get("act")
    if act not in ("ask", "rest"):
        return HttpResponseBadRequest("Choose whether it is asked. Go back, reload the page and press again.")
    services.keep_asking(question=found, ask=(ask := act == "ask"))
    said = "It is asked again." if ask else "It is not asked any more. Papers that have it leave it out."
    messages.success(request, said)
    return redirect("quizzes:class-questions")


def _own(user: User) -> QuerySet[Question]:
    found = Question.objects.filter(owner=user, current__isnull=False).select_related("topic__current", "current")
    return found.defer(*Topic.texts_of("topic"))
