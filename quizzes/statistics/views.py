"""The page of an attempt, where figures about others stand beside a result."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from quizzes.attempts import pages, results
from quizzes.attempts.models import Attempt
from quizzes.attempts.views import open_page, own_attempt
from quizzes.statistics.beside import mean_of, paces_of
from sdwiki import clock
from sdwiki.typing import PageRequest


@require_safe
@own_attempt
def attempt(request: PageRequest, attempt: Attempt) -> HttpResponse:
    """The attempt as it stands: a question, the result, or, between deadline and result, that time is up."""
    if not attempt.submitted_at:
        return open_page(request, attempt)
    if pages.wants_part(request):
        return HttpResponseClientRefresh()
    now = clock.now()
    mean = mean_of(attempt.quiz_id) if attempt.scores(now) else None
    if not attempt.tells(now):
        return results.handed_in(request, attempt, mean)
    return results.result(request, attempt, mean, paces_of(attempt) if attempt.kind == Attempt.Kind.EXAM else {})
