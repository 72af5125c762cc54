"""Reading the wiki; open to visitors. What a learner adds to a page (recall, buttons) is fetched from above."""

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from content import queries, sheets
from content.found import UNLISTED, addresses
from content.models import Topic
from content.practice.drills import worked_drills
from content.practice.models import Interview, Term
from content.search.queries import GROUPS
from content.search.queries import search as found
from sdwiki import limits
from sdwiki.typing import PageRequest


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the wiki, or that it was withdrawn."""
    page = queries.page_at(slug)
    if page is None:
        return render(request, "content/withdrawn.html", {"topic": queries.withdrawn_or_404(slug)}, status=410)
    return render(request, "content/topic.html", {"page": page})


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic on a page or two."""
    phase, topics = sheets.sheet_of_topic(slug)
    return render(request, "content/sheet.html", {"phase": phase, "topics": topics, "title": topics[0].title})


@require_safe
def phase_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A phase on a page or two."""
    phase, topics = sheets.sheet_of_phase(slug)
    return render(
        request, "content/sheet.html", {"phase": phase, "topics": topics, "title": phase.title, "whole": True}
    )


@require_safe
def search(request: PageRequest) -> HttpResponse:
    """Pages, terms, drills, mock interviews and numbers that hold the words, or are called nearly so; or one kind."""
    query = request.GET.get("q", "").replace("\0", "").strip()[: limits.SEARCH]
    template = "content/search.html#suggested" if request.htmx else "content/search.html"
    kind = next((kind for kind in GROUPS if kind == request.GET.get("kind")), "")
    context = {"query": query, "result": found(query, kind), "field": request.htmx.trigger}
    return render(request, template, context | {"kind": kind, "kinds": GROUPS})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term with its definition."""
    shown = ("slug", "term", "also", "definition", "topic__slug", "topic__title", "topic__retired_at")
    terms = Term.objects.select_related("topic").only(*shown)  # a topic's texts with each term would fill the worker
    return render(request, "content/glossary.html", {"terms": terms})


@require_safe
def glossary_json(request: HttpRequest) -> JsonResponse:
    """Definitions by slug, for the notes that pages show on hover and focus."""
    response = JsonResponse(dict(Term.objects.values_list("slug", "definition")))
    patch_cache_control(response, public=True, max_age=600)
    return response


@require_safe
def drills(request: HttpRequest) -> HttpResponse:
    """The estimation drills, each worked through with one set of numbers."""
    return render(request, "content/drills.html", {"drills": worked_drills()})


@require_safe
def interviews(request: HttpRequest) -> HttpResponse:
    """The mock interviews to choose from."""
    return render(request, "content/interviews.html", {"interviews": Interview.objects.all()})


@require_safe
def interview(request: HttpRequest, slug: str) -> HttpResponse:
    """One mock interview: prompt, stages, rubric, follow-up questions."""
    topics = Prefetch("points__topic", Topic.objects.only("slug", "title", "retired_at"))
    found = get_object_or_404(
        Interview.objects.prefetch_related("stages", "mistakes", topics, "follow_ups__checkpoints"), slug=slug
    )
    return render(request, "content/interview.html", {"interview": found})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may ask for, and where the list of pages is."""
    context = {"site": settings.SITE_URL, "unlisted": UNLISTED}
    response = render(request, "content/robots.txt", context, content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=3600)
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that is there for everybody, for search engines."""
    context = {"site": settings.SITE_URL, "addresses": addresses()}
    response = render(request, "content/sitemap.xml", context, content_type="application/xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=3600)
    return response
