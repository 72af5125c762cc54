"""How the questions of a class's quiz did, and what a regrade would change, for its staff."""

from dataclasses import dataclass
from statistics import fmean

from content.models import Topic
from quizzes.attempts.models import AttemptQuestion, Grading
from quizzes.attempts.regrading import WAYS, Effect, rehearse
from quizzes.bank.models import Question
from quizzes.classes.models import Membership
from quizzes.classes.roll import learners
from quizzes.classes.setting.forms import LABELS
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.queries import attempts_of, marks_by_question
from quizzes.statistics.privacy import PEOPLE, shown


@dataclass(frozen=True)
class Item:
    """A question of the bank as the quiz asked it: how many people of those who count, and the share of the mark that
    they earned on average; None where too few have answered. ``since`` is what became of it since."""

    question: Question
    people: int
    mean: float | None
    since: str


def items(one: ClassQuiz) -> list[Item]:
    """Every question that an ended attempt has asked, the hardest first, those without figures last."""
    asked = AttemptQuestion.objects.filter(attempt__in=attempts_of(one).filter(submitted_at__isnull=False))
    versions = dict(asked.order_by("pk").values_list("version__question", "version"))
    questions = (
        Question.objects.filter(pk__in=versions).select_related("current", "topic").defer(*Topic.texts_of("topic"))
    )
    marks = marks_by_question(one)
    found = [_item(question, marks.get(question.pk, []), versions[question.pk]) for question in questions]
    return sorted(found, key=lambda item: (item.mean is None, item.mean or 0.0, item.question.pk))


def _item(question: Question, marks: list[tuple[int, float]], version: int) -> Item:
    """By whole groups of people, as every figure (`quizzes.statistics.privacy`)."""
    people = len(marks) - len(marks) % PEOPLE
    mean = fmean(share for _, share in marks[:people]) if shown(people) else None
    since = ""
    if question.state not in Question.ON_PAPERS:
        since = "no longer asked"
    elif question.current_id != version:
        since = "corrected"
    return Item(question, people, mean, since)


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
    for way in WAYS:
        effects = rehearse(question_id=question_id, way=way, quiz_id=one.quiz_id)
        named = tuple(_gain(people[e.learner], e, *scores[e.attempt]) for e in effects if e.learner in people)
        found.append(Way(way, LABELS[way], named, len(effects) - len(named)))
    return found


def _gain(member: Membership, effect: Effect, score: float | None, most: float | None) -> Gain:
    """The score with the mark as it would be. What is dropped counts neither as right nor as asked."""
    score, most = score or 0.0, most or 0.0
    later = most + (effect.after is not None) - (effect.before is not None)
    after = (score + effect.gain) / later if later else None
    return Gain(member, effect, score / most if most else None, after)
