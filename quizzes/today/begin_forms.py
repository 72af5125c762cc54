"""What somebody new is asked: four things, each with a default that will do."""

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from content.models import Path
from quizzes.reviews.models import LearnerPath
from quizzes.today.forms import FEWEST_MINUTES, InterviewDay, ZoneField
from quizzes.today.planning import MOST_MINUTES
from sdwiki.accounts.models import User
from sdwiki.accounts.zones import time_zones, written

USUAL_MINUTES = 20


class BeginForm(InterviewDay):
    """Interview, minutes, level, path, reminder and zone. Of the paths those are offered that lead through phases in an
    order."""

    class Meta:
        model = User
        fields: ClassVar = ["interview_on", "minutes_per_day", "time_zone"]
        labels: ClassVar = {"interview_on": "Interview date"}
        help_texts: ClassVar = {"interview_on": "Leave it empty if you have none yet."}
        widgets: ClassVar = {"interview_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, today: date, chosen: LearnerPath | None, hour: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, bounds = today, f"Choose from {FEWEST_MINUTES} to {MOST_MINUTES} minutes a day."
        self.fields["minutes_per_day"] = forms.IntegerField(
            label="Minutes a day",
            min_value=FEWEST_MINUTES,
            max_value=MOST_MINUTES,
            error_messages={"min_value": bounds, "max_value": bounds, "invalid": bounds, "required": bounds},
        )
        self.fields["level"] = forms.TypedChoiceField(
            label="How much do you know?",
            coerce=int,
            choices=LearnerPath.Level.choices,
            widget=forms.RadioSelect,
            help_text="It only sets where a placement begins. Your answers show what you know.",
        )
        paths = Path.objects.filter(tables_only=False).values_list("slug", "title", "summary")
        self.fields["path"] = forms.ChoiceField(
            label="Path",
            choices=[(slug, f"{title}: {summary}") for slug, title, summary in paths],
            widget=forms.RadioSelect,
            required=bool(paths),
        )
        self.fields["time_zone"] = ZoneField()
        self.fields["reminder"] = forms.ChoiceField(
            label="Daily reminder",
            choices=[("", "Never"), *((str(one), f"{one:02}:00") for one in range(24))],
            required=False,
            initial="" if hour is None else str(hour),
            help_text="At this hour, and only when something is there to review.",
        )
        self.fields["key"] = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)  # of the placement
        self.zones = [written(zone) for zone in sorted(time_zones())]
        self.order_fields(["interview_on", "minutes_per_day", "level", "path", "reminder", "time_zone"])
        self._preset(chosen, [slug for slug, *_ in paths])

    def _preset(self, chosen: LearnerPath | None, slugs: list[str]) -> None:
        """What stands there before somebody chooses."""
        self.initial["minutes_per_day"] = self.initial["minutes_per_day"] or USUAL_MINUTES
        self.initial["level"] = chosen.level if chosen else LearnerPath.Level.SOME
        self.initial["path"] = chosen.path if chosen and chosen.path in slugs else next(iter(slugs), "")

    def clean_reminder(self) -> int | None:
        """The hour, None for never."""
        return int(self.cleaned_data["reminder"]) if self.cleaned_data["reminder"] else None

    def clean(self) -> dict[str, Any]:
        """A zone that stands already stays, though it may be in no list."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.data.get("time_zone") == self.initial["time_zone"]:
            self.errors.pop("time_zone", None)
            cleaned["time_zone"] = self.initial["time_zone"]
        return cleaned
