"""The style page: every component in both themes, for whoever builds a page. There is one under DEBUG alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

THEMES = ("light", "dark")
SIZES = ("4xl", "3xl", "2xl", "xl", "l", "", "s", "xs")
COLOURS = ("paper", "paper-2", "paper-3", "ink", "ink-2", "ink-3", "edge", "accent", "right", "wrong", "due")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in both themes."""
    return render(request, "styleguide.html", {"themes": THEMES, "sizes": SIZES, "colours": COLOURS})
