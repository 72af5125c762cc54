"""People to try things with: an instructor, and a class that has studied for sixty days."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from quizzes.demo import story
from sdwiki import clock
from sdwiki.accounts.models import User


class Command(BaseCommand):
    help = "Make an instructor, a class and learners to try things with, and print their passwords. Once only."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(email=story.INSTRUCTOR).exists():
            self.stdout.write("The demonstration people are there already.")
            return
        password = secrets.token_urlsafe(9)
        story.tell(password=password, now=clock.now())
        self.stdout.write(f"Log in as {story.INSTRUCTOR} or learner1@demo.example, password {password}")
