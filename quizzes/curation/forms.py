"""What editors and learners send about questions, and what of the bank is listed."""

from typing import Any

from django import forms

from content.models import Topic
from quizzes.bank.kinds import kind_choices
from quizzes.bank.models import Question
from quizzes.bank.models.curation import Report
from sdwiki.fields import KeyField, LineField, TextField

State = Question.State
SHOWS = [
    ("", "All"),
    ("reported", "Reported"),
    ("broken", "Looks broken"),
    ("own", "Written by hand"),
]
ANY = "any"
REPORTS = ("reported", "broken")
ORDERS = [
    ("", "Along the path"),
    ("hardest", "Hardest first"),
    ("discrimination", "Worst discrimination first"),
]


class KeyForm(forms.Form):
    """The key makes a repeated request harmless."""

    idempotency_key = KeyField()

    def arguments(self) -> dict[str, Any]:
        """What was sent, by the names that services give it."""
        renamed = {"idempotency_key": "key"}
        return {renamed.get(name, name): value for name, value in self.cleaned_data.items()}


class FilterForm(forms.Form):
    """What of the bank is listed: what is asked today, unless a state is chosen.

    A field that cannot be read is left out, as if it were empty.
    """

    q = forms.CharField(label="Words", required=False, max_length=100)
    topic = forms.ModelChoiceField(Topic.objects.none(), to_field_name="slug", required=False, empty_label="All topics")
    kind = forms.ChoiceField(choices=[("", "All kinds"), *kind_choices()], required=False)
    state = forms.ChoiceField(
        choices=[
            ("", "Live"),
            (State.NEEDS_REVIEW, "Needs review"),
            (State.REJECTED, "Rejected"),
            (State.RETIRED, "Retired"),
            (ANY, "Any state"),
        ],
        required=False,
    )
    show = forms.ChoiceField(label="Only", choices=SHOWS, required=False)
    order = forms.ChoiceField(choices=ORDERS, required=False)

    def __init__(self, *args: Any, editor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not editor:  # what people reported is not for others, not even that they did
            self.fields["show"].choices = [one for one in SHOWS if one[0] not in REPORTS]  # type: ignore[attr-defined]
        topics = Topic.objects.topics().only("slug", "title", "phase", "position")
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]
        for name in ("topic", "kind", "state", "show", "order"):
            self.fields[name].widget.attrs["data-submit"] = ""

    def chosen(self) -> dict[str, Any]:
        """The fields that say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class StateForm(KeyForm):
    """An editor's decision. Whoever rejects says why."""

    state = forms.TypedChoiceField(
        choices=[(s, s) for s in (State.LIVE, State.NEEDS_REVIEW, State.REJECTED)], coerce=State
    )
    reason = LineField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == State.REJECTED and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why, so that the next editor knows.")
        return data


class NoteForm(KeyForm):
    """An explanation in Markdown; an empty one takes the present one away."""

    text = TextField(
        label="Explanation",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Shown to learners after they have answered. Markdown; links as in the wiki.",
    )


class AliasForm(forms.Form):
    """Another accepted spelling."""

    text = LineField(
        label="Another accepted spelling",
        max_length=200,
        widget=forms.TextInput(attrs={"id": "spelling"}),  # the explanation on the same page is a text, too
    )


class ReportForm(KeyForm):
    """What a learner found wrong."""

    reason = forms.ChoiceField(
        label="What is wrong?", choices=[(reason.value, reason.label) for reason in Report.LEARNERS_REASONS]
    )
    words = TextField(
        label="In your words",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What did you expect, and where does it say so?",
    )


class ResolveForm(forms.Form):
    """What was done about a report."""

    note = LineField(max_length=500)


class SpellingForm(forms.Form):
    """What an editor says of a spelling. Whoever does not accept it says why."""

    spelling = forms.CharField(max_length=200)
    decision = forms.ChoiceField(choices=[("accept", "Accept"), ("dismiss", "Do not accept")])
    reason = LineField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "dismiss" and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why: those who asked read it.")
        return data

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["decision"] == "accept")

    def arguments(self) -> dict[str, Any]:
        """What was sent, for `quizzes.curation.spellings.decide`."""
        data = self.cleaned_data
        return {"spelling": data["spelling"], "accepted": self.accepts, "reason": data["reason"]}
