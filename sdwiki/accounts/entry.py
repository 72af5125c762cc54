"""allauth's forms in our words: no placeholder that says its label again, and one line about what makes a password."""

from typing import Any

from allauth.account import forms as account
from django import forms

PASSWORD_HELP = "8 to 128 characters: no common password, and nothing like your name or address."
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


class AddEmailForm(Plain, account.AddEmailForm):
    pass


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, account.SetPasswordForm):
    pass


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    opens = True


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    opens = True


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    opens = True
