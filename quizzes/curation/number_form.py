"""The form in which people write a question that asks for a number."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from quizzes.bank.authored.drafts import LONGEST, DraftChoice
from quizzes.bank.authored.rules import Flaw
from quizzes.bank.kinds import NUMBER
from quizzes.bank.models import Choice
from quizzes.bank.wording.numeric import LONGEST_UNIT, wanted
from quizzes.curation.authored_fields import OwnForm
from sdwiki.fields import LineField, TextField
from sdwiki.signs import one_line


class NumberForm(OwnForm):
    """A number to be typed."""

    kind = NUMBER
    title = "Type a number"
    lede = "A number that is typed, and accepted within a margin: an estimate, a limit, the result of a calculation."
    ask_help = "Say what to count and for how long, so that one number is right. The unit stands beside the field."
    whole = "answer"

    answer = LineField(
        label="Accepted",
        max_length=LONGEST["text"],
        help_text="250, 250 ± 10, 250 ± 5 %, 250 (240..265) or 240..260.",
        error_messages={"required": "Write the number that is asked for."},
    )
    unit = LineField(
        label="Unit", max_length=LONGEST_UNIT, required=False, help_text="Shown beside the field, as in “requests/s”."
    )
    reason = TextField(
        label="Why",
        max_length=LONGEST["reason"],
        help_text="Shown with the answer: how the number comes about.",
        error_messages={"required": "Give the reason."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def choices(self) -> Iterator[DraftChoice]:
        data = self.cleaned_data
        found = wanted(one_line(data["answer"]))
        text = found.stored if found else one_line(data["answer"])
        yield DraftChoice(text, data["reason"].strip(), True, one_line(data["unit"]))

    def field_of(self, flaw: Flaw) -> str:
        return {"text": "answer", "target": "unit"}.get(flaw.part) or super().field_of(flaw)

    @property
    def plain(self) -> list[BoundField]:
        return [self["answer"], self["unit"], self["reason"]]

    @classmethod
    def typed_choices(cls, choices: Sequence[Choice], targets: Sequence[str]) -> dict[str, Any]:
        [choice] = choices
        return {"answer": choice.text, "unit": choice.target, "reason": choice.reason}
