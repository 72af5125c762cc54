"""Evidence that is taken back: by an undo of a grade, or because an answer that was refused may have been right.

What is taken back stays in the log; a row of its own names it, and the card becomes what the rest makes of it.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from quizzes.reviews.acts_back import put_again, put_last, standing_act, take_back
from quizzes.reviews.cards import ANSWERED, apply_memory, cards_of, take_turn
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.errors import SpentKeyError
from quizzes.reviews.models import MEMORY, Card, CardAct, Review
from quizzes.reviews.replaying import changed_since, due_anew, memory_from
from quizzes.reviews.siblings import key_of

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@transaction.atomic
def undo(*, learner: "User", now: datetime, key: UUID) -> Review | CardAct | None:
    """Take back the latest thing that the learner did today and that still stands, a flashcard's grade or an act; None
    if there is none. Pressed again, the one before.

    The row that says so is returned. The card, laid aside by now or not, becomes what its remaining evidence makes of
    it. Raises `SpentKeyError` where the key is that of a grade, an answer or another act.
    """
    take_turn(learner)
    if act := CardAct.objects.filter(learner=learner, key=key).order_by("-card").first():
        if act.kind != CardAct.Kind.UNDO:
            raise SpentKeyError
        return act
    first = Review.objects.filter(learner=learner, key=key).first()
    if first and first.rating is None:
        return first
    if first or key.version == ANSWERED:
        raise SpentKeyError
    day = local_day(now, learner.time_zone, learner.day_start)
    since = day_begins(day, learner.time_zone, learner.day_start)
    graded = Review.objects.effective().filter(learner=learner, source=Review.Source.REVIEW)
    last = graded.filter(at__gte=since).order_by("-pk").first()
    act = standing_act(learner, since)
    if act and (last is None or act.at >= last.at):
        return take_back(act, learner=learner, now=now, key=key)
    if last is None:
        return None
    if apart := CardAct.objects.filter(learner=learner, key=key_of(last.key), undone_by=None).first():
        take_back(apart, learner=learner, now=now, key=key_of(key))
    return _take_back(last, learner=learner, now=now, key=key)


@transaction.atomic
def withdraw(*, learner: "User", keys: Collection[UUID], now: datetime) -> int:
    """Take back what answers in quizzes have said, by the keys of their evidence, and say how much that was. What was
    taken back before, or never recorded, is left alone."""
    take_turn(learner)
    standing = Review.objects.effective().filter(learner=learner, key__in=keys).exclude(source=Review.Source.REVIEW)
    for row in (found := list(standing.order_by("-pk"))):
        _take_back(row, learner=learner, now=now, key=uuid5(row.key, "withdrawn"))
    put_again(learner=learner, cards=[row.card_id for row in found])
    return len(found)


def _take_back(last: Review, *, learner: "User", now: datetime, key: UUID) -> Review:
    """Write the row that takes evidence back, and bring its card up to date. The learner's turn is taken."""
    card = cards_of(learner).select_for_update(of=("self",)).get(pk=last.card_id)
    due, due_day = _without(card, last, learner, now)
    return Review.objects.create(
        learner=learner,
        card=card,
        fact_version=last.fact_version,
        source=last.source,
        undoes=last,
        at=now,
        day=local_day(now, learner.time_zone, learner.day_start),
        key=key,
        state=card.state,
        due=due,
        due_day=due_day,
        stability=card.stability,
        difficulty=card.difficulty,
        step=card.step,
        parameter_set_id=learner.memory_set,
    )


def _without(card: Card, last: Review, learner: "User", now: datetime) -> tuple[datetime, date | None]:
    """Let a card be what its log makes of it without one row of evidence; when it is due by the log, and on which day.

    What came before the card was begun anew makes no memory: without it the card stays as it is.
    """
    counted = Review.objects.remembered().filter(card=card)
    if not counted.filter(pk=last.pk).exists():
        return card.due, None
    kept = list(counted.exclude(pk=last.pk).order_by("pk"))
    apply_memory(card, memory_from(kept, learner))
    card.changed = changed_since(card, kept)
    due, due_day, put = _due_after_undo(card, kept, last, learner)
    card.due = due if put is None else day_begins(put, learner.time_zone, learner.day_start)
    card.buried_until = put
    card.due = min(card.due, now) if card.changed and put is None else card.due
    card.save(update_fields=[*MEMORY, "due", "changed", "buried_until"])
    return (due if put else card.due), due_day


def _due_after_undo(
    card: Card, kept: Sequence[Review], undone: Review, learner: "User"
) -> tuple[datetime, date | None, date | None]:
    """When a card is due again after an undo, and on which day: an instant alone may be from before a change of zone;
    and the day on which an act had put it meanwhile.

    As the row before the undone one says, if no evidence came after it; without any evidence at once, as when it was
    shown. Else the last evidence is scheduled anew, since its due date rested on what is gone.
    """
    if kept and kept[-1].pk > undone.pk:
        return (*due_anew(card, kept, learner), None)
    row = Review.objects.filter(card=card, pk__lt=undone.pk).order_by("pk").last()
    put = put_last(card, before=undone.at, since=row.at if row else None)
    if row is None or not kept:
        return undone.at, None, put
    day = row.due_day
    return (day_begins(day, learner.time_zone, learner.day_start) if day else row.due), day, put
