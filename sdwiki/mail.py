"""Mails without a mail server: files that only their owner reads."""

import os

from django.core.mail.backends.filebased import EmailBackend

from sdwiki.embedded.paths import make_private


class PrivateFiles(EmailBackend):
    """Django's, but the folder has mode 700 and each file 600: a mail may hold a link that sets a password."""

    def open(self) -> bool | None:
        """Begin a file, if there is none yet; whether there was none."""
        opened = super().open()
        if opened:
            make_private(self.file_path)
            os.fchmod(self.stream.fileno(), 0o600)
        return opened
