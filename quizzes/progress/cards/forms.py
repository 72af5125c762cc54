"""What of one's cards is listed, and what is sent to change many of them."""

from typing import Any

from django import forms

from content.models import Phase, Topic
from quizzes.reviews.bulk import Act

SHOWS = (
    ("", "All cards"),
    ("due", "Due by date"),
    ("new", "New"),
    ("learning", "In learning"),
    ("review", "In review"),
    ("mistakes", "Mistakes in quizzes"),
    ("leech", "Leeches"),
    ("flagged", "Flagged"),
    ("noted", "With a note"),
    ("suspended", "Suspended"),
    ("buried", "Put off"),
    ("aside", "Not asked any more"),
)
ORDERS = (
    ("", "Along the path"),
    ("due", "Due first"),
    ("difficulty", "Hardest first"),
    ("stability", "Weakest first"),
    ("lapses", "Most forgotten first"),
)
BIGGEST_ID = 2**63 - 1
ON_PAGE = 50


class FilterForm(forms.Form):
    """What of one's cards is listed. A field that cannot be read is left out, as if it were empty."""

    q = forms.CharField(label="Words", required=False, max_length=100)
    topic = forms.ModelChoiceField(Topic.objects.none(), to_field_name="slug", required=False, empty_label="All topics")
    phase = forms.ModelChoiceField(Phase.objects.all(), to_field_name="slug", required=False, empty_label="All phases")
    show = forms.ChoiceField(label="Which", choices=SHOWS, required=False)
    order = forms.ChoiceField(choices=ORDERS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.topics().only("slug", "title", "phase", "position")
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]
        for name in ("topic", "phase", "show", "order"):
            self.fields[name].widget.attrs["data-submit"] = ""

    def chosen(self) -> dict[str, Any]:
        """The fields that say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ActForm(forms.Form):
    """Something to do with cards: those that are ticked, or with ``everything`` all that the list holds."""

    act = forms.TypedChoiceField(choices=[(act.value, act.value) for act in Act], coerce=Act)
    card = forms.TypedMultipleChoiceField(coerce=int, required=False)
    everything = forms.BooleanField(required=False)
    idempotency_key = forms.UUIDField()
    to_day = forms.DateField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        sent = data.getlist("card")[: ON_PAGE + 1]
        self.fields["card"].choices = [(text, text) for text in sent if _is_id(text)]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """The act and the key of the press, for `quizzes.reviews.bulk.act_on_cards`."""
        data = self.cleaned_data
        return {"act": data["act"], "key": data["idempotency_key"], "to_day": data["to_day"]}

    def clean_card(self) -> list[int]:
        cards: list[int] = self.cleaned_data["card"]
        if len(cards) > ON_PAGE:
            raise forms.ValidationError("Choose cards of one page, or all of the list.")
        return cards


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 20 and 0 < int(text) <= BIGGEST_ID
