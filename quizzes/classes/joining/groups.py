"""Groups of a class: made, renamed, filled, and taken away. Who is in one is in the class."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower

from quizzes.classes.errors import NotPossible
from quizzes.classes.models import Cohort, Group, Membership
from sdwiki.events import event

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 50  # of one class
TAKEN = "The class has a group of this name."


@transaction.atomic
def make(*, cohort: Cohort, name: str) -> Group:
    """A new group, empty. Raises `NotPossible` for a name that is taken, whatever its case, and for too many."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    if _called(cohort.pk, name).exists():
        raise NotPossible(TAKEN)
    if Group.objects.filter(cohort=cohort).count() >= MOST:
        raise NotPossible(f"A class has at most {MOST} groups.")
    event("class.group_made", cohort=cohort.pk)
    return Group.objects.create(cohort=cohort, name=name)


@transaction.atomic
def change(*, group: Group, name: str, learners: Collection[int], shown: Collection[int] | None = None) -> None:
    """Give a group its name and its members; whoever is no learner of the class is left out. Where a page showed only
    some of the class (``shown``), the others are in it or not as they were.

    Raises `NotPossible` for a name that another group of the class has.
    """
    Cohort.objects.select_for_update().get(pk=group.cohort_id)
    if _called(group.cohort_id, name).exclude(pk=group.pk).exists():
        raise NotPossible(TAKEN)
    Group.objects.filter(pk=group.pk).update(name=name)
    wanted = present(group.cohort).filter(learner__in=learners)
    if shown is None:
        group.members.set(wanted)
    else:
        group.members.remove(*group.members.filter(learner__in=set(shown) - set(learners)))
        group.members.add(*wanted.filter(learner__in=shown))
    event("class.group_changed", cohort=group.cohort_id, group=group.pk)


def take_away(*, group: Group) -> None:
    """A group is no more; its learners stay in the class, and what was said to it in their inboxes."""
    cohort, pk = group.cohort_id, group.pk
    group.delete()
    event("class.group_gone", cohort=cohort, group=pk)


def present(cohort: Cohort) -> "QuerySet[Membership]":
    """Who is a learner of a class now."""
    return Membership.objects.present().filter(cohort=cohort)


def _called(cohort_id: int, name: str) -> "QuerySet[Group]":
    """Groups of a class with this name, as their constraint compares names."""
    return Group.objects.alias(small=Lower("name")).filter(cohort=cohort_id, small=Lower(Value(name)))
