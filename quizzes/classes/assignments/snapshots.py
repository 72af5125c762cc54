"""Truth on the day: how everybody stood when something was due, kept as rows that are never changed.

`settle` finds from the log what is to be kept, so it may come late, or twice. Whatever changes an assignment, or what
was agreed about it, settles first what was due before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from quizzes.attempts.models import Grading
from quizzes.classes.assignments import judging
from quizzes.classes.assignments.evidence import Pair, as_of
from quizzes.classes.assignments.given import Given, given
from quizzes.classes.assignments.judging import Dates, parts_of
from quizzes.classes.assignments.models import Assignment, Snapshot
from quizzes.classes.assignments.telling import tell_from
from quizzes.classes.models import Membership
from sdwiki.accounts.models import User
from sdwiki.events import event
from sdwiki.sweeping import one_of_many

Reason = Snapshot.Reason
State = Snapshot.State
BY_PEOPLE = (
    Grading.Rules.REGRADED,
    Grading.Rules.DROPPED,
    Grading.Rules.CREDITED,
    Grading.Rules.OVERRIDDEN,
    Grading.Rules.ACCEPTED,
)
ANEW = (Reason.REGRADED, Reason.EXCUSED, Reason.LIFTED)  # kept with the marks that held as the row was made
WRITTEN_IN = timedelta(minutes=10)  # a regrade may say an instant, and be there to be read so much later
AT_ONCE = 1000  # rows of one statement


@dataclass(frozen=True)
class Wanted:
    """A row that is to be kept: of whom, as of when, with marks given up to when, and why."""

    learner: User
    at: datetime
    marked: datetime
    reason: Reason
    why: str = ""


def settle_due(*, now: datetime) -> int:
    """Keep what is to be kept of every assignment by now: how many rows. What another sweep has in hand is passed over,
    and one that fails does not hold up the others."""
    kept = 0
    for pk in list(Assignment.objects.filter(settle_at__lte=now).order_by("settle_at").values_list("pk", flat=True)):
        with one_of_many("Assignment %s could not be settled", pk), transaction.atomic():
            kept += len(settle(assignment_id=pk, now=now, wait=False))
    return kept


@transaction.atomic
def settle(*, assignment_id: int, now: datetime, wait: bool = True) -> list[Snapshot]:
    """Keep what one assignment came to at each instant that has passed. Said again, it keeps nothing more."""
    locked = Assignment.objects.select_for_update(skip_locked=not wait).filter(pk=assignment_id).first()
    if locked is None or locked.due is None or locked.published_at is None:
        return []
    one = given([assignment_id])[0]
    members = _members(one)
    made = _keep(one, _when_due(one, members, now), now)
    made += _keep(one, _when_closed(one, members, now), now)
    locked.settle_at = _next(one, members, now)
    locked.save(update_fields=["settle_at"])
    if made:
        tell_from(locked, now)
        event("class.assignment_settled", assignment=assignment_id, kept=len(made))
    return made


def keep_again(*, one: Given, learner: User, reason: Reason, why: str, now: datetime) -> list[Snapshot]:
    """A further row for one learner of what was due, by the marks that hold now: it counts from now on. Nothing where
    nothing was due for them."""
    dates = one.dates(learner.pk)
    if dates.due > now:
        return []
    closed = dates.closes is not None and dates.closes <= now
    at = dates.closes if closed and _last(one, learner.pk, State.MISSED, State.LATE) else dates.due
    assert at is not None
    return _keep(one, [Wanted(learner, at, now, reason, why)], now)


@transaction.atomic
def regraded(*, assignment_id: int, now: datetime) -> list[Snapshot]:
    """Rows for those whose quizzes people have marked anew since the marks of what counts, where that changes anything:
    what was kept by a sweep that came late, too, as it says how everybody stood when it was due."""
    locked = Assignment.objects.select_for_update().get(pk=assignment_id)
    one = given([assignment_id])[0]
    latest = {row.learner_id: row for row in Snapshot.objects.filter(assignment=assignment_id).order_by("pk")}
    changed = Grading.objects.filter(
        rules__in=BY_PEOPLE, question__attempt__quiz__in=one.scope.quizzes, question__attempt__learner__in=latest
    ).values_list("question__attempt__learner", "at", "why")
    whys = {learner: why for learner, at, why in changed.order_by("at") if at > _marked(latest[learner], now)}
    people = User.objects.in_bulk(list(whys))
    wanted = [Wanted(people[pk], latest[pk].at, now, Reason.REGRADED, why) for pk, why in whys.items() if pk in people]
    made = _keep(one, wanted, now, differs=lambda row: row.parts != latest[row.learner_id].parts)
    if made:
        tell_from(locked, now)
    return made


def regrade_all(*, now: datetime) -> int:
    """`regraded` for every assignment with a quiz that somebody has marked anew lately."""
    since = now - judging.REGRADED_WITHIN
    marked = Grading.objects.filter(rules__in=BY_PEOPLE, at__gt=since, question__attempt__quiz__isnull=False)
    quizzes = set(marked.values_list("question__attempt__quiz", flat=True))
    found = Assignment.objects.filter(requirements__quiz__in=quizzes, snapshots__isnull=False).distinct()
    return sum(len(regraded(assignment_id=pk, now=now)) for pk in found.values_list("pk", flat=True))


def _members(one: Given) -> list[Membership]:
    """Who was in the class when this was due for them, as far as it is for them."""
    found = Membership.objects.filter(cohort=one.cohort_id).select_related("learner").order_by("learner")
    return [row for row in found if one.is_for(row.learner_id) and _was_in(row, one.dates(row.learner_id).due)]


def _was_in(membership: Membership, at: datetime) -> bool:
    return membership.joined_at <= at and (membership.left_at is None or membership.left_at > at)


def _when_due(one: Given, members: Sequence[Membership], now: datetime) -> list[Wanted]:
    """Those whose due date has passed and of whom nothing is kept as of it."""
    rows = Snapshot.objects.filter(assignment=one.pk).values_list("learner", "at")
    kept = set(rows)
    found = []
    for row in members:
        due = one.dates(row.learner_id).due
        stopped = one.withdrawn_at is not None and one.withdrawn_at <= due
        if due <= now and (row.learner_id, due) not in kept and not stopped:
            reason = Reason.DUE if due == one.due else Reason.EXTENDED
            found.append(Wanted(row.learner, due, due, reason))
    return found


def _when_closed(one: Given, members: Sequence[Membership], now: datetime) -> list[Wanted]:
    """Those who could still do it late, had not done it when it was due, and cannot any more."""
    latest = {row.learner_id: row for row in Snapshot.objects.filter(assignment=one.pk).order_by("pk")}
    found = []
    for row in members:
        closes, held = one.dates(row.learner_id).closes, latest.get(row.learner_id)
        if closes and closes <= now and held and held.state == State.MISSED and held.at < closes:
            found.append(Wanted(row.learner, closes, closes, Reason.CLOSING))
    return found


def _next(one: Given, members: Sequence[Membership], now: datetime) -> datetime | None:
    """When there is something to keep again."""
    dates = [one.dates(row.learner_id) for row in members] or [one.dates(0)]
    instants = [instant for each in dates for instant in (each.due, each.closes) if instant and instant > now]
    return min(instants, default=None) if one.withdrawn_at is None else None


def _marked(row: Snapshot, now: datetime) -> datetime:
    """Up to when the marks of a row are sure to be in it."""
    if row.reason not in ANEW:
        return row.at
    return row.made_at if now > row.made_at + WRITTEN_IN else row.made_at - WRITTEN_IN


def _last(one: Given, learner: int, *states: State) -> bool:
    row = Snapshot.objects.filter(assignment=one.pk, learner=learner).order_by("-pk").first()
    return row is not None and row.state in states


def _keep(
    one: Given, wanted: Sequence[Wanted], now: datetime, differs: Callable[[Snapshot], bool] = lambda row: True
) -> list[Snapshot]:
    """Write these rows, each from what the log says as of its instant. One statement, two where quizzes are asked."""
    scopes = {one.pk: one.scope}
    pairs = [Pair(one.pk, row.learner, row.at, row.at, row.marked) for row in wanted]
    found = as_of(pairs, scopes)
    rows = []
    for row in wanted:
        evidence, dates = found[one.pk, row.learner.pk], one.dates(row.learner.pk)
        parts = parts_of(one.needs, evidence)
        rows.append(
            Snapshot(
                assignment_id=one.pk,
                learner=row.learner,
                reason=row.reason,
                state=_state(dates, row.at, judging.done(parts)),
                at=row.at,
                made_at=now,
                score=judging.score(parts),
                recall=evidence.recall,
                quizzed=evidence.quizzed_share,
                parts=[part.stored() for part in parts],
                why=row.why,
            )
        )
    return Snapshot.objects.bulk_create([row for row in rows if differs(row)], batch_size=AT_ONCE)


def _state(dates: Dates, at: datetime, done: bool) -> str:
    if dates.excused:
        return State.EXCUSED
    if not done:
        return State.MISSED
    return State.LATE if at > dates.due and dates.marked else State.MET
