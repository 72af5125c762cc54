"""What can happen to a learner's memories: evidence arrives, a topic is taken up. How evidence is
taken back: `quizzes.reviews.taking_back`.

Evidence is a row of the log and a change of the card, written by one statement. The key a browser sends with a grade is
unique per learner: a repeated request finds its row and gets the first one's answer. A key belongs to one kind of act;
those of answers in quizzes are of `ANSWERED`, a version that no browser may send, so that nobody takes one in advance.
A grade under the key of an act is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from quizzes.bank.models import Fact
from quizzes.reviews import scheduling
from quizzes.reviews.cards import ANSWERED, HELD, Added, add_cards, apply_memory, cards_of, due_after, take_turn
from quizzes.reviews.days import local_day
from quizzes.reviews.errors import ChangedCardError, LaidAsideError, SpentKeyError, SpokenCardError, StaleCardError
from quizzes.reviews.making_room import make_room
from quizzes.reviews.models import Card, CardAct, Review
from quizzes.reviews.queries import card_of, model_of
from quizzes.reviews.scheduling import FULL, Memory, Rating, Scheduled, memory_of
from quizzes.reviews.siblings import keep_apart

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

# The row and the card together, under the card's row lock: a transaction of its own where there is none around it.
# Nothing is written if the card is no longer what the grade was computed from, if the learner's days begin elsewhere or
# their memories go by other parameters by now, or if the key is in a log already. An undo and another grade may have
# given the card the same stability by another way, but not the same difficulty too. The learner's row is held first, as
# everywhere: so whoever moves the learner's days (`move_due_days`) or fits their parameters waits for this grade, and
# this grade for them.
RECORD = """
WITH days AS MATERIALIZED (
    SELECT id FROM accounts_user
    WHERE id = %(learner)s AND time_zone = %(time_zone)s AND day_start = %(day_start)s
      AND memory_set IS NOT DISTINCT FROM %(memory_set)s::bigint
    FOR SHARE
), card AS (
    SELECT quizzes_card.id FROM days JOIN quizzes_card ON quizzes_card.learner_id = days.id
    WHERE quizzes_card.id = %(card)s AND reps = %(was_reps)s AND due = %(was_due)s
      AND stability IS NOT DISTINCT FROM %(was_stability)s::float8
      AND difficulty IS NOT DISTINCT FROM %(was_difficulty)s::float8
      AND NOT EXISTS (SELECT FROM quizzes_cardact WHERE learner_id = %(learner)s AND key = %(key)s)
    FOR UPDATE OF quizzes_card
), evidence AS (
    INSERT INTO quizzes_review
        (learner_id, card_id, fact_version, source, rating, weight, at, day, duration_ms, key,
         state, due, due_day, stability, difficulty, step, parameter_set_id)
    SELECT
        %(learner)s, card.id, %(fact_version)s, %(source)s, %(rating)s, %(weight)s, %(at)s, %(day)s, %(duration_ms)s,
        %(key)s, %(state)s, %(due)s, %(due_day)s::date, %(stability)s, %(difficulty)s, %(step)s,
        %(memory_set)s::bigint
    FROM card
    ON CONFLICT (learner_id, key) DO NOTHING
    RETURNING id
)
UPDATE quizzes_card
SET state = %(state)s, due = %(due)s, stability = %(stability)s, difficulty = %(difficulty)s, step = %(step)s,
    last_day = %(last_day)s, reps = %(reps)s, lapses = %(lapses)s, missed = %(missed)s, changed = false,
    buried_until = NULL
FROM evidence
WHERE quizzes_card.id = %(card)s
RETURNING evidence.id
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer in a quiz says about a fact. A guessed answer says nothing and is not passed on.

    ``weight`` in per cent is how far a right answer is more than luck: see `quizzes.reviews.scheduling`.
    """

    fact_id: int
    correct: bool
    key: UUID
    weight: int = FULL


class Terms(NamedTuple):
    """How evidence counts: its ``weight`` in per cent, the interval in ``days`` that its button said, and whether it
    brings the card ``far`` out, as what is known well (`quizzes.reviews.knowing`)."""

    weight: int = FULL
    days: int | None = None
    far: bool = False


PLAIN = Terms()


def grade(
    *,
    learner: "User",
    card_id: int,
    rating: int,
    now: datetime,
    key: UUID,
    duration_ms: int | None = None,
    reps: int | None = None,
    changed: bool = True,
    spoken: bool = False,
    terms: Terms = PLAIN,
) -> Review:
    """Take a learner's grade of a flashcard; ``spoken`` if it comes from what was ticked (`quizzes.reviews.spoken`).

    ``reps`` is the count of reviews the card had when it was shown, ``changed`` whether it was shown as changed. Raises
    `Card.DoesNotExist` for a card that is not the learner's and, where the grade is not a repetition, `StaleCardError`
    if the count has moved on, `ChangedCardError` if the fact has changed, `LaidAsideError` if it is asked no more;
    `SpokenCardError` for a grade of the other sort, `SpentKeyError` where the key is that of an undo, of another card's
    grade, of an act or an answer's.
    """
    if key.version == ANSWERED:
        raise SpentKeyError
    while True:
        card = card_of(learner, card_id, now)
        if (card.fact.kind == Fact.Kind.PROMPT) is not spoken:
            raise SpokenCardError
        stale = reps is not None and reps != card.reps
        reworded = card.changed and not changed
        if not stale and not reworded and not card.laid_aside:
            recorded = _record(card, Rating(rating), learner, Review.Source.REVIEW, now, key, duration_ms, terms)
            if recorded:
                keep_apart(card, learner, now, key, model_of(learner))
                return recorded
        if first := _first(learner, card_id, key):
            return first
        if card.laid_aside:
            raise LaidAsideError
        if stale:
            raise StaleCardError
        if reworded:
            raise ChangedCardError
        # other evidence, other days or parameters came between reading and writing: look again
        learner.refresh_from_db(fields=HELD)


def _first(learner: "User", card_id: int, key: UUID) -> Review | None:
    """The grade that a repeated press repeats. Raises `SpentKeyError` where its key was used for something else."""
    first: Review | None = Review.objects.select_related("card__fact").filter(learner=learner, key=key).first()
    if first and (first.rating is None or first.card_id != card_id):
        raise SpentKeyError
    if first is None and CardAct.objects.filter(learner=learner, key=key).exists():
        raise SpentKeyError
    return first


@transaction.atomic(savepoint=False)
def record_answers(*, learner: "User", outcomes: Sequence[Outcome], source: Review.Source, now: datetime) -> None:
    """Take a quiz's answers as evidence: right is Good, wrong is Again. Facts without a card get one. What comes back
    today goes into its minutes."""
    facts = {outcome.fact_id for outcome in outcomes}
    take_turn(learner)
    add_cards(learner, Fact.objects.filter(pk__in=facts), now)
    cards = {
        card.fact_id: card
        for card in cards_of(learner).select_for_update(of=("self",)).filter(fact__in=facts).order_by("pk")
    }
    for outcome in outcomes:
        rating, weight = (Rating.GOOD, outcome.weight) if outcome.correct else (Rating.AGAIN, FULL)
        _record(cards[outcome.fact_id], rating, learner, source, now, outcome.key, terms=Terms(weight))
    make_room(learner=learner, cards=cards.values(), now=now)


@transaction.atomic
def add_topics(*, learner: "User", topic_ids: Sequence[int], now: datetime, deeper: bool = False) -> Added:
    """Take up the core facts of these topics and what is answered aloud as new cards, or with ``deeper`` all facts, in
    the order of the pages. How many were not there yet.
    """
    take_turn(learner)
    facts = Fact.objects.askable().filter(topic__in=topic_ids)
    return add_cards(learner, facts if deeper else facts.filter(Q(core=True) | Q(kind=Fact.Kind.PROMPT)), now)


def _record(
    card: Card,
    rating: Rating,
    learner: "User",
    source: Review.Source,
    now: datetime,
    key: UUID,
    duration_ms: int | None = None,
    terms: Terms = PLAIN,
) -> Review | None:
    """Write evidence about a card and bring the card up to date; None where `RECORD` writes nothing."""
    row, memory = graded(card, rating, learner, source, now, key, duration_ms, terms)
    if not _written(row, card, memory):
        return None
    apply_memory(card, memory)
    card.due, card.changed, card.buried_until = row.due, False, None
    return row


def graded(
    card: Card,
    rating: Rating,
    learner: "User",
    source: Review.Source,
    now: datetime,
    key: UUID,
    duration_ms: int | None = None,
    terms: Terms = PLAIN,
) -> tuple[Review, Memory]:
    """The row that evidence about a card is, and the memory that it makes; nothing is written."""
    day = local_day(now, learner.time_zone, learner.day_start)
    after = _scheduled(card, rating, learner, day, terms)
    due, due_day = due_after(after.wait, now, day, learner)
    row = Review(
        learner=learner,
        card=card,
        fact_version=card.fact.version,
        source=source,
        rating=rating,
        weight=terms.weight,
        at=now,
        day=day,
        duration_ms=duration_ms,
        key=key,
        state=after.memory.state,
        due=due,
        due_day=due_day,
        stability=after.memory.stability,
        difficulty=after.memory.difficulty,
        step=after.memory.step,
    )
    return row, after.memory


def _scheduled(card: Card, rating: Rating, learner: "User", day: date, terms: Terms) -> Scheduled:
    """What a grade makes of a card's memory, by its learner's model and settings."""
    return scheduling.review(
        memory_of(card),
        rating,
        model=model_of(learner),
        day=day,
        retention=learner.desired_retention,
        chance=scheduling.chance(card.pk, card.reps),
        weight=terms.weight,
        maximum=learner.maximum_interval,
        promised=terms.days,
        far=terms.far,
    )


def _written(row: Review, card: Card, memory: Memory) -> bool:
    """Whether `RECORD` has written the row, and the memory to its card as that was read; the row has its id then."""
    values = {field.name: getattr(row, field.attname) for field in Review._meta.concrete_fields}
    values |= {"last_day": memory.last_day, "reps": memory.reps, "lapses": memory.lapses, "missed": memory.missed}
    values |= {"was_reps": card.reps, "was_due": card.due}
    values |= {"was_stability": card.stability, "was_difficulty": card.difficulty}
    values |= {name: getattr(row.learner, name) for name in HELD}
    with connection.cursor() as cursor:
        cursor.execute(RECORD, values)
        written = cursor.fetchone()
    if written:
        row.pk = written[0]
    return written is not None
