"""What is said in a nudge."""

from django import forms

from sdwiki.fields import KeyField, TextField

LONGEST_TEXT = 2000


class NudgeForm(forms.Form):
    """The text as it goes out. The key is made by the server when the form is shown."""

    text = TextField(
        label="What it says",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Change it as you like.",
        error_messages={"required": "Write what you want to say."},
    )
    idempotency_key = KeyField()
