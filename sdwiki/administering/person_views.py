"""One person, for who administers the site: roles, whether the account may be used, sessions and second factors."""

from functools import partial

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from quizzes.classes.models import Cohort
from sdwiki import clock
from sdwiki.accounts.access import administrators_only
from sdwiki.accounts.errors import AdministersAlone
from sdwiki.accounts.models import User
from sdwiki.accounts.services import revoke_factor
from sdwiki.administering import queries, services
from sdwiki.typing import MemberRequest

ALONE = "Nobody else administers this site. Make somebody else an administrator first. Nothing was changed."
DONE = {
    "close": (services.close, "The account is closed, and its sessions have ended."),
    "open": (services.open_again, "The account is open again."),
    "log-out": (services.log_out, "All sessions have ended."),
}


@require_safe
@administrators_only
def person(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody with an account; of second factors which there are, and no secret."""
    someone = _person(pk)
    factors = Authenticator.objects.filter(user=someone).defer("data").order_by("pk")
    held = [(name, says, getattr(someone, name)) for name, says in services.ROLES.items()]
    context = {"person": someone, "factors": factors, "logins": queries.logins(someone, clock.now()), "roles": held}
    return render(request, "administering/person.html", context)


@require_POST
@administrators_only
def roles(request: MemberRequest, pk: int) -> HttpResponse:
    """Give and take roles."""
    try:
        someone = _person(pk)
        services.give_roles(person=someone, roles=request.POST.getlist("role"))
        messages.success(request, f"The roles are saved.{_ownerless(someone)}")
    except AdministersAlone:
        messages.error(request, ALONE)
    return redirect("administration-person", pk)


@require_POST
@administrators_only
def account(request: MemberRequest, pk: int) -> HttpResponse:
    """Close an account or open it again, or end its sessions."""
    someone, act = _person(pk), request.POST.get("act", "")
    try:
        if act in DONE:
            DONE[act][0](person=someone)
            messages.success(request, DONE[act][1] + _ownerless(someone))
    except AdministersAlone:
        messages.error(request, ALONE)
    return redirect("administration-person", pk)


@require_POST
@administrators_only
def end_session(request: MemberRequest, pk: int, session: int) -> HttpResponse:
    """End one session of somebody."""
    services.end_session(session=get_object_or_404(UserSession, user=_person(pk), pk=session))
    messages.success(request, "The session has ended.")
    return redirect("administration-person", pk)


@require_POST
@administrators_only
@transaction.atomic
def revoke(request: MemberRequest, pk: int, factor: int) -> HttpResponse:
    """Take a second factor from who has lost it. The mail about it names neither browser nor address."""
    held = get_object_or_404(Authenticator.objects.select_related("user"), user=_person(pk), pk=factor)
    revoke_factor(factor=held)
    told = {"kind": held.type}
    mail = partial(get_adapter(request).send_notification_mail, "account/email/revoked", held.user, told)
    transaction.on_commit(mail)
    messages.success(request, "It is revoked.")
    return redirect("administration-person", pk)


def _ownerless(someone: User) -> str:
    """What there is to do about running classes of somebody who may not teach any more."""
    number = Cohort.objects.without_owner().filter(instructor=someone).count()
    if not number:
        return ""
    have = "1 running class of theirs has" if number == 1 else f"{number} running classes of theirs have"
    return f" {have} no owner who teaches now: you can take them over under Classes."


def _person(pk: int) -> User:
    return get_object_or_404(User, pk=pk, left_at=None)
