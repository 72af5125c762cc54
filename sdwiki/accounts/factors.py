"""Second steps and passkeys, done our way: whose site a passkey is for, and what it is called."""

from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from sdwiki.accounts import names
from sdwiki.accounts.credentials import CredentialField, refusing
from sdwiki.accounts.models import User

LONGEST = 60


class Adapter(DefaultMFAAdapter):
    """A passkey belongs to the host of `SITE_URL`, whatever host a request was sent to."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.SITE_URL).hostname or "localhost", "name": "sdwiki"}

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """What a passkey is called until its owner says better."""
        return "My passkey"


class Named(forms.Form):
    """Before one of allauth's forms among the bases: a name that can be seen and is not endless."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = "Name"
        name.widget.attrs.update(maxlength=LONGEST, autocomplete="off")

    def clean_name(self) -> str:
        return names.clean(self.cleaned_data["name"])[:LONGEST] or "My passkey"


class AddPasskeyForm(Named, webauthn.AddWebAuthnForm):
    """By default one that logs its owner in without a password."""

    credential = CredentialField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.label = "Log in with it alone, without a password"
        alone.help_text = "It then asks for your finger, face or PIN each time."

    def clean(self) -> dict[str, Any]:
        """What the owner chose is kept where allauth looks for it: a browser's word on that is no choice of theirs."""
        with refusing():
            cleaned = super().clean() or {}
        if credential := cleaned.get("credential"):
            credential["clientExtensionResults"] = {"credProps": {"rk": bool(cleaned.get("passwordless"))}}
        return cleaned


class SecondStepPasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """That a passkey is at hand."""

    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        with refusing():
            authenticator: Authenticator = super().clean_credential()
        return authenticator


class LoginPasskeyForm(SecondStepPasskeyForm, webauthn.LoginWebAuthnForm):
    """A passkey in place of the password, if its owner wanted that when they added it."""

    def clean_credential(self) -> Authenticator:
        authenticator = super().clean_credential()
        if not authenticator.wrap().is_passwordless:
            raise ValidationError("That passkey is a second step only. Log in with your password first.")
        return authenticator


class ReauthenticatePasskeyForm(SecondStepPasskeyForm, webauthn.ReauthenticateWebAuthnForm):
    pass


class RenamePasskeyForm(Named, webauthn.EditWebAuthnForm):
    pass
