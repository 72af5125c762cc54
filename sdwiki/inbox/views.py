"""The inbox, and the way out of a kind of mail."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.accounts.models import User
from sdwiki.inbox import links, services
from sdwiki.inbox.kinds import KINDS
from sdwiki.inbox.models import Notice
from sdwiki.typing import MemberRequest

A_PAGE = 30


@require_safe
@members_only
def inbox(request: MemberRequest) -> HttpResponse:
    """The notices of somebody, the newest first. Reading the list marks nothing."""
    notices = Notice.objects.filter(person=request.user).order_by("-pk")
    page = Paginator(notices, A_PAGE).get_page(request.GET.get("page"))
    newest = notices.values_list("pk", flat=True).first() if page.number > 1 else next((n.pk for n in page), 0)
    return render(request, "inbox/inbox.html", {"page": page, "newest": newest})


@require_POST
@members_only
def read_all(request: MemberRequest) -> HttpResponse:
    """Mark every notice as read that stood on the page."""
    given = request.POST.get("newest", "")
    newest = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
    services.mark_all_read(person=request.user, newest=newest, now=clock.now())
    return redirect("inbox")


@require_POST
@members_only
def open_notice(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    notice = services.mark_read(person=request.user, notice_id=pk, now=clock.now())
    if notice is None:
        raise Http404
    return redirect(notice.link or "inbox")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Have no more mails of a kind, by the link that ends them; no login is asked for.

    The signed link is what a request proves itself by, in place of a form's token: mail programs send the POST of
    RFC 8058 without ever opening the page. Opening it changes nothing, as programs that check links do.
    """
    person, kind = _meant(token)
    if request.method == "POST":
        services.unsubscribe(person=person, kind=kind)
    return render(request, "inbox/unsubscribe.html", {"kind": KINDS[kind], "done": request.method == "POST"})


def _meant(token: str) -> tuple[User, str]:
    """Whom and what a link is about; 404 for one that is none, or whose person has left."""
    found = links.read(token)
    person = User.objects.filter(pk=found[0], left_at=None).first() if found else None
    if found is None or person is None:
        raise Http404
    return person, found[1]
