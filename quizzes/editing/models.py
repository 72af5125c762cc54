"""What was published from the site, so that a form that a browser sends twice publishes once."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from content.models import Revision, Topic


class Publication(models.Model):
    """One press of "Publish": the revision that it made, under the key of its form."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField()
    revision = models.OneToOneField(Revision, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "author", "key"], name="publication_once"),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} by {self.author_id}"
