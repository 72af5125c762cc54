"""Classes and invitations as administrators find them."""

from django.db.models import Count, Q, QuerySet

from quizzes.classes.joining.models import Invitation
from quizzes.classes.models import Cohort

MOST_WORDS = 5


def classes(words: str) -> "QuerySet[Cohort]":
    """By parts of the name and of the owner's address, running ones first, with how many ``learners`` are in each."""
    found = Cohort.objects.select_related("instructor")
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(Q(name__icontains=word) | Q(instructor__email__icontains=word))
    present = Count("memberships", filter=Q(memberships__left_at=None))
    return found.annotate(learners=present).order_by("archived_at", "name", "pk")


def invitations(words: str) -> "QuerySet[Invitation]":
    """By parts of the address and of the class's name, the newest first."""
    found = Invitation.objects.select_related("cohort", "invited_by")
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(Q(email__icontains=word) | Q(cohort__name__icontains=word))
    return found.order_by("-made_at", "-pk")
