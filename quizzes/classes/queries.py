"""Who is what in a class, and which classes somebody has."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quizzes.classes.assignments.models import Assignment
from quizzes.classes.models import Cohort, Membership, Staff
from sdwiki.accounts.names import order

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

OWNER = "owner"
RUNS = (OWNER, Staff.Role.INSTRUCTOR)  # who may change a class
TEACHES = (*RUNS, Staff.Role.ASSISTANT)  # who may see its learners


def role_of(cohort: Cohort, user: "User") -> str:
    """What somebody is among the staff of a class, or nothing. One query, none for its owner."""
    if cohort.instructor_id == user.pk:
        return OWNER if user.is_instructor else ""
    role = Staff.objects.filter(cohort=cohort, person=user).values_list("role", flat=True).first() or ""
    return "" if role == Staff.Role.INSTRUCTOR and not user.is_instructor else role


def people_of(cohort: Cohort) -> "QuerySet[User]":
    """The learners of a class and who teaches it, but its owner: those who can be given a role in it."""
    learners = cohort.memberships.present().values("learner")
    return get_user_model().objects.filter(Q(pk__in=learners) | Q(pk__in=cohort.staff.values("person")))


def taught(user: "User") -> list[Cohort]:
    """The classes this user teaches or assists in, running ones first, each with ``learners`` and ``given`` assignments
    counted. One query."""
    members = Membership.objects.present().filter(cohort=OuterRef("pk")).order_by()
    given = Assignment.objects.filter(cohort=OuterRef("pk"), published_at__isnull=False, withdrawn_at=None).order_by()
    counted = Cohort.objects.taught_by(user).annotate(learners=_count(members), given=_count(given))
    return _by_name(counted)


def joined(user: "User") -> list[Cohort]:
    """The classes this user is in, running ones first, each with its instructor. One query."""
    return _by_name(Cohort.objects.joined_by(user).select_related("instructor"))


def _by_name(cohorts: "QuerySet[Cohort]") -> list[Cohort]:
    """Running classes first, then those that are over, as readers look names up."""
    return sorted(cohorts.order_by("pk"), key=lambda one: (one.archived_at is not None, order(one.name)))


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.values("cohort").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
