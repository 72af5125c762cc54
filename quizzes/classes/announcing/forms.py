"""What is said to a class."""

from typing import Any

from django import forms

from quizzes.classes.models import Cohort, Group
from sdwiki.fields import KeyField, LineField, TextField

LONGEST_TITLE, LONGEST_TEXT = 120, 5000


class MessageForm(forms.Form):
    """A title, a text, and whom they are for. The key is made by the server when the form is shown."""

    group = forms.ModelChoiceField(Group.objects.none(), label="For", required=False, empty_label="The whole class")
    title = LineField(max_length=LONGEST_TITLE, error_messages={"required": "Give the message a title."})
    text = TextField(
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what you want to say."},
    )
    idempotency_key = KeyField()

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.filter(cohort=cohort)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]  # the field of its own class
