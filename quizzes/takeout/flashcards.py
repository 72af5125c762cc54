"""One's own cards with their memories, for Anki."""

from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from quizzes.bank.exchange import apkg
from quizzes.bank.exchange.apkg_memory import Memory, Seen
from quizzes.bank.exchange.queries import cards
from quizzes.bank.exchange.records import ExchangeCard
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.models import Card, CardNote, Review
from sdwiki.events import event

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

# Anki takes the date of a package's beginning where it is opened: at noon that is the same in most places. It lies long
# before today, so that no card was due before it.
BEFORE, NOON = timedelta(3650), 12
LONGEST = 60_000  # milliseconds that Anki counts of one review


@transaction.atomic
def write_flashcards(*, learner: "User", path: Path, now: datetime) -> int:
    """Write the learner's cards that are still in the wiki as an Anki package with due days and log: how many."""
    today = local_day(now, learner.time_zone, learner.day_start)
    first = today - BEFORE
    own = Card.objects.filter(learner=learner).select_related("fact__topic")
    log, written = _log(learner), _written(learner)
    memories, topics = {}, set()
    for card in own.only(*(field.attname for field in Card._meta.concrete_fields), "fact__key", "fact__topic__slug"):
        day = local_day(card.due, learner.time_zone, learner.day_start)
        interval = max((day - card.last_day).days, 1) if card.last_day and card.state >= Card.State.REVIEW else 0
        memories[card.fact.key] = Memory(
            card.state, card.due, (day - first).days, interval, card.stability, card.difficulty, card.reps,
            card.lapses, card.suspended, log[card.pk], card.flag,
            *written.get(card.pk, ()),
        )  # fmt: skip
        topics.add(card.fact.topic.slug)
    # a card that is asked both ways has one memory: it goes out once, the way it is asked first
    wanted: dict[str, ExchangeCard] = {}
    for one in cards(topics):
        if one.key in memories:
            wanted.setdefault(one.key, one)
    begins = day_begins(first, learner.time_zone, NOON)
    count = apkg.write(wanted.values(), path, memories=memories, begins=begins)
    event("account.cards_taken", account=learner.pk, cards=count)
    return count


def _written(learner: "User") -> dict[int, tuple[tuple[str, str], datetime]]:
    """What was written to each card, and when."""
    notes = CardNote.objects.filter(card__learner=learner)
    return {note.card_id: ((note.mnemonic, note.note), note.at) for note in notes}


def _log(learner: "User") -> dict[int, list[Seen]]:
    """What was reviewed of each card, the oldest first, without what was taken back or came before it began anew."""
    found: dict[int, list[Seen]] = defaultdict(list)
    states: dict[int, int] = {}
    for review in Review.objects.remembered().filter(learner=learner).order_by("at", "pk"):
        mine = found[review.card_id]
        interval = max((review.due_day - review.day).days, 0) if review.due_day else 0
        before = mine[-1].interval if mine else 0
        state = states.get(review.card_id, Card.State.NEW)
        took = min(review.duration_ms or 0, LONGEST)
        mine.append(Seen(review.at, review.rating or 0, interval, before, took, state))
        states[review.card_id] = review.state
    return found
