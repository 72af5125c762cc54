"""Where an administrator gives roles, disables accounts, names groups, revokes second factors and ends sessions.

People sign up themselves, and nobody is deleted here. No page shows what would let one person pass for another, and no
list can be asked for it.
"""

from functools import partial
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.account.admin import EmailAddressAdmin as AllauthEmailAddressAdmin
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.usersessions.admin import UserSessionAdmin
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import CharField, QuerySet
from django.http import HttpRequest

from sdwiki.accounts.leaving import administers_alone
from sdwiki.accounts.models import User
from sdwiki.accounts.services import end_sessions, revoke_factor
from sdwiki.events import event
from sdwiki.fields import LineField

# The administration's own login page would know neither rate limits nor second factors.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "sdwiki administration"

ROLES = ("is_instructor", "is_editor", "is_staff", "is_superuser")
NOBODY_IS_DELETED = (
    "A person is not deleted here: their answers and reviews would go for ever, and their marks with them. "
    "Clear “Active” to close the account. Its sessions end at once, and you can open it again. Whoever wants to leave "
    "does so in their own account."
)


class Discreet(admin.ModelAdmin):  # type: ignore[type-arg]  # not a generic class at run time
    """A list that is asked only about what it shows. Django lets an address filter by any column, letter by letter."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        shown = {*self.list_display, *self.list_filter}
        return lookup.partition("__")[0] in shown and super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class UserForm(forms.ModelForm):  # type: ignore[type-arg]  # not a generic class at run time
    """Roles. The last administrator cannot be taken away: nobody could give the role back from here."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kept = all(data.get(name, True) for name in ("is_active", "is_staff", "is_superuser"))
        if not kept and administers_alone(User.objects.get(pk=self.instance.pk)):
            raise forms.ValidationError("Nobody else administers this site. Make somebody else a superuser first.")
        if data.get("is_superuser") and not data.get("is_staff", True):
            raise forms.ValidationError("A superuser is staff too: alone the role opens nothing. Tick both or none.")
        return data


@admin.register(User)
class UserAdmin(Discreet):
    """Roles and whether the account may be used; everything else belongs to its owner."""

    form = UserForm
    list_display = ("email", "name", "is_instructor", "is_editor", "is_staff", "is_active", "date_joined")
    list_filter = ("is_active", *ROLES)
    search_fields = ("email", "name")
    ordering = ("email",)
    fieldsets = (
        (None, {"fields": ("email", "name", *ROLES, "date_joined", "last_login")}),
        ("Closing the account", {"fields": ("is_active",), "description": NOBODY_IS_DELETED}),
    )
    readonly_fields = ("email", "name", "date_joined", "last_login")

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Who has left has no account to open again, and a tombstone no roles."""
        return (obj is None or obj.left_at is None) and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser makes staff, so that nobody raises themselves."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, "is_staff", "is_superuser")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only what was changed here is written: the person may be changing their password or settings right now."""
        obj.save(update_fields=form.changed_data)
        changed = {role: getattr(obj, role) for role in ROLES if role in form.changed_data}
        if changed:
            given = [role for role, held in changed.items() if held]
            event("account.roles_changed", account=obj.pk, given=given, taken=sorted(set(changed) - set(given)))
        if "is_active" in form.changed_data:
            event("account.enabled" if obj.is_active else "account.disabled", account=obj.pk)
        if not obj.is_active:
            end_sessions(user=obj)


class Kept(Discreet):
    """What its owner makes and changes, and staff look at."""

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


admin.site.unregister([Group, EmailAddress, Authenticator, UserSession])


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """The one thing that is named here: two names that look alike are one."""

    formfield_overrides: ClassVar = {CharField: {"form_class": LineField}}


@admin.register(EmailAddress)
class EmailAddressAdmin(Kept, AllauthEmailAddressAdmin):  # type: ignore[misc]  # allauth is untyped
    """Whose address it is, and whether they confirmed it. Nobody confirms one for another."""

    fields = ("email", "user", "primary", "verified")
    actions = ()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Authenticator)
class FactorAdmin(Kept, AuthenticatorAdmin):  # type: ignore[misc]  # allauth is untyped
    """Who has a second step. Deleting revokes it, for who has lost theirs, and tells its owner; its secret is shown to
    nobody."""

    fields = ("user", "type", "created_at", "last_used_at")

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """The mail names neither the administrator's browser nor address, as mails about one's own changes do."""
        revoke_factor(factor=obj)
        told = {"kind": obj.type}
        mail = partial(get_adapter(request).send_notification_mail, "account/email/revoked", obj.user, told)
        transaction.on_commit(mail)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Authenticator]") -> None:
        for factor in queryset:
            self.delete_model(request, factor)


@admin.register(UserSession)
class SessionAdmin(Kept, UserSessionAdmin):  # type: ignore[misc]  # allauth is untyped
    """Who is logged in, and where. Deleting ends the session. Its key, with which one could take it over, is hidden."""

    list_display = fields = ("user", "created_at", "last_seen_at", "ip", "user_agent")
    search_fields = ("user__email", "user__name", "ip")

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        obj.end()
        event("account.session_ended", account=obj.user_id)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[UserSession]") -> None:
        for session in queryset:
            self.delete_model(request, session)
