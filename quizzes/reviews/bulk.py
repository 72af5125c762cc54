"""What a learner does with many of their cards at once: bounded, and told how many it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from quizzes.reviews import control
from quizzes.reviews.cards import take_turn
from quizzes.reviews.errors import DueDayError, TooManyCardsError
from quizzes.reviews.models import Card

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

MOST = 5000  # cards of one press


class Act(StrEnum):
    """What may be done with many cards. A flag is a mark and no act of the log: nothing needs to be given back."""

    SUSPEND = "suspend"
    RESUME = "resume"
    BURY = "bury"
    MOVE = "move"
    FORGET = "forget"
    FLAG = "flag"
    UNFLAG = "unflag"


ACTS = {Act.SUSPEND: control.suspend, Act.RESUME: control.resume, Act.BURY: control.bury, Act.FORGET: control.forget}


@dataclass(frozen=True, slots=True)
class Done:
    """Of so many ``chosen`` cards of the learner so many were ``changed``; the others were like that already, or, where
    they were to be put off, are not due today."""

    act: Act
    chosen: int
    changed: int


@transaction.atomic
def act_on_cards(
    *, learner: "User", card_ids: Sequence[int], act: Act, now: datetime, key: UUID, to_day: date | None = None
) -> Done:
    """Do something with those of these cards that are the learner's; others' are passed over. A press repeated is one.

    No memory changes but of what begins anew; ``to_day`` is for what is due on another day. Raises `Card.DoesNotExist`
    where none is theirs, `TooManyCardsError` for more than `MOST`, `DueDayError` as `control.move`, and
    `SpentKeyError` where the key belongs to another act.
    """
    if len(card_ids) > MOST:
        raise TooManyCardsError
    take_turn(learner)
    own = Card.objects.filter(learner=learner, pk__in=card_ids)
    chosen = own.count()
    if not chosen:
        raise Card.DoesNotExist
    if act is Act.MOVE:
        if to_day is None:
            raise DueDayError
        moved = control.move(learner=learner, cards=card_ids, to_day=to_day, now=now, key=key)
        return Done(act, chosen, moved)
    if act in ACTS:
        return Done(act, chosen, ACTS[act](learner=learner, cards=card_ids, now=now, key=key))
    flag = act is Act.FLAG
    others = list(own.filter(flag=not flag).values_list("pk", flat=True))
    return Done(act, chosen, control.mark(learner=learner, cards=others, flag=flag))
