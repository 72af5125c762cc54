"""What a learner does with cards without saying how well they know them: lays aside, puts off, begins anew, notes.

None of it is evidence: stability and difficulty stay what the log makes of them, and after a card was begun anew what
the log makes of them from there on. A press is a row of `CardAct` for each
card that it changes; a repeated one finds its rows. A card that is put off is due as the next day begins, so the queue
and the load need to know nothing of it.
"""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from quizzes.bank.models import Fact
from quizzes.reviews.acts_back import PUT
from quizzes.reviews.cards import ANSWERED, add_cards, locked, take_turn
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.errors import DueDayError, SpentKeyError, StaleNoteError
from quizzes.reviews.models import Card, CardAct, CardNote, Review
from quizzes.reviews.scheduling import Memory

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

ONE = timedelta(days=1)
FURTHEST = timedelta(days=365)
Kind = CardAct.Kind


@transaction.atomic
def suspend(*, learner: "User", cards: Collection[int], now: datetime, key: UUID) -> int:
    """Ask these cards (ids) no more until they are taken up again: how many that changed. Those of others, and those
    that are suspended, are left alone. Raises `SpentKeyError` where the key is that of another act."""
    return _act(Kind.SUSPEND, learner, cards, now, key)


@transaction.atomic
def resume(*, learner: "User", cards: Collection[int], now: datetime, key: UUID) -> int:
    """Ask suspended cards again, each when its memory says. As `suspend`."""
    return _act(Kind.RESUME, learner, cards, now, key)


@transaction.atomic
def bury(*, learner: "User", cards: Collection[int], now: datetime, key: UUID) -> int:
    """Put these cards off to the learner's next day; what is due later anyway, or suspended, is left alone. As
    `suspend`."""
    return _act(Kind.BURY, learner, cards, now, key)


@transaction.atomic
def move(*, learner: "User", cards: Collection[int], to_day: date, now: datetime, key: UUID) -> int:
    """Let these cards be due on a local day, from today to `furthest`; suspended ones are left alone. As `suspend`.

    Raises `DueDayError` for a day that is past or further away.
    """
    take_turn(learner)
    today = local_day(now, learner.time_zone, learner.day_start)
    repeated = CardAct.objects.filter(learner=learner, key=key).exists()  # maybe of yesterday
    if not repeated and not today <= to_day <= furthest(learner, today):
        raise DueDayError
    return _act(Kind.MOVE, learner, cards, now, key, to_day)


def furthest(learner: "User", today: date) -> date:
    """The last day to which a card may be moved: within a year, and never beyond the learner's longest interval."""
    return today + min(FURTHEST, learner.maximum_interval * ONE)


@transaction.atomic
def forget(*, learner: "User", cards: Collection[int], now: datetime, key: UUID) -> int:
    """Let the memories of these cards begin anew, as if they had never been asked; new ones are left alone. What was
    reviewed stays in the log. As `suspend`."""
    return _act(Kind.FORGET, learner, cards, now, key)


@transaction.atomic
def take_up(*, learner: "User", fact: int, now: datetime) -> int:
    """Make the card of one fact (id), new and due at once: 1, or 0 where it is there or the fact is not asked."""
    take_turn(learner)
    added = add_cards(learner, Fact.objects.askable().filter(pk=fact), now)
    return added.facts + added.aloud


@transaction.atomic
def mark(*, learner: "User", cards: Collection[int], flag: bool) -> int:
    """Flag these cards, or take the flag off: how many are the learner's. Twice is once."""
    take_turn(learner)
    return Card.objects.filter(learner=learner, pk__in=cards).update(flag=flag)


@transaction.atomic
def write_note(*, learner: "User", card_id: int, note: str, mnemonic: str, version: int, now: datetime) -> CardNote:
    """Keep what a learner writes to a card; ``version`` is that of what they had before them, 0 where there was none.

    The same texts again change nothing. Raises `Card.DoesNotExist` for a card that is not the learner's, and
    `StaleNoteError` where something else was written meanwhile.
    """
    take_turn(learner)
    card = Card.objects.only("pk").get(learner=learner, pk=card_id)
    own = CardNote.objects.filter(card=card).first() or CardNote(card=card, version=0)
    if (own.note, own.mnemonic) == (note, mnemonic) and own.version:
        return own
    if own.version != version:
        raise StaleNoteError
    own.note, own.mnemonic, own.version, own.at = note, mnemonic, version + 1, now
    own.save()
    return own


def _act(
    kind: Kind, learner: "User", ids: Collection[int], now: datetime, key: UUID, to_day: date | None = None
) -> int:
    take_turn(learner)
    if done := list(CardAct.objects.filter(learner=learner, key=key).values_list("kind", flat=True)):
        if set(done) != {kind}:
            raise SpentKeyError
        return len(done)
    if key.version == ANSWERED or Review.objects.filter(learner=learner, key=key).exists():
        raise SpentKeyError
    today = local_day(now, learner.time_zone, learner.day_start)
    day = today + ONE if kind == Kind.BURY else to_day
    begins = day_begins(day or today + ONE, learner.time_zone, learner.day_start)
    cards = [card for card in locked(learner, ids).values() if _changes(kind, card, begins)]
    last = _last_reviews(cards) if kind == Kind.FORGET else {}
    CardAct.objects.bulk_create(
        CardAct(
            learner=learner, card=card, kind=kind, key=key, at=now, day=today, was_due=card.due,
            was_buried_until=card.buried_until, to_day=day, forgets_id=last.get(card.pk),
        )
        for card in cards
    )  # fmt: skip
    _change(kind, [card.pk for card in cards], now, day, begins)
    return len(cards)


def _changes(kind: Kind, card: Card, begins: datetime) -> bool:
    match kind:
        case Kind.BURY:
            return not card.suspended and card.due < begins
        case Kind.MOVE:
            return not card.suspended and card.due != begins
        case Kind.FORGET:
            return card.state != Card.State.NEW
    return card.suspended is (kind == Kind.RESUME)


def _change(kind: Kind, ids: Collection[int], now: datetime, day: date | None, begins: datetime) -> None:
    rows = Card.objects.filter(pk__in=ids)
    if kind in PUT:
        rows.update(due=begins, buried_until=day)
    elif kind == Kind.FORGET:
        rows.update(**asdict(Memory()), due=now, changed=False, buried_until=None)
    else:
        rows.update(suspended=kind == Kind.SUSPEND)


def _last_reviews(cards: Collection[Card]) -> dict[int, int]:
    """The latest review (id) of each of these cards."""
    rows = Review.objects.filter(card__in=cards, rating__isnull=False).values_list("card")
    return dict(rows.annotate(last=Max("pk")))
