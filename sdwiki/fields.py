"""The fields in which people type what is kept and shown to others: nothing invisible comes through them."""

from typing import Any

from django import forms

from sdwiki.signs import one_line, visible


class LineField(forms.CharField):
    """Words on one line, with single spaces."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """A text of any number of lines."""

    def to_python(self, value: Any) -> str:
        text = visible(super().to_python(value) or "")
        return text.strip() if self.strip else text
