"""The set-up of the first administrator, a person's addresses, and how they leave."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.views import EmailView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sdwiki import clock
from sdwiki.accounts import addresses, leaving, services
from sdwiki.accounts.access import members_only
from sdwiki.accounts.forms import SetupForm
from sdwiki.typing import MemberRequest

_addresses: Callable[[HttpRequest], HttpResponseBase] = EmailView.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first administrator. The page is gone once there is one."""
    if services.has_staff() or not services.is_setup_token(token):
        raise Http404
    form = SetupForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/setup.html", {"form": form}, status=422 if form.is_bound else 200)
    user = services.make_first_administrator(**form.cleaned_data)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)  # or nobody could see and end it
    messages.success(request, "You are the administrator. Everyone else signs up; you give roles under Administration.")
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def email(request: MemberRequest) -> HttpResponseBase:
    """allauth's page of one's addresses, which knows nothing of accounts that log in with an unconfirmed one."""
    if "action_primary" in request.POST:
        addresses.check_primary(email=request.POST.get("email", ""), user=request.user)
    return _addresses(request)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def leave(request: MemberRequest) -> HttpResponse:
    """Read what goes and what stays when one deletes one's account; sent, it goes in a week."""
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="allauth.account")
        at = leaving.ask_to_leave(user=request.user, session_key=request.session.session_key, now=clock.now())
        told = {"leaves_at": at, "login_url": reverse("account_login")}
        get_adapter().send_notification_mail("account/email/leaving", request.user, told)
        return redirect("leave")
    alone = leaving.administers_alone(request.user)
    return render(request, "accounts/leave.html", {"alone": alone, "days": leaving.GRACE.days})


@require_POST
@members_only
def stay(request: MemberRequest) -> HttpResponse:
    """Keep an account that was to go."""
    if leaving.stay(user=request.user):
        get_adapter().send_notification_mail("account/email/staying", request.user)
        messages.success(request, "Your account stays.")
    return redirect("leave")
