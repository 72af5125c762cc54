"""All that somebody has tried at one quiz: which attempt counts, and whether it passes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quizzes.attempts.closing import with_closing
from quizzes.attempts.models import Attempt
from quizzes.attempts.rules import BEST, Rules
from sdwiki.rounding import percent

LISTED = 10
HAIR = 1e-9  # a sum of shares may lie so far beside what it should be


@dataclass(frozen=True)
class Try:
    """An attempt that has ended: when, and the share of its marks that was earned."""

    pk: int
    at: datetime
    share: float


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in a quiz after an attempt: all their tries, the oldest first, that one among them."""

    rules: Rules
    this: Try
    tries: tuple[Try, ...]

    @property
    def counting(self) -> Try:
        """The try that counts, by the rules of the attempt that is looked at."""
        return max(self.tries, key=lambda one: one.share) if self.rules.counts == BEST else self.tries[-1]

    @property
    def passed(self) -> bool | None:
        """Whether this attempt passes; None where nobody passes or fails."""
        return _passes(self.this, self.rules)

    @property
    def mark(self) -> int:
        """What passes, in per cent; 0 where nothing is asked for."""
        return percent(self.rules.pass_mark or 0)

    @property
    def latest(self) -> tuple[Try, ...]:
        """The last of them, the newest first."""
        return self.tries[: -LISTED - 1 : -1]

    @property
    def told(self) -> str:
        """Their scores in words, the first one first."""
        return ", ".join(f"{percent(one.share)} %" for one in self.tries)

    @property
    def curve(self) -> str:
        """Their scores as the points of a line, 300 wide and 60 high with a margin of 6, by their order."""
        step = 288 / max(1, len(self.tries) - 1)
        return " ".join(f"{6 + place * step:.1f},{66 - 60 * one.share:.1f}" for place, one in enumerate(self.tries))

    @property
    def counted(self) -> str:
        """Which attempt counts, in words; empty where there is only one."""
        if len(self.tries) < 2:
            return ""
        which = "best" if self.rules.counts == BEST else "last"
        said = f"Of your {len(self.tries)} attempts the {which} counts: {percent(self.counting.share)} %"
        passes = _passes(self.counting, self.rules)
        return f"{said}." if passes is None else f"{said}, which {'passes' if passes else 'does not pass'}."


def _passes(one: Try, rules: Rules) -> bool | None:
    return None if rules.pass_mark is None else one.share >= rules.pass_mark - HAIR


def standing(attempt: Attempt, now: datetime) -> Standing | None:
    """Where the learner of an attempt stands in its quiz, as far as that may be told by now; None where nothing of it
    counts."""
    if attempt.submitted_at is None or not attempt.max_score:
        return None
    this = _try(attempt)
    return Standing(attempt.agreed, this, tuple(_tries(attempt, now)) if attempt.quiz_id else (this,))


def _tries(attempt: Attempt, now: datetime) -> Sequence[Try]:
    ended = Attempt.objects.filter(quiz=attempt.quiz_id, learner=attempt.learner_id, submitted_at__isnull=False)
    found = with_closing(ended.filter(max_score__gt=0)).order_by("submitted_at", "pk")
    return [_try(one) for one in found if one.pk == attempt.pk or one.scores(now)]


def _try(attempt: Attempt) -> Try:
    assert attempt.submitted_at is not None
    assert attempt.max_score
    return Try(attempt.pk, attempt.submitted_at, (attempt.score or 0.0) / attempt.max_score)
