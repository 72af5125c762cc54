"""The wiki: phases, paths through them, and topics with their revisions.

What stands in a revision (sections, tables, lists) is read from its text and kept in no rows of its own.
"""

import re
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.urls import reverse

from content.practice.models import (
    Drill,
    DrillInput,
    DrillLimit,
    FollowUp,
    FollowUpCheckpoint,
    Interview,
    Mistake,
    RubricPoint,
    Stage,
    Term,
)
from content.search.models import SearchEntry


class Phase(models.Model):
    """One of the seven stretches of the path."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    goal = models.TextField(blank=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["position", "slug"]

    def __str__(self) -> str:
        return self.title


class Path(models.Model):
    """A way through the phases for one kind of reader; without phases the reader goes as they like."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    summary = models.TextField(blank=True)
    topics_per_day = models.PositiveSmallIntegerField(null=True, blank=True)
    tables_only = models.BooleanField(default=False)
    phases = models.ManyToManyField(Phase, through="PathPhase")

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.title


class PathPhase(models.Model):
    """A phase's place on a path."""

    path = models.ForeignKey(Path, models.CASCADE)
    phase = models.ForeignKey(Phase, models.CASCADE)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["path", "phase"], name="path_phase_once")]

    def __str__(self) -> str:
        return f"{self.path_id}: {self.phase_id}"


class Import(models.Model):
    """What was last imported from a place: the fingerprint of its files and of the code that reads them."""

    source = models.CharField(max_length=40, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source}: {self.at}"


class TopicQuerySet(models.QuerySet["Topic"]):
    def topics(self) -> "TopicQuerySet":
        """Topics of the path, in its order; pages outside the phases are left out."""
        return self.filter(phase__isnull=False, retired_at__isnull=True).order_by("phase__position", "position", "slug")

    def pages(self) -> "TopicQuerySet":
        """Pages outside the phases."""
        return self.filter(phase__isnull=True, retired_at__isnull=True).order_by("position", "slug")

    def withdrawn(self) -> "TopicQuerySet":
        """Pages that were withdrawn, the latest first."""
        return self.filter(retired_at__isnull=False).order_by("-retired_at", "slug")


class Topic(models.Model):
    """A page of the wiki. Its text is its current revision; without a phase it is a page beside the path.

    ``retired_at`` is when an editor withdrew the page, empty for one that is there. ``headings``, ``body`` and the
    vector serve the search; `content.services.publish` keeps them.
    """

    slug = models.SlugField(max_length=100, unique=True)
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, blank=True, related_name="topics")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=160)
    summary = models.TextField(blank=True)
    headings = models.TextField(blank=True)
    body = models.TextField(blank=True)
    current = models.OneToOneField("Revision", models.PROTECT, null=True, blank=True, related_name="current_of")
    retired_at = models.DateTimeField(null=True, blank=True)
    came_from = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="What it is imported from: “shipped”, or a path. Empty for pages of the site, and for older imports.",
    )
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("headings", weight="B", config="english")
        + SearchVector("body", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar = TopicQuerySet.as_manager()

    TEXTS: ClassVar = ("headings", "body", "search")  # large, and read by the search alone: pages defer them

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["search"], name="topic_search")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("content:topic", args=[self.slug])

    @classmethod
    def texts_of(cls, path: str) -> tuple[str, ...]:
        """The same fields of the page that a lookup leads to, as ``fact__topic``."""
        return tuple(f"{path}__{name}" for name in cls.TEXTS)

    @property
    def answers(self) -> str:
        """The question that the page answers, in a line, for lists; where nobody wrote one, how its summary begins."""
        said = self.current.meta.get("answers") if self.current else ""
        return str(said or self.opening)

    @property
    def opening(self) -> str:
        """The summary's first sentence, for lists."""
        return re.split(r"(?<=[.?!])\s", self.summary, maxsplit=1)[0]


class Withdrawal(models.Model):
    """An editor's word that a page is withdrawn, or back again. The last one stands in `Topic.retired_at`."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="withdrawals")
    withdrawn = models.BooleanField(help_text="Whether the page went; otherwise it came back.")
    reason = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.topic_id}, {'withdrawn' if self.withdrawn else 'back'}"


class Revision(models.Model):
    """A topic's text as it was saved. Never changed after it is written, but for its HTML: that is a cache of the text
    and the glossary, rendered when either changes.
    """

    class Origin(models.TextChoices):
        IMPORT = "import", "import"
        EDIT = "edit", "edit on the site"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    summary = models.TextField(blank=True)
    source = models.TextField()
    meta = models.JSONField(default=dict, help_text="What the front matter says beyond the title: sources, terms.")
    html = models.TextField()
    contents = models.JSONField(default=list, help_text="The table of contents: id, title and level of each heading.")
    minutes = models.PositiveSmallIntegerField(default=1, help_text="Reading time at 200 words a minute.")
    checksum = models.CharField(max_length=64, help_text="SHA-256 of all that an import reads for this page.")
    origin = models.CharField(max_length=6, choices=Origin)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["topic", "number"], name="revision_number")]

    def __str__(self) -> str:
        return f"{self.title}, revision {self.number}"


__all__ = [
    "Drill",
    "DrillInput",
    "DrillLimit",
    "FollowUp",
    "FollowUpCheckpoint",
    "Import",
    "Interview",
    "Mistake",
    "Path",
    "PathPhase",
    "Phase",
    "Revision",
    "RubricPoint",
    "SearchEntry",
    "Stage",
    "Term",
    "Topic",
    "Withdrawal",
]
