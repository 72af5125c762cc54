"""Settings, and the set-up of the first administrator."""

from typing import cast

from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sdwiki.accounts import services
from sdwiki.accounts.forms import SettingsForm, SetupForm
from sdwiki.accounts.models import User
from sdwiki.typing import MemberRequest

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """What people choose for themselves."""
    user = cast(MemberRequest, request).user
    # The form works on a copy: what it refuses must not show in the rest of the page.
    form = SettingsForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if form.is_valid():
        services.save_settings(user=form.instance, changed=form.changed_data, now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("settings")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/settings.html", {"form": form}, status=status)


@require_http_methods(GET_OR_POST)
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first administrator. The page is gone once there is one."""
    if services.has_staff() or not services.is_setup_token(token):
        raise Http404
    form = SetupForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/setup.html", {"form": form}, status=422 if form.is_bound else 200)
    user = services.make_first_administrator(**form.cleaned_data)
    login(request, user, backend=site.AUTHENTICATION_BACKENDS[0])
    messages.success(request, "You are the administrator. Everyone else signs up; you give roles under Administration.")
    return redirect("quizzes:home")
