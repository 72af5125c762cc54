"""The forms in which people write questions: one for each kind, with fields that suit it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from quizzes.bank.authored.drafts import FALSE, GROUPS, LONGEST, MOST_IN_GROUP, TRUE, DraftChoice
from quizzes.bank.authored.rules import Flaw
from quizzes.bank.kinds import CATEGORISE, CLOZE, MATCH, MULTIPLE, OPTION, ORDER, TRUE_FALSE, size_of
from quizzes.bank.models import Choice
from quizzes.curation.authored_fields import Column, OwnForm, RowsForm, Section
from quizzes.curation.number_form import NumberForm
from sdwiki.fields import LineField, TextField
from sdwiki.signs import one_line

_CHOICES = (
    Column("text", "Choice {n}", "Write this choice, or clear its row."),
    Column("reason", "Why choice {n} is right or wrong", "Give the reason of this choice, too."),
)


class SingleForm(RowsForm):
    """One right choice."""

    kind, must, rows = OPTION, size_of(OPTION).least, size_of(OPTION).most
    title = "Single choice"
    lede = "One right choice of like length among three to five; among two it is asked in practice only."
    columns, mark, whole = _CHOICES, "radio", "right"
    usually = 3
    rows_title, rows_help = "Choices", "Mark the right one. Their order is shuffled."

    right = forms.TypedChoiceField(
        choices=[(n, n) for n in range(1, rows + 1)],
        coerce=int,
        error_messages={"required": "Mark the choice that is right."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and data["right"] not in self.given:
            self.add_error("right", "The choice that is marked as right is empty.")
        return data

    def marked(self, data: dict[str, Any]) -> set[int]:
        return {data["right"]} & set(self.given) if "right" in data else set()


class SeveralForm(RowsForm):
    """Several right choices."""

    kind, must, rows = MULTIPLE, size_of(MULTIPLE).least, size_of(MULTIPLE).most
    title = "Multiple response"
    lede = "Three to six choices of like length. Two or more are right, and at least one is wrong."
    ask_help = "“Several may apply.” is added for you."
    columns, mark, whole = _CHOICES, "checkbox", "right"
    rows_title, rows_help = "Choices", "Mark all that are right. Their order is shuffled."

    right = forms.TypedMultipleChoiceField(
        choices=[(n, n) for n in range(1, rows + 1)],
        coerce=int,
        error_messages={"required": "Mark the choices that are right."},
    )

    def marked(self, data: dict[str, Any]) -> set[int]:
        return set(data.get("right") or ())


class JudgedForm(OwnForm):
    """True or false."""

    kind = TRUE_FALSE
    title = "True or false"
    lede = "A statement that holds or does not. It is asked in practice only, as every second guess is right."
    ask_label = "Statement"
    ask_help = "Say what holds, or seems to hold, without a “not”. “True or false?” is put before it."
    whole = "truth"

    truth = forms.ChoiceField(
        label="The statement is",
        choices=[(TRUE, "True"), (FALSE, "False")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the statement is true."},
    )
    reason = TextField(
        label="Why",
        max_length=LONGEST["reason"],
        help_text="Shown with the right answer.",
        error_messages={"required": "Give the reason."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    other = TextField(
        label="What to tell somebody who answers the other way",
        max_length=LONGEST["reason"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def choices(self) -> Iterator[DraftChoice]:
        data = self.cleaned_data
        for text in (TRUE, FALSE):
            right = text == data["truth"]
            yield DraftChoice(text, data["reason" if right else "other"].strip(), right)

    @property
    def plain(self) -> list[BoundField]:
        return [self["truth"], self["reason"], self["other"]]

    @classmethod
    def typed_choices(cls, choices: Sequence[Choice], targets: Sequence[str]) -> dict[str, Any]:
        right, wrong = sorted(choices, key=lambda choice: not choice.correct)
        return {"truth": right.text, "reason": right.reason, "other": wrong.reason}


class TypedForm(OwnForm):
    """A term to be typed."""

    kind = CLOZE
    title = "Type the term"
    lede = "A term of at most three words that is typed. Case, hyphens, spaces and plurals make no difference."
    ask_help = "It must not hold the term. A gap is written as _____."
    whole = "spellings"

    answer = LineField(
        label="Answer", max_length=LONGEST["text"], error_messages={"required": "Write the term that is asked for."}
    )
    spellings = TextField(
        label="Other accepted spellings",
        max_length=8 * LONGEST["text"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"One on each line, at most {size_of(CLOZE).most - 1}: a synonym, an abbreviation.",
    )
    reason = TextField(
        label="Why",
        max_length=LONGEST["reason"],
        help_text="Shown with the answer.",
        error_messages={"required": "Give the reason."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def choices(self) -> Iterator[DraftChoice]:
        data = self.cleaned_data
        for text in (data["answer"], *data["spellings"].splitlines()):
            if text.strip():
                yield DraftChoice(one_line(text), data["reason"].strip(), True)

    def clean_spellings(self) -> str:
        spellings: str = self.cleaned_data["spellings"]
        if any(len(one_line(text)) > LONGEST["text"] for text in spellings.splitlines()):
            raise forms.ValidationError(f"A spelling has at most {LONGEST['text']} characters.")
        return spellings

    def field_of(self, flaw: Flaw) -> str:
        return ("spellings" if flaw.place else "answer") if flaw.part == "text" else super().field_of(flaw)

    @property
    def plain(self) -> list[BoundField]:
        return [self["answer"], self["spellings"], self["reason"]]

    @classmethod
    def typed_choices(cls, choices: Sequence[Choice], targets: Sequence[str]) -> dict[str, Any]:
        first, *others = choices
        return {"answer": first.text, "spellings": "\n".join(c.text for c in others), "reason": first.reason}


class PairsForm(RowsForm):
    """Pairs to be matched."""

    kind, must, rows = MATCH, size_of(MATCH).least, size_of(MATCH).most
    title = "Match"
    lede = "Three to six pairs. What belongs to one must belong to no other, and must not hold a word of its name."
    usual = "Match each of these with what holds for it."
    columns = (
        Column("text", "Name {n}", "Write the name of this pair, or clear its row."),
        Column("target", "What belongs to name {n}", "Say what belongs to this name."),
        Column("reason", "Why pair {n} belongs together"),
    )
    rows_title, rows_help = "Pairs", "Both sides are shuffled."


class StepsForm(RowsForm):
    """Steps to be put in order."""

    kind, must, rows = ORDER, size_of(ORDER).least, size_of(ORDER).most
    title = "Order"
    lede = "Three to six steps, written here in the right order and shown in another. None says itself where it stands."
    usual = "Put these steps in order."
    ask_help = "Say what the order goes by, and where it begins: “from the fastest to the slowest”."
    columns = (
        Column("text", "Step {n}", "Write this step, or clear its row."),
        Column("reason", "Why step {n} stands there"),
    )
    rows_title, rows_help = "Steps, in the right order", ""

    @classmethod
    def typed_choices(cls, choices: Sequence[Choice], targets: Sequence[str]) -> dict[str, Any]:
        return super().typed_choices(sorted(choices, key=lambda choice: int(choice.target)), targets)


class GroupsForm(RowsForm):
    """Statements to be sorted into groups. Rows belong to groups in turn: four to the first, four to the second."""

    kind, must, rows = CATEGORISE, 0, GROUPS[1] * MOST_IN_GROUP
    title = "Categorise"
    lede = "Four to eight statements of like length, each true of one of two to four groups and naming none."
    usual = "Put each statement where it belongs."
    columns = (
        Column("text", "Statement {n}", "Write this statement, or clear its row."),
        Column("reason", "Why statement {n} belongs here"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in range(1, GROUPS[1] + 1):
            self.fields[f"group_{group}"] = LineField(
                label=f"Name of group {group}",
                max_length=LONGEST["target"],
                required=group <= GROUPS[0],
                error_messages={"required": "Name this group."},
            )
            for place, n in enumerate(_rows_of(group), 1):
                for column in self.columns:
                    self.fields[f"{column.name}_{n}"].label = column.label.format(n=place)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for group in range(GROUPS[0] + 1, GROUPS[1] + 1):
            if not data.get(f"group_{group}") and set(_rows_of(group)) & set(self.given):
                self.add_error(f"group_{group}", "Name this group, or clear its statements.")
        return data

    @property
    def _named(self) -> list[int]:
        return [group for group in range(1, GROUPS[1] + 1) if self.cleaned_data.get(f"group_{group}")]

    def groups(self) -> tuple[str, ...]:
        return tuple(one_line(self.cleaned_data[f"group_{group}"]) for group in self._named)

    def choices(self) -> Iterator[DraftChoice]:
        for n, choice in zip(self.given, super().choices(), strict=True):
            name = one_line(self.cleaned_data[f"group_{_group_of(n)}"])
            yield DraftChoice(choice.text, choice.reason, True, name)

    def field_of(self, flaw: Flaw) -> str:
        return f"group_{self._named[flaw.place]}" if flaw.part == "groups" else super().field_of(flaw)

    @property
    def sections(self) -> list[Section]:
        found = []
        for group in range(1, GROUPS[1] + 1):
            rows, head = self.shown(*_rows_of(group)), self[f"group_{group}"]
            found.append(Section(f"Group {group}", rows[:2], rows[2:], head=head, spare=group > GROUPS[0]))
        return found

    def name_of(self, name: str) -> str:
        number = name.rpartition("_")[2]
        group = f"Group {_group_of(int(number))}, " if name.startswith(("text", "reason")) else ""
        label = super().name_of(name)
        return group + (label[:1].lower() + label[1:] if group else label)

    @classmethod
    def typed_choices(cls, choices: Sequence[Choice], targets: Sequence[str]) -> dict[str, Any]:
        typed: dict[str, Any] = {}
        for group, target in enumerate(targets, 1):
            typed[f"group_{group}"] = target
            for n, choice in zip(_rows_of(group), (c for c in choices if c.target == target), strict=False):
                typed |= {f"text_{n}": choice.text, f"reason_{n}": choice.reason}
        return typed


FORMS: dict[str, type[OwnForm]] = {
    form.kind: form
    for form in (SingleForm, SeveralForm, JudgedForm, TypedForm, NumberForm, PairsForm, GroupsForm, StepsForm)
}


def _rows_of(group: int) -> range:
    return range((group - 1) * MOST_IN_GROUP + 1, group * MOST_IN_GROUP + 1)


def _group_of(row: int) -> int:
    return (row - 1) // MOST_IN_GROUP + 1
