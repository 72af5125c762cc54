"""What a browser may send about attempts."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.urls import reverse

from content.models import Phase, Topic
from quizzes.attempts.models import Answer, Attempt
from quizzes.attempts.scoring import Given
from quizzes.attempts.services import PRACTICE_QUESTIONS
from quizzes.bank.kinds import kind_choices
from sdwiki import limits
from sdwiki.fields import LineField
from sdwiki.signs import one_line

COUNTS = (5, 10, 15, 20)
CLOCKS = ((0, "No clock, reasons at once"), *((n, f"{n} minutes, reasons at the end") for n in (5, 10, 20, 30, 45)))
DIFFICULTIES = ((0, "Any"), (1, "Easier"), (2, "Medium"), (3, "Harder"))
BIGGEST_ID = 2**63 - 1
# What a choice of quizzes is called in an address, by the form's field.
ADDRESS_NAMES = {"phases": "phase", "topics": "topic", "kinds": "kind", "difficulty": "difficulty"}


class StartForm(forms.Form):
    """The scope of a new quiz: topics and phases, any mix for practice, one phase for a timed quiz; and what kinds of
    questions a practice quiz is made of, where that matters to the learner."""

    kind = forms.ChoiceField(choices=Attempt.Kind.choices)
    phases = forms.ModelMultipleChoiceField(Phase.objects.all(), to_field_name="slug", required=False)
    topics = forms.ModelMultipleChoiceField(Topic.objects.topics(), to_field_name="slug", required=False)
    count = forms.IntegerField(
        min_value=PRACTICE_QUESTIONS.start, max_value=PRACTICE_QUESTIONS.stop - 1, required=False
    )
    kinds = forms.MultipleChoiceField(choices=kind_choices, required=False)
    difficulty = forms.TypedChoiceField(choices=DIFFICULTIES, coerce=int, empty_value=None, required=False)
    idempotency_key = forms.UUIDField()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        phases, topics = list(data.get("phases") or ()), list(data.get("topics") or ())
        if data.get("kind") == Attempt.Kind.EXAM and len(phases) != 1:
            raise forms.ValidationError("Choose one phase for the exam.")
        if not phases and not topics and not self.errors:
            raise forms.ValidationError("Choose at least one phase or topic to practise.")
        return data

    @property
    def wanted(self) -> dict[str, list[str]]:
        """The choice as it was sent."""
        return {field: cast("QueryDict", self.data).getlist(field) for field in ADDRESS_NAMES}

    @property
    def address(self) -> str:
        """The page on which quizzes are chosen, with this choice."""
        return reverse("quizzes:quizzes", query={name: self.wanted[field] for field, name in ADDRESS_NAMES.items()})

    @property
    def complaint(self) -> str:
        """What is wrong with the choice."""
        return next((str(error) for error in self.non_field_errors()), "This quiz could not be started. Choose again.")

    @property
    def is_exam(self) -> bool:
        return bool(self.cleaned_data["kind"] == Attempt.Kind.EXAM)

    def practice(self) -> dict[str, Any]:
        """The rules of a practice quiz, for `start_practice`."""
        topics, title = self._scope()
        data = self.cleaned_data
        rules = {"count": data["count"] or COUNTS[1], "kinds": data["kinds"], "difficulty": data["difficulty"] or 0}
        return {"topics": topics, "title": title} | rules

    def _scope(self) -> tuple[list[int], str]:
        """The topics of a practice quiz (ids), and what it is called."""
        phases, topics = list(self.cleaned_data["phases"]), list(self.cleaned_data["topics"])
        chosen = Topic.objects.topics().filter(phase__in=phases)
        extra = [topic for topic in topics if topic.phase_id not in {phase.pk for phase in phases}]
        names = [phase.title for phase in phases] + [topic.title for topic in extra]
        title = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
        return [*chosen.values_list("pk", flat=True), *(topic.pk for topic in extra)], title


class KeyForm(forms.Form):
    """What makes a second press the first one's."""

    idempotency_key = forms.UUIDField()


class KeepForm(StartForm):
    """A choice to be kept as a quiz: what it is called, or else what it is about, and its clock in minutes, if any."""

    name = LineField(required=False, max_length=80)
    minutes = forms.TypedChoiceField(choices=CLOCKS, coerce=int, empty_value=None, required=False)

    def kept(self) -> dict[str, Any]:
        """The quiz, for `kept.keep`."""
        data = self.cleaned_data
        return {
            "title": data["name"] or self._scope()[1],
            "number": data["count"] or COUNTS[1],
            "difficulty": data["difficulty"] or 0,
            "minutes": data["minutes"] or 0,
            "key": data["idempotency_key"],
        } | {name: data[name] for name in ("phases", "topics", "kinds")}


PLACE = "place-"


class AnswerForm(forms.Form):
    """An answer of any kind, and the sequence of the last answer that the browser knows (0: none).

    Choices are ids under ``choice``; where a choice was put stands under ``place-`` and its id, empty for nowhere. That
    nothing is known is said by a button of its own (``unknown``), which wins over what is marked, or, where each change
    is saved, among the degrees of sureness: there what is marked wins.
    """

    sequence = forms.IntegerField(min_value=0, max_value=2**31 - 2)
    text = forms.CharField(required=False, max_length=limits.ANSWER)
    sureness = forms.ChoiceField(choices=Answer.Sureness.choices, required=False)
    unknown = forms.BooleanField(required=False)
    idempotency_key = forms.UUIDField()
    unconfirmed = forms.CharField(required=False, max_length=2000)

    def clean_unconfirmed(self) -> list[UUID]:
        """Keys that the same tab has sent without an answer, separated by spaces."""
        try:
            return [UUID(key) for key in self.cleaned_data["unconfirmed"].split()]
        except ValueError:
            raise forms.ValidationError("These are no keys.") from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            data["given"] = given_in(cast("QueryDict", self.data))
        except ValueError:
            raise forms.ValidationError("These are no choices.") from None
        unknown = data.get("sureness") == Answer.Sureness.UNKNOWN
        if data.get("unknown") or (unknown and not data["given"]):
            data["given"] = Given(unknown=True)
        data["sureness"] = "" if unknown or data["given"].unknown else data.get("sureness", "")
        return data

    def answer(self) -> dict[str, Any]:
        """The answer, for `save_answer`."""
        names = ("given", "sequence", "sureness", "unconfirmed")
        return {name: self.cleaned_data[name] for name in names} | {"key": self.cleaned_data["idempotency_key"]}


def given_in(data: QueryDict) -> Given:
    """The answer in a form or an address. Raises ValueError for what cannot be one of any question."""
    text = data.get("text", "").strip()
    places = {
        _pk(name.removeprefix(PLACE)): str(value) for name, value in data.items() if name.startswith(PLACE) and value
    }
    if len(text) > limits.ANSWER or any("\0" in value for value in (text, *places.values())):
        raise ValueError("no answer")
    return Given(frozenset(_pk(value) for value in data.getlist("choice")), places, one_line(text))


def _pk(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and 0 < int(text) <= BIGGEST_ID):
        raise ValueError("no id")
    return int(text)


class HereForm(forms.Form):
    """At which question a page stands; the last page, on which one hands in, is one more."""

    position = forms.IntegerField(min_value=1, max_value=200)


class FlagForm(forms.Form):
    """Whether a question is to be looked at again."""

    flagged = forms.BooleanField(required=False)
