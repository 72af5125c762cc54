"""The pages of who administers the site. Roles are given, sessions ended and factors revoked where they lead to."""

import re
from smtplib import SMTPException

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from sdwiki import clock
from sdwiki.accounts.access import administrators_only
from sdwiki.accounts.models import User
from sdwiki.administering import jobs as runs
from sdwiki.administering import log, queries
from sdwiki.limits import SEARCH
from sdwiki.signs import one_line
from sdwiki.typing import MemberRequest

NUMBER = re.compile(r"[0-9]{1,18}")
SENT = "The mail server took a mail to {}. If it does not arrive, look in the spam folder."
WRITTEN = "A mail to {} was written to a file, and nobody gets it: EMAIL_URL names no mail server."


@require_safe
@administrators_only
def people(request: MemberRequest) -> HttpResponse:
    """Everybody with an account: their roles, log-ins and second steps, searched by name and address."""
    words = one_line(request.GET.get("q", ""))[:SEARCH]
    page = Paginator(queries.people(words), queries.PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "administering/people.html", {"page": page, "q": words})


@require_safe
@administrators_only
def audit(request: MemberRequest) -> HttpResponse:
    """What happened to rights, sessions and classes, and who did it; all of it, or that about one account."""
    number = request.GET.get("person", "")
    about = get_object_or_404(User, pk=number, left_at=None) if NUMBER.fullmatch(number) else None
    page = Paginator(log.entries(about.pk if about else None), queries.PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "administering/audit.html", {"page": page, "lines": log.lines(page), "about": about})


@require_safe
@administrators_only
def jobs(request: MemberRequest) -> HttpResponse:
    """What runs by itself, how its last run went, and whether mail goes out."""
    found = runs.jobs(clock.now())
    troubled = sum(one.state in ("failed", "late") for one in found)
    context = {"jobs": found, "troubled": troubled, "mails": bool(settings.EMAIL_URL)}
    return render(request, "administering/jobs.html", context)


@require_POST
@administrators_only
def mail(request: MemberRequest) -> HttpResponse:
    """Send a test mail to oneself, and say what the mail server said."""
    if not consume(request, action="mail_test", key=str(request.user.pk)):
        messages.error(request, "You have sent five test mails. Send the next one in an hour.")
        return redirect("administration-jobs")
    text = "This mail shows that the site can send mail. Nothing else follows from it."
    try:
        send_mail(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}Test mail", text, None, [request.user.email])
        messages.success(request, (SENT if settings.EMAIL_URL else WRITTEN).format(request.user.email))
    except (SMTPException, OSError) as error:
        messages.error(request, f"The mail server did not take it: {type(error).__name__}. See the log and EMAIL_URL.")
    return redirect("administration-jobs")
