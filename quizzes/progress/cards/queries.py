"""A learner's cards as they are listed, and one of them with its log."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from content.models import Phase, Topic
from quizzes.progress.cards.words import ACTS, QUIZZES, Line, review_line
from quizzes.reviews.askable import askable_card
from quizzes.reviews.asking import asking
from quizzes.reviews.mistakes import mistaken
from quizzes.reviews.models import Card, CardAct, Review
from quizzes.reviews.queue import LEECH

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

PATH = ("fact__topic__phase__position", "fact__topic__position", "fact__topic", "fact__position", "pk")
LEARNING = (Card.State.LEARNING, Card.State.RELEARNING)
LOG = 100  # lines of a card's log that are shown
NEEDED = (
    "state", "due", "stability", "difficulty", "last_day", "reps", "lapses", "missed", "suspended", "changed", "flag",
    "buried_until", "learner_id", "step",
    "fact__option", "fact__dimension", "fact__value", "fact__qualifier", "fact__kind", "fact__caption", "fact__anchor",
    "fact__retired_at", "fact__core", "fact__position", "fact__topic__slug", "fact__topic__title",
    "fact__flashcard__retired_at",
)  # fmt: skip


def cards_of(learner: "User") -> QuerySet[Card]:
    """The learner's cards with what a list says of them; the texts that the search reads stay where they are."""
    return Card.objects.filter(learner=learner).select_related("fact__topic", "fact__flashcard").only(*NEEDED)


def with_words(learner: "User") -> QuerySet[Card]:
    """The same with what the learner has written to them."""
    return cards_of(learner).select_related("own").only(*NEEDED, "own__note", "own__mnemonic", "own__version")


def listed(
    learner: "User",
    now: datetime,
    *,
    q: str = "",
    topic: Topic | None = None,
    phase: Phase | None = None,
    show: str = "",
    order: str = "",
) -> QuerySet[Card]:
    """The learner's cards that fit, in an order that is the same each time."""
    found = cards_of(learner)
    if q:
        found = found.filter(_says(q))
    if topic:
        found = found.filter(fact__topic=topic)
    if phase:
        found = found.filter(fact__topic__phase=phase)
    found = found.filter(askable_card(), asking(learner, now).due) if show == "due" else _shown(found, show, now)
    return found.order_by(*_ordered(order))


def _says(q: str) -> Q:
    """Each word stands somewhere in the fact, its flashcard, or what the learner has written to it."""
    places = (
        "fact__option", "fact__dimension", "fact__value", "fact__caption", "fact__topic__title",
        "fact__flashcard__prompt", "own__note", "own__mnemonic",
    )  # fmt: skip
    found = Q()
    for word in q.split():
        found &= Q(*((f"{place}__icontains", word) for place in places), _connector=Q.OR)
    return found


def _shown(cards: QuerySet[Card], show: str, now: datetime) -> QuerySet[Card]:
    match show:
        case "new":
            return cards.filter(askable_card(), state=Card.State.NEW)
        case "learning":
            return cards.filter(askable_card(), state__in=LEARNING)
        case "review":
            return cards.filter(askable_card(), state=Card.State.REVIEW)
        case "mistakes":
            return mistaken(cards)
        case "leech":
            return cards.filter(lapses__gte=LEECH)
        case "flagged":
            return cards.filter(flag=True)
        case "noted":
            return cards.filter(Q(own__note__gt="") | Q(own__mnemonic__gt=""))
        case "suspended":
            return cards.filter(suspended=True)
        case "buried":
            return cards.filter(buried_until__isnull=False, due__gt=now)
        case "aside":
            return cards.exclude(askable_card() | Q(suspended=True))
    return cards


def _ordered(order: str) -> tuple[str | Combinable, ...]:
    """Cards that were never asked have no memory: they come last."""
    match order:
        case "due":
            fresh = Case(When(state=Card.State.NEW, then=Value(1)), default=Value(0))
            return (fresh, "due", *PATH)
        case "difficulty":
            return (F("difficulty").desc(nulls_last=True), *PATH)
        case "stability":
            return (F("stability").asc(nulls_last=True), *PATH)
        case "lapses":
            return ("-lapses", *PATH)
    return PATH


def log_of(card: Card, *, most: int = LOG) -> list[Line]:
    """What happened to a card, the latest first. Two statements."""
    rows = Review.objects.filter(card=card).select_related("undone_by").order_by("-pk")[:most]
    acts = CardAct.objects.filter(card=card).order_by("-pk")[:most]
    lines = [review_line(row, undone=hasattr(row, "undone_by")) for row in rows if row.rating]
    lines += [Line(act.at, ACTS[act.kind]) for act in acts]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:most]


@dataclass(frozen=True)
class InQuizzes:
    """How often the fact of a card was answered in quizzes, how often rightly, and when and how the last time."""

    answers: int
    right: int
    last: datetime
    was_right: bool


def in_quizzes(card: Card) -> InQuizzes | None:
    """What quizzes have told of a card by now; None where they have told nothing."""
    found = Review.objects.effective().filter(card=card, source__in=QUIZZES).order_by("at", "pk")
    told = [(at, rating != Review.Rating.AGAIN) for at, rating in found.values_list("at", "rating")]
    return InQuizzes(len(told), sum(right for _, right in told), *told[-1]) if told else None
