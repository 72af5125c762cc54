"""What the search reads beside the pages."""

from typing import ClassVar

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models


class SearchEntry(models.Model):
    """A term, a drill, a mock interview or a number as the search reads it: a copy, which `content.search.entries`
    renews with what it is made from. Pages are searched in their own rows.

    ``key`` names it within its kind. ``names`` are what people call it, one a line; the first is its title. A query
    looks all of them through, so there is no index.
    """

    class Kind(models.TextChoices):
        TERM = "term", "Glossary"
        DRILL = "drill", "Drill"
        INTERVIEW = "interview", "Mock interview"
        NUMBER = "number", "Number to know"

    kind = models.CharField(max_length=9, choices=Kind)
    key = models.CharField(max_length=220)
    anchor = models.CharField(max_length=120, blank=True, help_text="Where on its page a number stands.")
    names = models.TextField()
    body = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=SearchVector("names", weight="A", config="english")
        + SearchVector("body", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="entry_once")]

    def __str__(self) -> str:
        return self.names.partition("\n")[0]
