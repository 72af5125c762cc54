"""Reading the wiki; open to visitors. What a learner adds to a page (recall, buttons) is fetched from above."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content import queries
from content.services import paths_with_phases


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The phases with their topics, the paths through them, and the pages around them."""
    context = {"phases": queries.phase_map(), "paths": paths_with_phases(), "pages": queries.pages()}
    return render(request, "content/index.html", context)


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the wiki."""
    page = queries.page_or_404(slug)
    return render(request, "content/topic.html", {"page": page, "revision": page.topic.current})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Full-text search with suggestions for typing errors."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:200]
    return render(request, "content/search.html", {"query": query, "result": queries.search(query)})
