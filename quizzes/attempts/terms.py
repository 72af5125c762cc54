"""What staff agree with one person about a quiz, and what they do to an attempt that runs. Who may is for the caller.

The deadline of an attempt is what `deadlines.effective` makes of the rules that it began under, the terms that hold and
what was done to it; its receipt says so. It is reckoned anew under the attempt's lock wherever one of these changes.
"""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from quizzes.attempts import deadlines
from quizzes.attempts.ending import submit
from quizzes.attempts.errors import AlreadyOpen, Closed, Conflict, StillRuns
from quizzes.attempts.models import Attempt, Extension, Quiz, Terms
from quizzes.attempts.rules import Rules
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

Kind = Extension.Kind


def personal_of(*, quiz: Quiz | int | None, learner: "User | int | None") -> deadlines.Personal:
    """The terms that hold for one person in a quiz; nothing of their own without any."""
    found = Terms.objects.filter(quiz=quiz, learner=learner).first() if quiz and learner else None
    return found.personal if found else deadlines.Personal()


def own_factor(*, quiz: Quiz, learner: "User", personal: deadlines.Personal) -> float:
    """How many times the time a learner takes in a quiz by their own settings: in what they made, or take from what is
    ready-made. What others set, and what terms were agreed for, is as its staff say."""
    own = not quiz.for_class and quiz.owner_id in (None, learner.pk) and personal == deadlines.Personal()
    return learner.time_factor if own else 1.0


def receipt_of(attempt: Attempt, rules: Rules, personal: deadlines.Personal) -> deadlines.Receipt:
    """When an attempt ends, and why. What tells each answer at once has no end of its own."""
    if attempt.kind == Attempt.Kind.PRACTICE:
        return deadlines.effective(attempt.started_at, limit=None)
    changes = [one.change for one in attempt.extensions.all()] if attempt.pk else []
    return deadlines.effective(
        attempt.started_at,
        limit=rules.limit,
        closes=rules.closes,
        personal=personal,
        own_factor=rules.factor,
        changes=changes,
    )


@transaction.atomic
def agree(
    *,
    quiz: Quiz,
    learner: "User",
    personal: deadlines.Personal,
    by: "User",
    why: str,
    key: UUID,
    now: datetime,
) -> Terms:
    """Set what holds for one person from now on; said again with its key, it is what was said.

    An attempt that is open, and whose time is not over, follows. Raises Conflict for a key of somebody else's terms,
    and AlreadyOpen where the attempt would get a clock while another one runs for its learner.
    """
    held = asdict(personal) | {"by": by, "why": why, "at": now}
    made, fresh = Terms.objects.get_or_create(key=key, defaults=held | {"quiz": quiz, "learner": learner})
    if (made.quiz_id, made.learner_id) != (quiz.pk, learner.pk):
        raise Conflict
    if not fresh:
        return made
    open_ones = Attempt.objects.filter(quiz=quiz, learner=learner, submitted_at__isnull=True).select_for_update()
    for attempt in open_ones:
        if _runs(attempt, now):
            _follow(attempt)
    event("quiz.terms_agreed", quiz=quiz.pk, learner=learner.pk, by=by.pk)
    return made


def behind(attempt: Attempt, personal: deadlines.Personal) -> bool:
    """Whether an attempt ends by other terms than these: it began in the moment they were set."""
    if not attempt.receipt:
        return False
    return deadlines.replayed(attempt.receipt) != receipt_of(attempt, attempt.agreed, personal)


@transaction.atomic
def catch_up(*, attempt_id: int, now: datetime) -> None:
    """Let an attempt that still runs follow the terms that hold. Raises AlreadyOpen as `agree`."""
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id).first()
    if attempt and _runs(attempt, now):
        _follow(attempt)


@transaction.atomic
def extend(*, attempt_id: int, seconds: int, by: "User", why: str, key: UUID, now: datetime) -> Attempt:
    """Give an attempt that runs more time, up to the last instant of its grace; repeated with its key, once.

    Raises Closed where it has ended, or its time is over: then it can be reopened.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.extensions.filter(key=key).exists():
        return attempt
    if not _runs(attempt, now):
        raise Closed
    return _change(attempt, Kind.EXTENDED, seconds, by=by, why=why, key=key, now=now)


@transaction.atomic
def close(*, attempt_id: int, by: "User", why: str, key: UUID, now: datetime) -> Attempt:
    """End an attempt now, with what is saved; one that has ended stays as it is."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if not _runs(attempt, now) or attempt.kind == Attempt.Kind.PRACTICE:
        return submit(attempt_id=attempt_id, now=now)
    attempt = submit(attempt_id=attempt_id, now=now)  # first: what runs without a clock gets no end beside a clock
    return _change(attempt, Kind.CLOSED, 0, by=by, why=why, key=key, now=now)


@transaction.atomic
def reopen(*, attempt_id: int, seconds: int, by: "User", why: str, key: UUID, now: datetime) -> Attempt:
    """Open an attempt again that has ended, for so many seconds from now on; repeated with its key, once.

    Its answers are there and can be changed; every mark so far stays in the log, and what is answered anew gets
    another. Raises StillRuns where there is nothing to reopen, AlreadyOpen where its learner sits another timed quiz,
    or another attempt at this one.
    """
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt_id)
    if attempt.extensions.filter(key=key).exists():
        return attempt
    if _runs(attempt, now) or attempt.kind == Attempt.Kind.PRACTICE:
        raise StillRuns
    attempt = submit(attempt_id=attempt_id, now=now)  # where its time is over and no sweep has been there yet
    others = Attempt.objects.filter(learner=attempt.learner_id, submitted_at__isnull=True).exclude(pk=attempt.pk)
    for overdue in others.overdue(now):
        submit(attempt_id=overdue.pk, now=now)
    in_the_way = others.filter(Q(deadline__isnull=False) | Q(quiz__isnull=False, quiz=attempt.quiz_id))
    if other := in_the_way.first():
        raise AlreadyOpen(other)
    if Extension.objects.filter(key=key).exists():
        raise Conflict
    made = {"kind": Kind.REOPENED, "seconds": seconds, "ended_at": attempt.submitted_at}
    Extension.objects.create(attempt=attempt, **made, by=by, why=why, at=now, key=key)
    try:
        with transaction.atomic():
            _open_again(attempt)
    except IntegrityError:  # its learner has started something at this moment
        raise AlreadyOpen(in_the_way.get()) from None
    event("attempt.changed", attempt=attempt.pk, change=Kind.REOPENED.value, by=by.pk)
    return attempt


def _open_again(attempt: Attempt) -> None:
    attempt.submitted_at, attempt.closed_by_sweep = None, False
    attempt.score = attempt.max_score = attempt.guess_score = None
    attempt.save(update_fields=["submitted_at", "closed_by_sweep", "score", "max_score", "guess_score"])
    _reckon(attempt)


def _runs(attempt: Attempt, now: datetime) -> bool:
    """Whether an attempt still takes answers."""
    arrival = deadlines.arrival(now, attempt.deadline, settings.ATTEMPT_GRACE)
    return attempt.submitted_at is None and arrival is not deadlines.Arrival.CLOSED


def _change(attempt: Attempt, kind: Kind, seconds: int, *, by: "User", why: str, key: UUID, now: datetime) -> Attempt:
    """Write what was done, and what it makes of the end. Raises Conflict for a key that did something elsewhere."""
    if Extension.objects.filter(key=key).exists():
        raise Conflict
    Extension.objects.create(attempt=attempt, kind=kind, seconds=seconds, by=by, why=why, at=now, key=key)
    _reckon(attempt)
    event("attempt.changed", attempt=attempt.pk, change=kind.value, by=by.pk)
    return attempt


def _follow(attempt: Attempt) -> None:
    """`_reckon`, unless another clock runs."""
    try:
        with transaction.atomic():
            _reckon(attempt)
    except IntegrityError:
        others = Attempt.objects.filter(learner=attempt.learner_id, submitted_at__isnull=True).exclude(pk=attempt.pk)
        raise AlreadyOpen(others.get(deadline__isnull=False)) from None


def _reckon(attempt: Attempt) -> None:
    """Write an attempt's end and its receipt anew. The caller holds its lock."""
    personal = personal_of(quiz=attempt.quiz_id, learner=attempt.learner_id)
    receipt = receipt_of(attempt, attempt.agreed, personal)
    attempt.deadline, attempt.receipt = receipt.end, receipt.stored()
    attempt.save(update_fields=["deadline", "receipt"])
