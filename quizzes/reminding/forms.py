"""Which messages somebody wants, when, and how."""

from typing import TYPE_CHECKING, Any

from django import forms

from sdwiki.inbox.kinds import KINDS
from sdwiki.inbox.models import Subscription
from sdwiki.inbox.services import Choice

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

NEVER = "never"
HOURS = [(NEVER, "Never"), *((str(hour), f"{hour:02}:00") for hour in range(24))]


class MessagesForm(forms.Form):
    """Up to two fields for each kind: its hour, if it has one of its own, and whether a mail copies it.

    Where the site sends no mail nobody is asked about it, and what they chose before stays.
    """

    def __init__(self, *args: Any, learner: "User", mails: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {code: kind for code, kind in KINDS.items() if learner.is_instructor or not kind.teaches}
        chosen = {one.kind: one for one in Subscription.objects.filter(person=learner)}
        self.mailed = {
            code: chosen[code].mailed if code in chosen else kind.mailed for code, kind in self.kinds.items()
        }
        for code, kind in self.kinds.items():
            if kind.timed:
                hour = chosen[code].hour if code in chosen else None
                self.fields[f"{code}_hour"] = forms.ChoiceField(
                    label=kind.label, help_text=kind.says, choices=HOURS, initial=NEVER if hour is None else str(hour)
                )
            if mails:
                label = "Also by mail" if kind.timed else f"{kind.label}, by mail"
                self.fields[f"{code}_mail"] = forms.BooleanField(label=label, required=False, initial=self.mailed[code])

    def choices(self) -> dict[str, Choice]:
        """What was chosen, by kind."""
        return {code: self._choice(code) for code in self.kinds}

    def _choice(self, code: str) -> Choice:
        hour = self.cleaned_data.get(f"{code}_hour", NEVER)
        mailed = self.cleaned_data.get(f"{code}_mail", self.mailed[code])
        return Choice(mailed, None if hour == NEVER else int(hour))


class AddressForm(forms.Form):
    """What is to become of the private address of one's calendar."""

    act = forms.ChoiceField(choices=[("new", "A new address"), ("off", "No calendar any more")])
