"""What people type to get into a class, and what its staff type to let them in."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from quizzes.bank.exchange.files import decode
from quizzes.bank.exchange.records import Unreadable
from quizzes.classes.joining import lists
from quizzes.classes.joining.services import Ways
from quizzes.classes.models import CODE_LENGTH, CODE_LETTERS
from sdwiki import limits
from sdwiki.accounts import names
from sdwiki.fields import LineField, TextField

LONGEST_NAME = 120
LONGEST_NUMBER = 18  # digits that a column holds whatever they are
UNKNOWN = "No class has this code. Look at it again, or ask for the link."
MOST_LEARNERS = 10_000


class JoinForm(forms.Form):
    """The name by which the staff of a class know somebody."""

    real_name = LineField(
        label="Your real name",
        max_length=LONGEST_NAME,
        help_text="Only those who teach or assist in this class see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Give the name by which who teaches the class knows you."},
    )

    def clean_real_name(self) -> str:
        """A name that can be seen."""
        name = names.clean(self.cleaned_data["real_name"])
        if not name:
            raise forms.ValidationError("Give a name that can be read.")
        return name


class CodeForm(forms.Form):
    """The short code of a class, in any case, with blanks or dashes as people copy it."""

    code = LineField(
        label="Code of a class",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Type the code that you were given."},
    )

    def clean_code(self) -> str:
        """Without what stands between its letters."""
        code = "".join(sign for sign in self.cleaned_data["code"].upper() if sign.isalnum())
        if len(code) != CODE_LENGTH or set(code) - set(CODE_LETTERS):
            raise forms.ValidationError(UNKNOWN)
        return code


class WaysForm(forms.Form):
    """How the link and the code of a class let people in."""

    DAYS = (("", "No end"), ("1", "In a day"), ("7", "In a week"), ("30", "In 30 days"), ("keep", "As it is"))

    code = forms.BooleanField(label="A short code, to be typed in place of the link", required=False)
    approval = forms.BooleanField(label="Whoever joins waits until one of you lets them in", required=False)
    ends = forms.ChoiceField(label="They end", choices=DAYS, required=False)
    limit = forms.IntegerField(
        label="How many may join by them",
        required=False,
        min_value=1,
        max_value=MOST_LEARNERS,
        help_text="Empty for any number.",
    )

    def ways(self, *, until: datetime | None, now: datetime) -> Ways:
        """What was chosen; ``until`` is what holds so far."""
        data = self.cleaned_data
        ends = data["ends"]
        new = until if ends == "keep" else now + timedelta(days=int(ends)) if ends else None
        return Ways(data["code"], data["approval"], new, data["limit"])


class InviteForm(forms.Form):
    """A list of addresses: a file, or what was pasted. What was read stands in ``text`` from then on."""

    file = forms.FileField(label="A file (CSV)", required=False, allow_empty_file=True)
    text = TextField(
        label="Or paste the list",
        required=False,
        help_text=f"One person a line: an address, or a name and an address. At most {limits.INVITEES:,} lines.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Adds ``reading``. A file goes before a text."""
        data = super().clean() or {}
        sent = data.get("file")
        size = sent.size if sent else len(data.get("text", "").encode())
        if size > limits.INVITEE_BYTES:
            self.add_error("text", f"The list is too long. Invite at most {limits.INVITEES:,} people at once.")
        elif not self.errors:
            self._read(data, sent)
        return data

    def _read(self, data: dict[str, Any], sent: Any) -> None:
        try:
            data["text"] = decode(sent.read()) if sent else data.get("text", "")
        except Unreadable:
            self.add_error("file", "The file is no text in UTF-8. Save it as CSV in UTF-8, or paste it below.")
            return
        reading = lists.read(data["text"])
        if reading.refused or not data["text"].strip():
            self.add_error("text", reading.refused or "Choose a file, or paste a list.")
        data["reading"] = reading


class GroupForm(forms.Form):
    """The name of a group; who is in it is ticked beside their names."""

    name = LineField(
        label="Name of the group", max_length=80, error_messages={"required": "Give the group a name that can be read."}
    )

    def clean_name(self) -> str:
        """A name that can be seen."""
        name = names.clean(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Give the group a name that can be read.")
        return name

    def learners(self) -> list[int]:
        """The numbers of the accounts that were ticked; what is no number is nobody."""
        return self._numbers("learner")

    def shown(self) -> list[int] | None:
        """Those who stood on the page, ticked or not; None where that was everybody."""
        return self._numbers("shown") if "shown" in self.data else None

    def _numbers(self, name: str) -> list[int]:
        sent = self.data.getlist(name) if hasattr(self.data, "getlist") else []
        return [int(one) for one in sent if one.isascii() and one.isdecimal() and len(one) <= LONGEST_NUMBER]
