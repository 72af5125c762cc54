"""A quiz for a class from the rows that it is to be taught."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from content.models import Topic
from quizzes.attempts.models import Quiz
from quizzes.bank.assemble import Blueprint, assemble
from quizzes.bank.models import Question
from quizzes.bank.queries import candidates
from quizzes.classes.insight.lessons import Lesson
from quizzes.classes.models import Cohort
from quizzes.classes.setting import services as setting
from quizzes.classes.setting.errors import NothingToAsk
from quizzes.classes.setting.models import ClassQuiz
from quizzes.classes.setting.services import Sheet

if TYPE_CHECKING:
    from sdwiki.accounts.models import User


@transaction.atomic
def quiz_about(
    *, cohort: Cohort, lessons: Sequence[Lesson], title: str, by: "User", key: UUID, now: datetime
) -> ClassQuiz:
    """Set a quiz about these rows for the class, as a draft with a paper that can be changed; said again with its key,
    it is the one that was made, as its paper is by then. Raises NothingToAsk where no question is about them."""
    questions = questions_about(lessons)
    if not questions:
        raise NothingToAsk(None)
    one = setting.make(cohort=cohort, sheet=sheet_about(title, len(questions)), by=by, key=key, now=now)
    if not one.quiz.paper.exists():
        setting.lay_out(one=one, questions=questions, by=by)
    return one


def questions_about(lessons: Sequence[Lesson]) -> list[int]:
    """One question (id) about each of these rows, in their order, as far as one can be asked fairly: live, fit for a
    graded quiz, about nothing but these rows, and none that tells the answer of another."""
    topics = dict(Topic.objects.filter(slug__in={lesson.row[0] for lesson in lessons}).values_list("slug", "pk"))
    wanted: list[object] = [(topics[slug], group, label) for slug, group, label in (lesson.row for lesson in lessons)]
    about = [one for one in candidates(list(topics.values())) if one.rows and one.rows <= set(wanted)]
    drawn = assemble(about, Blueprint(len(lessons), graded=True), seed="lessons").versions
    rows = {one.version: min(wanted.index(row) for row in one.rows) for one in about}
    asked = dict(Question.objects.filter(current__in=drawn).values_list("current", "pk"))
    return [asked[version] for version in sorted(drawn, key=lambda version: rows[version])]


def sheet_about(title: str, number: int) -> Sheet:
    """The rules of a quiz with so many questions on a fixed paper, once for everybody and without a clock."""
    return Sheet(
        title=title[:80],
        phases=(),
        topics=(),
        tables=(),
        fixed=True,
        number=number,
        kinds=(),
        difficulty=0,
        graded=False,
        limit=None,
        opens=None,
        closes=None,
        attempts_allowed=1,
        counts=Quiz.Counts.BEST,
        pass_mark=None,
        feedback=Quiz.Feedback.HANDED_IN,
        forward=False,
        shuffled=True,
    )
