"""What can happen to a class: it is made, joined, left, given work, closed to others, and archived."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from content.models import Phase
from quizzes.classes.assignments import services as assignments
from quizzes.classes.assignments.judging import RECALL, Need, end_of_day
from quizzes.classes.assignments.models import Assignment
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.errors import NotPossible
from quizzes.classes.joining.models import Invitation, JoinRequest
from quizzes.classes.models import Cohort, GroupMember, Membership, new_code, new_token
from quizzes.classes.nudging.models import Nudge
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


def create_class(*, instructor: "User", name: str, key: UUID, now: datetime) -> Cohort:
    """A new class; the same key gives the class that was made with it."""
    defaults = {"name": name, "created_at": now, "time_zone": instructor.time_zone}
    cohort, made = Cohort.objects.get_or_create(instructor=instructor, key=key, defaults=defaults)
    if made:
        event("class.made", cohort=cohort.pk)
    return cohort


def rename(*, cohort: Cohort, name: str) -> None:
    """Call a class otherwise. What its people were told under the old name stays as it was told."""
    if Cohort.objects.filter(pk=cohort.pk).exclude(name=name).update(name=name):
        event("class.renamed", cohort=cohort.pk)


def renew_link(*, cohort: Cohort, token: str) -> None:
    """Replace the invitation link, and the code if there is one; the old ones lead nowhere, and who was removed may
    come by the new ones. ``token`` is the one that was shown: twice is once."""
    code = new_code() if cohort.code else ""
    Cohort.objects.filter(pk=cohort.pk, token=token).update(token=new_token(), code=code, link_used=0)


def archive(*, cohort: Cohort, now: datetime) -> None:
    """End the class: nobody joins any more, its work is no longer asked for, its record stays with the instructor."""
    if Cohort.objects.filter(pk=cohort.pk, archived_at__isnull=True).update(archived_at=now):
        event("class.archived", cohort=cohort.pk)


def unarchive(*, cohort: Cohort) -> None:
    """Take an archived class up again, with its members and assignments as they were."""
    if Cohort.objects.filter(pk=cohort.pk, archived_at__isnull=False).update(archived_at=None):
        event("class.unarchived", cohort=cohort.pk)


def join(*, cohort: Cohort, learner: "User", now: datetime, real_name: str = "", invited: bool = False) -> Membership:
    """Make someone a member, again after having left. The staff of a class are no members of it.

    ``invited``: somebody of the staff asked for just this person, so that it does not matter whether they were removed.
    Raises `NotPossible` for who was removed while the class had the link that it still has.
    """
    assert learner.pk != cohort.instructor_id
    with transaction.atomic():
        return _join(cohort, learner, now, real_name, invited)


def _join(cohort: Cohort, learner: "User", now: datetime, real_name: str, invited: bool) -> Membership:
    members = Membership.objects.select_for_update()
    values = {"joined_at": now, "real_name": real_name}
    membership, created = members.get_or_create(cohort=cohort, learner=learner, defaults=values)
    if membership.barred_token == cohort.token and not invited:
        raise NotPossible("You were taken out of this class. Ask who teaches it to let you in again.")
    again = membership.left_at is not None
    if again:
        membership.joined_at, membership.left_at, membership.barred_token = now, None, ""
        membership.real_name = real_name or membership.real_name
        membership.save(update_fields=["joined_at", "left_at", "barred_token", "real_name"])
    if created or again:
        event("class.joined", cohort=cohort.pk, learner=learner.pk)
    return membership


def forget(*, person: "User") -> None:
    """What classes know of somebody by name goes: they have left the site."""
    Membership.objects.filter(learner=person).update(real_name="")
    GroupMember.objects.filter(membership__learner=person).delete()
    JoinRequest.objects.filter(learner=person).delete()
    Nudge.objects.filter(learner=person).delete()
    Invitation.objects.filter(Q(learner=person) | Q(email=person.email.lower())).delete()


@transaction.atomic
def leave(*, cohort: Cohort, learner: "User", now: datetime) -> None:
    """End a membership; from now on the instructor does not see this learner."""
    present = Membership.objects.present().filter(cohort=cohort, learner=learner)
    if present.update(left_at=now):
        GroupMember.objects.filter(membership__cohort=cohort, membership__learner=learner).delete()
        event("class.left", cohort=cohort.pk, learner=learner.pk)


@transaction.atomic
def remove(*, cohort: Cohort, learner: "User", now: datetime) -> None:
    """End a membership so that the link of now does not lead back. What the learner has learnt stays theirs."""
    present = Membership.objects.present().filter(cohort=cohort, learner=learner)
    if present.update(left_at=now, barred_token=cohort.token):
        GroupMember.objects.filter(membership__cohort=cohort, membership__learner=learner).delete()
        event("class.removed", cohort=cohort.pk, learner=learner.pk)


def assign(*, cohort: Cohort, phase: Phase, due_on: date, target_recall: float, now: datetime) -> Assignment:
    """Give the whole class a phase to recall a share of by the end of a day in the class's zone."""
    plan = Plan(
        title=phase.title,
        needs=(Need(RECALL, share=target_recall),),
        due=end_of_day(due_on, cohort.time_zone),
        phases=(phase.pk,),
    )
    return assignments.create(cohort=cohort, plan=plan, key=uuid4(), now=now)
