"""Reads of the bank: the list, one question with all that its reader may know of it, and the queue of reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from content.models import Topic
from content.services import reading
from quizzes.bank.kinds import Shape
from quizzes.bank.models import Choice, Fact, Question, QuestionVersion
from quizzes.bank.models.curation import OWN, CardReport, QuestionNote, QuestionReport
from quizzes.bank.records import Refusal
from quizzes.bank.services import accepted_terms, derive
from quizzes.bank.words import told
from quizzes.curation import spellings
from quizzes.statistics import queries as figures
from quizzes.statistics.models import ItemStatistics
from quizzes.statistics.queries import Matrix, TakenChoice
from quizzes.statistics.words import how_hard
from sdwiki.rounding import half_up, percent

_DEFERRED = Topic.texts_of("topic")


def listed(*, q: str = "", topic: Any = None, kind: str = "", state: str = "", show: str = "", order: str = "") -> Any:
    """The questions that a filter asks for, in its order. Without a state they are live; "any" takes all."""
    questions = Question.objects.shared().filter(current__isnull=False)
    if topic:
        questions = questions.filter(topic=topic)
    if kind:
        questions = questions.filter(kind=kind)
    if state != "any":
        questions = questions.filter(state=state or Question.State.LIVE)
    for word in q.split():
        questions = questions.filter(Q(current__ask__icontains=word) | Q(current__context__icontains=word))
    if show == "reported":
        questions = questions.filter(_opened(QuestionReport.Source.LEARNER))
    elif show == "broken":
        questions = questions.filter(_opened(QuestionReport.Source.STATISTICS))
    elif show == "own":
        questions = questions.filter(key__startswith=OWN)
    path = ("topic__phase__position", "topic__position", "topic__slug", "key")
    first = {
        "hardest": [figures.facility().asc(nulls_last=True)],
        "discrimination": [figures.discrimination().asc(nulls_last=True)],
    }.get(order, [])
    return questions.order_by(*first, *path)


def _opened(source: str) -> Exists:
    """Whether a question has an open report from this source."""
    return Exists(QuestionReport.objects.open().filter(question=OuterRef("pk"), source=source))


def with_figures(questions: Any) -> Any:
    """What a row of the list shows beyond the question."""
    return (
        questions.select_related("current", "topic")
        .defer(*_DEFERRED)
        .annotate(
            reported=_opened(QuestionReport.Source.LEARNER),
            looks_broken=_opened(QuestionReport.Source.STATISTICS),
            facility=figures.facility(),
            people=figures.people(),
        )
    )


@dataclass(frozen=True)
class Figure:
    """A number as it is shown, with what it means."""

    label: str
    value: str
    meaning: str


@dataclass(frozen=True)
class ShownVersion:
    """A version with its choices and, for the current one, how often each was taken."""

    version: QuestionVersion
    choices: Sequence[Choice]
    taken: Sequence[TakenChoice]


@dataclass(frozen=True)
class Dossier:
    """All that its reader may know of a question: what people said of it, with their names, is for editors."""

    question: Question
    facts: Sequence[Fact]
    versions: Sequence[ShownVersion]
    hard: str
    figures: Sequence[Figure]
    matrix: Matrix | None
    reports: Sequence[QuestionReport]
    note: QuestionNote | None

    @property
    def current(self) -> ShownVersion:
        return self.versions[0]

    @property
    def own(self) -> bool:
        return self.question.key.startswith(OWN)


def questions() -> QuerySet[Question]:
    """Everybody's questions that can be looked at, with what every page about one needs."""
    shared = Question.objects.shared().filter(current__isnull=False)
    return shared.select_related("topic__current", "current").defer(*_DEFERRED)


def dossier(question: Question, *, editor: bool) -> Dossier:
    versions = list(question.versions.prefetch_related("choices").order_by("-number"))
    current = next(version for version in versions if version.pk == question.current_id)
    ordered = [current, *(version for version in versions if version != current)]
    taken, found = figures.choices_of(question.pk), figures.item_of(question.pk)
    facts = list(question.facts.select_related("topic").defer(*_DEFERRED).order_by("position"))
    return Dossier(
        question=question,
        facts=facts,
        versions=[ShownVersion(v, _told(question, v), taken if v == current else []) for v in ordered],
        hard=_hard(question, found),
        figures=_figures(question.shape, found),
        matrix=figures.confused(facts[0]) if len({(fact.group, fact.label) for fact in facts}) == 1 else None,
        reports=list(question.reports.open().select_related("learner")) if editor else [],
        note=question.notes.select_related("author").first() if editor else None,
    )


def _told(question: Question, version: QuestionVersion) -> list[Choice]:
    """The choices of a version as they are read, those of an order in the order that is right."""
    choices = list(version.choices.all())
    return sorted(choices, key=lambda one: int(one.target)) if question.shape is Shape.SEQUENCE else choices


def _hard(question: Question, found: ItemStatistics | None) -> str:
    """How hard it is, with the evidence."""
    return how_hard(
        prior=question.prior,
        difficulty=question.difficulty,
        facility=found.facility if found else None,
        answers=found.n if found else 0,
        partial=question.shape.partial,
    )


def _figures(shape: Shape, found: ItemStatistics | None) -> list[Figure]:
    if found is None:
        return []
    guess = "" if found.guess is None else f"; guessing gives {_share(found.guess)}"
    earned = "Marks earned" if shape.partial else "Answered right"
    return [
        Figure(earned, _share(found.facility), f"of {found.n} people{guess}"),
        Figure("Discrimination", _percent(found.discrimination), "how well it tells strong from weak"),
        Figure("Efficiency", _percent(found.efficiency), "of the discrimination that its difficulty allows"),
        Figure("Weight", _percent(found.weight, 1), "of the spread of marks in its phase"),
    ]


def _share(share: float | None) -> str:
    return "–" if share is None else f"{percent(share)} %"


def _percent(number: float | None, digits: int = 0) -> str:
    if number is None:
        return "–"
    return f"{half_up(number, digits)} %".replace("-", "−")


def refusals(question: Question) -> list[tuple[Refusal, str, str]]:
    """Why other questions about the same rows are not asked: each refusal, what it was to be about, and why."""
    rows = {(fact.group, fact.label) for fact in question.facts.all()}
    if not rows or not question.topic.current_id:
        return []
    read = reading(question.topic)
    bank = derive(read, accepted_terms(), {})  # what stands around it is about no row
    about = {fact.key: f"{fact.option} · {fact.dimension}" for fact in read.facts if (fact.group, fact.label) in rows}
    about |= {f"{question.topic.slug}/{group}/{label}": "The whole row" for group, label in rows}
    about |= {f"{question.topic.slug}/{group}": "The whole table" for group, _ in rows}
    return [(refusal, about[refusal.fact], why) for refusal, why in told(bank.refusals) if refusal.fact in about]


def open_question_reports() -> QuerySet[QuestionReport]:
    """The queue: the oldest first, what the statistics say after what people say."""
    return (
        QuestionReport.objects.open()
        .select_related("question__current", "question__topic", "version", "learner")
        .defer(*(f"question__{name}" for name in _DEFERRED))
        .order_by("source", "at", "pk")
    )


def open_card_reports() -> QuerySet[CardReport]:
    return (
        CardReport.objects.open()
        .select_related("flashcard__fact__topic", "learner")
        .defer(*(f"flashcard__fact__{name}" for name in _DEFERRED))
        .order_by("at", "pk")
    )


def waiting() -> tuple[int, int, int]:
    """How many reports about questions and about flashcards are open, and how many spellings wait."""
    return QuestionReport.objects.open().count(), CardReport.objects.open().count(), spellings.waiting().count()
