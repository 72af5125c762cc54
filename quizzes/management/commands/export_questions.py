"""Every live question, for other programs."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from quizzes.bank.queries import export


class Command(BaseCommand):
    help = "Export every live question with its choices, marked answers, explanation and fact keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(list(export()), indent=1, ensure_ascii=False))
