"""What happens to assignments: they are made, changed, given, taken back and copied, and agreed upon with one person.

Who may is for the caller.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from quizzes.classes.assignments.given import Given, given
from quizzes.classes.assignments.handing import hand_out
from quizzes.classes.assignments.models import Arrangement, Assignment, DateChange, Requirement, Snapshot
from quizzes.classes.assignments.plans import Plan, moved
from quizzes.classes.assignments.snapshots import Reason, keep_again, settle
from quizzes.classes.assignments.telling import GRACE, tell_from
from quizzes.classes.errors import NotPossible
from quizzes.classes.models import Cohort
from sdwiki.accounts.models import User
from sdwiki.events import event

Kind = Arrangement.Kind
# What changes how somebody stood when it was due; an extension is looked at when it is over.
KEPT_AGAIN = {Kind.EXCUSED: Reason.EXCUSED, Kind.LIFTED: Reason.LIFTED}
LONGEST_TITLE = 120
TAKEN_BACK = "This was taken back meanwhile: nobody is asked for it any more. Nothing is changed."
LOOKED_BACK = timedelta(minutes=5)  # whoever moves dates to and fro for so long is not followed further


@transaction.atomic
def create(*, cohort: Cohort, plan: Plan, key: UUID, now: datetime, publish: bool = True) -> Assignment:
    """A new assignment, given at once or kept as a draft; the same key gives the one that was made with it.

    Raises `NotPossible` for dates that are not in order, and where one that is given has no due date or asks nothing.
    """
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)  # two presses at once make one
    if made := Assignment.objects.filter(cohort=cohort, key=key).first():
        return made
    _check(plan, publish=publish)
    assignment = Assignment(cohort=cohort, key=key, created_at=now, published_at=now if publish else None)
    _write(assignment, plan)
    event("class.assigned", cohort=cohort.pk, assignment=assignment.pk, draft=not publish)
    if publish:
        tell_from(assignment, now)
        hand_out(assignment_id=assignment.pk, now=now)
    return assignment


@transaction.atomic
def change(*, assignment: Assignment, plan: Plan, now: datetime) -> Assignment:
    """Make an assignment what the plan says. Raises as `create`, where it was taken back, and where anybody's state at
    its due date is kept: then an extension is what can be given."""
    settle(assignment_id=assignment.pk, now=now)
    kept = _held(assignment)
    if Snapshot.objects.filter(assignment=kept).exists():
        raise NotPossible("This was due, and how everybody stood is kept. Give extensions, or assign something new.")
    _check(plan, publish=kept.published_at is not None)
    _note_dates(kept, plan, now)
    _write(kept, plan)
    event("class.assignment_changed", cohort=kept.cohort_id, assignment=kept.pk)
    if kept.published_at:
        tell_from(kept, kept.published_at)  # whoever it is for only now is told that it is
        hand_out(assignment_id=kept.pk, now=now)
    return kept


@transaction.atomic
def publish(*, assignment: Assignment, now: datetime) -> None:
    """Give a draft to its learners. Raises `NotPossible` where it lacks a due date or that is over, where it asks
    nothing, and where it was taken back. Twice is once."""
    kept = _held(assignment)
    if kept.published_at is not None:
        return
    if kept.due is None or not kept.requirements.exists():
        raise NotPossible("Say what is asked, and until when, before you give it.")
    if kept.due <= now:
        raise NotPossible("It would be over as you give it. Choose a later due date first.")
    kept.published_at, kept.settle_at = now, kept.due
    kept.save(update_fields=["published_at", "settle_at"])
    event("class.assigned", cohort=kept.cohort_id, assignment=kept.pk, draft=False)
    tell_from(kept, now)
    hand_out(assignment_id=kept.pk, now=now)


@transaction.atomic
def withdraw(*, assignment: Assignment, now: datetime) -> None:
    """Take an assignment back: nobody is asked for it any more. What was learnt, and the record of it, stays."""
    settle(assignment_id=assignment.pk, now=now)
    if Assignment.objects.filter(pk=assignment.pk, withdrawn_at=None).update(withdrawn_at=now):
        event("class.assignment_withdrawn", cohort=assignment.cohort_id, assignment=assignment.pk)
        kept = Assignment.objects.get(pk=assignment.pk)  # it may have been given since the press
        if kept.published_at:
            tell_from(kept, now)


@transaction.atomic
def give_again(*, assignment: Assignment, now: datetime) -> None:
    """Undo that an assignment was taken back, before anybody is told. Raises `NotPossible` later. Twice is once."""
    kept = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if kept.withdrawn_at is None:
        return
    if now >= kept.withdrawn_at + GRACE:
        raise NotPossible("It was taken back a while ago, and your learners know. Assign it anew.")
    kept.withdrawn_at = None
    kept.save(update_fields=["withdrawn_at"])
    event("class.assignment_given_again", cohort=kept.cohort_id, assignment=kept.pk)
    if kept.published_at:
        tell_from(kept, kept.published_at)
        settle(assignment_id=kept.pk, now=now)


@transaction.atomic
def move_back(*, assignment: Assignment, now: datetime) -> None:
    """Give an assignment the dates again that its learners know. Raises `NotPossible` once they have been told of the
    new ones, and as `change`. Twice is once."""
    Assignment.objects.select_for_update().get(pk=assignment.pk)
    one = given([assignment.pk])[0]
    known = _known(one, now)
    if known is None:
        raise NotPossible("Your learners know these dates. Change them once more if others are to hold.")
    if not _holds(known, one):
        before = replace(plan_of(one), opens=known.opens, due=known.due, closes=known.closes)
        change(assignment=assignment, plan=before, now=now)


def moved_lately(one: Given, now: datetime) -> DateChange | None:
    """The dates that learners know, where others hold that were set just now, so that nobody has been told yet. One
    query."""
    known = _known(one, now)
    return known if known and not _holds(known, one) else None


def _known(one: Given, now: datetime) -> DateChange | None:
    """What was moved several times in a row was moved once: the dates before the first."""
    first, after = None, now
    for row in DateChange.objects.filter(assignment=one.pk, at__gt=now - LOOKED_BACK).order_by("-pk"):
        if row.at <= after - GRACE:
            break
        first, after = row, row.at
    return first


def _holds(known: DateChange, one: Given) -> bool:
    return (known.opens, known.due, known.closes) == (one.opens, one.due, one.closes)


def copy(*, ids: Iterable[int], to: Cohort, days: int, key: UUID, now: datetime) -> list[Assignment]:
    """Copy assignments into a class as drafts, so many days later. The same key gives the same drafts."""
    return [
        create(
            cohort=to,
            plan=moved(plan_of(one), days=days, zone=one.zone, to_zone=to.time_zone),
            key=uuid5(key, str(one.pk)),
            now=now,
            publish=False,
        )
        for one in given(list(ids))
    ]


def plan_of(one: Given) -> Plan:
    """What would make an assignment like this one."""
    whole = Assignment.objects.get(pk=one.pk)
    return Plan(
        title=one.title,
        needs=one.needs,
        due=one.due,
        phases=one.phases,
        topics=tuple(whole.topics.values_list("pk", flat=True)),
        persons=tuple(whole.persons.values_list("pk", flat=True)),
        groups=tuple(whole.groups.values_list("pk", flat=True)),
        opens=one.opens,
        closes=one.closes,
        late=one.late,
    )


@transaction.atomic
def arrange(
    *,
    assignment: Assignment,
    learner: User,
    kind: Kind,
    by: User,
    why: str,
    key: UUID,
    now: datetime,
    due: datetime | None = None,
    factor: float | None = None,
) -> Arrangement:
    """Agree something with one learner; said again with its key, it is what was said. Their quizzes follow.

    Raises `NotPossible` for an extension that does not come after what is due for them now, and for what was taken
    back.
    """
    settle(assignment_id=assignment.pk, now=now)
    kept = _held(assignment)
    if made := Arrangement.objects.filter(key=key).first():
        if (made.assignment_id, made.learner_id) != (kept.pk, learner.pk):
            raise NotPossible("This page is out of date. Open it again.")
        return made
    one = given([kept.pk])[0]
    if kind == Kind.EXTENDED and (due is None or due <= one.dates(learner.pk).due):
        raise NotPossible("An extension is to a later time than what is due now.")
    made = Arrangement.objects.create(
        assignment=kept, learner=learner, kind=kind, due=due, factor=factor, by=by, why=why, at=now, key=key
    )
    event("class.arranged", assignment=kept.pk, learner=learner.pk, arranged=kind.value, by=by.pk)
    tell_from(kept, now)
    if reason := KEPT_AGAIN.get(kind):
        keep_again(one=given([kept.pk])[0], learner=learner, reason=reason, why=why, now=now)
    hand_out(assignment_id=kept.pk, now=now, only=learner.pk)
    settle(assignment_id=kept.pk, now=now)
    return made


def _held(assignment: Assignment) -> Assignment:
    """An assignment under its lock. Raises `NotPossible` where somebody has taken it back."""
    kept = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if kept.withdrawn_at is not None:
        raise NotPossible(TAKEN_BACK)
    return kept


def _note_dates(kept: Assignment, plan: Plan, now: datetime) -> None:
    """Keep the dates that learners may know, where others are to hold."""
    before = (kept.opens, kept.due, kept.closes)
    if kept.published_at and kept.due and before != (plan.opens, plan.due, plan.closes):
        at = max(now, kept.told_until or now)  # what was told by then were these
        DateChange.objects.create(assignment=kept, opens=kept.opens, due=kept.due, closes=kept.closes, at=at)


def _check(plan: Plan, *, publish: bool) -> None:
    if publish and (plan.due is None or not plan.needs):
        raise NotPossible("Say what is asked, and until when.")
    if plan.due and plan.opens and plan.opens >= plan.due:
        raise NotPossible("It opens before it is due. Choose an earlier opening, or a later due date.")
    if plan.due and plan.closes and plan.closes < plan.due:
        raise NotPossible("It closes when it is due, or later.")


def _write(assignment: Assignment, plan: Plan) -> None:
    """Store an assignment as the plan says."""
    assignment.title = plan.title[:LONGEST_TITLE]
    assignment.opens, assignment.due, assignment.closes, assignment.late = plan.opens, plan.due, plan.closes, plan.late
    assignment.settle_at = plan.due if assignment.published_at else None
    assignment.save()
    assignment.phases.set(plan.phases)
    assignment.topics.set(plan.topics)
    assignment.persons.set(plan.persons)
    assignment.groups.set(plan.groups)
    assignment.requirements.all().delete()
    Requirement.objects.bulk_create(
        Requirement(assignment=assignment, kind=need.kind, share=need.share, number=need.number, quiz_id=need.quiz)
        for need in plan.needs
    )
