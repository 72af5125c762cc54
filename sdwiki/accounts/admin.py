"""Where an administrator gives roles, disables accounts and ends sessions. People sign up themselves."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.usersessions.admin import UserSessionAdmin
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from sdwiki.accounts.models import User
from sdwiki.accounts.services import end_sessions

# The administration's own login page would know neither rate limits nor second factors.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "sdwiki administration"

ROLES = ("is_instructor", "is_editor", "is_staff", "is_superuser")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not a generic class at run time
    """Roles and whether the account may be used; everything else belongs to its owner."""

    list_display = ("email", "name", "is_instructor", "is_editor", "is_staff", "is_active", "date_joined")
    list_filter = ("is_active", *ROLES)
    search_fields = ("email", "name")
    ordering = ("email",)
    fields = ("email", "name", *ROLES, "is_active", "date_joined", "last_login")
    readonly_fields = ("email", "name", "date_joined", "last_login")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser makes staff, so that nobody raises themselves."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, "is_staff", "is_superuser")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only what was changed here is written: the person may be changing their password or settings right now."""
        obj.save(update_fields=form.changed_data)
        if not obj.is_active:
            end_sessions(user=obj)


admin.site.unregister(UserSession)


@admin.register(UserSession)
class SessionAdmin(UserSessionAdmin):  # type: ignore[misc]  # allauth is untyped
    """Who is logged in, and where. Deleting ends the session. Its key, with which one could take it over, is hidden."""

    list_display = fields = ("user", "created_at", "last_seen_at", "ip", "user_agent")
    search_fields = ("user__email", "user__name", "ip")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        obj.end()

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[UserSession]") -> None:
        for session in queryset:
            session.end()
