"""Password rules beyond Django's own."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from sdwiki.accounts.common_passwords import bare, listed

OURS = re.compile(r"(?:sdwiki|systemdesign|wiki)+")  # what guessers try first here
MOST_BESIDE = 6  # digits and marks beside it


class MaximumLengthValidator:
    """Refuses passwords over 128 characters: hashing a megabyte is a cheap way to keep a server busy."""

    limit = 128

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > self.limit:
            raise ValidationError(f"Use at most {self.limit} characters.", code="password_too_long")

    def get_help_text(self) -> str:
        return f"Your password can have up to {self.limit} characters."


class CommonPasswordValidator:
    """Refuses the passwords that guessers try first: see `common_passwords`, the names of this site, and blanks."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = bare(password)
        letters = "".join(sign for sign in plain if sign.isalpha())
        if not plain:
            raise ValidationError("A password needs signs that can be seen.", code="password_blank")
        if OURS.fullmatch(letters) and len(plain) - len(letters) <= MOST_BESIDE:
            raise ValidationError("This password is the name of the site.", code="password_too_common")
        if listed().have(password):
            raise ValidationError(
                "This password is among the most common ones, which guessers try first.", code="password_too_common"
            )

    def get_help_text(self) -> str:
        return "Your password cannot be one of the most common ones."
