"""Computes the figures of questions, choices and exams from the answers, and reports what looks broken.

Set by set in SQL; `quizzes.attempts.statistics` is the pure twin of every figure. Computing again changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import Count, F

from content.text import meaning
from quizzes.attempts.models import AttemptQuestion
from quizzes.attempts.statistics import ENOUGH, Evidence, faults, guess_score, quiz_of
from quizzes.attempts.statistics_models import ChoiceStatistics, ItemStatistics, QuizStatistics, StatisticsRun
from quizzes.bank.curation_models import QuestionReport
from quizzes.bank.models import Question, QuestionVersion

STALE = timedelta(hours=20)
LOCK = 0x5D57A7  # the advisory lock under which figures are computed
NAMESPACE = UUID("6a1f1c62-5b0e-4b7e-9d53-2f0a6c1f7a11")
_SAFE = "Not seen in the figures any more."

# Everybody's first meeting with each question in its present wording: later ones measure what sdwiki has taught. An
# exam counts its last answer, and none as wrong, a practice quiz the first one and only if there is one. Visitors
# cannot be told apart, so each attempt counts as somebody's. `rest` is the share of the marks of all other questions.
# Shares are rounded, so that equal ones are equal.
MET = """
CREATE TEMP TABLE met ON COMMIT DROP AS
SELECT DISTINCT ON (v.question_id, coalesce(a.learner_id, -a.id))
       v.question_id, coalesce(renamed.to_choice, said.choice_id) AS choice_id,
       earned.mark,
       round(a.score / a.max_score * 1e12) / 1e12 AS total,
       CASE WHEN a.max_score > 1 THEN round((a.score - earned.mark) / (a.max_score - 1) * 1e12) / 1e12 END AS rest
FROM (
    SELECT id AS question_id, current_id AS version_id FROM quizzes_question
    WHERE current_id IS NOT NULL AND (%(questions)s::bigint[] IS NULL OR id = ANY(%(questions)s::bigint[]))
    UNION ALL
    SELECT * FROM unnest(%(old_questions)s::bigint[], %(old_versions)s::bigint[])
) v
JOIN quizzes_attemptquestion q ON q.version_id = v.version_id
JOIN quizzes_attempt a ON a.id = q.attempt_id
LEFT JOIN LATERAL (
    SELECT w.choice_id, w.share, w.choice_id IS NOT NULL OR EXISTS (
        SELECT FROM quizzes_answerpart p WHERE p.answer_id = w.id
    ) AS something
    FROM quizzes_answer w WHERE w.question_id = q.id
    ORDER BY CASE WHEN a.kind = 'exam' THEN -w.sequence ELSE w.sequence END LIMIT 1
) said ON true
LEFT JOIN quizzes_choice c ON c.id = said.choice_id
CROSS JOIN LATERAL (
    SELECT coalesce(said.share, CASE WHEN c.correct THEN 1.0::float8 ELSE 0.0 END) AS mark
) earned
LEFT JOIN unnest(%(from_choices)s::bigint[], %(to_choices)s::bigint[]) renamed(from_choice, to_choice)
       ON renamed.from_choice = said.choice_id
WHERE a.submitted_at IS NOT NULL AND a.max_score > 0 AND (a.kind = 'exam' OR said.something)
ORDER BY v.question_id, coalesce(a.learner_id, -a.id), a.started_at, a.id
"""

# Zero variance is told by least = greatest: the sum of equal fractions may leave a trace of rounding.
ITEMS = """
WITH ranked AS (
    SELECT question_id, mark, rest,
           row_number() OVER (PARTITION BY question_id ORDER BY mark) AS by_mark,
           row_number() OVER (PARTITION BY question_id ORDER BY rest) AS by_rest
    FROM met WHERE rest IS NOT NULL
), possible AS (
    SELECT m.question_id, covar_samp(m.mark, o.rest) AS covariance
    FROM ranked m JOIN ranked o ON o.question_id = m.question_id AND o.by_rest = m.by_mark
    GROUP BY m.question_id
    HAVING min(m.mark) < max(m.mark) AND min(o.rest) < max(o.rest)
), figures AS (
    SELECT question_id, count(*) AS n, avg(mark) AS facility, stddev_samp(mark) AS deviation,
           least(greatest(corr(mark, rest), -1), 1) AS correlation, covar_samp(mark, rest) AS covariance,
           CASE WHEN min(mark) < max(mark) AND min(total) < max(total) THEN covar_samp(mark, total) ELSE 0 END
               AS of_total
    FROM met GROUP BY question_id
)
INSERT INTO quizzes_itemstatistics
    (question_id, n, facility, deviation, discrimination, efficiency, covariance, computed_at)
SELECT f.question_id, f.n, CASE WHEN f.n > 1 THEN f.facility END, f.deviation,
       CASE WHEN p.covariance IS NOT NULL THEN 100 * f.correlation END,
       CASE WHEN p.covariance > 0 THEN 100 * f.covariance / p.covariance END,
       CASE WHEN f.n > 1 THEN f.of_total END, %(now)s
FROM figures f LEFT JOIN possible p USING (question_id)
"""

# The strong half are those whose rest is not below the median of the question's people.
CHOICES = """
WITH median AS (
    SELECT question_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY rest) AS rest FROM met GROUP BY question_id
), counted AS (
    SELECT m.question_id, m.choice_id, m.rest >= median.rest AS strong FROM met m JOIN median USING (question_id)
), size AS (
    SELECT question_id, count(*) AS n, count(*) FILTER (WHERE strong) AS strong FROM counted GROUP BY question_id
), taken AS (
    SELECT choice_id, count(*) AS n, count(*) FILTER (WHERE strong) AS strong FROM counted GROUP BY choice_id
)
INSERT INTO quizzes_choicestatistics (choice_id, chosen, share, strong_share)
SELECT c.id, coalesce(t.n, 0), coalesce(t.n, 0)::float8 / s.n, coalesce(t.strong, 0)::float8 / nullif(s.strong, 0)
FROM size s
JOIN quizzes_question q ON q.id = s.question_id
JOIN quizzes_choice c ON c.version_id = q.current_id
LEFT JOIN taken t ON t.choice_id = c.id
"""

# How much of the spread of the totals each question of a phase makes, among all questions of that phase.
WEIGHTS = """
WITH phased AS (
    SELECT s.id, t.phase_id, CASE WHEN s.covariance >= 0 THEN sqrt(s.covariance) END AS root
    FROM quizzes_itemstatistics s
    JOIN quizzes_question q ON q.id = s.question_id JOIN content_topic t ON t.id = q.topic_id
), shared AS (
    SELECT id, 100 * root / nullif(sum(root) OVER (PARTITION BY phase_id), 0) AS weight FROM phased
)
UPDATE quizzes_itemstatistics s SET weight = shared.weight
FROM shared WHERE shared.id = s.id AND s.weight IS DISTINCT FROM shared.weight
"""

GUESSES = """
UPDATE quizzes_itemstatistics s SET guess = g.guess
FROM unnest(%(questions)s::bigint[], %(guesses)s::float8[]) g(question_id, guess) WHERE g.question_id = s.question_id
"""

# The first exam of everybody in a phase: the totals, and the variance of each place of the paper.
EXAMS = """
WITH first AS (
    SELECT DISTINCT ON (phase_id, learner_id) id, phase_id, score FROM quizzes_attempt
    WHERE kind = 'exam' AND phase_id IS NOT NULL AND submitted_at IS NOT NULL AND max_score > 0
    ORDER BY phase_id, learner_id, started_at, id
), place AS (
    SELECT f.phase_id, q.position, var_samp(
        coalesce(said.share, CASE WHEN c.correct THEN 1.0::float8 ELSE 0.0 END)
    ) AS variance
    FROM first f JOIN quizzes_attemptquestion q ON q.attempt_id = f.id
    LEFT JOIN LATERAL (
        SELECT choice_id, share FROM quizzes_answer w WHERE w.question_id = q.id ORDER BY w.sequence DESC LIMIT 1
    ) said ON true
    LEFT JOIN quizzes_choice c ON c.id = said.choice_id
    GROUP BY f.phase_id, q.position
)
SELECT phase_id, array_agg(score ORDER BY id),
       (SELECT array_agg(variance ORDER BY position) FROM place WHERE place.phase_id = first.phase_id)
FROM first GROUP BY phase_id
"""


@transaction.atomic
def compute(now: datetime, questions: Sequence[int] | None = None) -> int:
    """Compute the figures of these questions (ids), or of everything, and report what looks broken; how many have some.

    What has no answers in its present wording loses its figures.
    """
    chosen = None if questions is None else list(questions)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("DROP TABLE IF EXISTS met")
        cursor.execute(MET, {"questions": chosen, **_same_wording(chosen)})
        scope = Question.objects.all() if chosen is None else Question.objects.filter(pk__in=chosen)
        ItemStatistics.objects.filter(question__in=scope).delete()
        ChoiceStatistics.objects.filter(choice__version__question__in=scope).delete()
        cursor.execute(ITEMS, {"now": now})
        cursor.execute(CHOICES)
        cursor.execute(GUESSES, _guesses())
        cursor.execute(WEIGHTS)
        cursor.execute("DROP TABLE met")
    reported = report_broken(now, chosen)
    count = ItemStatistics.objects.filter(question__in=scope).count()
    if chosen is None:
        _compute_exams(now)
        StatisticsRun.objects.create(at=now, questions=count, reported=reported)
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
    old = asked.exclude(question__current=F("pk")).select_related("question__current")
    if questions is not None:
        old = old.filter(question__in=questions)
    found: dict[str, list[int]] = {"old_questions": [], "old_versions": [], "from_choices": [], "to_choices": []}
    for version in old.prefetch_related("choices", "question__current__choices"):
        now_asked, was_asked = _wording(version.question.current), _wording(version)
        if was_asked is None or now_asked is None or was_asked[0] != now_asked[0]:
            continue
        found["old_questions"].append(version.question_id)
        found["old_versions"].append(version.pk)
        found["from_choices"] += [was_asked[1][text] for text in was_asked[0][2]]
        found["to_choices"] += [now_asked[1][text] for text in was_asked[0][2]]
    return found


_Texts = tuple[tuple[str, bool], ...]


def _wording(version: QuestionVersion | None) -> tuple[tuple[str, str, _Texts], dict[tuple[str, bool], int]] | None:
    """What a version says, and its choices' ids by what they say; None where two choices say the same."""
    if version is None:
        return None
    choices = {(meaning(choice.text), choice.correct): choice.pk for choice in version.choices.all()}
    if len(choices) < len(version.choices.all()):
        return None
    return (meaning(version.context), meaning(version.ask), tuple(sorted(choices))), choices


def _guesses() -> dict[str, list[Any]]:
    """The random guess score of every question whose figures lack it."""
    rows = Question.objects.filter(statistics__guess__isnull=True, statistics__isnull=False)
    found = rows.annotate(choices=Count("current__choices")).values_list("pk", "kind", "choices")
    guesses = [(pk, guess_score(kind, choices)) for pk, kind, choices in found]
    return {"questions": [pk for pk, _ in guesses], "guesses": [guess for _, guess in guesses]}


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
        for reason, words in faults(evidence):
            yield found.question_id, reason, words
