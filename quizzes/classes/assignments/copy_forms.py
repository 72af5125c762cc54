"""Which assignments of a class are copied, where to, and how many days later."""

from typing import TYPE_CHECKING, Any

from django import forms

from quizzes.classes.assignments.forms import These
from quizzes.classes.assignments.models import Assignment
from quizzes.classes.models import Cohort

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

MOST_DAYS = 1000


class CopyForm(forms.Form):
    """Into a running class that somebody runs; the class itself is among them, for another round."""

    assignments = forms.ModelMultipleChoiceField(
        Assignment.objects.none(),
        label="What to copy",
        widget=These,
        error_messages={"required": "Choose at least one assignment."},
    )
    to = forms.ModelChoiceField(Cohort.objects.none(), label="Into the class", empty_label=None)
    days = forms.IntegerField(
        label="Days later",
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        initial=0,
        help_text="By so many days each date moves; what is due at the end of a day is due at its end there too.",
    )
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput(attrs={"id": False}))

    def __init__(self, *args: Any, cohort: Cohort, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = Assignment.objects.filter(cohort=cohort, withdrawn_at=None)
        running = Cohort.objects.run_by(user).filter(archived_at=None)
        self.fields["assignments"].queryset = given  # type: ignore[attr-defined]  # the field of its own class
        self.fields["to"].queryset = running.distinct()  # type: ignore[attr-defined]
