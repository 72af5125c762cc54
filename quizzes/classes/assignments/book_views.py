"""The gradebook: on the page of a class, and as a file."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from quizzes.classes.access import taught
from quizzes.classes.assignments.book import Choice, book_of, chosen
from quizzes.classes.assignments.forms import BookForm
from quizzes.classes.assignments.given import given_in
from quizzes.classes.assignments.sheet import sheet_of
from quizzes.classes.models import Cohort
from quizzes.classes.nudging.queries import lately
from sdwiki import clock
from sdwiki.typing import MemberRequest

A_PAGE = 50


@require_safe
@taught
def csv_file(request: MemberRequest, cohort: Cohort) -> HttpResponse:
    """Everybody's line, for a spreadsheet."""
    response = HttpResponse(sheet_of(book_of(cohort, clock.now())), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="class-{cohort.pk}.csv"'
    return response


def book_context(request: MemberRequest, cohort: Cohort, now: datetime) -> dict[str, Any]:
    """The lines of the gradebook that the address asks for, and what is prepared and not given yet."""
    form = BookForm(request.GET)
    asked, everything = form.asked(), given_in(cohort)
    book = book_of(cohort, now, assigned=[one for one in everything if not one.draft])
    rows = chosen(book, Choice(asked["sort"], asked["show"], asked["q"]))
    page = Paginator(rows, A_PAGE).get_page(form.cleaned_data.get("page"))
    return {
        "book": book,
        "nudged": lately(page, now),
        "page": page,
        "asked": asked,
        "book_query": urlencode({name: value for name, value in asked.items() if value}),
        "drafts": [one for one in everything if one.draft],
    }
