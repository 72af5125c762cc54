"""What a learner's day still holds, and how long that takes: the same figures on every page. Pure.

The page of reviews, Today, Progress and the result of a quiz all read a `Load` that `quizzes.reviews.counting` has
counted, so none can say what another denies.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sdwiki import rounding

Group = tuple[int, str]  # a topic, and a table or list in it: siblings

# Seconds for a review and for a fact seen the first time, until enough was timed for the learner's own medians.
REVIEW_SECONDS, FRESH_SECONDS = 12.0, 30.0
# A wrong answer takes so many times as long as a right one: the fact is asked once more.
WRONG_TO_RIGHT = 2.5
FIRST = 0.8  # the share of new facts that are understood at once, where nothing is known of the learner
# A new fact is asked again in its second step; one that was not understood at once, in both.
STEPS_OF_NEW = 2 - FIRST


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that a learner takes for a review, and for a fact seen the first time: for the first answer of a day.

    What comes back on the same day is beside these, on days that are not planned for a date: what it takes in
    expectation is said here alone. A plan for a date reckons with what its own cards bring (`quizzes.reviews.dated`).
    """

    review: float = REVIEW_SECONDS
    fresh: float = FRESH_SECONDS

    def lapses(self, recall: float) -> float:
        """What a review takes beside its first answer, by the chance of recall."""
        return (1 - recall) * (WRONG_TO_RIGHT - 1) * self.review

    @property
    def steps(self) -> float:
        """What a new fact takes beside its first answer, until it has passed its steps."""
        return STEPS_OF_NEW * self.review

    def reviewed(self, recall: float) -> float:
        """All that a review takes, by the chance of recall."""
        return self.review + self.lapses(recall)

    @property
    def begun(self) -> float:
        """All that a new fact takes on its first day."""
        return self.fresh + self.steps

    def seconds(
        self, reviews: int, fresh: int, beside: float = 0.0, *, again: float = 0.0, held: int | None = None
    ) -> float:
        """What these reviews and new facts take, with seconds for what is ``beside`` them and for what is asked
        ``again``, on a day for which so many minutes are ``held``. A new fact has its steps, and its part of what is
        beside."""
        seconds = reviews * self.review + fresh * self.fresh + beside + again
        return rounding.within(seconds, held, self.begun + beside / max(fresh, 1))

    def minutes(
        self, reviews: int, fresh: int, beside: float = 0.0, *, again: float = 0.0, held: int | None = None
    ) -> int:
        """The same in minutes."""
        return rounding.minutes(self.seconds(reviews, fresh, beside, again=again, held=held))


@dataclass(frozen=True, slots=True)
class Load:
    """How a learner's day stands at an instant, in everything or a part of it.

    ``done`` counts the facts that were reviewed today and do not come back before its end, however often each was
    asked; ``answers`` counts the answers of today, to everything. ``due`` is what can be reviewed now, steps included,
    ``learning`` what comes back later today, ``unseen`` new cards, of which the day still allows ``allowed``.
    ``next_at`` is when the next card that is not due yet comes back (today if there is ``learning``), ``last`` tells
    the siblings that the last card belonged to, ``acted`` whether an act of today stands that an undo would take back.
    ``beside`` are the seconds that a list for a date takes beside first answers: pages to read, and what may have to be
    asked again; ``again`` those of what has to be asked once more than it is counted, and on other days of what may
    have to be, in expectation. ``levelled`` counts what is due but was moved to the days after, as this day's minutes
    do not hold it or it is a day off: it is no part of the load. ``away``: the learner does not study today, so nothing
    is asked, steps of learning neither. ``held`` are the minutes that the learner sets aside for a day.
    """

    at: datetime
    done: int
    answers: int
    due: int
    learning: int
    unseen: int
    allowed: int
    next_at: datetime | None
    tomorrow: datetime
    pace: Pace
    last: Group | None
    acted: bool = False
    beside: float = 0.0
    again: float = 0.0
    levelled: int = 0
    away: bool = False
    held: int | None = None

    @property
    def fresh(self) -> int:
        """New facts left for today."""
        return min(self.unseen, self.allowed)

    @property
    def ready(self) -> int:
        """What can be answered now."""
        return self.due + self.fresh

    @property
    def left(self) -> int:
        """All of today's work."""
        return self.ready + self.learning

    @property
    def takes(self) -> float:
        """The seconds that this takes, by the learner's own pace."""
        return self.pace.seconds(self.due + self.learning, self.fresh, self.beside, again=self.again, held=self.held)

    @property
    def over(self) -> bool:
        """Whether there was work today, and none is left."""
        return self.done > 0 and not self.left

    @property
    def minutes(self) -> int:
        """About how long that is."""
        return rounding.minutes(self.takes)

    @property
    def empty(self) -> bool:
        """Whether there is no card at all that could ever be asked."""
        return not (self.left or self.unseen or self.next_at)

    @property
    def seconds(self) -> int | None:
        """How long until a card in learning comes back, rounded up; None where none does today."""
        if not self.learning or not self.next_at:
            return None
        return -(-(self.next_at - self.at) // timedelta(seconds=1))
