"""What a browser says of a passkey, read before a library takes it apart: short, and nothing but its own words.

allauth gives every value that is JSON to its library, which recurses into it and keeps what it does not know.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from struct import error as StructError
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError

from sdwiki import limits

NO_PASSKEY = "That was no passkey. Try again."
CODED = re.compile(r"[A-Za-z0-9_-]+={0,2}")  # base64 for addresses, RFC 4648 section 5
IDS = ("id", "rawId")
PARTS = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")
# What taking apart bytes that somebody made up may raise: in JSON, CBOR, keys of kinds nobody knows, and signatures.
UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    StructError,
    InvalidSignature,
    UnsupportedAlgorithm,
)


def read(text: str) -> dict[str, Any]:
    """The message in a text: a browser's `PublicKeyCredential` as JSON, with those of its members that we use.

    Raises one of `UNREADABLE` for anything else.
    """
    if len(text) > limits.PASSKEY:
        raise ValueError("longer than any passkey")
    told = json.loads(text)
    response = told["response"]
    parts = {name: _coded(response[name]) for name in PARTS if response.get(name) is not None}
    if told["type"] != "public-key" or not parts:
        raise ValueError("no message about a passkey")
    return {name: _coded(told[name]) for name in IDS} | {"type": "public-key", "response": parts} | _extras(told)


def _coded(value: Any) -> str:
    """A member that holds bytes. What is no text raises `TypeError`."""
    if not CODED.fullmatch(value):
        raise ValueError("no base64")
    return str(value)


def _extras(told: dict[str, Any]) -> dict[str, Any]:
    """Whether the device itself keeps the passkey, as far as the browser knows."""
    keeps = told.get("clientExtensionResults", {}).get("credProps", {}).get("rk")
    return {"clientExtensionResults": {"credProps": {"rk": keeps is True}}}


@contextmanager
def refusing() -> Iterator[None]:
    """What turns out to be no passkey while it is taken apart is refused in words."""
    try:
        yield
    except UNREADABLE as error:
        raise ValidationError(NO_PASSKEY) from error


class CredentialField(forms.JSONField):
    """A message about a passkey. It is never shown again: it answers a challenge that is gone."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        with refusing():
            return read(value)

    def bound_data(self, data: Any, initial: Any) -> None:
        return None

    def prepare_value(self, value: Any) -> str:
        return ""
