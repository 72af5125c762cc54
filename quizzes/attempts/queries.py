"""Reads across quizzes: what can be asked, what is open, what is past, and the best exams."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Prefetch, Q, Value
from django.db.models.functions import Concat

from content.models import Phase, Topic
from quizzes.attempts.closing import with_closing
from quizzes.attempts.models import Attempt, Quiz
from quizzes.attempts.models.quizzes import EXAM_KEY
from quizzes.attempts.services import EXAM_QUESTIONS
from quizzes.attempts.shown import ShownQuestion
from quizzes.bank.kinds import KINDS, Evidence
from quizzes.bank.models import Fact, Question
from quizzes.reviews.queries import waiting

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@dataclass(frozen=True)
class ScopeTopic:
    """A topic that can be practised: its questions, and how many of those that count in an exam one quiz can ask."""

    topic: Topic
    questions: int
    graded: int


@dataclass(frozen=True)
class ScopePhase:
    """A phase with its topics; ``best`` is the learner's best exam as a share, None without one."""

    phase: Phase
    topics: tuple[ScopeTopic, ...]
    best: float | None = None

    @property
    def questions(self) -> int:
        return sum(topic.questions for topic in self.topics)

    @property
    def graded(self) -> int:
        return sum(topic.graded for topic in self.topics)

    @property
    def examinable(self) -> bool:
        return self.graded >= EXAM_QUESTIONS


def scopes(learner_id: int | None) -> list[ScopePhase]:
    """The phases and topics with the number of their questions.

    A quiz asks one question about a row of a table (its questions answer each other), so for an exam rows are counted,
    those about which there are questions that need no other row.
    """
    row = Concat("facts__group", Value("/"), "facts__label")
    alone = Q(graded=True) & ~Q(kind__in=[code for code, kind in KINDS.items() if not kind.one_row])
    counts = {
        topic: (every, graded)
        for topic, every, graded in Question.objects.live()
        .values("topic")
        .annotate(every=Count("pk", distinct=True), graded_ones=Count(row, distinct=True, filter=alone))
        .values_list("topic", "every", "graded_ones")
    }
    topics: dict[Phase, list[ScopeTopic]] = defaultdict(list)
    for topic in Topic.objects.topics().select_related("phase").defer(*Topic.TEXTS):
        assert topic.phase is not None
        topics[topic.phase].append(ScopeTopic(topic, *counts.get(topic.pk, (0, 0))))
    best = best_exam([learner_id], [phase.pk for phase in topics]) if learner_id else {}
    return [ScopePhase(phase, tuple(found), best.get((learner_id or 0, phase.pk))) for phase, found in topics.items()]


@dataclass(frozen=True)
class Selection:
    """What is ticked when the page opens (slugs, kinds), and the phase whose exam is offered first."""

    phases: frozenset[str]
    topics: frozenset[str]
    exam: str
    kinds: frozenset[str]
    difficulty: str


def preselect(
    scopes: Sequence[ScopePhase],
    *,
    phases: Sequence[str],
    topics: Sequence[str],
    kinds: Sequence[str] = (),
    difficulty: Sequence[str] = (),
) -> Selection:
    """The scope that the address asks for; without one the first phase, so that one press starts something."""
    known = {scope.phase.slug for scope in scopes} & set(phases)
    single = {topic.topic.slug for scope in scopes for topic in scope.topics} & set(topics)
    if not known and not single:
        known = {scope.phase.slug for scope in scopes[:1]}
    offered = [scope.phase.slug for scope in scopes if scope.examinable]
    exam = next((slug for slug in offered if slug in known), offered[0] if offered else "")
    level = next((text for text in difficulty if text in ("1", "2", "3")), "0")
    return Selection(frozenset(known), frozenset(single), exam, frozenset(kinds) & KINDS.keys(), level)


def best_exam(learner_ids: Iterable[int], phase_ids: Iterable[int]) -> dict[tuple[int, int], float]:
    """The best finished exam of each learner in each phase, as a share of its marks; no entry without one."""
    rows = (
        Attempt.objects.filter(
            kind=Attempt.Kind.EXAM, learner__in=list(learner_ids), phase__in=list(phase_ids), max_score__gt=0
        )
        .filter(submitted_at__isnull=False)
        .values("learner", "phase")
        .annotate(best=Max(F("score") / F("max_score")))
        .values_list("learner", "phase", "best")
    )
    return {(learner, phase): best for learner, phase, best in rows}


def quizzes_of(learner_id: int) -> list[Quiz]:
    """What somebody can take that is a row: their own quizzes, the newest first, then what is ready-made. The exams of
    phases stand apart. With each come the phases and topics that it is about."""
    about = ("phases", Prefetch("topics", Topic.objects.only("title")))
    mine = Quiz.objects.filter(Q(owner=learner_id) | Q(owner=None, for_class=False)).exclude(key__startswith=EXAM_KEY)
    return list(mine.order_by(F("owner").asc(nulls_last=True), "-created_at", "pk").prefetch_related(*about))


def open_attempts(learner_id: int, now: datetime, limit: int = 50) -> list[Attempt]:
    """The attempts that can be resumed, the newest first, each with how many of its questions are answered."""
    return list(
        Attempt.objects.filter(learner=learner_id, submitted_at__isnull=True)
        .filter(Q(deadline__isnull=True) | Q(deadline__gt=now))
        .annotate(
            asked=Count("questions", distinct=True),
            answered=Count("questions", distinct=True, filter=Q(questions__answers__isnull=False)),
        )[:limit]
    )


def past_attempts(learner_id: int, now: datetime, limit: int = 50) -> list[tuple[Attempt, bool]]:
    """The attempts that have ended with at least one question counted, the newest first, each with whether its score
    may be told."""
    ended = Attempt.objects.filter(learner=learner_id, submitted_at__isnull=False, max_score__gt=0)
    return [(attempt, attempt.scores(now)) for attempt in with_closing(ended)[:limit]]


def to_review(learner: "User", questions: Iterable[ShownQuestion], now: datetime) -> list[int]:
    """Facts (ids) that these answers have shown to be missing, as far as a review of them can begin now.

    A guess says nothing, as in `answers.record`, nor does what was put to the editors.
    """
    wrong = [q for q in questions if q.answered and not q.guessed and not q.right and not q.set_aside]
    probed = [q.question_id for q in wrong if q.kind.evidence is Evidence.PROBED]
    parts = {key for q in wrong if q.kind.evidence is not Evidence.PROBED for key in q.missed}
    facts = Fact.objects.live().filter(Q(questions__in=probed) | Q(key__in=parts))
    return waiting(learner, now, facts=facts) if wrong else []


def class_of(attempt: Attempt) -> Mapping[str, object] | None:
    """The class (``pk`` and ``name``) that set an attempt's quiz, while its learner is in it; else None. No statement
    for what has no quiz, nor for a phase's exam, which no class sets."""
    if attempt.quiz_id is None or attempt.phase_id:
        return None
    quiz = Quiz.objects.filter(pk=attempt.quiz_id, for_class=True)
    mine = {"of_class__cohort__memberships__learner": attempt.learner_id}
    there = quiz.filter(**mine, of_class__cohort__memberships__left_at=None)
    return there.values(pk=F("of_class__cohort"), name=F("of_class__cohort__name")).first()
