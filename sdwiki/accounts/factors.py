"""Second steps and passkeys, done our way: whose site a passkey is for, and what it is called."""

from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from sdwiki.accounts import names
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.label = "Log in with it alone, without a password"
        alone.help_text = "It then asks for your finger, face or PIN each time."

    def clean(self) -> dict[str, Any]:
        """What no browser sends is refused in words: allauth lets some of it through to its library, which raises."""
        try:
            return super().clean() or {}
        except (ValueError, KeyError, AttributeError) as error:
            raise ValidationError("That was no passkey. Try again.") from error


class RenamePasskeyForm(Named, webauthn.EditWebAuthnForm):
    pass
