"""What the class knows of what an assignment covers: its facts with their figures, what it confuses, what to teach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.classes.insight.answers import pooled
from quizzes.classes.insight.confusing import Confusion, confusions_of
from quizzes.classes.insight.lessons import Lesson, lessons_of
from quizzes.classes.insight.recall import recall_of
from quizzes.classes.insight.tables import Known, Table, forgotten_first, tables_of
from quizzes.classes.models import Cohort

FORGOTTEN = 10  # facts at the top of the page
CONFUSED = 10  # pairs


@dataclass(frozen=True)
class Insight:
    """What a class knows of some topics. ``facts`` are their core facts in the order of the path and their pages."""

    facts: tuple[Known, ...]
    confusions: tuple[Confusion, ...]

    @property
    def forgotten(self) -> list[Known]:
        return forgotten_first(self.facts, FORGOTTEN)

    @property
    def confused(self) -> tuple[Confusion, ...]:
        return self.confusions[:CONFUSED]

    @property
    def tables(self) -> list[Table]:
        return tables_of(self.facts)

    @property
    def lessons(self) -> list[Lesson]:
        return lessons_of(self.facts, self.confusions)


def insight_of(cohort: Cohort, topics: Sequence[int], now: datetime) -> Insight:
    """Four statements, whatever the class and the topics (ids)."""
    figures = recall_of(cohort, topics, now)
    found = Fact.objects.askable().filter(topic__in=topics, core=True).select_related("topic", "flashcard")
    found = found.defer(*Topic.texts_of("topic"))
    facts = []
    for fact in found.order_by("topic__phase__position", "topic__position", "topic", "position"):
        figure = figures.get(fact.pk)
        facts.append(
            Known(
                pk=fact.pk,
                slug=fact.topic.slug,
                title=fact.topic.title,
                group=fact.group,
                caption=fact.caption,
                label=fact.label,
                dimension=fact.dimension,
                option=fact.option,
                value=f"{fact.value} ({fact.qualifier})" if fact.qualifier else fact.value,
                address=fact.address,
                why=fact.flashcard.why if hasattr(fact, "flashcard") else "",
                cell=fact.kind == Fact.Kind.CELL,
                n=figure.n if figure else 0,
                recall=figure.recall if figure else None,
            )
        )
    return Insight(tuple(facts), tuple(confusions_of(pooled(cohort, topics))))
