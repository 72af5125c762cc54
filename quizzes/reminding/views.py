"""The page of one's messages and calendar, and the calendar as programs read it."""

from django.conf import settings
from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.reminding import services
from quizzes.reminding.feed import calendar_of
from quizzes.reminding.forms import AddressForm, MessagesForm
from quizzes.reminding.models import CalendarAddress
from quizzes.today.opening import open_day
from quizzes.today.reminders import choose
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.models import User
from sdwiki.inbox.services import has_confirmed
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def messages(request: MemberRequest) -> HttpResponse:
    """Which messages come, at which hour, and the address of one's calendar."""
    mails = bool(settings.EMAIL_URL)
    form = MessagesForm(request.POST or None, learner=request.user, mails=mails)
    if form.is_valid():
        choose(learner=request.user, choices=form.choices(), now=clock.now())
        flash.success(request, "Saved.")
        return redirect("quizzes:messages")
    unconfirmed = mails and not has_confirmed(request.user)
    told = {"form": form, "mails": mails, "unconfirmed": unconfirmed, "calendar": _address(request.user)}
    return render(request, "reminding/messages.html", told, status=422 if form.is_bound else 200)


@require_POST
@members_only
def calendar_address(request: MemberRequest) -> HttpResponse:
    """Make a new private address of one's calendar, or take it away. The old one leads nowhere from then on."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose what to do.", content_type="text/plain; charset=utf-8")
    if form.cleaned_data["act"] == "new":
        services.renew_address(learner=request.user, now=clock.now())
        flash.success(request, "This is the address of your calendar. Any address before it no longer works.")
    else:
        services.close_address(learner=request.user)
        flash.success(request, "Your calendar has no address any more.")
    return redirect(reverse("quizzes:messages") + "#calendar")


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's calendar, for whoever has its private address; no login is asked for."""
    learner, now = get_object_or_404(User, calendar_address__token=token, is_active=True), clock.now()
    open_day(learner, now)
    response = HttpResponse(calendar_of(learner, now), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="sdwiki.ics"'
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _address(learner: User) -> str:
    """The whole address of somebody's calendar; empty while there is none."""
    found = CalendarAddress.objects.filter(learner=learner).first()
    return settings.SITE_URL + reverse("quizzes:calendar", args=[found.token]) if found else ""
