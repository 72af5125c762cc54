"""The wiki in the administration pages: to look at, not to write; pages are changed by imports and edits."""

from django.contrib import admin
from django.http import HttpRequest

from content.models import Phase, Revision, Topic


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Phase)
class PhaseAdmin(ReadOnly):
    list_display = ["position", "title"]


@admin.register(Topic)
class TopicAdmin(ReadOnly):
    list_display = ["title", "phase", "position", "retired_at"]
    list_filter = ["phase"]
    search_fields = ["title"]


@admin.register(Revision)
class RevisionAdmin(ReadOnly):
    list_display = ["topic", "number", "origin", "author", "created_at"]
    list_filter = ["origin"]
