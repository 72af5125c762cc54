"""Marks for tests that make answers by hand, and what is true of all rows of attempts."""

from django.db.models import F

from quizzes.attempts.models import Answer, AttemptQuestion, Grading
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queries import model_of
from quizzes.reviews.scheduling import Rating, memory_of, replay
from tests.conftest import NOW


def mark(question, share, answer=None, at=NOW, rules=Grading.Rules.MARKED):
    """Give a question of an attempt this mark, as the end of an attempt does."""
    return Grading.objects.create(question=question, answer=answer, share=share, rules=rules, at=at)


def mark_of(question):
    """The mark that holds, None without one."""
    latest = question.gradings.last()
    return latest and latest.share


def kept_cards(learner):
    """The memories that somebody's cards hold, by card."""
    return {card.pk: memory_of(card) for card in Card.objects.filter(learner=learner)}


def replayed_cards(learner):
    """What the log that stands makes of the same cards."""
    model = model_of(learner)
    return {
        card.pk: replay(
            [
                (Rating(row.rating), row.day, row.weight)
                for row in Review.objects.effective().filter(card=card).order_by("pk")
            ],
            model=model,
        )
        for card in Card.objects.filter(learner=learner)
    }


def whose():
    """The learners that questions, answers and marks of attempts name, each with the one of its attempt."""
    path = {AttemptQuestion: "attempt__learner", Answer: "question__attempt__learner"}
    path[Grading] = path[Answer]
    return [
        row for model, attempt in path.items() for row in model.objects.order_by().values_list("learner", F(attempt))
    ]
