"""What an instructor types."""

from datetime import date
from typing import Any

from django import forms

from content.models import Phase
from sdwiki.accounts import names

ROLES = {"owner": "the owner", "instructor": "an instructor", "assistant": "an assistant"}  # as sentences say them
FARTHEST = 731  # days until an assignment is due


class ClassForm(forms.Form):
    """A new class. The key is made by the server when the form is shown."""

    name = forms.CharField(
        label="Name of the class",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "Backend interviews, spring"}),
    )
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput(attrs={"id": False}))

    def clean_name(self) -> str:
        """A name that can be seen."""
        name = names.clean(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Give the class a name that can be read.")
        return name


class RoleForm(forms.Form):
    """What somebody is to be in a class."""

    role = forms.ChoiceField(choices=list(ROLES.items()))


class AssignmentForm(forms.Form):
    """A phase, a date that is not over, and the share of its facts that a learner is to recall on it."""

    phase = forms.ModelChoiceField(Phase.objects.all(), empty_label=None)
    due_on = forms.DateField(label="Due on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    target = forms.IntegerField(label="Target recall in %", min_value=1, max_value=100, initial=80)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError("This day is over. Choose today or a later day.")
        if (due_on - self.today).days > FARTHEST:
            raise forms.ValidationError("This is more than two years away. Choose a nearer day.")
        return due_on
