"""People to try things with: an instructor, a class with an assignment, and learners who have studied for ten days,
have been asked in a quiz, and know the day of their interview.
"""

import random
import secrets
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

from content.models import Phase, Topic
from quizzes.attempts import services as quizzes
from quizzes.attempts.scoring import Given
from quizzes.bank.kinds import CHOOSE, OPTION
from quizzes.bank.models import Checkpoint, Fact
from quizzes.classes import services as classes
from quizzes.reviews import services as reviews
from quizzes.reviews.models import Card, Review
from quizzes.reviews.spoken import grade_spoken
from sdwiki import clock

INSTRUCTOR = "instructor@demo.example"
LEARNERS = 5
DAYS, CARDS_A_DAY = 10, 12
ASKED, WRONG = 10, (4, 8)  # questions of a quiz, and which of them are answered wrongly
INTERVIEW = timedelta(days=24)


class Command(BaseCommand):
    help = "Make an instructor, a class and learners to try things with, and print their passwords. Once only."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        User = get_user_model()
        if User.objects.filter(email=INSTRUCTOR).exists():
            self.stdout.write("The demonstration people are there already.")
            return
        now, chance, password = clock.now(), random.Random(7), secrets.token_urlsafe(9)
        instructor = User.objects.create_user(INSTRUCTOR, password, name="Demo instructor", is_instructor=True)
        cohort = classes.create_class(instructor=instructor, name="Demonstration class", key=uuid4(), now=now)
        phase = Phase.objects.order_by("position")[0]
        due_on = (now + timedelta(days=14)).date()
        classes.assign(cohort=cohort, phase=phase, due_on=due_on, target_recall=0.8, now=now)
        topics = list(Topic.objects.topics().filter(phase=phase).values_list("pk", flat=True))
        for number in range(1, LEARNERS + 1):
            learner = User.objects.create_user(f"learner{number}@demo.example", password, name=f"Demo learner {number}")
            classes.join(cohort=cohort, learner=learner, now=now)
            start = now - timedelta(days=DAYS)
            reviews.add_topics(learner=learner, topic_ids=topics[:number], now=start)
            for day in range(DAYS):
                self._study(learner, start + timedelta(days=day), chance)
            self._answer(learner, topics[:number], now - timedelta(days=1))
            User.objects.filter(pk=learner.pk).update(interview_on=(now + INTERVIEW).date())
        self.stdout.write(f"Log in as {INSTRUCTOR} or learner1@demo.example, password {password}")

    def _study(self, learner: Any, now: Any, chance: random.Random) -> None:
        """One sitting: the cards that are due, then new ones."""
        cards = Card.objects.filter(learner=learner).select_related("fact")
        due = list(cards.due(now)[:CARDS_A_DAY])
        new = cards.filter(state=Card.State.NEW).order_by("pk")
        for card in [*due, *new[: CARDS_A_DAY - len(due)]]:
            self._grade(learner, card, now, chance)
            now += timedelta(seconds=10)

    def _grade(self, learner: Any, card: Card, now: Any, chance: random.Random) -> None:
        """As a learner would: what is answered aloud by what was said, all else by a button."""
        rating = chance.choices(Review.Rating.values, [15, 15, 55, 15])[0]
        if card.fact.kind != Fact.Kind.PROMPT:
            reviews.grade(learner=learner, card_id=card.pk, rating=rating, now=now, key=uuid4(), duration_ms=9000)
            return
        points = list(Checkpoint.objects.filter(fact=card.fact_id).values_list("pk", flat=True))
        said = points if rating >= Review.Rating.GOOD else points[:-1]
        grade_spoken(learner=learner, card_id=card.pk, shown=points, said=said, now=now, key=uuid4())

    def _answer(self, learner: Any, topics: list[int], now: Any) -> None:
        """A quiz of decisions and comparisons, most of it right."""
        quiz = quizzes.start_practice(
            learner=learner,
            visitor="",
            topics=topics,
            count=ASKED,
            title="Decisions and comparisons",
            kinds=(CHOOSE, OPTION),
            key=uuid4(),
            now=now,
        )
        for one in quiz.questions.select_related("version").order_by("position"):
            now += timedelta(seconds=20)
            choice = one.version.choices.filter(correct=one.position not in WRONG).order_by("position")[0]
            quizzes.save_answer(
                attempt_id=quiz.pk,
                position=one.position,
                given=Given.of(choice.pk),
                sequence=0,
                key=uuid4(),
                now=now,
            )
        quizzes.submit(attempt_id=quiz.pk, now=now)
