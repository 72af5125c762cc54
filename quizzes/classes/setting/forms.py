"""What those who set quizzes type."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from content.models import Phase, Topic
from quizzes.attempts.deadlines import Personal
from quizzes.attempts.forms import DIFFICULTIES
from quizzes.attempts.models import Grading, Quiz
from quizzes.attempts.regrading import WAYS
from quizzes.bank.kinds import kind_choices
from quizzes.bank.models import Fact
from quizzes.classes.setting.services import Sheet
from sdwiki.fields import KeyField, LineField
from sdwiki.rounding import percent

FARTHEST = timedelta(days=731)
MOST_MINUTES = 24 * 60
FACTORS = (
    ("", "As the quiz says"),
    *((text, f"× {text}") for text in ("1", "1.25", "1.5", "1.75", "2", "2.5", "3", "4")),
)
LABELS = {
    Grading.Rules.REGRADED: "Grade it anew, as it is corrected",
    Grading.Rules.DROPPED: "Drop it: it counts for nobody",
    Grading.Rules.CREDITED: "Full marks for everybody",
}
MINUTE = "%Y-%m-%dT%H:%M"


class ZonedField(forms.DateTimeField):
    """An instant, typed and shown as the clocks of a zone say it; not before ``earliest`` years that nobody means."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)
        super().__init__(required=False, widget=widget, input_formats=[MINUTE, "%Y-%m-%dT%H:%M:%S"], **kwargs)
        self.zone = ZoneInfo("UTC")
        self.now: datetime | None = None

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone):
            found: datetime | None = super().to_python(value)
        if found and self.now and abs(found - self.now) > FARTHEST:
            raise forms.ValidationError("This is more than two years away. Choose a nearer day.")
        return found

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(self.zone):
            return super().prepare_value(value)


class ZonedForm(forms.Form):
    """A form whose instants are in a zone, around ``now``."""

    def __init__(self, *args: Any, zone: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ZonedField):
                field.zone, field.now = ZoneInfo(zone), now

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("opens") and data.get("closes") and data["closes"] <= data["opens"]:
            self.add_error("closes", "It closes before it opens. Choose a later time.")
        return data


def table_choices() -> list[tuple[str, str]]:
    """The tables about which something is asked, as "topic/table", with what they are called."""
    cells = (
        Fact.objects.live().filter(kind=Fact.Kind.CELL).values_list("topic__slug", "group", "topic__title", "caption")
    )
    return [(f"{slug}/{group}", f"{title}: {caption}") for slug, group, title, caption in sorted(set(cells))]


class QuizForm(ZonedForm):
    """All rules of a quiz. The key is made by the server when the form is shown."""

    title = LineField(label="What it is called", max_length=80)
    phases = forms.ModelMultipleChoiceField(
        Phase.objects.all(), required=False, widget=forms.CheckboxSelectMultiple, help_text="Nothing ticked: all."
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.topics().defer(*Topic.TEXTS), required=False, widget=forms.CheckboxSelectMultiple
    )
    tables = forms.MultipleChoiceField(
        choices=table_choices, required=False, help_text="Instead of phases and topics: rows of these alone."
    )
    fixed = forms.TypedChoiceField(
        label="Questions",
        choices=((0, "Drawn anew for each attempt"), (1, "A paper that I set, the same for everybody")),
        coerce=int,
        initial=0,
        widget=forms.RadioSelect,
    )
    number = forms.IntegerField(label="How many questions", min_value=1, max_value=100, initial=10)
    kinds = forms.MultipleChoiceField(
        choices=kind_choices, required=False, widget=forms.CheckboxSelectMultiple, help_text="Nothing ticked: all."
    )
    difficulty = forms.TypedChoiceField(choices=DIFFICULTIES, coerce=int, initial=0)
    graded = forms.BooleanField(label="Only questions that may be graded", required=False, initial=True)
    minutes = forms.IntegerField(
        label="Time limit in minutes", min_value=1, max_value=MOST_MINUTES, required=False, help_text="Empty: no clock."
    )
    opens = ZonedField()
    closes = ZonedField()
    attempts = forms.IntegerField(
        label="Attempts", min_value=0, max_value=100, initial=1, help_text="0: as many as they like."
    )
    counts = forms.ChoiceField(label="Which attempt counts", choices=Quiz.Counts.choices, initial=Quiz.Counts.BEST)
    pass_mark = forms.IntegerField(label="Pass mark in %", min_value=1, max_value=100, required=False)
    feedback = forms.ChoiceField(
        label="What is right is told", choices=Quiz.Feedback.choices, initial=Quiz.Feedback.HANDED_IN
    )
    forward = forms.BooleanField(label="Nobody goes back to an earlier question", required=False)
    shuffled = forms.BooleanField(label="Shuffle the choices for each attempt", required=False, initial=True)
    idempotency_key = KeyField()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("tables") and (data.get("phases") or data.get("topics")):
            self.add_error("tables", "Choose tables, or phases and topics.")
        if data.get("feedback") == Quiz.Feedback.CLOSED and not data.get("closes"):
            self.add_error("closes", "What is right is told after closing, so say when it closes.")
        if data.get("feedback") == Quiz.Feedback.AT_ONCE and (data.get("minutes") or data.get("closes")):
            self.add_error(
                "feedback", "A clock beside reasons would time the reading. Tell them later, or take it away."
            )
        return data

    def sheet(self) -> Sheet:
        """The rules, for `services.make` and `services.change`."""
        data = self.cleaned_data
        same = ("title", "phases", "topics", "tables", "number", "kinds", "difficulty", "opens", "closes", "counts")
        told = ("feedback", "forward", "shuffled")
        return Sheet(
            **{name: data[name] for name in (*same, *told)},
            fixed=bool(data["fixed"]),
            graded=data["graded"] and not data["fixed"],
            limit=data["minutes"] * 60 if data["minutes"] else None,
            attempts_allowed=data["attempts"],
            pass_mark=data["pass_mark"] / 100 if data["pass_mark"] else None,
        )


def initial_of(quiz: Quiz) -> dict[str, Any]:
    """What the form shows of a quiz that is there."""
    same = ("title", "tables", "number", "kinds", "difficulty", "graded", "opens", "closes", "counts", "feedback")
    return {name: getattr(quiz, name) for name in (*same, "forward", "shuffled")} | {
        "phases": list(quiz.phases.all()),
        "topics": list(quiz.topics.defer(*Topic.TEXTS)),
        "fixed": int(quiz.fixed),
        "minutes": quiz.minutes,
        "attempts": quiz.attempts_allowed,
        "pass_mark": percent(quiz.pass_mark) if quiz.pass_mark else None,
        "idempotency_key": quiz.key,
    }


class WhyForm(forms.Form):
    """A reason, kept for good, and what makes a second press the first one's."""

    why = LineField(label="Reason", max_length=500, help_text="Kept with your name. The learner sees it.")
    idempotency_key = KeyField()

    def kept(self) -> dict[str, Any]:
        """The reason and the key, by the names that services give them."""
        return {"why": self.cleaned_data["why"], "key": self.cleaned_data["idempotency_key"]}


class TermsForm(WhyForm, ZonedForm):
    """What holds for one person instead of what the quiz says; empty where it is as the quiz says."""

    opens = ZonedField()
    closes = ZonedField()
    minutes = forms.IntegerField(
        label="Time limit in minutes",
        min_value=0,
        max_value=MOST_MINUTES,
        required=False,
        help_text="0: no clock. Empty: as the quiz says.",
    )
    factor = forms.TypedChoiceField(
        label="Times the limit", choices=FACTORS, coerce=float, empty_value=None, required=False
    )
    attempts = forms.IntegerField(
        label="Attempts",
        min_value=0,
        max_value=100,
        required=False,
        help_text="0: any number. Empty: as the quiz says.",
    )
    field_order = ("opens", "closes", "minutes", "factor", "attempts", "why")

    def personal(self) -> Personal:
        """The terms, for `terms.agree`."""
        data = self.cleaned_data
        limit = None if data["minutes"] is None else data["minutes"] * 60
        return Personal(data["opens"], data["closes"], limit, data["factor"], data["attempts"])


def initial_terms(personal: Personal) -> dict[str, Any]:
    """What the form shows of the terms that hold."""
    return {
        **{name: getattr(personal, name) for name in ("opens", "closes", "attempts")},
        "minutes": None if personal.limit is None else personal.limit // 60,
        "factor": f"{personal.factor:g}" if personal.factor else "",
    }


class ActForm(WhyForm):
    """What is done to the end of an attempt: so many minutes more, or from now on."""

    act = forms.ChoiceField(choices=(("extend", "Extend"), ("reopen", "Reopen"), ("close", "Close")))
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=MOST_MINUTES, required=False, initial=10)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("act") in ("extend", "reopen") and not data.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", "Say how many minutes.")
        return data


class MoreForm(WhyForm):
    """So many minutes more for everybody who sits it now."""

    minutes = forms.IntegerField(label="Minutes more for all", min_value=1, max_value=MOST_MINUTES, initial=5)
    field_order = ("minutes", "why")


class SayForm(forms.Form):
    """A word to everybody who sits at the quiz now."""

    text = LineField(label="Message to all who sit it now", max_length=500)
    idempotency_key = KeyField()


class RegradeForm(forms.Form):
    """How a question is treated in every attempt, and why."""

    way = forms.ChoiceField(choices=[(way.value, LABELS[way]) for way in WAYS], label="How it is treated")
    why = LineField(label="Reason", max_length=500, help_text="Kept with your name. The learners see it.")


class MarkForm(forms.Form):
    """Another mark for one answer, in per cent, with a comment."""

    mark = forms.IntegerField(label="Mark in %", min_value=0, max_value=100)
    why = LineField(label="Comment", max_length=500, help_text="The learner sees it.")


class PickForm(forms.Form):
    """Which questions the list shows."""

    q = LineField(label="Words", required=False, max_length=100)
    topic = forms.ModelChoiceField(
        Topic.objects.topics().defer(*Topic.TEXTS), to_field_name="slug", required=False, empty_label="All topics"
    )


class PaperForm(forms.Form):
    """One change of a paper: a question comes, goes, or moves by a place."""

    act = forms.ChoiceField(choices=[(name, name) for name in ("add", "drop", "up", "down")])
    question = forms.IntegerField(min_value=1, max_value=2**63 - 1)
