"""The fields in which people type what is kept and shown to others, so that nothing invisible comes through them, and
the field that holds the key of a press."""

from typing import Any

from django import forms

from sdwiki.signs import one_line, visible


class LineField(forms.CharField):
    """Words on one line, with single spaces. ``completes`` what stands beside it: to be filled where that is."""

    completes = False

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """A text of any number of lines."""

    def to_python(self, value: Any) -> str:
        text = visible(super().to_python(value) or "")
        return text.strip() if self.strip else text


class KeyField(forms.UUIDField):
    """What makes a second press of a button the first one's: made by the server for a form that hides it, and without
    an id, as many may stand on one page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput(attrs={"id": False}), **kwargs)
