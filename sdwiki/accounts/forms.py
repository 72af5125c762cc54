"""Forms about the person: what sign-up asks beyond allauth, their profile, and the first administrator."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from sdwiki.accounts import names
from sdwiki.accounts.addresses import holder
from sdwiki.accounts.models import User
from sdwiki.accounts.zones import time_zones


class SignupExtras(forms.Form):
    """Adds the time zone, which the browser fills in, to allauth's sign-up form."""

    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_time_zone(self) -> str:
        """A browser's guess is never a reason to refuse somebody."""
        zone: str = self.cleaned_data["time_zone"]
        return zone if zone in time_zones() else "UTC"

    def signup(self, request: HttpRequest, user: User) -> None:
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["time_zone"])

    field_order: Any = ["email", "password1", "time_zone"]


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # not a generic class at run time
    """What people may change about themselves; roles are not among it."""

    class Meta:
        model = User
        fields: ClassVar = ["name", "theme", "shortcuts"]
        help_texts: ClassVar = {
            "name": "What the instructors of your classes see.",
            "shortcuts": "Space shows an answer, 1 to 4 grade it, letters choose an answer.",
        }
        widgets: ClassVar = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "theme": forms.RadioSelect,
        }

    def clean_name(self) -> str:
        return names.clean(self.cleaned_data["name"])


class SetupForm(forms.Form):
    """The first administrator."""

    email = forms.EmailField(label="Email", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="8 to 128 characters.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        return zone if zone in time_zones() else "UTC"

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if holder(email) is not None:
            raise ValidationError("This address has an account already. Choose another for the administrator.")
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            try:
                password_validation.validate_password(password, User(email=cleaned.get("email", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
