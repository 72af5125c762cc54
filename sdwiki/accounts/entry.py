"""allauth's forms in our words: no placeholder that says its label again, and one line about what makes a password."""

from typing import Any
from uuid import uuid4

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from sdwiki.accounts import addresses

PASSWORD_HELP = "8 to 128 characters: no common password, and nothing like your name or address."
NOWHERE = "nobody.invalid"  # a domain that no mail can have
LABELS = {"oldpassword": "Current password", "password2": "New password again"}


class Plain(forms.Form):
    """Before one of allauth's forms among the bases, it settles the words; the links stand in the templates.

    ``opens``: its page is for this form alone, so the first field has the focus.
    """

    opens = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = PASSWORD_HELP if name == "password1" else ""
            field.label = LABELS.get(name, field.label)
        if "password2" in self.fields:
            self.fields["password1"].label = "New password"
        if self.opens and not self.is_bound:
            next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class LoginForm(Plain, account.LoginForm):
    opens = True


class SignupForm(Plain, account.SignupForm):
    opens = True

    def validate_unique_email(self, value: str) -> str:
        """Where addresses are confirmed, a known one is answered by mail. Elsewhere only this page can say it."""
        reserved = addresses.is_reserved(value)
        if reserved and not addresses.are_confirmed():
            raise get_adapter().validation_error("email_taken")
        self.account_already_exists = reserved
        return value

    @transaction.atomic
    def save(self, request: HttpRequest) -> Any:
        addresses.release(email=self.cleaned_data["email"])
        return super().save(request)

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            self._take_as_long(request)
        return super().try_save(request)

    def _take_as_long(self, request: HttpRequest) -> None:
        """Make an account and undo it, so that a known address costs the hash and the rows that a new one does."""
        email = self.cleaned_data["email"]
        with transaction.atomic():
            self.account_already_exists, self.cleaned_data["email"] = False, f"{uuid4().hex}@{NOWHERE}"
            self.save(request)
            transaction.set_rollback(True)
        self.account_already_exists, self.cleaned_data["email"] = True, email


class AddEmailForm(Plain, account.AddEmailForm):
    def clean_email(self) -> str:
        if not addresses.are_confirmed():
            raise ValidationError("This site sends no mail, so you could not confirm another address.")
        email: str = super().clean_email()
        return email


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, account.SetPasswordForm):
    pass


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    opens = True

    def clean_email(self) -> str:
        """allauth would write about every account that the address was added to, whoever added it."""
        email: str = self.cleaned_data["email"].lower()
        person = addresses.holder(email)
        self.users = [person] if person is not None and person.is_active else []
        return email


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    opens = True


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    opens = True
