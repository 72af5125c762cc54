"""What people set for their studies, and the choice on the front page."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from content.models import Topic
from quizzes.reviews.counting import FARTHEST
from quizzes.today.planning import MOST_MINUTES
from sdwiki.accounts.forms import ProfileForm
from sdwiki.accounts.models import LONGEST_INTERVAL, SHORTEST_MAXIMUM, User
from sdwiki.accounts.zones import meant, time_zones, written
from sdwiki.fields import LineField
from sdwiki.rounding import percent

MAX_NEW_PER_DAY = 200
LONGEST_BREAK = 366  # days
FEWEST_MINUTES = 1


class TryForm(forms.Form):
    """A choice made on the front page."""

    version = forms.IntegerField(min_value=1)
    choice = forms.IntegerField(min_value=1)


class InterviewDay(forms.ModelForm):  # type: ignore[type-arg]  # not a generic class at run time
    """A form that asks for the date of an interview. One that is over is a slip, and one farther off than a plan sees
    is asked about: a press of its own (``sure``) keeps it. What stands already may pass by."""

    today: date

    def clean_interview_on(self) -> date | None:
        """The date, if it can be planned for or is meant."""
        day: date | None = self.cleaned_data["interview_on"]
        if day is None or day == self.initial["interview_on"]:
            return day
        if day < self.today:
            raise forms.ValidationError("This day is over. Choose a coming one, or leave it empty.")
        if (day - self.today).days > FARTHEST and "sure" not in self.data:
            raise forms.ValidationError(
                "This is more than two years away. Is it the date you mean? A plan for it begins two years before.",
                "far",
            )
        return day

    @property
    def far(self) -> bool:
        """Whether the date is what is asked about."""
        return self.has_error("interview_on", "far")


def minutes_field() -> forms.IntegerField:
    return forms.IntegerField(
        label="Minutes a day",
        min_value=FEWEST_MINUTES,
        max_value=MOST_MINUTES,
        help_text="Each day holds so many. With a date, it is planned to bring what helps you most by then.",
    )


class PlanForm(InterviewDay):
    """What a plan is made for."""

    class Meta:
        model = User
        fields: ClassVar = ["interview_on", "minutes_per_day"]
        labels: ClassVar = {"interview_on": "Interview date"}
        widgets: ClassVar = {"interview_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["minutes_per_day"] = minutes_field()


class BreakForm(forms.Form):
    """Days off that are planned: the first and the last of them."""

    first = forms.DateField(label="First day off", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label="Last day off", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_first(self) -> date:
        """The first day, if it is not over."""
        first: date = self.cleaned_data["first"]
        if first < self.today:
            raise forms.ValidationError("This day is over. A break begins today or later.")
        return first

    def clean_last(self) -> date:
        """The last day, if a break so long is meant."""
        last: date = self.cleaned_data["last"]
        first = self.cleaned_data.get("first", last)
        if last < first:
            raise forms.ValidationError("A break ends on its first day or later.")
        if (last - first).days >= LONGEST_BREAK or (last - self.today).days > FARTHEST:
            raise forms.ValidationError("A break lasts a year at most, and ends within two years.")
        return last


class EndBreakForm(forms.Form):
    """Which break is to go, by its first day."""

    end = forms.DateField()


class NotTodayForm(forms.Form):
    """Today is to bring nothing, or is to bring its work after all."""

    act = forms.ChoiceField(choices=[("off", "Not today"), ("undo", "Undo")])


class SkimmedForm(forms.Form):
    """The sheet of a topic was skimmed, perhaps to go on to the cards; or was not, after all."""

    act = forms.ChoiceField(choices=[("done", "Skimmed"), ("cards", "On to today’s cards"), ("undo", "Undo")])
    topic = forms.ModelChoiceField(Topic.objects.topics(), to_field_name="slug")


class AgainForm(forms.Form):
    """Whether a plan made anew begins a little of every topic first; as it was, where nothing is said."""

    breadth = forms.ChoiceField(
        choices=[("on", "A little of every topic first"), ("off", "Topic by topic")], required=False
    )

    @property
    def breadth_first(self) -> bool | None:
        """What was chosen, None for nothing."""
        return self.cleaned_data["breadth"] == "on" if self.cleaned_data["breadth"] else None


class ZoneField(LineField):
    """A time zone by a part of its name: "berlin" is enough where only one is like it."""

    def __init__(self) -> None:
        super().__init__(
            label="Time zone",
            max_length=64,
            help_text="Type the nearest large city in your zone, and choose.",
            widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
        )

    def prepare_value(self, value: Any) -> Any:
        return written(value) if value in time_zones() else value

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        found = meant(typed)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                "No time zone is called like that. Type the nearest large city in your zone, such as “Berlin”."
            )
        some = ", ".join(written(zone) for zone in found[:5])
        raise forms.ValidationError(
            f"Several time zones are called like that: {some}{' …' if found[5:] else ''}. Type one of them."
        )


TIME_FACTORS = ((1.0, "The usual time"), *((n, f"{n:g} × the time") for n in (1.25, 1.5, 2.0, 3.0)))


class SettingsForm(InterviewDay, ProfileForm):
    """The one form of settings: what an account knows of a person, and with it how they study."""

    retention = forms.IntegerField(
        label="Desired retention in %",
        min_value=80,
        max_value=97,
        help_text="How sure you want to be when a fact comes back. 90 suits most people; higher means more reviews.",
    )

    time_factor = forms.TypedChoiceField(
        label="Time in quizzes",
        choices=TIME_FACTORS,
        coerce=float,
        empty_value=None,
        required=False,
        help_text="In quizzes that you take for yourself. In those of a class its staff set it.",
    )

    class Meta(ProfileForm.Meta):
        fields: ClassVar = [
            "name", "interview_on", "minutes_per_day", "new_per_day", "retention", "maximum_interval",
            "siblings_apart", "type_answers", "time_factor", "time_zone", "day_start", "theme", "shortcuts",
        ]  # fmt: skip
        labels: ClassVar = {
            "day_start": "Your day begins at",
            "siblings_apart": "Keep facts of one table on different days",
            "type_answers": "Type the answers of cards",
        }
        help_texts: ClassVar = ProfileForm.Meta.help_texts | {
            "interview_on": "Today and Progress then say what you would recall on that day.",
            "day_start": "Reviews before this hour belong to the day before.",
            "siblings_apart": "Where there is room: a fact is moved by a few days at most.",
            "type_answers": "Where the answer is a term. You still grade it yourself, and what you type is not stored.",
        }
        widgets: ClassVar = ProfileForm.Meta.widgets | {
            "interview_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["time_zone"] = ZoneField()
        self.zones = [written(zone) for zone in sorted(time_zones())]
        self.fields["day_start"] = forms.TypedChoiceField(
            label="Your day begins at",
            help_text=self.fields["day_start"].help_text,
            coerce=int,
            choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        )
        self.fields["minutes_per_day"] = minutes_field()
        self.fields["minutes_per_day"].required = False  # without them there is no plan
        self.fields["new_per_day"] = forms.IntegerField(
            label="New facts a day",
            min_value=0,
            max_value=MAX_NEW_PER_DAY,
            help_text="How many facts you have not seen yet a day brings.",
        )
        self.fields["maximum_interval"] = forms.IntegerField(
            label="Longest interval in days",
            min_value=SHORTEST_MAXIMUM,
            max_value=LONGEST_INTERVAL,
            help_text="A fact comes back after so many days at the latest. Shorter means more reviews.",
        )
        self.initial["retention"] = percent(self.instance.desired_retention)

    def clean_time_factor(self) -> float:
        """As it is, where nothing is chosen."""
        chosen: float | None = self.cleaned_data["time_factor"]
        return chosen or float(self.instance.time_factor)

    def clean(self) -> dict[str, Any]:
        """A zone that stands already stays, though it may be in no list."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.data.get("time_zone") == self.initial["time_zone"]:
            self.errors.pop("time_zone", None)
            cleaned["time_zone"] = self.initial["time_zone"]
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if "retention" in self.cleaned_data:
            self.instance.desired_retention = self.cleaned_data["retention"] / 100
