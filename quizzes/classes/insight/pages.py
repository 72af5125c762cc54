"""What the page of an assignment in depth says beside what the class knows: how everybody is spread, and its quiz."""

from collections.abc import Sequence
from datetime import datetime

from quizzes.classes.assignments.evidence import Pair, now_of
from quizzes.classes.assignments.given import Given
from quizzes.classes.insight.recall import REMEMBERING
from quizzes.classes.insight.spread import Spread, spread_of
from quizzes.classes.models import Cohort, Membership
from quizzes.classes.setting.figures import Item, items
from quizzes.classes.setting.models import ClassQuiz

HARDEST = 5  # questions


def spreads_of(cohort: Cohort, one: Given, now: datetime) -> list[Spread]:
    """How those are spread who are asked for it, by what they would recall and by what they earned in its quizzes; of a
    draft, and of an archived class, nothing."""
    if one.draft or cohort.archived_at is not None:
        return []
    members = Membership.objects.present().filter(cohort=cohort).select_related("learner").only(*REMEMBERING)
    people = [row.learner for row in members if one.is_for(row.learner_id) and row.learner_id not in one.excused]
    asked = now_of([Pair(one.pk, person, now, now, now) for person in people], {one.pk: one.scope}).values()
    found = [spread_of("Expected recall now", (each.recall for each in asked if each.total))]
    for need in one.needs:
        if need.quiz is not None:
            marks = (each.quizzes[need.quiz] for each in asked if need.quiz in each.quizzes)
            found.append(spread_of(f"Marks in “{need.title}”", marks))
    return [spread for spread in found if spread]


def hardest_in(cohort: Cohort, one: Given) -> tuple[ClassQuiz | None, Sequence[Item]]:
    """The quiz of the class that it asks for, if any, and the questions of it that did worst."""
    asked = [need.quiz for need in one.needs if need.quiz]
    quiz = ClassQuiz.objects.filter(cohort=cohort, quiz__in=asked).select_related("quiz", "cohort").first()
    told = [item for item in items(quiz) if item.mean is not None] if quiz else []
    return quiz, told[:HARDEST]
