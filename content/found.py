"""What search engines are told: which addresses there are to find, and since when each says what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from content.models import Interview, Topic

LISTS = ("quizzes:home", "quizzes:wiki", "content:drills", "content:interviews", "content:glossary")
# What holds nothing of its own, or as many addresses as there are questions to ask of it.
UNLISTED = ("/admin/", "/health/", "/try/", "/accounts/*?", "/quizzes/*?", "/search/*?")


@dataclass(frozen=True, slots=True)
class Address:
    """A page's path, and when its text was last saved where that is known."""

    path: str
    changed_at: datetime | None = None


def addresses() -> Iterable[Address]:
    """Every page that is there for everybody. Withdrawn ones are gone."""
    yield from (Address(reverse(name)) for name in LISTS)
    shown = Topic.objects.filter(retired_at__isnull=True, current__isnull=False).order_by("slug")
    phases: set[str] = set()
    for slug, changed_at, phase in shown.values_list("slug", "current__created_at", "phase__slug"):
        yield Address(reverse("content:topic", args=[slug]), changed_at)
        if phase:
            phases.add(phase)
            yield Address(reverse("content:sheet", args=[slug]), changed_at)
    yield from (Address(reverse("content:phase-sheet", args=[slug])) for slug in sorted(phases))
    for slug in Interview.objects.values_list("slug", flat=True):
        yield Address(reverse("content:interview", args=[slug]))
