"""What of the bank goes out as a file, and what comes in."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Count

from content.models import Phase, Topic
from quizzes.bank.exchange import csvfile, gift
from quizzes.bank.exchange.files import decode
from quizzes.bank.exchange.formats import FORMATS
from quizzes.bank.exchange.records import Reading, Unreadable
from quizzes.bank.models import Question
from quizzes.bank.models.curation import OWN
from sdwiki import limits

PHASE, TOPIC, ALL, BY_HAND = "phase:", "topic:", "everything", "written-by-hand"


class ExportForm(forms.Form):
    """A scope and a format. A topic is named by its slug after "topic:", a phase after "phase:"."""

    scope = forms.ChoiceField(label="What", initial=ALL)
    format = forms.ChoiceField(
        choices=[(name, f"{form.name}, {form.use}") for name, form in FORMATS.items()],
        widget=forms.RadioSelect,
        initial="json",
        error_messages={"required": "Choose a format."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = list(Topic.objects.topics().select_related("phase").only("slug", "title", "phase"))
        self.fields["scope"].choices = _scopes(self.topics)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("scope") == BY_HAND and data.get("format") == "apkg":
            self.add_error("format", "An Anki package holds flashcards, and nobody writes these by hand.")
        return data

    @property
    def wanted(self) -> dict[str, Any]:
        """The topics (slugs, None for all) and the beginning of the keys of what is chosen."""
        scope: str = self.cleaned_data["scope"]
        if scope.startswith(PHASE):
            phase = scope.removeprefix(PHASE)
            return {"topics": {topic.slug for topic in self.topics if topic.phase and topic.phase.slug == phase}}
        if scope.startswith(TOPIC):
            return {"topics": {scope.removeprefix(TOPIC)}}
        return {"prefix": OWN if scope == BY_HAND else ""}

    @property
    def file_name(self) -> str:
        scope = self.cleaned_data["scope"].rpartition(":")[2]
        return f"sdwiki-{scope}{FORMATS[self.cleaned_data['format']].suffix}"


def _scopes(topics: Sequence[Topic]) -> list[tuple[str, Any]]:
    """What can be chosen, with the number of live questions in it."""
    counted = Question.objects.live().values_list("topic").annotate(Count("pk")).order_by()
    by_topic = dict(counted)
    by_phase: Counter[Phase] = Counter()
    for topic in topics:
        if topic.phase:
            by_phase[topic.phase] += by_topic.get(topic.pk, 0)
    by_hand = Question.objects.live().filter(key__startswith=OWN).count()
    return [
        (ALL, f"Everything ({_questions(sum(by_topic.values()))})"),
        (BY_HAND, f"Written by hand ({_questions(by_hand)})"),
        ("A phase", [(f"{PHASE}{p.slug}", f"{p.title} ({_questions(n)})") for p, n in by_phase.items()]),
        ("A topic", [(f"{TOPIC}{t.slug}", f"{t.title} ({_questions(by_topic.get(t.pk, 0))})") for t in topics]),
    ]


def _questions(count: int) -> str:
    return f"{count:,} question{'' if count == 1 else 's'}"


class ImportForm(forms.Form):
    """A file, or its text. What was read of it stands in ``text`` from then on, so that it can be sent again."""

    READERS: ClassVar[dict[str, Callable[[str], Reading]]] = {"gift": gift.read, "csv": csvfile.read}

    format = forms.ChoiceField(
        choices=[("gift", "GIFT"), ("csv", "CSV, with the columns of our export")],
        widget=forms.RadioSelect,
        initial="gift",
        error_messages={"required": "Choose a format."},
    )
    topic = forms.ModelChoiceField(
        Topic.objects.topics().defer(*Topic.TEXTS),
        to_field_name="slug",
        required=False,
        empty_label="The topics that the questions name",
        label="Where they go",
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        help_text=f"At most {limits.UPLOAD_BYTES // 1_000_000} MB, in UTF-8.",
    )
    text = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    skip = forms.BooleanField(label="Leave out what cannot be asked here, and import the rest", required=False)

    def wanted(self) -> dict[str, Any]:
        """What is to be imported, by the names that `quizzes.curation.imports` gives it."""
        data = self.cleaned_data
        return {"reading": data["reading"], "topic": data["topic"], "skip_faulty": data["skip"]}

    def again(self) -> "ImportForm":
        """The form with what was read, to be corrected or sent again."""
        names = ("format", "topic", "text", "skip")
        return ImportForm(initial={name: self.cleaned_data[name] for name in names})

    def clean(self) -> dict[str, Any]:
        """Adds ``reading``. A file goes before a text."""
        data = super().clean() or {}
        sent = data.get("file")
        if sent and sent.size > limits.UPLOAD_BYTES:
            self.add_error(
                "file", f"The file has more than {limits.UPLOAD_BYTES:,} bytes. Import it by the command line."
            )
        elif not sent and not data.get("text", "").strip():
            self.add_error("file", "Choose a file, or paste its text below.")
        elif not self.errors:
            raw = sent.read() if sent else data["text"].encode()
            try:
                data["text"] = decode(raw)
                data["reading"] = self.READERS[data["format"]](data["text"])
            except Unreadable as error:
                data["reading"] = Reading((), error.faults)
        return data
