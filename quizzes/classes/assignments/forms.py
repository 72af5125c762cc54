"""What somebody types to assign something, and to agree something with one learner."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.html import format_html

from content.models import Phase, Topic
from quizzes.attempts.models import Quiz
from quizzes.classes.assignments.judging import (
    ANSWERED,
    INTRODUCED,
    QUIZ,
    READ,
    RECALL,
    Need,
    day_in,
    end_of_day,
    start_of_day,
)
from quizzes.classes.assignments.models import Arrangement, Assignment
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.models import Cohort, Group
from sdwiki.accounts.models import User
from sdwiki.fields import KeyField, LineField

FARTHEST = 731  # days until something is due
YEARS = range(2000, 2100)
NAMED = 200  # learners whom a form lists one by one; of a larger class those it is for are put into a group


class DayField(forms.DateField):
    """A calendar day of the class, of this century: the very last days that there are have no end in every zone."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        day: date | None = super().to_python(value)
        if day and day.year not in YEARS:
            raise forms.ValidationError(f"Choose a day from {YEARS[0]} to {YEARS[-1]}.")
        return day


class These(forms.CheckboxSelectMultiple):
    """Some of the people or groups of a class, whose names may run from right to left."""

    def create_option(self, name: str, value: Any, label: int | str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, format_html("<bdi>{}</bdi>", label), *args, **kwargs)


class AssignmentForm(forms.Form):
    """What is covered, what is asked of it, from whom and until when. Days are the class's."""

    title = LineField(label="Title", max_length=120, required=False, help_text="Left empty: what it covers.")
    phases = forms.ModelMultipleChoiceField(
        Phase.objects.all(), label="Covers", required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.topics().defer(*Topic.TEXTS),
        label="Covers these topics",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    recall = forms.IntegerField(
        label="Expected recall on the due date, in %", min_value=1, max_value=100, required=False, initial=80
    )
    read = forms.BooleanField(label="All its pages read", required=False)
    introduced = forms.BooleanField(label="All its core facts introduced", required=False)
    answered = forms.IntegerField(
        label="Facts answered rightly in quizzes, at least", min_value=1, max_value=5000, required=False
    )
    quiz = forms.ModelChoiceField(Quiz.objects.none(), label="A quiz", required=False, empty_label="No quiz")
    quiz_share = forms.IntegerField(label="With at least, in %", min_value=1, max_value=100, required=False, initial=70)
    opens_on = DayField(label="Opens on", required=False)
    due_on = DayField(label="Due at the end of", required=False)
    closes_on = DayField(label="Late work until", required=False)
    late = forms.ChoiceField(label="After the due date", choices=Assignment.Late.choices, required=False)
    persons = forms.ModelMultipleChoiceField(User.objects.none(), label="Only for", required=False, widget=These)
    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(), label="Only for these groups", required=False, widget=These
    )
    idempotency_key = KeyField()

    def __init__(self, *args: Any, cohort: Cohort, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort, self.today = cohort, day_in(now, cohort.time_zone)
        self._choices("quiz", Quiz.objects.filter(Q(of_class__cohort=cohort) | Q(key__startswith="exam/")))
        members = User.objects.filter(memberships__cohort=cohort, memberships__left_at=None)
        self.large = members.count() > NAMED
        chosen = kwargs.get("initial", {}).get("persons", ())
        self._choices("persons", (members.filter(pk__in=chosen) if self.large else members).order_by("name", "pk"))
        self._choices("groups", Group.objects.filter(cohort=cohort))
        for name in ("opens_on", "due_on", "closes_on"):
            # What has opened was given an earlier day, which stays: a browser would refuse to send it.
            first = min(self.today, self.initial.get(name) or self.today)
            self.fields[name].widget.attrs["min"] = first.isoformat()

    def _choices(self, name: str, found: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = found

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on and due_on < self.today:
            raise forms.ValidationError("This day is over. Choose today or a later day.")
        if due_on and (due_on - self.today).days > FARTHEST:
            raise forms.ValidationError("This is more than two years away. Choose a nearer day.")
        return due_on

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self._needs() and not self.errors:
            self.add_error(None, "Choose what is asked: recall, pages, facts or a quiz.")
        if not data.get("phases") and not data.get("topics") and any(need.kind != QUIZ for need in self._needs()):
            self.add_error("phases", "Choose what it covers.")
        opens, due, closes = (data.get(name) for name in ("opens_on", "due_on", "closes_on"))
        if opens and due and opens > due:
            self.add_error("opens_on", "It would open after it is due. Choose an earlier day.")
        if due and closes and closes < due:
            self.add_error("closes_on", "Late work is taken from the due date on. Choose a later day.")
        return data

    def _needs(self) -> tuple[Need, ...]:
        data = self.cleaned_data
        needs = []
        if data.get("read"):
            needs.append(Need(READ, share=1.0))
        if data.get("introduced"):
            needs.append(Need(INTRODUCED, share=1.0))
        if data.get("recall"):
            needs.append(Need(RECALL, share=data["recall"] / 100))
        if data.get("answered"):
            needs.append(Need(ANSWERED, number=data["answered"]))
        if data.get("quiz"):
            quiz = data["quiz"]
            needs.append(Need(QUIZ, share=(data.get("quiz_share") or 70) / 100, quiz=quiz.pk, title=quiz.title))
        return tuple(needs)

    def plan(self) -> Plan:
        """What is wanted, with instants in the class's zone."""
        data, zone = self.cleaned_data, self.cohort.time_zone
        opens, due, closes = (data[name] for name in ("opens_on", "due_on", "closes_on"))
        phases: list[Phase] = list(data["phases"])
        topics: list[Topic] = list(data["topics"])
        quiz = data["quiz"]
        titles = [*(phase.title for phase in phases), *(topic.title for topic in topics)]
        named = ", ".join(titles) or (quiz.title if quiz else "")
        return Plan(
            title=data["title"] or named[:120],
            needs=self._needs(),
            due=end_of_day(due, zone) if due else None,
            phases=tuple(phase.pk for phase in phases),
            topics=tuple(topic.pk for topic in topics),
            persons=tuple(person.pk for person in data["persons"]),
            groups=tuple(group.pk for group in data["groups"]),
            opens=start_of_day(opens, zone) if opens else None,
            closes=end_of_day(closes, zone) if closes else None,
            late=data["late"] or Assignment.Late.NONE,
        )


class ArrangementForm(forms.Form):
    """An extension, extra time, or an excuse, with its reason."""

    kind = forms.ChoiceField(choices=Arrangement.Kind.choices)
    due_on = DayField(label="Due at the end of", required=False)
    factor = forms.FloatField(label="Times as long", min_value=1, max_value=10, required=False)
    why = LineField(label="Reason", max_length=500)
    idempotency_key = KeyField()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        kind = data.get("kind")
        if kind == Arrangement.Kind.EXTENDED and not data.get("due_on"):
            self.add_error("due_on", "Choose the day until which they have time.")
        if kind == Arrangement.Kind.EXTRA_TIME and not data.get("factor"):
            self.add_error("factor", "Say how many times as long, as 1.25.")
        return data

    @property
    def problems(self) -> str:
        """All that is wrong, for a page that shows no form with faults."""
        return " ".join(str(text) for texts in self.errors.values() for text in texts)

    def agreed(self, zone: str) -> dict[str, Any]:
        """What `quizzes.classes.assignments.services.arrange` takes of it; days are those of the class's zone."""
        data, kind = self.cleaned_data, Arrangement.Kind(self.cleaned_data["kind"])
        return {
            "kind": kind,
            "due": end_of_day(data["due_on"], zone) if kind == Arrangement.Kind.EXTENDED else None,
            "factor": data["factor"] if kind == Arrangement.Kind.EXTRA_TIME else None,
            "why": data["why"],
            "key": data["idempotency_key"],
        }


class SeriesForm(forms.Form):
    """One phase after the other, from a day on."""

    phases = forms.ModelMultipleChoiceField(
        Phase.objects.all(), label="Phases, one after the other", widget=forms.CheckboxSelectMultiple
    )
    start = DayField(label="First day")
    weeks = forms.IntegerField(label="Weeks for each", min_value=1, max_value=12, initial=1)
    recall = forms.IntegerField(label="Expected recall on each due date, in %", min_value=1, max_value=100, initial=80)
    idempotency_key = KeyField()


class BookForm(forms.Form):
    """Which lines of the gradebook, in which order. What is not known here counts as not said."""

    sort = forms.CharField(required=False, max_length=20)
    show = forms.CharField(required=False, max_length=8)
    q = forms.CharField(required=False, max_length=80)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def asked(self) -> dict[str, str]:
        """Which lines are asked for: those at risk first, and all of them, unless the address says otherwise."""
        self.is_valid()
        usual = {"sort": "risk", "show": "all", "q": ""}
        return {name: self.cleaned_data.get(name) or otherwise for name, otherwise in usual.items()}
