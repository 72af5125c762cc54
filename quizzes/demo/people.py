"""What the learners of the demonstration did: sixty days of cards, and for some of them a quiz and words said aloud."""

from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from quizzes.attempts import services as quizzes
from quizzes.attempts.saving import save_answer
from quizzes.attempts.scoring import Given
from quizzes.bank.kinds import CHOOSE, OPTION
from quizzes.bank.models import Checkpoint, Fact
from quizzes.demo.habits import Habit
from quizzes.reviews.history import History
from quizzes.reviews.models import Card
from quizzes.reviews.scheduling import Rating
from quizzes.reviews.spoken import grade_spoken
from sdwiki.accounts.models import User

MOST_DUE = 40  # cards of one sitting that were seen before
A_CARD, STEP, LAST = timedelta(seconds=9), timedelta(minutes=11), timedelta(hours=2)
ASKED, WRONG = 10, (4, 8)  # questions of a quiz, and which of them are answered wrongly
SPOKEN = 3


def study(learner: User, habit: Habit, now: datetime, chance: Random) -> int:
    """Live the days of a habit: how many grades came of it."""
    history = History(learner)
    for ago in habit.sittings():
        at = now - timedelta(days=ago) - LAST
        cards = [*history.due(at)[:MOST_DUE], *history.fresh(at)[: habit.takes(ago)]]
        _sit(history, cards, habit, at, chance)
        _sit(history, history.due(at + STEP)[:MOST_DUE], habit, at + STEP, chance)  # what is within its steps
    return history.store()


def _sit(history: History, cards: list[Card], habit: Habit, at: datetime, chance: Random) -> None:
    for place, card in enumerate(cards):
        seconds = chance.randint(4, 14)
        history.grade(card, Rating(habit.rating(chance)), at + place * A_CARD, seconds * 1000)


def speak(learner: User, now: datetime) -> None:
    """Some answers aloud, of which something was left out each time."""
    cards = Card.objects.filter(learner=learner, fact__kind=Fact.Kind.PROMPT).order_by("pk")[:SPOKEN]
    for card in cards:
        points = list(Checkpoint.objects.filter(fact=card.fact_id).values_list("pk", flat=True))
        grade_spoken(learner=learner, card_id=card.pk, shown=points, said=points[:-1], now=now, key=uuid4())


def be_asked(learner: User, topics: list[int], now: datetime) -> None:
    """A quiz of decisions and comparisons, most of it right."""
    quiz = quizzes.start_practice(
        learner=learner,
        visitor="",
        topics=topics,
        count=ASKED,
        title="Decisions and comparisons",
        kinds=(CHOOSE, OPTION),
        key=uuid4(),
        now=now,
    )
    for one in quiz.questions.select_related("version").order_by("position"):
        now += timedelta(seconds=20)
        choice = one.version.choices.filter(correct=one.position not in WRONG).order_by("position")[0]
        given = Given.of(choice.pk)
        save_answer(attempt_id=quiz.pk, position=one.position, given=given, sequence=0, key=uuid4(), now=now)
    quizzes.submit(attempt_id=quiz.pk, now=now)
