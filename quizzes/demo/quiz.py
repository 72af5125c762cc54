"""The quiz of the demonstration's class: set and given by its instructor, sat by most, each as far as they recall."""

from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from quizzes.attempts import services as attempts
from quizzes.attempts.models import Quiz
from quizzes.attempts.saving import save_answer
from quizzes.attempts.scoring import Given
from quizzes.bank.assemble import Blueprint, assemble
from quizzes.bank.kinds import CHOOSE, OPTION, SCENARIO, VALUE
from quizzes.bank.models import Question
from quizzes.bank.queries import candidates
from quizzes.classes.models import Cohort
from quizzes.classes.setting import services as setting
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.services import Sheet
from quizzes.demo.habits import Habit
from sdwiki.accounts.models import User

KINDS = frozenset({OPTION, VALUE, SCENARIO, CHOOSE})  # facts and decisions, each answered by one choice
TITLE = "Check of the week"
ASKED = 12
LIMIT = timedelta(minutes=20)
AN_ANSWER = timedelta(seconds=20)
HARDER = (0.0, 0.1, 0.25, 0.45)  # by so much less is a question answered rightly than cards are recalled, in turn
TEMPTING = 0.75  # of wrong answers take the same choice


def give_quiz(cohort: Cohort, topics: list[int], instructor: User, now: datetime) -> ClassQuiz:
    """A paper of the same questions for everybody about these topics (ids), half facts and half decisions as far as
    there are such, given to the class."""
    plan = Blueprint(ASKED, KINDS, graded=True)
    drawn = assemble(candidates(topics), plan, seed="demonstration").versions
    questions = dict(Question.objects.filter(current__in=drawn).values_list("current", "pk"))
    asked = [questions[version] for version in drawn]  # as drawn: one kind after another
    one = setting.make(cohort=cohort, sheet=_sheet(len(asked)), by=instructor, key=uuid4(), now=now)
    setting.lay_out(one=one, questions=asked, by=instructor)
    one.refresh_from_db()
    setting.give(one=one, by=instructor, now=now)
    return one


def sit(one: ClassQuiz, learner: User, habit: Habit, now: datetime, chance: Random) -> None:
    """Somebody takes the quiz from now on."""
    places = dict(one.quiz.paper.values_list("question", "position"))
    attempt = attempts.start_quiz(learner=learner, quiz=one.quiz, key=uuid4(), now=now)
    for asked in attempt.questions.select_related("version").order_by("position"):
        now += AN_ANSWER
        choices = list(asked.version.choices.order_by("position"))
        right = chance.random() < habit.right - HARDER[places[asked.version.question_id] % len(HARDER)]
        wrong = [choice for choice in choices if not choice.correct]
        taken = wrong[0] if chance.random() < TEMPTING else chance.choice(wrong)
        given = Given.of(next(choice.pk for choice in choices if choice.correct) if right else taken.pk)
        save_answer(attempt_id=attempt.pk, position=asked.position, given=given, sequence=0, key=uuid4(), now=now)
    attempts.submit(attempt_id=attempt.pk, now=now)


def _sheet(number: int) -> Sheet:
    return Sheet(
        title=TITLE,
        phases=(),
        topics=(),
        tables=(),
        fixed=True,
        number=max(1, number),
        kinds=(),
        difficulty=0,
        graded=True,
        limit=int(LIMIT.total_seconds()),
        opens=None,
        closes=None,
        attempts_allowed=1,
        counts=Quiz.Counts.BEST,
        pass_mark=None,
        feedback=Quiz.Feedback.HANDED_IN,
        forward=False,
        shuffled=True,
    )
