"""What an instructor types."""

from django import forms

from sdwiki.accounts import names
from sdwiki.fields import KeyField

ROLES = {"owner": "the owner", "instructor": "an instructor", "assistant": "an assistant"}  # as sentences say them


class NameForm(forms.Form):
    """What a class is called."""

    name = forms.CharField(
        label="Name of the class",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "Backend interviews, spring"}),
    )

    def clean_name(self) -> str:
        """A name that can be seen."""
        name = names.clean(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Give the class a name that can be read.")
        return name


class ClassForm(NameForm):
    """A new class. The key is made by the server when the form is shown."""

    idempotency_key = KeyField()


class RoleForm(forms.Form):
    """What somebody is to be in a class."""

    role = forms.ChoiceField(choices=list(ROLES.items()))
