"""What the review page sends."""

from typing import Any

from django import forms

from content.models import Topic
from quizzes.reviews.models import Review

LONGEST_MS = 10 * 60 * 1000


class UndoForm(forms.Form):
    """The key makes a repeated request harmless."""

    idempotency_key = forms.UUIDField()


class GradeForm(UndoForm):
    """``reps`` is the count of reviews the card had when it was shown, ``changed`` whether it was shown as changed;
    ``duration_ms`` the time since, if measured.
    """

    rating = forms.TypedChoiceField(choices=Review.Rating.choices, coerce=int)
    reps = forms.IntegerField(min_value=0)
    changed = forms.BooleanField(required=False)
    duration_ms = forms.IntegerField(min_value=0, required=False)

    def clean_duration_ms(self) -> int | None:
        """Whoever leaves a card open for lunch was not thinking of it all the time."""
        duration: int | None = self.cleaned_data["duration_ms"]
        return None if duration is None else min(duration, LONGEST_MS)

    def grade(self) -> dict[str, Any]:
        """The grade, for `quizzes.reviews.services.grade`."""
        names = ("rating", "duration_ms", "reps", "changed")
        return {name: self.cleaned_data[name] for name in names} | {"key": self.cleaned_data["idempotency_key"]}


class MoreForm(UndoForm):
    """More new facts today: a number, or all of a topic."""

    NUMBERS = (5, 10)

    number = forms.TypedChoiceField(
        choices=[(number, str(number)) for number in NUMBERS], coerce=int, empty_value=None, required=False
    )
    topic = forms.ModelChoiceField(Topic.objects.topics(), to_field_name="slug", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("number")) == bool(data.get("topic")):
            raise forms.ValidationError("Choose a number, or a topic.")
        return data


class ScopeForm(forms.Form):
    """A custom study: one topic, one phase, or facts by their ids ("12-45"); ``ahead`` also shows steps that are due
    within minutes."""

    topic = forms.SlugField(required=False)
    phase = forms.SlugField(required=False)
    facts = forms.RegexField(r"^\d{1,18}(-\d{1,18}){0,199}$", required=False)
    ahead = forms.BooleanField(required=False)
    card = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    answer = forms.BooleanField(required=False)
