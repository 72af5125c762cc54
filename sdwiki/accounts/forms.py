"""Forms about the person: what sign-up asks beyond allauth, the settings, and the first administrator."""

from functools import cache
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from sdwiki.accounts.models import User

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
MAX_NEW_PER_DAY = 200


@cache
def time_zones() -> frozenset[str]:
    """The zones this machine knows."""
    return frozenset(available_timezones())


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Zones named after places, grouped by region, and UTC."""
    groups: dict[str, list[tuple[str, str]]] = {"Other": [("UTC", "UTC")]}
    for zone in sorted(time_zones()):
        region, _, place = zone.partition("/")
        if region in REGIONS:
            groups.setdefault(region, []).append((zone, place.replace("_", " ").replace("/", ", ")))
    return [(region, groups[region]) for region in (*REGIONS, "Other") if region in groups]


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


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # not a generic class at run time
    """What people may change about themselves; roles are not among it."""

    retention = forms.IntegerField(
        label="Desired retention in %",
        min_value=70,
        max_value=97,
        help_text="How sure you want to be when a fact comes back. 90 suits most people; higher means more reviews.",
    )

    class Meta:
        model = User
        fields: ClassVar = [
            "name", "interview_on", "new_per_day", "retention", "time_zone", "day_start", "theme", "shortcuts"
        ]  # fmt: skip
        labels: ClassVar = {"day_start": "Your day begins at"}
        help_texts: ClassVar = {
            "name": "What the instructors of your classes see.",
            "interview_on": "Today and Progress then say what you would recall on that day.",
            "day_start": "Reviews before this hour belong to the day before.",
            "shortcuts": "Space shows an answer, 1 to 4 grade it, letters choose an answer.",
        }
        widgets: ClassVar = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "interview_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "theme": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones: list[Any] = list(zone_choices())
        own = self.instance.time_zone
        if own not in {zone for _, group in zones for zone, _ in group}:
            zones.insert(0, (own, own))
        self.fields["time_zone"] = forms.ChoiceField(label="Time zone", choices=zones)
        self.fields["day_start"] = forms.TypedChoiceField(
            label="Your day begins at",
            help_text=self.fields["day_start"].help_text,
            coerce=int,
            choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        )
        self.fields["new_per_day"] = forms.IntegerField(
            label="New facts a day",
            min_value=0,
            max_value=MAX_NEW_PER_DAY,
            help_text="How many facts you have not seen yet a day brings.",
        )
        self.initial["retention"] = round(100 * self.instance.desired_retention)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if "retention" in self.cleaned_data:
            self.instance.desired_retention = self.cleaned_data["retention"] / 100


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
        if User.objects.filter(email__iexact=email).exists():
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
