"""The people of a class, for its staff: who is in it, who asks, who is invited, who was removed, and by which ways."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.classes import services as classes
from quizzes.classes.access import run, taught
from quizzes.classes.errors import NotPossible
from quizzes.classes.forms import NameForm
from quizzes.classes.joining import inviting, queries, services
from quizzes.classes.joining.forms import GroupForm, InviteForm, WaysForm
from quizzes.classes.models import Cohort, Membership
from quizzes.classes.queries import role_of
from sdwiki import clock
from sdwiki.accounts.names import isolated
from sdwiki.typing import MemberRequest


@require_safe
@taught
def people(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Everybody in a class, with real names and groups, and the ways into it."""
    return _people(request, cohort)


@require_POST
@run
def ways(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Change how the link and the code of the class let people in."""
    form, now = WaysForm(request.POST), clock.now()
    if not form.is_valid():
        return _people(request, cohort, form, status=422)
    services.set_ways(cohort=cohort, ways=form.ways(until=cohort.link_until, now=now))
    messages.success(request, "Saved. Who is in the class stays in it.")
    return redirect("quizzes:class-people", cohort.pk)


@require_POST
@run
def renew(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """A new invitation link; the old one stops working."""
    classes.renew_link(cohort=cohort, token=request.POST.get("token", ""))
    messages.success(request, "The invitation link is new. The old one no longer works.")
    return redirect("quizzes:class-people", cohort.pk)


@require_POST
@run
def answer(request: MemberRequest, cohort: Cohort, learner: int) -> HttpResponse:
    """Let somebody in who asks to join, or not."""
    accept = request.POST.get("act") == "accept"
    try:
        name = services.answer(cohort=cohort, learner_id=learner, accept=accept, now=clock.now())
        said = "is in the class" if accept else "is not let in"
        messages.success(request, f"{isolated(name)} {said}.")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("quizzes:class-people", cohort.pk)


@require_POST
@run
def readmit(request: MemberRequest, cohort: Cohort, learner: int) -> HttpResponse:
    """Let somebody who was removed come back by the link, if they want to."""
    gone = Membership.objects.filter(cohort=cohort, left_at__isnull=False).select_related("learner")
    membership = get_object_or_404(gone, learner=learner)
    services.readmit(cohort=cohort, learner=membership.learner)
    messages.success(request, f"{isolated(membership.known_as)} can join again by the link.")
    return redirect("quizzes:class-people", cohort.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@run
def invite(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Invite people by mail: paste a list, look at what comes of it, send."""
    form = InviteForm(request.POST or None, request.FILES or None)
    context = {"cohort": cohort, "form": form, "mails": bool(settings.EMAIL_URL)}
    if request.method != "POST":
        return render(request, "classes/invite.html", context)
    if not form.is_valid():
        return render(request, "classes/invite.html", context, status=422)
    reading = form.cleaned_data["reading"]
    if request.POST.get("act") == "send":
        return _send(request, cohort, form)
    text = form.cleaned_data["text"]
    context["plan"] = inviting.plan(cohort=cohort, invitees=reading.invitees, now=clock.now())
    context |= {"problems": reading.problems, "text": text, "form": InviteForm(initial={"text": text})}
    return render(request, "classes/invite.html", context)


@require_POST
@run
def withdraw(request: MemberRequest, cohort: Cohort, invitation: int) -> HttpResponse:
    """Take an invitation back that nobody has used."""
    found = get_object_or_404(cohort.invitations.filter(accepted_at=None), pk=invitation)
    inviting.withdraw(cohort=cohort, invitation_id=found.pk)
    messages.success(request, f"The invitation of {found.email} leads nowhere any more.")
    return redirect("quizzes:class-people", cohort.pk)


def _send(request: MemberRequest, cohort: Cohort, form: InviteForm) -> HttpResponse:
    invitees = form.cleaned_data["reading"].invitees
    try:
        number = inviting.invite(cohort=cohort, invitees=invitees, by=request.user, now=clock.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("quizzes:class-invite", cohort.pk)
    people = "1 person is" if number == 1 else f"{number} people are"
    messages.success(request, f"{people} invited. The mails go out within a minute or so.")
    return redirect("quizzes:class-people", cohort.pk)


def _people(request: MemberRequest, cohort: Cohort, form: WaysForm | None = None, status: int = 200) -> HttpResponse:
    initial = {"code": bool(cohort.code), "approval": cohort.approval, "limit": cohort.link_limit}
    context = {
        "cohort": cohort,
        "role": role_of(cohort, request.user),
        "people": (found := queries.people(cohort, request.GET)),
        "roll": found.members,
        "form": form or WaysForm(initial=initial | {"ends": "keep" if cohort.link_until else ""}),
        "group": GroupForm(),
        "naming": NameForm(auto_id="class_%s", initial={"name": cohort.name}),
        "link": request.build_absolute_uri(reverse("quizzes:class-join", args=[cohort.token])),
        "now": clock.now(),
        "mails": bool(settings.EMAIL_URL),
    }
    return render(request, "classes/people.html", context, status=status)
