"""Pages for withdrawing a page of the wiki and bringing it back: first what that does, then the doing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from content.models import Topic
from quizzes.editing import queries, withdrawing
from quizzes.editing.forms import WithdrawalForm
from quizzes.editing.words import brought_back, withdrawn
from sdwiki import clock
from sdwiki.accounts.access import editors_only
from sdwiki.typing import MemberRequest

PAGES = 50


@require_safe
@editors_only
def pages(request: MemberRequest) -> HttpResponse:
    """The pages that were withdrawn, to bring back."""
    topics = Topic.objects.withdrawn().only("slug", "title", "retired_at").prefetch_related("withdrawals__author")
    found = Paginator(topics, PAGES).get_page(request.GET.get("page"))
    return render(request, "editing/withdrawn.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def withdraw(request: MemberRequest, slug: str) -> HttpResponse:
    """Withdraw a page, once its editor has seen what that does."""
    topic, now = queries.page_or_404(slug, withdrawn=True), clock.now()
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" and topic.retired_at:
        return redirect("quizzes:edit-bring-back", slug)
    if request.method == "POST" and form.is_valid():
        done = withdrawing.withdraw(topic=topic, author=request.user, reason=form.cleaned_data["reason"], now=now)
        messages.success(request, withdrawn(topic, done))
        return redirect("quizzes:withdrawn-pages")
    context = {"topic": topic, "form": form, "prospect": withdrawing.prospect(topic, now)}
    return render(request, "editing/withdraw.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def bring_back(request: MemberRequest, slug: str) -> HttpResponse:
    """Bring a page back, once its editor has seen what that does."""
    topic, now = queries.page_or_404(slug, withdrawn=True), clock.now()
    if request.method == "POST":
        done = withdrawing.bring_back(topic=topic, author=request.user, now=now)
        messages.success(request, brought_back(topic, done))
        return redirect("content:topic", slug)
    if not topic.retired_at:
        return redirect("content:topic", slug)
    last = topic.withdrawals.select_related("author").first()
    context = {"topic": topic, "last": last, "prospect": withdrawing.prospect(topic, now)}
    return render(request, "editing/bring_back.html", context)
