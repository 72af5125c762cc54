"""Password rules beyond Django's own."""

from typing import Any

from django.core.exceptions import ValidationError

from sdwiki.accounts.common_passwords import listed


class MaximumLengthValidator:
    """Refuses passwords over 128 characters: hashing a megabyte is a cheap way to keep a server busy."""

    limit = 128

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > self.limit:
            raise ValidationError(f"Use at most {self.limit} characters.", code="password_too_long")

    def get_help_text(self) -> str:
        return f"Your password can have up to {self.limit} characters."


class CommonPasswordValidator:
    """Refuses the passwords that guessers try first; see `common_passwords`."""

    def validate(self, password: str, user: Any = None) -> None:
        if listed().have(password):
            raise ValidationError(
                "This password is among the most common ones, which guessers try first.", code="password_too_common"
            )

    def get_help_text(self) -> str:
        return "Your password cannot be one of the most common ones."
