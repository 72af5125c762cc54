"""A refusal as a page, for each that no view had a better answer to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sdwiki.errors import DomainError


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page with what happened, what is safe and what to do; for htmx its notice, which the script says."""
    part = "#notice" if getattr(request, "htmx", False) else ""
    return render(request, f"refused.html{part}", {"words": error.words}, status=error.status)
