"""A placement: a practice of about twelve questions, each chosen by the answers before it.

Its answers are evidence as in any practice; what was not answered leaves every memory as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from content.models import Phase, Topic
from quizzes.attempts.answered_lately import answered_lately
from quizzes.attempts.answers import asked_in, given_of, last_of, order_of
from quizzes.attempts.errors import Conflict, TooFew
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion, Placement
from quizzes.attempts.placing import MOST, Probe, Told, following
from quizzes.attempts.rules import AT_ONCE, Rules
from quizzes.attempts.scoring import share
from quizzes.attempts.shown import ShownQuestion
from quizzes.attempts.words import told_finding
from quizzes.bank.kinds import BREAKS, CHANGE, CHOOSE, KINDS, ODD, Shape
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.queries import candidates
from quizzes.bank.shuffling import shuffled

if TYPE_CHECKING:
    from sdwiki.accounts.models import User

WORKED_OUT = {
    CHOOSE,
    BREAKS,
    CHANGE,
    ODD,
}  # from several needs, from sums, from all cells: long to read, at any facility


@dataclass(frozen=True)
class Finding:
    """What a placement found of a phase, in words."""

    phase: Phase
    text: str


@transaction.atomic
def start_placement(*, learner: "User", level: int, key: UUID, now: datetime) -> Attempt:
    """Begin a placement with its first question; for a key that was used before, the attempt that it made.

    Raises TooFew where there is nothing to ask, Conflict for a key that is somebody else's.
    """
    row = {"learner": learner, "kind": Attempt.Kind.PRACTICE, "title": "Placement", "seed": str(key), "started_at": now}
    row["rules"] = Rules(MOST, feedback=AT_ONCE).stored()
    made, created = Attempt.objects.get_or_create(key=key, defaults=row)
    if made.learner_id != learner.pk:
        raise Conflict
    if created:
        Placement.objects.create(attempt=made, level=level)
        if not ask_next(made):
            raise TooFew(0, 1)
    return made


def ask_next(attempt: Attempt) -> bool:
    """Add the next question to a placement whose questions are answered; whether there was one. The caller holds the
    attempt, or has just made it."""
    asked = list(attempt.questions.select_related("version__question").prefetch_related("answers").order_by("position"))
    probes = _probes(attempt, frozenset(one.version.question_id for one in asked))
    by_version = {probe.version: probe for probe in probes}
    told = [Told(by_version[q.version_id], _right(q)) for q in asked if q.version_id in by_version]
    chosen = following(probes, told, attempt.placement.level) if len(told) == len(asked) else None
    if chosen is None:
        return False
    version = QuestionVersion.objects.select_related("question").prefetch_related("choices").get(pk=chosen.version)
    AttemptQuestion.objects.create(
        attempt=attempt, position=len(asked) + 1, version=version, order=order_of(attempt.seed, version)
    )
    return True


def findings(questions: Sequence[ShownQuestion]) -> list[Finding]:
    """What the answered questions of a placement say of each phase."""
    said = []
    for phase in Phase.objects.filter(topics__retired_at__isnull=True, topics__isnull=False).distinct():
        own = [q for q in questions if q.answered and q.topic.phase_id == phase.pk]
        known, guessed = (sum(q.right and q.guessed is by for q in own) for by in (False, True))
        said.append(Finding(phase, told_finding(known, len(own), guessed)))
    return said


def _probes(attempt: Attempt, asked: frozenset[int]) -> list[Probe]:
    """The questions with one right choice, in an order of chance; what was answered lately only if asked here."""
    phases: dict[int, int] = dict(Topic.objects.topics().values_list("pk", "phase"))
    kinds = [name for name, kind in KINDS.items() if kind.shape.takes_one]
    live = Question.objects.live().filter(topic__in=phases, kind__in=kinds, current__isnull=False)
    sizes = {
        pk: (expected, 0.5 if KINDS[kind].shape is Shape.JUDGED else 1 / max(choices, 2), kind not in WORKED_OUT)
        for pk, expected, kind, choices in live.annotate(choices=Count("current__choices")).values_list(
            "current", "expected", "kind", "choices"
        )
    }
    lately = answered_lately(learner=attempt.learner_id) - asked
    fitting = [one for one in candidates(list(phases), lately) if one.version in sizes and not one.lately]
    return [
        Probe(one.version, phases[one.topic], one.topic, expected, luck, one.rows, plain)
        for one in shuffled(attempt.seed, fitting, lambda one: one.key)
        for expected, luck, plain in [sizes[one.version]]
    ]


def _right(question: AttemptQuestion) -> bool | None:
    answer = last_of(question)
    if answer is None or answer.sureness == Answer.Sureness.GUESS:
        return None
    return share(asked_in(question), given_of(answer)) == 1
