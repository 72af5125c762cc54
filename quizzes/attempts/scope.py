"""What a quiz asks about, and the questions that it can ask."""

from collections.abc import Callable, Collection
from functools import partial

from content.models import Topic
from quizzes.attempts.models import Quiz
from quizzes.bank.assemble import Blueprint
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.queries import Drawn, draw


def topics_of(quiz: Quiz) -> list[int]:
    """The topics (ids) that a quiz asks about: its own, those of its phases and of its tables; all without any."""
    phases, topics = list(quiz.phases.values_list("pk", flat=True)), list(quiz.topics.values_list("pk", flat=True))
    slugs = {table.partition("/")[0] for table in quiz.tables}
    live = Topic.objects.topics()
    if not phases and not topics and not slugs:
        return list(live.values_list("pk", flat=True))
    found = [live.filter(phase__in=phases), live.filter(pk__in=topics), live.filter(slug__in=slugs)]
    return sorted({pk for some in found for pk in some.values_list("pk", flat=True)})


def paper_of(quiz: Quiz) -> Callable[..., Drawn]:
    """What gives the questions of an attempt at a quiz: the paper as it was set, or a draw from what it asks about."""
    if quiz.fixed:
        return partial(_as_set, quiz)
    narrowed = quiz.tables if not quiz.phases.exists() and not quiz.topics.exists() else ()
    return partial(draw, topics=topics_of(quiz), tables=narrowed)


def _as_set(quiz: Quiz, *, blueprint: Blueprint, seed: str, lately: Collection[int] = ()) -> Drawn:
    """The questions of a fixed paper that are asked today, each in its present wording, in the paper's order."""
    live = quiz.paper.filter(question__state__in=Question.ON_PAPERS, question__current__isnull=False)
    pks = list(live.values_list("question__current", flat=True))
    versions = QuestionVersion.objects.select_related("question").prefetch_related("choices").in_bulk(pks)
    return Drawn([versions[pk] for pk in pks][: blueprint.count], None)
