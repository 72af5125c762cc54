"""What an editor types, and how much of it a page may hold."""

from typing import Any

from django import forms

from content.model import TITLE
from content.models import Topic
from content.services import source_of
from content.sources import read_topic
from quizzes.editing import sources
from quizzes.editing.diff import conflict_marks
from quizzes.editing.drafts import Draft, one_line, plain_lines

MOST_BYTES = 200 * 1024
MOST_LINES = 5000
MOST_FACTS = 600  # of one page; the bank compares each with all others
SUMMARY = 2000


class DraftForm(forms.Form):
    """A page's text. The key and the number of the revision it was begun from come with the form."""

    title = forms.CharField(max_length=TITLE, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    summary = forms.CharField(
        max_length=SUMMARY,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Up to four sentences: what it is, what it trades, why an interviewer asks.",
    )
    body = forms.CharField(
        label="Text",
        strip=False,
        widget=forms.Textarea(attrs={"class": "source", "spellcheck": "true", "autocomplete": "off", "rows": 30}),
    )
    sources = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "class": "source short", "spellcheck": "false"}),
        help_text="One a line: <code>id | title | address | kind</code>. The text cites one as <code>[@id]</code>.",
    )
    note = forms.CharField(
        label="What changed",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="For the history, in a few words.",
    )
    base = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)
    anyway = forms.BooleanField(label="Publish all the same", required=False)

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_summary(self) -> str:
        return one_line(self.cleaned_data["summary"])

    def clean_body(self) -> str:
        body = plain_lines(self.cleaned_data["body"])
        if not body.strip():
            raise forms.ValidationError("The page has no text.")
        if (size := len(body.encode())) > MOST_BYTES:
            raise forms.ValidationError(f"The text is {size // 1024} KB long; a page holds at most 200 KB. Split it.")
        if (lines := body.count("\n") + 1) > MOST_LINES:
            raise forms.ValidationError(f"The text has {lines:,} lines; a page holds at most {MOST_LINES:,}.")
        if marks := conflict_marks(body):
            raise forms.ValidationError(
                f"Line {marks[0]} marks a place where two edits disagree. Keep what is right and delete the marks."
            )
        return body

    def clean_sources(self) -> str:
        text = plain_lines(self.cleaned_data["sources"])
        if len(text.encode()) > MOST_BYTES:
            raise forms.ValidationError("The list of sources is longer than 200 KB.")
        try:
            return sources.as_text(sources.from_text(text))
        except sources.SourcesError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """A page that would give more facts than the bank can compare is refused before anybody compares them."""
        if "base" in self.errors or "idempotency_key" in self.errors:
            self.add_error(None, "A part of this form was lost. Copy your text and open the editor again.")
        if not self.errors:
            facts = len(read_topic(source_of(self.draft.as_topic(self.topic))).facts)
            if facts > MOST_FACTS:
                self.add_error(
                    "body", f"The tables and lists hold {facts:,} facts; a page holds at most {MOST_FACTS}. Split it."
                )
        return self.cleaned_data

    @property
    def marks(self) -> tuple[int, ...]:
        """The lines of the text that mark where two edits disagree."""
        return conflict_marks(plain_lines(str(self.data.get("body", ""))))

    @property
    def draft(self) -> Draft:
        """What was typed, once the form is valid."""
        return Draft(*(self.cleaned_data[name] for name in ("title", "summary", "body", "sources")))
