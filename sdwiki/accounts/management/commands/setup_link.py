"""A way back in for an operator who has no administrator left."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sdwiki.accounts.services import setup_link


class Command(BaseCommand):
    help = "Print a link by which an administrator is made, where there is none. It works once, within two days."

    def handle(self, *args: Any, **options: Any) -> None:
        link = setup_link()
        if link is None:
            raise CommandError("There is an administrator already. Log in as them, and give the role to whom you like.")
        self.stdout.write(link)
