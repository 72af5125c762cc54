"""The page that says what came along from before a login, and takes it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from content.reading.words import number_of
from quizzes.attempts import along
from sdwiki import clock
from sdwiki.accounts.access import members_only
from sdwiki.typing import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@cache_control(no_store=True)
def before(request: MemberRequest) -> HttpResponse:
    """What came along with this session, and its removal."""
    whose = {"learner": request.user, "visitor": request.session.get(along.VISITOR, ""), "now": clock.now()}
    if request.method == "POST":
        removed = along.take_back(**whose)
        if removed:
            messages.success(request, f"Removed: {number_of(removed, 'answer')} from before.")
        return redirect("quizzes:quizzes")
    taken = along.taken_by(**whose)
    return render(request, "attempts/along.html", {"taken": taken, "answers": sum(one.answers for one in taken)})
