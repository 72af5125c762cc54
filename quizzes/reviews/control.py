"""What a learner does with cards without saying how well they know them: laid aside, put off, marked, noted.

None of it is evidence: stability and difficulty stay what the log makes of them. A press is a row of `CardAct` for each
card that it changes; a repeated one finds its rows. A card that is put off is due as the next day begins, so the queue
and the load need to know nothing of it.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery

from quizzes.bank.models import Fact
from quizzes.reviews.cards import add_cards, take_turn
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.errors import SpentKeyError, StaleNoteError
from quizzes.reviews.models import Card, CardAct, CardNote, Review

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

ONE = timedelta(days=1)
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


def standing_act(learner: "User", since: datetime) -> CardAct | None:
    """The latest act since an instant that has not been taken back."""
    acts = CardAct.objects.filter(learner=learner, at__gte=since, undone_by=None).exclude(kind=Kind.UNDO)
    return acts.order_by("-at", "-pk").first()


def take_back(act: CardAct, *, learner: "User", now: datetime, key: UUID) -> CardAct:
    """Take back an act with all of its cards; the row of the last one. The learner's turn is taken.

    A card that has been graded or put off anew since is due when that says.
    """
    rows = list(CardAct.objects.filter(learner=learner, key=act.key, undone_by=None).order_by("card"))
    cards = _locked(learner, [row.card_id for row in rows])
    day = local_day(now, learner.time_zone, learner.day_start)
    undone = [
        CardAct(
            learner=learner, card_id=row.card_id, kind=Kind.UNDO, undoes=row, key=key, at=now, day=day,
            was_due=cards[row.card_id].due, was_buried_until=cards[row.card_id].buried_until,
        )
        for row in rows
    ]  # fmt: skip
    _give_back(act, [row for row in rows if row.kind != Kind.BURY or cards[row.card_id].buried_until == row.day + ONE])
    return CardAct.objects.bulk_create(undone)[-1]


def _give_back(act: CardAct, rows: Collection[CardAct]) -> None:
    """Let these cards be what they were before an act, in one statement however many they are."""
    cards = Card.objects.filter(pk__in=[row.card_id for row in rows])
    if act.kind == Kind.BURY:
        row = CardAct.objects.filter(learner=act.learner_id, key=act.key, card=OuterRef("pk"))
        cards.update(due=Subquery(row.values("was_due")), buried_until=Subquery(row.values("was_buried_until")))
    else:
        cards.update(suspended=act.kind == Kind.RESUME)


def _act(kind: Kind, learner: "User", ids: Collection[int], now: datetime, key: UUID) -> int:
    take_turn(learner)
    if done := list(CardAct.objects.filter(learner=learner, key=key).values_list("kind", flat=True)):
        if set(done) != {kind}:
            raise SpentKeyError
        return len(done)
    if Review.objects.filter(learner=learner, key=key).exists():
        raise SpentKeyError
    today = local_day(now, learner.time_zone, learner.day_start)
    tomorrow = day_begins(today + ONE, learner.time_zone, learner.day_start)
    cards = [card for card in _locked(learner, ids).values() if _changes(kind, card, tomorrow)]
    CardAct.objects.bulk_create(
        CardAct(
            learner=learner, card=card, kind=kind, key=key, at=now, day=today, was_due=card.due,
            was_buried_until=card.buried_until,
        )
        for card in cards
    )  # fmt: skip
    _change(kind, cards, today + ONE, tomorrow)
    return len(cards)


def _changes(kind: Kind, card: Card, tomorrow: datetime) -> bool:
    if kind == Kind.BURY:
        return not card.suspended and card.due < tomorrow
    return card.suspended is (kind == Kind.RESUME)


def _change(kind: Kind, cards: Collection[Card], day: date, begins: datetime) -> None:
    rows = Card.objects.filter(pk__in=[card.pk for card in cards])
    if kind == Kind.BURY:
        rows.update(due=begins, buried_until=day)
    else:
        rows.update(suspended=kind == Kind.SUSPEND)


def _locked(learner: "User", ids: Collection[int]) -> dict[int, Card]:
    """The learner's cards among these, in the order in which everybody locks them."""
    rows = Card.objects.filter(learner=learner, pk__in=ids).order_by("pk").select_for_update()
    return {card.pk: card for card in rows}
