"""What was said to a class, as its staff and each of its learners may read it."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from quizzes.classes.announcing.models import ClassMessage
from quizzes.classes.models import Cohort, Group
from quizzes.classes.queries import role_of

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

SHOWN = 50  # the newest


def messages_for(cohort: Cohort, user: "User") -> "QuerySet[ClassMessage]":
    """The newest messages: all of them for the staff; for a learner those to the class and to groups they are in."""
    found = ClassMessage.objects.filter(cohort=cohort).select_related("author")
    if not role_of(cohort, user):
        own = Group.objects.filter(cohort=cohort, members__learner=user, members__left_at=None)
        found = found.filter(Q(for_group="") | Q(group__in=own))
    return found[:SHOWN]
