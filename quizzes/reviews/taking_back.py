"""Evidence that is taken back: by an undo of a grade, or because an answer that was refused may have been right.

What is taken back stays in the log; a row of its own names it, and the card becomes what the rest makes of it.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from quizzes.bank.models import FactVersion
from quizzes.reviews import scheduling
from quizzes.reviews.cards import apply_memory, cards_of, due_after, take_turn
from quizzes.reviews.control import standing_act, take_back
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.errors import SpentKeyError
from quizzes.reviews.models import Card, CardAct, Review
from quizzes.reviews.queries import model_of
from quizzes.reviews.scheduling import Evidence, Rating
from quizzes.reviews.services import ANSWERED

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
    return _take_back(last, learner=learner, now=now, key=key)


@transaction.atomic
def withdraw(*, learner: "User", keys: Collection[UUID], now: datetime) -> int:
    """Take back what answers in quizzes have said, by the keys of their evidence, and say how much that was. What was
    taken back before, or never recorded, is left alone."""
    take_turn(learner)
    standing = Review.objects.effective().filter(learner=learner, key__in=keys).exclude(source=Review.Source.REVIEW)
    for row in (found := list(standing.order_by("-pk"))):
        _take_back(row, learner=learner, now=now, key=uuid5(row.key, "withdrawn"))
    return len(found)


def _take_back(last: Review, *, learner: "User", now: datetime, key: UUID) -> Review:
    """Write the row that takes evidence back, and bring its card up to date. The learner's turn is taken."""
    card = cards_of(learner).select_for_update(of=("self",)).get(pk=last.card_id)
    kept = list(Review.objects.effective().filter(card=card).exclude(pk=last.pk).order_by("pk"))
    apply_memory(card, scheduling.replay(_evidence(kept), model=model_of(learner)))
    card.due, due_day = _due_after_undo(card, kept, last, learner)
    card.changed = _changed_since(card.fact_id, kept[-1].fact_version) if kept else False
    card.due = min(card.due, now) if card.changed else card.due
    card.buried_until = None
    card.save(
        update_fields=[
            "state", "stability", "difficulty", "step", "last_day", "reps", "lapses", "missed", "due", "changed",
            "buried_until",
        ]
    )  # fmt: skip
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
        due=card.due,
        due_day=due_day,
        stability=card.stability,
        difficulty=card.difficulty,
        step=card.step,
        parameter_set_id=learner.memory_set,
    )


def _evidence(rows: Sequence[Review]) -> list[Evidence]:
    return [Evidence(Rating(row.rating), row.day, row.weight) for row in rows if row.rating]


def _due_after_undo(
    card: Card, kept: Sequence[Review], undone: Review, learner: "User"
) -> tuple[datetime, date | None]:
    """When a card is due again after an undo, and on which day: an instant alone may be from before a change of zone.

    As the row before the undone one says, if no evidence came after it; without any evidence at once, as when it was
    shown. Else the last evidence is scheduled anew, since its due date rested on what is gone.
    """
    if not kept:
        return undone.at, None
    if kept[-1].pk < undone.pk:
        row = Review.objects.filter(card=card, pk__lt=undone.pk).latest("pk")
        day = row.due_day
        return (day_begins(day, learner.time_zone, learner.day_start) if day else row.due), day
    *earlier, last = _evidence(kept)
    model = model_of(learner)
    before = scheduling.replay(earlier, model=model)
    chance = scheduling.chance(card.pk, before.reps)
    retention = learner.desired_retention
    most = learner.maximum_interval
    anew = scheduling.review(before, **last._asdict(), model=model, retention=retention, chance=chance, maximum=most)
    return due_after(anew.wait, kept[-1].at, last.day, learner)


def _changed_since(fact_id: int, version: int) -> bool:
    """Whether a fact's meaning has changed since a version of it."""
    return FactVersion.objects.filter(fact=fact_id, number__gt=version, cosmetic=False).exists()
