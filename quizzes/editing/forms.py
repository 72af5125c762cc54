"""What an editor types, and how much of it a page may hold."""

from typing import Any

from django import forms

from content.models import Phase, Topic
from content.reading.source import TITLE
from content.reading.text import slugify
from content.reading.topic import ReadTopic
from quizzes.editing import contested, new_page, sources, words
from quizzes.editing.diff import conflict_marks
from quizzes.editing.drafts import Draft, ReadDraft, plain_lines
from quizzes.editing.models import Publication
from sdwiki import limits
from sdwiki.fields import KeyField, LineField, TextField

SUMMARY = 2000
SLUG = 80  # characters of a page's address; its facts' keys begin with it


class DraftForm(forms.Form):
    """A page's text, which the form reads once: whoever needs the reading takes it from here.

    The key and the number of the revision it was begun from come with the form.
    """

    title = LineField(max_length=TITLE, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    summary = LineField(
        max_length=SUMMARY,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Up to four sentences: what it is, what it trades, why an interviewer asks.",
    )
    phase = forms.ChoiceField(required=False)
    body = TextField(
        label="Text",
        strip=False,
        widget=forms.Textarea(attrs={"class": "source", "spellcheck": "true", "autocomplete": "off", "rows": 30}),
    )
    sources = TextField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "class": "source short", "spellcheck": "false"}),
        help_text="One a line: <code>id | title | address | kind</code>. The text cites one as <code>[@id]</code>.",
    )
    note = LineField(
        label="What changed",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="For the history, in a few words.",
    )
    base = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    idempotency_key = KeyField()
    anyway = forms.BooleanField(label="Publish all the same", required=False)

    def __init__(self, *args: Any, topic: Topic | None = None, at_hand: ReadTopic | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        self._at_hand = at_hand
        self._read: ReadDraft | None = None
        self.phases = dict(Phase.objects.values_list("slug", "title"))
        beside = [] if topic and topic.phase else [("", "None: a page beside the path")]
        self._field("phase").choices = [*beside, *self.phases.items()]
        self._field("phase").required = not beside

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean_body(self) -> str:
        body = plain_lines(self.cleaned_data["body"])
        if not body.strip():
            raise forms.ValidationError("The page has no text.")
        if (size := len(body.encode())) > limits.PAGE_BYTES:
            raise forms.ValidationError(f"The text is {size // 1024} KB long; a page holds at most 200 KB. Split it.")
        if (lines := body.count("\n") + 1) > limits.PAGE_LINES:
            raise forms.ValidationError(f"The text has {lines:,} lines; a page holds at most {limits.PAGE_LINES:,}.")
        if marks := conflict_marks(body):
            raise forms.ValidationError(
                f"Line {marks[0]} marks a place where two edits disagree. Keep what is right and delete the marks."
            )
        return body

    def clean_sources(self) -> str:
        text = plain_lines(self.cleaned_data["sources"])
        if len(text.encode()) > limits.PAGE_BYTES:
            raise forms.ValidationError("The list of sources is longer than 200 KB.")
        try:
            return sources.as_text(sources.from_text(text))
        except sources.SourcesError as error:
            raise forms.ValidationError(words.unreadable(error)) from error

    def clean(self) -> dict[str, Any]:
        """A page that would give more facts than the bank can compare is refused before anybody compares them."""
        if "base" in self.errors or "idempotency_key" in self.errors:
            self.add_error(None, "A part of this form was lost. Copy your text and open the editor again.")
        if "body" in self.cleaned_data:
            slug = self.cleaned_data.get("slug", "")
            self._read = ReadDraft.of(self.typed, self.topic, slug, at_hand=self._at_hand)
        if self.draft and (facts := len(self.draft.read.facts)) > limits.PAGE_FACTS:
            too_many = f"The tables and lists hold {facts:,} facts; a page holds at most {limits.PAGE_FACTS}. Split it."
            self.add_error("body", too_many)
        return self.cleaned_data

    @property
    def marks(self) -> tuple[int, ...]:
        """The lines of the text that mark where two edits disagree."""
        return conflict_marks(plain_lines(str(self.data.get("body", ""))))

    @property
    def typed(self) -> Draft:
        """What was typed, without what was faulty."""
        return Draft(*(self.cleaned_data.get(name, "") for name in ("title", "summary", "body", "sources", "phase")))

    @property
    def text(self) -> ReadTopic | None:
        """The text as it was read, if it is a text."""
        return self._read.read if self._read and "body" in self.cleaned_data else None

    @property
    def draft(self) -> ReadDraft | None:
        """What was typed, read, once it can be shown as a page, be it that something else is missing still."""
        return self._read if self._readable else None

    @property
    def _readable(self) -> bool:
        return {"body", "sources"} <= self.cleaned_data.keys()

    def sent(self) -> dict[str, Any]:
        """What is to be published, and how, once the form is valid."""
        names = {"base": "base", "slug": "slug", "note": "note", "key": "idempotency_key", "anyway": "anyway"}
        found = {name: self.cleaned_data[field] for name, field in names.items() if field in self.fields}
        return found | {"draft": self.draft}


class NewPageForm(DraftForm):
    """The text of a page that is not there yet, with its address."""

    slug = forms.CharField(
        label="Address",
        required=False,
        max_length=SLUG,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        help_text="The end of <code>/wiki/…/</code>: made from the title if you leave it empty. It stays for good.",
    )
    base = None  # type: ignore[assignment]
    field_order = ("title", "slug", "phase", "summary", "body", "sources", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._field("phase").choices = [("", "Choose one"), *self.phases.items()]
        self._field("phase").required = True
        self._field("phase").help_text = "The page becomes its last topic."

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].strip().strip("/") or slugify(self.cleaned_data.get("title", ""))
        if "title" not in self.cleaned_data and not self.cleaned_data["slug"].strip():
            return ""  # the title is asked for already
        if slug != slugify(slug, limit=SLUG):
            raise forms.ValidationError("An address has lower-case letters, digits and hyphens only.")
        return slug

    def clean(self) -> dict[str, Any]:
        """An address that no page has or had, but for the one that this form has published."""
        slug, key = self.cleaned_data.get("slug", ""), self.cleaned_data.get("idempotency_key")
        mine = list(Publication.objects.filter(key=key).values_list("topic", flat=True)) if key else []
        if slug and Topic.objects.filter(slug=slug).exclude(pk__in=mine).exists():
            self.add_error("slug", f"“{slug}” is the address of another page, or was. Choose another one.")
        if self._readable and (line := new_page.left_over(self.cleaned_data["body"])):
            self.add_error(None, f"Line {line} of the text is still the example’s. Say it in your words, or delete it.")
        return super().clean()


class WithdrawalForm(forms.Form):
    """Why a page is withdrawn, for other editors."""

    reason = LineField(
        label="Why",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="For other editors, in a few words. Readers do not see it.",
    )


class ContestForm(forms.Form):
    """Which statement is contested, and under which condition it holds."""

    fact = forms.CharField(max_length=500)
    condition = LineField(max_length=contested.CONDITION)

    def clean_condition(self) -> str:
        condition: str = self.cleaned_data["condition"]
        if wrong := contested.unfit(condition):
            raise forms.ValidationError(words.unfit(wrong))
        return condition
