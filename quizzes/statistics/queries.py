"""Reads of the figures: a question's own, what is taken for what, and where that happens most.

Figures leave here, and no page reads their tables past it: what is about too few people stays (`privacy`).
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, F, FloatField, IntegerField, When

from quizzes.bank.kinds import KINDS, Evidence, Shape, of_shape
from quizzes.bank.models import Choice, Fact, Question
from quizzes.statistics.models import ChoiceStatistics, ItemStatistics, QuizStatistics, StatisticsRun
from quizzes.statistics.privacy import PEOPLE, halves_shown, in_groups
from quizzes.statistics.theory import Confusions, Taken, confusions, rank_correlation
from sdwiki.rounding import percent

# Every choice of a live question whose right choice quotes a fact: which option it stands for, and how often it was
# taken. A choice without a fact stands for the option it names. Questions that few have met are left out whole.
TAKEN = """
SELECT f.topic_id, f."group", f.label, f.dimension, f.option AS "right",
       coalesce(o.option, c.text) AS chosen, s.chosen::bigint AS times
FROM quizzes_question q
JOIN quizzes_itemstatistics i ON i.question_id = q.id AND i.n >= %(people)s
JOIN quizzes_choice k ON k.version_id = q.current_id AND k.correct
JOIN quizzes_fact f ON f.key = k.fact
JOIN quizzes_choice c ON c.version_id = q.current_id
JOIN quizzes_choicestatistics s ON s.choice_id = c.id
LEFT JOIN quizzes_fact o ON o.key = c.fact
WHERE q.kind = ANY(%(chosen)s) AND q.state = 'live' AND s.chosen > 0 {limited}
"""
# Where kinds that sort go wrong, by the part: a statement under another option, an option with another's value. No
# table holds these counts, so they are read from the answers: every member's first to the present version, in whole
# groups, as in `quizzes.statistics.sql`.
SORTED = f"""
SELECT f.topic_id, f."group", f.label, f.dimension, f.option AS "right",
       CASE WHEN p.value = c.target THEN f.option ELSE coalesce(o.option, p.value) END AS chosen, 1::bigint AS times
FROM (
    SELECT *, count(*) OVER (PARTITION BY current_id) AS people,
           row_number() OVER (PARTITION BY current_id ORDER BY submitted_at, attempt_id) AS nth
    FROM (
        SELECT DISTINCT ON (q.current_id, a.learner_id)
               q.current_id, q.kind, said.id AS answer_id, a.submitted_at, a.id AS attempt_id
        FROM quizzes_question q
        JOIN quizzes_attemptquestion asked ON asked.version_id = q.current_id
        JOIN quizzes_attempt a ON a.id = asked.attempt_id
        LEFT JOIN LATERAL (
            SELECT w.id FROM quizzes_answer w WHERE w.question_id = asked.id
            ORDER BY CASE WHEN a.kind = 'exam' THEN -w.sequence ELSE w.sequence END LIMIT 1
        ) said ON true
        WHERE q.kind = ANY(%(sorted)s) AND q.state = 'live' AND a.learner_id IS NOT NULL
              AND a.submitted_at IS NOT NULL AND (a.kind = 'exam' OR said.id IS NOT NULL) {{asked}}
        ORDER BY q.current_id, a.learner_id, a.submitted_at, a.id
    ) met
) first
JOIN quizzes_answerpart p ON p.answer_id = first.answer_id AND p.value <> ''
JOIN quizzes_choice c ON c.id = p.choice_id
JOIN quizzes_fact f ON f.key = c.fact
LEFT JOIN quizzes_choice t ON first.kind = ANY(%(paired)s) AND t.version_id = c.version_id AND t.target = p.value
LEFT JOIN quizzes_fact o ON o.key = t.fact
WHERE first.people >= %(people)s AND first.nth <= {in_groups("first.people")} {{limited}}
"""
PAIRS = """
SELECT topic_id, "group", label, min(dimension) AS dimension, "right", chosen, sum(times)::bigint AS times
FROM ({taken} UNION ALL {sorted}) answered GROUP BY topic_id, "group", label, "right", chosen
"""
# One choice of several tells which option was taken where the answer speaks for all that is asked.
_KINDS = {
    "chosen": [c for c, k in KINDS.items() if k.shape is Shape.ONE and k.evidence is Evidence.PROBED],
    "sorted": list(of_shape(Shape.PAIRS, Shape.BUCKETS)),
    "paired": list(of_shape(Shape.PAIRS)),
}
ROW = 'f.topic_id = %(topic)s AND f."group" = %(group)s AND f.label = %(label)s'
# The few questions about a row, looked up first: no plan then begins with the choices of all.
OF_ROW = f"""AND q.id = ANY (ARRAY(
    SELECT x.question_id FROM quizzes_question_facts x JOIN quizzes_fact f ON f.id = x.fact_id WHERE {ROW}
))"""
EVERYWHERE = PAIRS.format(taken=TAKEN.format(limited=""), sorted=SORTED.format(asked="", limited=""))
IN_ROW = PAIRS.format(
    taken=TAKEN.format(limited=f"AND {ROW} {OF_ROW}"), sorted=SORTED.format(asked=OF_ROW, limited=f"AND {ROW}")
)
WORST = f"""
WITH taken AS ({EVERYWHERE}), shared AS (
    SELECT *, times::float8 / sum(times) OVER of_right AS share, (sum(times) OVER of_right)::bigint AS asked FROM taken
    WINDOW of_right AS (PARTITION BY topic_id, "group", label, "right")
)
SELECT t.slug, t.title, s.dimension, s.chosen, s."right", s.share, s.asked
FROM shared s JOIN content_topic t ON t.id = s.topic_id
WHERE s.chosen <> s."right" AND s.asked >= %(least)s
ORDER BY s.share DESC, s.asked DESC, t.slug, s.dimension, s."right", s.chosen LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Confusion:
    """How many of those who were asked for ``right`` took ``taken`` in a dimension of a topic."""

    slug: str
    topic: str
    dimension: str
    taken: str
    right: str
    share: float
    asked: int

    @property
    def percent(self) -> int:
        return percent(self.share)


@dataclass(frozen=True)
class Row:
    """One row of a confusion matrix as it is shown: the option that was right, its answers, and each share's heat."""

    option: str
    asked: int
    cells: tuple[tuple[int | None, str, bool], ...]  # percent, class of the heat, on the diagonal


@dataclass(frozen=True)
class Matrix:
    """The confusion matrix of one row of a table, as it is shown."""

    caption: str
    dimension: str
    options: tuple[str, ...]
    rows: tuple[Row, ...]
    worst: tuple[Confusion, ...]


def confused(fact: Fact, *, people: int = PEOPLE) -> Matrix | None:
    """What is taken for what in the row of this fact, by its questions that so many have met; None without any."""
    place = {"topic": fact.topic_id, "group": fact.group, "label": fact.label}
    taken = [Taken(row["right"], row["chosen"], row["times"]) for row in _rows(IN_ROW, place | {"people": people})]
    if not taken:
        return None
    siblings = Fact.objects.filter(**place).order_by("position")
    found = confusions(taken, list(dict.fromkeys(siblings.values_list("option", flat=True))))
    worst = (
        Confusion(fact.topic.slug, fact.topic.title, fact.dimension, one, right, share, asked)
        for one, right, share, asked in found.pairs
    )
    return Matrix(fact.caption, fact.dimension, found.options, _shown(found), tuple(worst)[:3])


def _shown(found: Confusions) -> tuple[Row, ...]:
    return tuple(
        Row(
            option=option,
            asked=asked,
            cells=tuple(
                (None, "h-none", place == row) if share is None else (percent(share), _heat(share), place == row)
                for place, share in enumerate(shares)
            ),
        )
        for row, (option, asked, shares) in enumerate(zip(found.options, found.asked, found.shares, strict=True))
        if asked
    )


def _heat(share: float) -> str:
    return f"h{min(9, int(10 * share))}"


def worst_confusions(*, least: int, people: int = PEOPLE, limit: int = 20) -> list[Confusion]:
    """Which option is most often taken for another, among those that were asked for ``least`` times, by questions that
    ``people`` have met."""
    return [
        Confusion(r["slug"], r["title"], r["dimension"], r["chosen"], r["right"], r["share"], r["asked"])
        for r in _rows(WORST, {"least": least, "people": people, "limit": limit})
    ]


def _rows(sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters | _KINDS)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def item_of(question: int) -> ItemStatistics | None:
    """The figures of a question (id); None where too few have met it."""
    return ItemStatistics.objects.filter(question=question, n__gte=PEOPLE).first()


def facility() -> Case:
    """For a query of questions: the share of marks earned; null where too few have met a question."""
    return Case(When(statistics__n__gte=PEOPLE, then=F("statistics__facility")), output_field=FloatField())


def discrimination() -> Case:
    """For a query of questions: how well each tells strong from weak, in percent; null where too few have met it."""
    return Case(When(statistics__n__gte=PEOPLE, then=F("statistics__discrimination")), output_field=FloatField())


def people() -> Case:
    """For a query of questions: how many have met each; null where they are too few."""
    return Case(When(statistics__n__gte=PEOPLE, then=F("statistics__n")), output_field=IntegerField())


@dataclass(frozen=True)
class TakenChoice:
    """How often a choice was taken: shares of all, and of their strong half if that is people enough."""

    choice: Choice
    chosen: int
    share: float
    strong_share: float | None


def choices_of(question: int) -> list[TakenChoice]:
    """The figures of the present choices of a question (id) in their order; none where too few have met it."""
    found = (
        ChoiceStatistics.objects.filter(choice__version__current_of=question)
        .filter(choice__version__current_of__statistics__n__gte=PEOPLE)
        .select_related("choice")
        .annotate(people=F("choice__version__current_of__statistics__n"))
        .order_by("choice__position")
    )
    return [
        TakenChoice(one.choice, one.chosen, one.share, one.strong_share if halves_shown(one.people) else None)
        for one in found
    ]


def exams() -> list[QuizStatistics]:
    """The figures of the exams of each phase that enough people took, in the order of the path."""
    return list(QuizStatistics.objects.filter(n__gte=PEOPLE).select_related("phase"))


def last_run() -> StatisticsRun | None:
    return StatisticsRun.objects.order_by("-at").first()


def prior_agreement() -> tuple[int, float | None]:
    """Of how many live questions enough people have met, and how well the order in which their wording ranks them by
    what is to be expected (`quizzes.bank.facility`) is that of what was earned: Spearman's ρ, None for fewer than two.
    """
    met = ItemStatistics.objects.filter(n__gte=PEOPLE, question__state=Question.State.LIVE)
    found = [(prior, earned) for prior, earned in met.values_list("question__prior", "facility") if earned is not None]
    return len(found), rank_correlation([prior for prior, _ in found], [earned for _, earned in found])
