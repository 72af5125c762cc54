"""What editors, instructors and learners send about questions."""

from typing import Any

from django import forms
from django.forms import BoundField

from content.models import Topic
from quizzes.bank.curation_models import Report
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.own import LEAST, MOST, Draft, DraftChoice

State = Question.State
SHOWS = [
    ("", "All"),
    ("reported", "Reported"),
    ("broken", "Looks broken"),
    ("own", "Written by hand"),
]
ORDERS = [
    ("", "Along the path"),
    ("hardest", "Hardest first"),
    ("discrimination", "Worst discrimination first"),
]


class KeyForm(forms.Form):
    """The key makes a repeated request harmless."""

    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)


class FilterForm(forms.Form):
    """What of the bank is listed. A field that cannot be read is left out, as if it were empty."""

    q = forms.CharField(label="Words", required=False, max_length=100)
    topic = forms.ModelChoiceField(Topic.objects.none(), to_field_name="slug", required=False, empty_label="All topics")
    kind = forms.ChoiceField(choices=[("", "All kinds"), *Question.Kind.choices], required=False)
    state = forms.ChoiceField(
        choices=[
            ("", "Any state"),
            (State.LIVE, "Live"),
            (State.NEEDS_REVIEW, "Needs review"),
            (State.REJECTED, "Rejected"),
            (State.RETIRED, "Retired"),
        ],
        required=False,
    )
    show = forms.ChoiceField(label="Only", choices=SHOWS, required=False)
    order = forms.ChoiceField(choices=ORDERS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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

    state = forms.ChoiceField(choices=[(s, s) for s in (State.LIVE, State.NEEDS_REVIEW, State.REJECTED)])
    reason = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == State.REJECTED and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why, so that the next editor knows.")
        return data


class NoteForm(KeyForm):
    """An explanation in Markdown; an empty one takes the present one away."""

    text = forms.CharField(
        label="Explanation",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Shown to learners after they have answered. Markdown; links as in the wiki.",
    )


class AliasForm(forms.Form):
    """Another accepted spelling."""

    text = forms.CharField(label="Another accepted spelling", max_length=200)

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())


class ReportForm(KeyForm):
    """What a learner found wrong."""

    reason = forms.ChoiceField(
        label="What is wrong?", choices=[(reason.value, reason.label) for reason in Report.LEARNERS_REASONS]
    )
    words = forms.CharField(
        label="In your words",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What did you expect, and where does it say so?",
    )


class ResolveForm(forms.Form):
    """What was done about a report."""

    note = forms.CharField(max_length=500)


class OwnForm(KeyForm):
    """A question of one's own: a single choice among three to five, each with the reason shown after answering.

    ``version`` is the number of the version that is edited, 0 for a new question; only a new one has its topic chosen.
    """

    topic = forms.ModelChoiceField(Topic.objects.topics(), to_field_name="slug", empty_label=None)
    dimension = forms.CharField(
        label="What it is about", max_length=100, help_text="One or two words, such as “Failure modes”."
    )
    ask = forms.CharField(label="Question", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    right = forms.TypedChoiceField(
        choices=[(n, n) for n in range(1, MOST + 1)],
        coerce=int,
        error_messages={"required": "Mark the choice that is right."},
    )
    explanation = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Shown below the choices after answering. Markdown.",
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["topic"]
        for n in range(1, MOST + 1):
            self.fields[f"text_{n}"] = forms.CharField(label=f"Choice {n}", max_length=200, required=n <= LEAST)
            self.fields[f"reason_{n}"] = forms.CharField(
                label=f"Why choice {n} is right or wrong", max_length=300, required=n <= LEAST
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(LEAST + 1, MOST + 1):
            if data.get(f"text_{n}") and not data.get(f"reason_{n}"):
                self.add_error(f"reason_{n}", "Give the reason of this choice, too.")
        if not self.errors and not data[f"text_{data['right']}"]:
            self.add_error("right", "The choice that is marked as right is empty.")
        return data

    def draft(self) -> Draft:
        data = self.cleaned_data
        return Draft(
            dimension=" ".join(data["dimension"].split()),
            ask=" ".join(data["ask"].split()),
            explanation=data["explanation"].strip(),
            choices=tuple(
                DraftChoice(" ".join(data[f"text_{n}"].split()), data[f"reason_{n}"].strip(), n == data["right"])
                for n in range(1, MOST + 1)
                if data[f"text_{n}"]
            ),
        )

    @property
    def choices(self) -> list[tuple[int, BoundField, BoundField, bool]]:
        """For each place its number, its two fields, and whether it is marked as right."""
        right = str(self["right"].value() or "")
        return [(n, self[f"text_{n}"], self[f"reason_{n}"], right == str(n)) for n in range(1, MOST + 1)]


def as_typed(version: QuestionVersion) -> dict[str, Any]:
    """A version's texts as the initial values of an `OwnForm`."""
    initial: dict[str, Any] = {
        "dimension": version.context.removeprefix(f"{version.question.topic.title} · "),
        "ask": version.ask,
        "explanation": version.explanation,
        "version": version.number,
    }
    for n, choice in enumerate(version.choices.all(), 1):
        initial |= {f"text_{n}": choice.text, f"reason_{n}": choice.reason}
        if choice.correct:
            initial["right"] = n
    return initial
