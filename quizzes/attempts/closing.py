"""When quizzes close for whom, for many attempts at once."""

from django.db.models import OuterRef, QuerySet, Subquery

from quizzes.attempts.models import Attempt, Terms


def with_closing(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """These attempts with all that `Attempt.closing` takes, in one statement however many they are."""
    held = Terms.objects.filter(quiz=OuterRef("quiz"), learner=OuterRef("learner")).order_by("-pk")
    return attempts.select_related("quiz").annotate(own_closing=Subquery(held.values("closes")[:1]))
