"""Computes the figures of questions, choices and exams from the answers, and reports what looks broken.

Set by set in SQL; `quizzes.statistics.theory` is the pure twin of every figure. Computing again changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import F

from content.reading.text import meaning
from quizzes.attempts.answers import asked_of
from quizzes.attempts.models import AttemptQuestion
from quizzes.attempts.scoring import guess
from quizzes.bank.kinds import Shape, of_shape
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.models.curation import QuestionReport
from quizzes.statistics.models import ChoiceStatistics, ItemStatistics, QuizStatistics, StatisticsRun
from quizzes.statistics.sql import CHOICES, EXAMS, EXPECTED, GUESSES, ITEMS, MET, PACES, WEIGHTS
from quizzes.statistics.theory import ENOUGH, Evidence, faults, quiz_of
from quizzes.statistics.words import told
from sdwiki.events import event
from sdwiki.postgresql.planner import analyze

STALE = timedelta(hours=20)
LOCK = 0x5D57A7  # the advisory lock under which figures are computed
NAMESPACE = UUID("6a1f1c62-5b0e-4b7e-9d53-2f0a6c1f7a11")
_SAFE = "Not seen in the figures any more."


@transaction.atomic
def compute(now: datetime, questions: Sequence[int] | None = None) -> int:
    """Compute the figures of these questions (ids), or of everything, and report what looks broken; how many have some.

    What has no answers in its present wording loses its figures.
    """
    chosen = None if questions is None else list(questions)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("DROP TABLE IF EXISTS met")
        same = _same_wording(chosen)
        cursor.execute(MET, {"questions": chosen, **same})
        scope = Question.objects.all() if chosen is None else Question.objects.filter(pk__in=chosen)
        ItemStatistics.objects.filter(question__in=scope).delete()
        ChoiceStatistics.objects.filter(choice__version__question__in=scope).delete()
        cursor.execute(ITEMS, {"now": now})
        cursor.execute(CHOICES, {"typed": list(of_shape(Shape.TYPED, Shape.NUMBER)), **same})
        cursor.execute(PACES, {"questions": chosen, **same})
        cursor.execute(GUESSES, _guesses())
        cursor.execute(WEIGHTS)
        cursor.execute(EXPECTED, {"questions": chosen})
        cursor.execute("DROP TABLE met")
    reported = report_broken(now, chosen)
    count = ItemStatistics.objects.filter(question__in=scope).count()
    if chosen is None:
        _compute_exams(now)
        StatisticsRun.objects.create(at=now, questions=count, reported=reported)
        analyze(ItemStatistics, ChoiceStatistics)
    event("statistics.computed", everything=chosen is None, questions=count, reported=reported)
    return count


def compute_if_stale(now: datetime) -> bool:
    """Compute everything unless that was done in the last 20 hours, or is being done by somebody else."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            (mine,) = cursor.fetchone()
        if not mine or StatisticsRun.objects.filter(at__gt=now - STALE).exists():
            return False
        compute(now)
    return True


def _same_wording(questions: Sequence[int] | None) -> dict[str, list[int]]:
    """Earlier versions that were asked and say the same as the current one but for case, punctuation and markup.

    Their answers go on counting; with each comes which of its choices is which of the current ones.
    """
    asked = QuestionVersion.objects.filter(pk__in=AttemptQuestion.objects.values("version"))
    old = asked.exclude(question__current=F("pk")).filter(question__owner=None).select_related("question__current")
    if questions is not None:
        old = old.filter(question__in=questions)
    found: dict[str, list[int]] = {"old_questions": [], "old_versions": [], "from_choices": [], "to_choices": []}
    for version in old.prefetch_related("choices", "question__current__choices"):
        now_asked, was_asked = _wording(version.question.current), _wording(version)
        if was_asked is None or now_asked is None or was_asked[0] != now_asked[0]:
            continue
        found["old_questions"].append(version.question_id)
        found["old_versions"].append(version.pk)
        found["from_choices"] += [was_asked[1][text] for text in was_asked[0][3]]
        found["to_choices"] += [now_asked[1][text] for text in was_asked[0][3]]
    return found


_Texts = tuple[tuple[str, bool, str], ...]


def _wording(
    version: QuestionVersion | None,
) -> tuple[tuple[str, str, tuple[str, ...], _Texts], dict[tuple[str, bool, str], int]] | None:
    """What a version says, and its choices' ids by what they say; None where two choices say the same."""
    if version is None:
        return None
    choices = {(meaning(c.text), c.correct, meaning(c.target)): c.pk for c in version.choices.all()}
    if len(choices) < len(version.choices.all()):
        return None
    targets = tuple(sorted(meaning(target) for target in version.targets))
    return (meaning(version.context), meaning(version.ask), targets, tuple(sorted(choices))), choices


def _guesses() -> dict[str, list[Any]]:
    """The random guess score of every question whose figures lack it."""
    lacking = QuestionVersion.objects.filter(current_of__statistics__isnull=False).filter(
        current_of__statistics__guess__isnull=True
    )
    versions = lacking.select_related("question").prefetch_related("choices", "question__aliases")
    found = [(version.question_id, guess(asked_of(version))) for version in versions]
    return {"questions": [pk for pk, _ in found], "guesses": [share for _, share in found]}


def _compute_exams(now: datetime) -> None:
    """The figures of each phase's exams; a phase without any has none."""
    with connection.cursor() as cursor:
        cursor.execute(EXAMS)
        rows = cursor.fetchall()
    QuizStatistics.objects.all().delete()
    QuizStatistics.objects.bulk_create(
        QuizStatistics(phase_id=phase, computed_at=now, **asdict(quiz_of(totals, [v or 0.0 for v in variances])))
        for phase, totals, variances in rows
    )


def report_broken(now: datetime, questions: Sequence[int] | None = None) -> int:
    """Put what looks broken into the queue and take out what no longer does; how many reports are new.

    A question is in the queue once for each reason. What a person has resolved is not brought up again for the same
    version.
    """
    scope = Question.objects.all() if questions is None else Question.objects.filter(pk__in=questions)
    broken = {(question, reason): words for question, reason, words in _broken(scope.live())}
    ours = QuestionReport.objects.filter(source=QuestionReport.Source.STATISTICS, question__in=scope)
    safe = [report.pk for report in ours.open() if (report.question_id, report.reason) not in broken]
    QuestionReport.objects.filter(pk__in=safe).update(resolved_at=now, resolution=_SAFE)
    settled = ours.filter(resolved_by__isnull=False, version=F("question__current")) | ours.open()
    known = set(settled.values_list("question", "reason"))
    new = {place: words for place, words in broken.items() if place not in known}
    current = dict(Question.objects.filter(pk__in={pk for pk, _ in new}).values_list("pk", "current"))
    QuestionReport.objects.bulk_create(
        QuestionReport(
            question_id=pk,
            version_id=current[pk],
            source=QuestionReport.Source.STATISTICS,
            reason=reason,
            words=words,
            at=now,
            key=uuid5(NAMESPACE, f"{pk}/{current[pk]}/{reason}/{now.isoformat()}"),
        )
        for (pk, reason), words in new.items()
    )
    return len(new)


def _broken(questions: Any) -> Iterable[tuple[int, str, str]]:
    """Every reason why one of these questions looks broken: its id, the reason and the figures in words."""
    shares: dict[int, dict[bool, float]] = {}
    enough = ChoiceStatistics.objects.filter(
        choice__version__current_of__in=questions, choice__version__current_of__statistics__n__gte=ENOUGH
    )
    for question, right, share in enough.exclude(strong_share=None).values_list(
        "choice__version__question", "choice__correct", "strong_share"
    ):
        best = shares.setdefault(question, {})
        best[right] = max(best.get(right, 0.0), share or 0.0)
    for found in ItemStatistics.objects.filter(question__in=questions, n__gte=ENOUGH):
        best = shares.get(found.question_id, {})
        evidence = Evidence(found.n, found.facility, found.guess, found.discrimination, best.get(True), best.get(False))
        for fault in faults(evidence):
            yield found.question_id, fault.code, told(fault)
