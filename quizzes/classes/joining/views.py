"""Getting into a class: by its link, by its code, by an invitation."""

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.classes.errors import NotPossible
from quizzes.classes.joining import inviting, services
from quizzes.classes.joining.forms import UNKNOWN, CodeForm, JoinForm
from quizzes.classes.joining.models import Invitation
from quizzes.classes.models import Cohort
from quizzes.classes.queries import role_of
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.models import User
from sdwiki.accounts.names import isolated
from sdwiki.typing import MemberRequest

TOO_MANY = "That were many codes. Wait five minutes, or ask for the link."


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def join(request: MemberRequest, token: str) -> HttpResponse:
    """Ask, then join. The link alone changes nothing."""
    cohort = get_object_or_404(Cohort.objects.open_to(token).select_related("instructor"))
    if _belongs(cohort, request.user):
        return redirect("quizzes:class", cohort.pk)
    if why := services.refusal(cohort, request.user, clock.now()):
        raise PermissionDenied(why)
    form = JoinForm(request.POST or None, initial={"real_name": request.user.name})
    if request.method == "POST" and form.is_valid():
        return _join(request, cohort, form.cleaned_data["real_name"])
    waits = services.waiting(cohort, request.user)
    context = {"cohort": cohort, "form": form, "waits": waits, "approval": cohort.approval}
    return render(request, "classes/join.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@members_only
def take_back(request: MemberRequest, token: str) -> HttpResponse:
    """Ask no more to join."""
    cohort = get_object_or_404(Cohort.objects.open_to(token))
    services.take_back(cohort=cohort, learner=request.user)
    messages.success(request, f"You do not ask to join “{isolated(cohort.name)}” any more.")
    return redirect("quizzes:classes")


@require_POST
@members_only
def by_code(request: MemberRequest) -> HttpResponse:
    """Find the class of a short code. Guesses are few."""
    if not consume(request, action="class_code", key=str(request.user.pk)):
        messages.error(request, TOO_MANY)
        return redirect("quizzes:classes")
    form = CodeForm(request.POST)
    found = Cohort.objects.filter(code=form.cleaned_data["code"], archived_at=None).first() if form.is_valid() else None
    if found is None:
        messages.error(request, UNKNOWN)
        return redirect("quizzes:classes")
    return redirect("quizzes:class-join", found.token)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def invited(request: MemberRequest, token: str) -> HttpResponse:
    """Join by the link of an invitation. Opening it uses nothing up."""
    invitation = inviting.open_invitation(token)
    if invitation is None:
        return _again(token, request.user)
    cohort = invitation.cohort
    if _belongs(cohort, request.user):
        return redirect("quizzes:class", cohort.pk)
    if inviting.has_run_out(invitation, clock.now()):
        raise PermissionDenied(services.RUN_OUT)
    form = JoinForm(request.POST or None, initial={"real_name": request.user.name or invitation.name})
    if request.method == "POST" and form.is_valid():
        return _accept(request, invitation, form.cleaned_data["real_name"])
    status = 422 if request.method == "POST" else 200
    return render(request, "classes/join.html", {"cohort": cohort, "form": form}, status=status)


def _again(token: str, user: User) -> HttpResponse:
    """The class of an invitation that was used, for whoever used it."""
    if (used := inviting.used_by(token, user)) is None:
        raise Http404
    return redirect("quizzes:class", used)


def _belongs(cohort: Cohort, user: User) -> bool:
    """Whether somebody has the page of the class already."""
    return cohort.instructor_id == user.pk or bool(role_of(cohort, user)) or services.is_in(cohort, user)


def _join(request: MemberRequest, cohort: Cohort, real_name: str) -> HttpResponse:
    try:
        inside = services.by_link(cohort=cohort, learner=request.user, real_name=real_name, now=clock.now())
    except NotPossible as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    if inside:
        messages.success(request, f"You are in “{isolated(cohort.name)}”.")
        return redirect("quizzes:class", cohort.pk)
    return redirect("quizzes:class-join", cohort.token)


def _accept(request: MemberRequest, invitation: Invitation, real_name: str) -> HttpResponse:
    try:
        inviting.accept(invitation=invitation, learner=request.user, real_name=real_name, now=clock.now())
    except NotPossible as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, f"You are in “{isolated(invitation.cohort.name)}”.")
    return redirect("quizzes:class", invitation.cohort_id)
