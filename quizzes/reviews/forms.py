"""What the review page sends."""

import re
from typing import Any, ClassVar

from django import forms

from content.models import Phase, Topic
from quizzes.reviews.cramming import MOST as MOST_CRAMMED
from quizzes.reviews.cramming import NUMBERS, USUAL, Deck
from quizzes.reviews.load_sql import ONLY
from quizzes.reviews.models import Review
from quizzes.reviews.scheduling import MAXIMUM
from quizzes.reviews.services import Terms
from sdwiki import limits
from sdwiki.fields import LineField, TextField

LONGEST_MS = 10 * 60 * 1000
MOST = 20  # checkpoints of a card
LONGEST_NOTE = 10_000  # characters
ID = re.compile(r"[0-9]{1,18}")


class UndoForm(forms.Form):
    """The key makes a repeated request harmless."""

    idempotency_key = forms.UUIDField()


class EvidenceForm(UndoForm):
    """``reps`` is the count of reviews the card had when it was shown, ``changed`` whether it was shown as changed."""

    reps = forms.IntegerField(min_value=0)
    changed = forms.BooleanField(required=False)

    evidence: ClassVar[tuple[str, ...]] = ("reps", "changed")

    def grade(self) -> dict[str, Any]:
        """The evidence, for `quizzes.reviews.services.grade` or `quizzes.reviews.spoken.grade_spoken`."""
        return {name: self.cleaned_data[name] for name in self.evidence} | {"key": self.cleaned_data["idempotency_key"]}


class GradeForm(EvidenceForm):
    """A learner's own grade; ``duration_ms`` is the time since the card was shown, if measured, ``days`` the interval
    that its button said."""

    rating = forms.TypedChoiceField(choices=Review.Rating.choices, coerce=int)
    duration_ms = forms.IntegerField(min_value=0, required=False)
    days = forms.IntegerField(min_value=1, max_value=MAXIMUM, required=False)

    evidence = (*EvidenceForm.evidence, "rating", "duration_ms")

    def grade(self) -> dict[str, Any]:
        return super().grade() | {"terms": Terms(days=self.cleaned_data["days"])}

    def clean_duration_ms(self) -> int | None:
        """Whoever leaves a card open for lunch was not thinking of it all the time."""
        duration: int | None = self.cleaned_data["duration_ms"]
        return None if duration is None else min(duration, LONGEST_MS)


class TicksForm(EvidenceForm):
    """Checkpoints by their ids: those that were ``shown``, and those of them that were ``said``."""

    shown = forms.Field(widget=forms.MultipleHiddenInput)
    said = forms.Field(widget=forms.MultipleHiddenInput, required=False)

    evidence = (*EvidenceForm.evidence, "shown", "said")

    def clean_shown(self) -> list[int]:
        return _ids(self.cleaned_data["shown"])

    def clean_said(self) -> list[int]:
        return _ids(self.cleaned_data["said"] or [])


def _ids(texts: list[str]) -> list[int]:
    if len(texts) > MOST or not all(ID.fullmatch(text) for text in texts):
        raise forms.ValidationError("Tick checkpoints of this card.")
    return [int(text) for text in texts]


class ActForm(UndoForm):
    """What is done with a card without grading it: a function of `quizzes.reviews.control`, or a flag."""

    FLAGS: ClassVar = {"flag": True, "unflag": False}

    act = forms.ChoiceField(choices=[(name, name) for name in ("suspend", "resume", "bury", *FLAGS)])


class CellForm(forms.Form):
    """A cell of a topic's table, as its address names it."""

    topic = forms.SlugField()
    cell = forms.CharField(max_length=400)


class CellActForm(CellForm, UndoForm):
    """What is done with the fact of a cell: taken up, suspended, taken up again."""

    act = forms.ChoiceField(choices=[(name, name) for name in ("take_up", "suspend", "resume")])


class KnowForm(UndoForm):
    """The choice (id) that answers the confirming question; none where the bank asks nothing of the fact."""

    reps = forms.IntegerField(min_value=0)
    choice = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    def answer(self) -> dict[str, Any]:
        """For `quizzes.reviews.knowing.know`."""
        return {name: self.cleaned_data[name] for name in ("reps", "choice")} | {
            "key": self.cleaned_data["idempotency_key"]
        }


class NoteForm(forms.Form):
    """What a learner writes to a card; ``version`` is that of the texts they had before them."""

    mnemonic = TextField(
        label="In your own words",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-focus": True}),
        help_text="How you remember it: a picture, a rhyme, a case you know.",
    )
    note = TextField(
        label="Your note", max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nobody else sees it.",
    )  # fmt: skip
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


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
    """A custom study: one topic, one phase, or facts by their ids ("12-45"); the ``mistakes`` made in quizzes; ``only``
    what is due or new; or only what can be ``typed``. ``typing`` says whether answers are typed, if not as usual, and
    ``said`` is one. ``ahead`` also shows steps that are due within minutes. ``graded`` is the review that was made
    last, where what it left out is to be shown."""

    topic = forms.SlugField(required=False)
    phase = forms.SlugField(required=False)
    facts = forms.RegexField(r"^\d{1,18}(-\d{1,18}){0,199}$", required=False)
    ahead = forms.BooleanField(required=False)
    mistakes = forms.BooleanField(required=False)
    typed = forms.BooleanField(required=False)
    typing = forms.ChoiceField(choices=[(way, way) for way in ("on", "off")], required=False)
    said = LineField(required=False, max_length=limits.ANSWER)
    only = forms.ChoiceField(choices=[(only, only) for only in ONLY], required=False)
    card = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    graded = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    answer = forms.BooleanField(required=False)

    def named(self) -> list[int] | None:
        """The facts (ids) that are named; None where none is."""
        facts = self.cleaned_data["facts"]
        return [int(text) for text in facts.split("-")] if facts else None

    def query(self) -> dict[str, str]:
        """What of the address says what the session is about, and goes along with every link in it."""
        data = self.cleaned_data
        query = {name: data[name] for name in ("topic", "phase", "facts", "only", "typing") if data[name]}
        return query | {name: "1" for name in ("ahead", "mistakes", "typed") if data[name]}

    def types(self, *, usual: bool) -> bool:
        """Whether answers are typed, which the address may say for a session."""
        said = self.cleaned_data["typing"]
        return self.cleaned_data["typed"] or (said == "on" if said else usual)


class SaidForm(forms.Form):
    """What was typed as the answer of a card."""

    said = LineField(required=False, max_length=limits.ANSWER)


class CramForm(forms.Form):
    """What a cramming session is made of: a part of the path or all of it, or of the mistakes in quizzes."""

    topic = forms.ModelChoiceField(Topic.objects.topics(), to_field_name="slug", required=False)
    phase = forms.ModelChoiceField(Phase.objects.all(), to_field_name="slug", required=False)
    mistakes = forms.BooleanField(required=False)
    number = forms.TypedChoiceField(
        choices=[(n, str(n)) for n in NUMBERS], coerce=int, empty_value=None, required=False
    )

    def chosen(self) -> dict[str, Any]:
        """What was chosen, for `quizzes.reviews.ways.to_cram`."""
        return self.cleaned_data | {"number": self.cleaned_data["number"] or USUAL}


class DeckForm(forms.Form):
    """A cramming session as its address holds it: the cards (ids) that are left, and the counts so far."""

    cards = forms.RegexField(rf"^\d{{1,18}}(-\d{{1,18}}){{0,{MOST_CRAMMED - 1}}}$", required=False)
    known = forms.IntegerField(min_value=0, max_value=MOST_CRAMMED, required=False)
    missed = forms.IntegerField(min_value=0, max_value=10_000, required=False)
    answer = forms.BooleanField(required=False)

    def deck(self) -> Deck | None:
        """The session; None where the address holds none."""
        data = self.cleaned_data
        if not data["cards"] and not data["known"]:
            return None
        cards = tuple(int(text) for text in data["cards"].split("-")) if data["cards"] else ()
        return Deck(tuple(dict.fromkeys(cards)), data["known"] or 0, data["missed"] or 0)
