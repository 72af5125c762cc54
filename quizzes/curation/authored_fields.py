"""What the forms in which people write questions have in common: the question itself, and rows of fields."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BoundField

from content.models import Topic
from quizzes.bank.authored.drafts import LONGEST, Draft, DraftChoice, unworded
from quizzes.bank.authored.rules import Flaw
from quizzes.bank.models import Choice, QuestionVersion
from quizzes.bank.words import said
from quizzes.curation.forms import KeyForm
from sdwiki.fields import LineField, TextField
from sdwiki.signs import one_line


@dataclass(frozen=True)
class Column:
    """A field of every row: its name, its label, and what is said where a row has begun without it (may be empty)."""

    name: str
    label: str
    needed: str = ""


@dataclass(frozen=True)
class Row:
    """A row of fields under its number; ``mark`` is the type of the control that marks it as right."""

    number: int
    fields: Sequence[BoundField]
    mark: str = ""
    marked: bool = False

    @property
    def used(self) -> bool:
        return any(one.value() or one.errors for one in self.fields)


@dataclass(frozen=True)
class Section:
    """Rows under a title, and under the field ``head`` if there is one. Those in ``more`` need not be filled, nor a
    ``spare`` section: they are folded while they are empty."""

    title: str
    rows: Sequence[Row]
    more: Sequence[Row] = ()
    head: BoundField | None = None
    help: str = ""
    spare: bool = False

    @property
    def used(self) -> bool:
        return bool(self.head and (self.head.value() or self.head.errors)) or any(row.used for row in self.rows)

    @property
    def more_used(self) -> bool:
        return any(row.used for row in self.more)


class OwnForm(KeyForm):
    """A question of one's own. ``version`` is the number of the version that is edited, 0 for a new question; only a
    new one has its topic chosen."""

    kind: ClassVar[str]
    title: ClassVar[str]
    lede: ClassVar[str]
    ask_label: ClassVar[str] = "Question"
    ask_help: ClassVar[str] = ""
    usual: ClassVar[str] = ""  # what is asked unless somebody writes something else
    whole: ClassVar[str] = ""  # the field that answers for all choices together

    topic = forms.ModelChoiceField(
        Topic.objects.topics().defer(*Topic.TEXTS),
        to_field_name="slug",
        empty_label=None,
        help_text="A question stays in its topic.",
    )
    dimension = LineField(
        label="What it is about",
        max_length=LONGEST["dimension"],
        help_text="One or two words, such as “Failure modes”.",
        error_messages={"required": "Say in a word or two what it is about."},
    )
    ask = LineField(
        max_length=LONGEST["ask"],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what is asked."},
    )
    explanation = TextField(
        max_length=LONGEST["explanation"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Shown below the answer. Markdown.",
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["topic"]
        ask = self.fields["ask"]
        ask.label, ask.help_text, ask.initial = self.ask_label, self.ask_help, self.usual
        self.given: list[int] = []  # the rows that hold the choices of the draft, in its order

    @abstractmethod
    def choices(self) -> Iterator[DraftChoice]:
        """The choices as they were typed."""

    def groups(self) -> tuple[str, ...]:
        return ()

    def draft(self) -> Draft:
        data = self.cleaned_data
        return Draft(
            dimension=one_line(data["dimension"]),
            ask=one_line(data["ask"]),
            explanation=data["explanation"].strip(),
            choices=tuple(self.choices()),
            kind=self.kind,
            groups=self.groups(),
        )

    def field_of(self, flaw: Flaw) -> str:
        """The field that a flaw is about; "" where it is none in particular."""
        if flaw.part in ("text", "target") and self.given:
            return f"{flaw.part}_{self.given[flaw.place]}"
        return "ask" if flaw.part == "ask" else self.whole

    def refuse(self, flaws: Sequence[Flaw]) -> None:
        """Put each of the linter's words to its field."""
        for flaw in flaws:
            self.add_error(self.field_of(flaw) or None, said(flaw.why))

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Everything that stands against the form: the id of a control, its label, and the words."""
        found = []
        for name, errors in self.errors.items():
            for words in errors:
                if name == NON_FIELD_ERRORS:
                    found.append(("choices", "", str(words)))
                elif name == "right":
                    found.append(("right_1", "Right", str(words)))
                else:
                    control = self[name].id_for_label or f"{self[name].auto_id}_0"  # the first of radio buttons
                    found.append((control, self.name_of(name), str(words)))
        return found

    def name_of(self, name: str) -> str:
        """What a field is called outside its place."""
        return str(self[name].label)

    @property
    def sections(self) -> list[Section]:
        """What is shown between the question and its explanation, where that is rows."""
        return []

    @property
    def plain(self) -> list[BoundField]:
        """What is shown there as plain fields."""
        return []

    @classmethod
    def as_typed(cls, version: QuestionVersion) -> dict[str, Any]:
        """A version's texts as the initial values of the form."""
        return {
            "dimension": version.context.removeprefix(f"{version.question.topic.title} · "),
            "ask": unworded(cls.kind, version.ask),
            "explanation": version.explanation,
            "version": version.number,
        } | cls.typed_choices(list(version.choices.all()), list(version.targets))

    @classmethod
    @abstractmethod
    def typed_choices(cls, choices: Sequence[Choice], targets: Sequence[str]) -> dict[str, Any]:
        """What was typed to give these choices, by field: the inverse of `choices`."""


class RowsForm(OwnForm):
    """A question whose choices are rows of fields: ``text_1``, ``reason_1`` and so on."""

    columns: ClassVar[tuple[Column, ...]]
    mark: ClassVar[str] = ""
    rows_title: ClassVar[str] = ""
    rows_help: ClassVar[str] = ""
    must: ClassVar[int]  # rows that have to be filled
    usually: ClassVar[int] = 0  # rows that are shown unfolded, where that is more
    rows: ClassVar[int]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, self.rows + 1):
            for column in self.columns:
                self.fields[f"{column.name}_{n}"] = made = LineField(
                    label=column.label.format(n=n),
                    max_length=LONGEST[column.name],
                    required=bool(column.needed) and n <= self.must,
                    widget=forms.Textarea(attrs={"rows": 1}),
                    error_messages={"required": column.needed},
                )
                made.completes = bool(column.needed) and column is not self.columns[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, self.rows + 1):
            begun = any(data.get(f"{column.name}_{n}") for column in self.columns) or n in self.marked(data)
            for column in self.columns:
                name = f"{column.name}_{n}"
                if begun and column.needed and not data.get(name) and name not in self.errors:
                    self.add_error(name, column.needed)
            if data.get(f"text_{n}"):
                self.given.append(n)
        return data

    def marked(self, data: dict[str, Any]) -> set[int]:
        """The rows that are marked as right."""
        return set()

    def choices(self) -> Iterator[DraftChoice]:
        data = self.cleaned_data
        right = self.marked(data) if self.mark else set(self.given)
        for n in self.given:
            text, reason, target = (one_line(data.get(f"{name}_{n}", "")) for name in ("text", "reason", "target"))
            yield DraftChoice(text, reason, n in right, target)

    def shown(self, *numbers: int) -> list[Row]:
        marked = {str(value) for value in _several(self["right"].value())} if self.mark else set()
        columns = [column.name for column in self.columns]
        return [Row(n, [self[f"{name}_{n}"] for name in columns], self.mark, str(n) in marked) for n in numbers]

    @property
    def sections(self) -> list[Section]:
        first, most = max(self.must, self.usually), self.rows
        rows, more = self.shown(*range(1, first + 1)), self.shown(*range(first + 1, most + 1))
        return [Section(self.rows_title, rows, more, help=self.rows_help)]

    @classmethod
    def typed_choices(cls, choices: Sequence[Choice], targets: Sequence[str]) -> dict[str, Any]:
        typed: dict[str, Any] = {}
        for n, choice in enumerate(choices, 1):
            typed |= {f"text_{n}": choice.text, f"reason_{n}": choice.reason, f"target_{n}": choice.target}
        right = [n for n, choice in enumerate(choices, 1) if choice.correct]
        return typed | {"right": right if cls.mark == "checkbox" else right[0]}


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
