"""Who teaches a class: appointed, dismissed, handed over to, taken over by an administrator."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from quizzes.classes import services
from quizzes.classes.errors import NotPossible
from quizzes.classes.models import Cohort, Membership, Staff
from quizzes.classes.queries import OWNER
from quizzes.classes.setting.services import take_out
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

NO_INSTRUCTOR = "Only instructors can teach a class. An administrator gives that role."


def give_role(*, cohort: Cohort, person: "User", role: str, now: datetime) -> None:
    """Make somebody of a class its owner, or an instructor or assistant of it. Raises `NotPossible` as these do."""
    if role == OWNER:
        hand_over(cohort=cohort, person=person, now=now)
    else:
        appoint(cohort=cohort, person=person, role=role, now=now)


@transaction.atomic
def appoint(*, cohort: Cohort, person: "User", role: str, now: datetime) -> None:
    """Give a learner or one of the staff of a class a role in it; a learner is none of its learners any more.

    Raises `NotPossible` for who is not in the class, and for an instructor of a class who is no instructor.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    present = Membership.objects.present().filter(cohort=cohort, learner=person)
    if not present.exists() and not Staff.objects.filter(cohort=cohort, person=person).exists():
        raise NotPossible("This person is not in the class any more.")
    if role == Staff.Role.INSTRUCTOR and not person.is_instructor:
        raise NotPossible(NO_INSTRUCTOR)
    services.leave(cohort=cohort, learner=person, now=now)
    Staff.objects.update_or_create(
        cohort=cohort, person=person, defaults={"role": role}, create_defaults={"role": role, "since": now}
    )
    event("class.appointed", cohort=cohort.pk, staff=person.pk, role=role)


@transaction.atomic
def dismiss(*, cohort: Cohort, person: "User") -> None:
    """Take somebody's role in a class away; from now on they see nothing of it, and it asks none of the questions that
    they keep for their own classes. Twice is once.

    Raises `NotPossible` for who has become its owner meanwhile.
    """
    if Cohort.objects.select_for_update().get(pk=cohort.pk).instructor_id == person.pk:
        raise NotPossible("The class has been handed over to them meanwhile. Its owner stays.")
    if _let_go(cohort, person):
        event("class.dismissed", cohort=cohort.pk, staff=person.pk)


@transaction.atomic
def hand_over(*, cohort: Cohort, person: "User", now: datetime) -> None:
    """Make one of the co-instructors of a class its owner; who owned it stays as a co-instructor. Twice is once.

    Raises `NotPossible` for who does not teach the class.
    """
    owned = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if owned.instructor_id == person.pk:
        return
    helper = Staff.objects.filter(cohort=cohort, person=person, role=Staff.Role.INSTRUCTOR)
    if not (person.is_instructor and person.is_active and helper.exists()):
        raise NotPossible(NO_INSTRUCTOR)
    helper.delete()
    _own(owned, person, now)


@transaction.atomic
def take_over(*, cohort: Cohort, person: "User", now: datetime) -> None:
    """Make an administrator the owner of a class whose owner does not teach any more.

    Raises `NotPossible` if somebody owns it by now, and for who is no instructor.
    """
    owned = Cohort.objects.select_for_update(of=("self",)).without_owner().filter(pk=cohort.pk).first()
    if owned is None:
        raise NotPossible("Somebody teaches this class.")
    if not person.is_instructor:
        raise NotPossible("Give yourself the role of an instructor first.")
    Staff.objects.filter(cohort=cohort, person=person).delete()
    services.leave(cohort=cohort, learner=person, now=now)
    _own(owned, person, now)


def resign(*, person: "User", now: datetime) -> None:
    """Somebody goes: their running classes go to the co-instructor who has been there longest, or are archived."""
    for role in Staff.objects.filter(person=person).select_related("cohort"):
        _let_go(role.cohort, person)
    for cohort in Cohort.objects.filter(instructor=person, archived_at=None):
        helpers = Staff.objects.filter(cohort=cohort, role=Staff.Role.INSTRUCTOR, person__is_instructor=True)
        heir = helpers.filter(person__is_active=True).select_related("person").order_by("since", "pk").first()
        if heir is None:
            services.archive(cohort=cohort, now=now)
            continue
        hand_over(cohort=cohort, person=heir.person, now=now)
        _let_go(cohort, person)


def _let_go(cohort: Cohort, person: "User") -> bool:
    """Whether somebody had a role in a class, which is theirs no longer, and with it the class's use of their own
    questions."""
    had = bool(Staff.objects.filter(cohort=cohort, person=person).delete()[0])
    if had:
        take_out(cohort=cohort, person=person)
    return had


def _own(cohort: Cohort, person: "User", now: datetime) -> None:
    former = cohort.instructor_id
    Cohort.objects.filter(pk=cohort.pk).update(instructor=person)
    Staff.objects.create(cohort=cohort, person_id=former, role=Staff.Role.INSTRUCTOR, since=now)
    event("class.handed_over", cohort=cohort.pk, former=former, owner=person.pk)
