"""Reads of the wiki: the phase map, one page with its neighbours, and the search."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.safestring import SafeString, mark_safe

from content import formula
from content.extras import fill, say
from content.models import Drill, DrillInput, Phase, Topic

# Control characters cannot occur in a page's text, so they can mark what to highlight before escaping.
_START, _STOP = "\x02", "\x03"
SIMILAR = 0.45


@dataclass(frozen=True)
class PhaseEntry:
    phase: Phase
    topics: Sequence[Topic]


@dataclass(frozen=True)
class Page:
    """A topic with its neighbours on the path."""

    topic: Topic
    previous: Topic | None
    next: Topic | None


@dataclass(frozen=True)
class Hit:
    """A page that was found; ``excerpt`` is escaped and marks the words that matched."""

    topic: Topic
    excerpt: SafeString


@dataclass(frozen=True)
class WorkedDrill:
    """A drill with its places filled for one set of inputs."""

    drill: Drill
    prompt: str
    steps: Sequence[str]
    answer: str


@dataclass(frozen=True)
class Result:
    hits: Sequence[Hit] = ()
    suggestions: Sequence[Topic] = ()


def phase_map() -> list[PhaseEntry]:
    """Every phase with its topics, in order."""
    topics: dict[int | None, list[Topic]] = {}
    for topic in Topic.objects.topics().only("slug", "title", "summary", "position", "phase_id"):
        topics.setdefault(topic.phase_id, []).append(topic)
    return [PhaseEntry(phase, topics[phase.pk]) for phase in Phase.objects.all() if phase.pk in topics]


def pages() -> list[Topic]:
    """The pages beside the path."""
    return list(Topic.objects.pages().only("slug", "title", "summary"))


def page_or_404(slug: str) -> Page:
    """A page by its slug with its neighbours on the path, in one query."""
    topic = (
        Topic.objects.filter(slug=slug, retired_at__isnull=True, current__isnull=False)
        .select_related("phase", "current")
        .defer("body", "headings", "search", "current__source")
        .annotate(before=_neighbour(after=False), after=_neighbour(after=True))
        .first()
    )
    if topic is None:
        raise Http404(f"There is no page “{slug}”.")
    return Page(topic, _named(getattr(topic, "before", None)), _named(getattr(topic, "after", None)))


def _neighbour(*, after: bool) -> Subquery:
    """Slug and title of the topic that stands next on the path, or before."""
    step = "gt" if after else "lt"
    beyond = Q(**{f"phase__position__{step}": OuterRef("phase__position")}) | Q(
        **{"phase__position": OuterRef("phase__position"), f"position__{step}": OuterRef("position")}
    )
    order = ["phase__position", "position"] if after else ["-phase__position", "-position"]
    others = Topic.objects.filter(beyond, phase__isnull=False, retired_at__isnull=True).order_by(*order)
    return Subquery(others.values(named=JSONObject(slug="slug", title="title"))[:1])


def _named(found: dict[str, str] | None) -> Topic | None:
    return Topic(**found) if found else None


def worked_drills() -> list[WorkedDrill]:
    """Every drill with one set of numbers: the middle of each input's range."""
    worked = []
    for drill in Drill.objects.prefetch_related("inputs", "topics"):
        inputs = {i.name: _middle(i) for i in drill.inputs.all()}
        worked.append(
            WorkedDrill(
                drill,
                prompt=fill(drill.prompt, inputs),
                steps=[fill(step, inputs) for step in drill.steps],
                answer=say(formula.evaluate(drill.formula, inputs)),
            )
        )
    return worked


def _middle(given: DrillInput) -> float:
    if given.choices:
        return given.choices[len(given.choices) // 2]
    return given.low + given.step * ((given.high - given.low) / given.step // 2)


def search(query: str) -> Result:
    """Pages that hold the words; else pages in which the last word begins so; else titles that sound alike."""
    words = re.findall(r"\w+", query)
    if not words:
        return Result()
    hits = _matching(SearchQuery(query, config="english", search_type="websearch"))
    if not hits:
        prefixes = " & ".join(f"{word}:*" for word in words)
        hits = _matching(SearchQuery(prefixes, config="english", search_type="raw"))
    if hits:
        return Result(hits=hits)
    alike = (
        Topic.objects.filter(retired_at__isnull=True)
        .annotate(similarity=TrigramWordSimilarity(query, "title"))
        .filter(similarity__gte=SIMILAR)
        .select_related("phase")
        .order_by("-similarity", "slug")[:5]
    )
    return Result(suggestions=list(alike))


def _matching(query: SearchQuery) -> list[Hit]:
    headline = SearchHeadline(
        "body", query, config="english", start_sel=_START, stop_sel=_STOP, max_words=32, min_words=16, max_fragments=2
    )
    topics = (
        Topic.objects.filter(search=query, retired_at__isnull=True)
        .select_related("phase")
        .annotate(rank=SearchRank(F("search"), query), excerpt=headline)
        .order_by("-rank", "slug")[:30]
    )
    return [Hit(topic, _marked(str(getattr(topic, "excerpt", "")))) for topic in topics]


def _marked(excerpt: str) -> SafeString:
    safe = escape(excerpt).replace(_START, "<mark>").replace(_STOP, "</mark>")
    return mark_safe(safe)
