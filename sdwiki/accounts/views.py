"""The set-up of the first administrator."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdwiki.accounts import services
from sdwiki.accounts.forms import SetupForm


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
    messages.success(request, "You are the administrator. Everyone else signs up; you give roles under Administration.")
    return redirect(settings.LOGIN_REDIRECT_URL)
