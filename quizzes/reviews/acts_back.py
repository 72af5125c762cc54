"""Acts that are taken back: the cards become what they were before, or what their log has made of them since."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery

from quizzes.reviews.cards import apply_memory, locked, move_due_days
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.models import MEMORY, Card, CardAct, Review
from quizzes.reviews.replaying import changed_since, due_anew, memory_from

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

Kind = CardAct.Kind
PUT = (Kind.BURY, Kind.MOVE, Kind.APART)  # what puts a card on another day


def standing_act(learner: "User", since: datetime) -> CardAct | None:
    """The latest act since an instant that has not been taken back. What happened for a sibling's sake goes with the
    sibling's grade."""
    acts = CardAct.objects.filter(learner=learner, at__gte=since, undone_by=None).exclude(
        kind__in=[Kind.UNDO, Kind.APART]
    )
    return acts.order_by("-at", "-pk").first()


def put_last(card: Card, *, before: datetime, since: datetime | None) -> date | None:
    """The day on which a standing act had put a card before an instant, if nothing else has happened ``since``."""
    acts = CardAct.objects.filter(card=card, undone_by=None, kind__in=[*PUT, Kind.FORGET], at__lte=before)
    last = acts.filter(at__gte=since).last() if since else acts.order_by("at", "pk").last()
    return last.until if last and last.kind != Kind.FORGET else None


def put_again(*, learner: "User", cards: Collection[int]) -> None:
    """Let these cards (ids) be put on the day again on which a standing act has put them, if nothing was answered
    since: evidence that is recorded, or taken back, later than it was given ends no act that came after it.

    As with the act itself, what is due later than it was put off to anyway is left alone. The learner's turn is taken.
    """
    rows = Review.objects.effective().filter(learner=learner, card__in=cards).values_list("card")
    answered = dict(rows.annotate(last=Max("at")))
    acts = CardAct.objects.filter(learner=learner, card__in=cards, undone_by=None, kind__in=[*PUT, Kind.FORGET])
    last = {act.card_id: act for act in acts.order_by("pk")}
    for card in locked(learner, last).values():
        act = last[card.pk]
        begins = day_begins(act.until, learner.time_zone, learner.day_start)
        stands = act.kind != Kind.FORGET and not (card.pk in answered and answered[card.pk] > act.at)
        if stands and (act.kind == Kind.MOVE or card.due < begins):
            Card.objects.filter(pk=card.pk).update(due=begins, buried_until=act.until)


def take_back(act: CardAct, *, learner: "User", now: datetime, key: UUID) -> CardAct | None:
    """Take back an act with all of its cards; the row of the last one. The learner's turn is taken.

    A card that has been graded or put off anew since is due when that says.
    """
    rows = list(CardAct.objects.filter(learner=learner, key=act.key, undone_by=None).order_by("card"))
    cards = locked(learner, [row.card_id for row in rows])
    day = local_day(now, learner.time_zone, learner.day_start)
    undone = [
        CardAct(
            learner=learner, card_id=row.card_id, kind=Kind.UNDO, undoes=row, key=key, at=now, day=day,
            was_due=cards[row.card_id].due, was_buried_until=cards[row.card_id].buried_until,
        )
        for row in rows
    ]  # fmt: skip
    if act.kind in PUT:
        _give_days_back(act, [row for row in rows if cards[row.card_id].buried_until == row.until], learner, now)
    elif act.kind == Kind.FORGET:
        made = CardAct.objects.bulk_create(undone)  # the log counts again from here on
        _remember(rows, cards, learner, now)
        return made[-1]
    else:
        Card.objects.filter(pk__in=cards).update(suspended=act.kind == Kind.RESUME)
    return CardAct.objects.bulk_create(undone)[-1] if undone else None


def _give_days_back(act: CardAct, rows: Collection[CardAct], learner: "User", now: datetime) -> None:
    """Let these cards be due as they were before an act, in a few statements however many they are: at the instants of
    then, and those in review when their day begins by now."""
    ids = [row.card_id for row in rows]
    row = CardAct.objects.filter(learner=learner, key=act.key, card=OuterRef("pk"))
    Card.objects.filter(pk__in=ids).update(
        due=Subquery(row.values("was_due")), buried_until=Subquery(row.values("was_buried_until"))
    )
    move_due_days(learner=learner, cards=ids)
    Card.objects.filter(pk__in=ids, changed=True, buried_until=None, due__gt=now).update(due=now)


def _remember(rows: Iterable[CardAct], cards: dict[int, Card], learner: "User", now: datetime) -> None:
    """Let these cards be what their whole log makes of them, due as before where nothing has come since."""
    logs: dict[int, list[Review]] = defaultdict(list)
    for review in Review.objects.remembered().filter(card__in=cards).order_by("pk"):
        logs[review.card_id].append(review)
    for row in rows:
        card, log = cards[row.card_id], logs[row.card_id]
        apply_memory(card, memory_from(log, learner))
        card.changed = changed_since(card, log)
        if log and log[-1].pk > (row.forgets_id or 0):
            card.due, card.buried_until = due_anew(card, log, learner)[0], None
        elif card.buried_until is None:
            card.due, card.buried_until = row.was_due, row.was_buried_until
        card.due = min(card.due, now) if card.changed and card.buried_until is None else card.due
    Card.objects.bulk_update(cards.values(), [*MEMORY, "due", "changed", "buried_until"], batch_size=500)
    move_due_days(learner=learner, cards=list(cards))
