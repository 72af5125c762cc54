"""How the questions of a class's quiz did, and what a regrade would change, for its staff."""

from dataclasses import dataclass

from django.db import connection

from content.models import Topic
from quizzes.attempts.models import Grading
from quizzes.attempts.regrading import Effect, rehearse_all
from quizzes.bank.models import Question
from quizzes.classes.models import Membership
from quizzes.classes.roll import A_PAGE, learners
from quizzes.classes.setting.forms import LABELS
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.queries import attempts_of
from quizzes.statistics.privacy import in_groups, shown

# Of each question of the bank the version that was asked last; of how many people the first mark counts, in whole
# groups in the order in which they handed in, and the mean of these. What does not count is left out.
ITEMS = f"""
WITH asked AS (
    SELECT t.id, t.version_id, v.question_id, a.id AS attempt, a.learner_id, a.submitted_at
    FROM quizzes_attempt a JOIN quizzes_attemptquestion t ON t.attempt_id = a.id
    JOIN quizzes_questionversion v ON v.id = t.version_id
    WHERE a.quiz_id = %(quiz)s AND a.submitted_at IS NOT NULL AND EXISTS (
        SELECT FROM quizzes_membership m
        WHERE m.cohort_id = %(cohort)s AND m.learner_id = a.learner_id AND m.left_at IS NULL
    )
), first AS (
    SELECT DISTINCT ON (q.question_id, q.learner_id) q.question_id, q.submitted_at, q.attempt, g.share
    FROM asked q CROSS JOIN LATERAL (
        SELECT share FROM quizzes_grading g WHERE g.question_id = q.id ORDER BY g.id DESC LIMIT 1
    ) g
    WHERE g.share IS NOT NULL ORDER BY q.question_id, q.learner_id, q.submitted_at, q.attempt
), marked AS (
    SELECT question_id, share, row_number() OVER (PARTITION BY question_id ORDER BY submitted_at, attempt) AS nth,
           count(*) OVER (PARTITION BY question_id) AS people
    FROM first
), mean AS (
    SELECT question_id, count(*) AS people, avg(share) AS mean FROM marked WHERE nth <= {in_groups("people")}
    GROUP BY question_id
)
SELECT question_id, version, coalesce(mean.people, 0), mean.mean FROM (
    SELECT question_id, (array_agg(version_id ORDER BY id DESC))[1] AS version FROM asked GROUP BY question_id
) known LEFT JOIN mean USING (question_id)
"""


@dataclass(frozen=True)
class Item:
    """A question of the bank as the quiz asked it: how many people of those who count, and the share of the mark that
    they earned on average; None where too few have answered. ``since`` is what became of it since."""

    question: Question
    people: int
    mean: float | None
    since: str


def items(one: ClassQuiz) -> list[Item]:
    """Every question that an ended attempt of today's learners has asked, the hardest first, those without figures
    last. Two statements, whatever the class."""
    with connection.cursor() as cursor:
        cursor.execute(ITEMS, {"quiz": one.quiz_id, "cohort": one.cohort_id})
        figures = {question: rest for question, *rest in cursor.fetchall()}
    questions = (
        Question.objects.filter(pk__in=figures).select_related("current", "topic").defer(*Topic.texts_of("topic"))
    )
    found = [_item(question, *figures[question.pk]) for question in questions]
    return sorted(found, key=lambda item: (item.mean is None, item.mean or 0.0, item.question.pk))


def _item(question: Question, version: int, people: int, mean: float | None) -> Item:
    since = ""
    if question.state not in Question.ON_PAPERS:
        since = "no longer asked"
    elif question.current_id != version:
        since = "corrected"
    return Item(question, people, mean, since) if shown(people) else Item(question, 0, None, since)


@dataclass(frozen=True)
class Gain:
    """What a way of treating a question would do to one learner: the mark, and the score as a share of the marks that
    count, before and after; None where nothing counts."""

    member: Membership
    effect: Effect
    before: float | None
    after: float | None

    @property
    def change(self) -> float:
        """Of the score; below 0 for somebody who loses."""
        return (self.after or 0.0) - (self.before or 0.0)


@dataclass(frozen=True)
class Way:
    """One way to treat a question: whose marks it would change, by name, and how many of people who have left."""

    way: Grading.Rules
    label: str
    named: tuple[Gain, ...]
    others: int

    @property
    def first(self) -> list[Gain]:
        """All of them, or of many those whose score falls most."""
        if len(self.named) <= A_PAGE:
            return list(self.named)
        return sorted(self.named, key=lambda one: one.change)[:A_PAGE]

    @property
    def rest(self) -> int:
        """How many more there are."""
        return len(self.named) - len(self.first)

    @property
    def gain(self) -> int:
        return sum(one.change > 0 for one in self.named)

    @property
    def lose(self) -> int:
        return sum(one.change < 0 for one in self.named)


def rehearsed(one: ClassQuiz, question_id: int) -> list[Way]:
    """What each way would change. Nothing is written."""
    people = {member.learner_id: member for member in learners(one.cohort)}
    scores = {pk: (score, most) for pk, score, most in attempts_of(one).values_list("pk", "score", "max_score")}
    found = []
    for way, effects in rehearse_all(question_id=question_id, quiz_id=one.quiz_id).items():
        named = tuple(_gain(people[e.learner], e, *scores[e.attempt]) for e in effects if e.learner in people)
        found.append(Way(way, LABELS[way], named, len(effects) - len(named)))
    return found


def _gain(member: Membership, effect: Effect, score: float | None, most: float | None) -> Gain:
    """The score with the mark as it would be. What is dropped counts neither as right nor as asked."""
    score, most = score or 0.0, most or 0.0
    later = most + (effect.after is not None) - (effect.before is not None)
    after = (score + effect.gain) / later if later else None
    return Gain(member, effect, score / most if most else None, after)
