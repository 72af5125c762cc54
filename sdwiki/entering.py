"""What happens at a login beyond the account: what its person did as a visitor goes along."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from quizzes.attempts.along import VISITOR, take_along
from sdwiki import clock
from sdwiki.accounts.adapter import Adapter as AccountAdapter


class Adapter(AccountAdapter):
    """The adapter of accounts, which know nothing of quizzes."""

    def post_login(self, request: HttpRequest, user: Any, **rest: Any) -> Any:
        response = super().post_login(request, user, **rest)
        visitor = request.session.get(VISITOR, "")
        if visitor and (taken := take_along(learner=user, visitor=visitor, now=clock.now())):
            said = "1 answer from before was" if taken == 1 else f"{taken} answers from before were"
            link = reverse("quizzes:along")
            messages.info(request, format_html('{} added. <a href="{}">Look at it, or remove it</a>', said, link))
        return response
