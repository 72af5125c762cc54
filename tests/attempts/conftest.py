"""A small bank made by hand, a learner, an outsider and a visitor, and what they do to quizzes."""

from uuid import uuid4

import pytest
from django.test import Client

from content.models import Phase, Topic
from quizzes.attempts import services
from quizzes.attempts.models import Attempt, AttemptQuestion
from quizzes.attempts.scoring import Given
from quizzes.bank.models import Choice, Fact, Question, QuestionVersion
from tests.conftest import NOW
from tests.factories import UserFactory

OPTIONS = ("Queue", "Log", "Table")


def make_topic(phase: Phase, slug: str, rows: int, *, graded: bool = True) -> Topic:
    """A topic with a table of three options, and for each of its rows the question what the first option has."""
    topic = Topic.objects.create(slug=slug, title=slug.title(), phase=phase, position=phase.topics.count() + 1)
    facts = Fact.objects.bulk_create(
        Fact(
            key=f"{slug}/table/{option.lower()}/row-{row}",
            topic=topic,
            kind=Fact.Kind.CELL,
            group="table",
            caption="How they differ",
            option_key=option.lower(),
            option=option,
            label=f"row-{row}",
            dimension=f"Row {row}",
            value=f"{option} {slug} {row}",
            anchor=f"cell=table/{option.lower()}/row-{row}",
            position=10 * row + place,
        )
        for row in range(1, rows + 1)
        for place, option in enumerate(OPTIONS)
    )
    by_row = [facts[start : start + len(OPTIONS)] for start in range(0, len(facts), len(OPTIONS))]
    questions = Question.objects.bulk_create(
        Question(key=f"value/{first.key}", topic=topic, kind="value", graded=graded) for first, *_ in by_row
    )
    asked = Question.facts.through
    asked.objects.bulk_create(
        asked(question=question, fact=first) for question, (first, *_) in zip(questions, by_row, strict=True)
    )
    versions = QuestionVersion.objects.bulk_create(
        QuestionVersion(
            question=question,
            number=1,
            context=f"{topic.title} · {first.dimension}",
            ask=f"what holds for {first.option} in {first.dimension.lower()}?",
            explanation="",
            checksum="",
            created_at=NOW,
        )
        for question, (first, *_) in zip(questions, by_row, strict=True)
    )
    Choice.objects.bulk_create(
        Choice(
            version=version,
            position=place,
            text=fact.value,
            correct=place == 1,
            reason=f"That is what {fact.option} has.",
            fact=fact.key,
            source=fact.source,
        )
        for version, row in zip(versions, by_row, strict=True)
        for place, fact in enumerate(row, 1)
    )
    for question, version in zip(questions, versions, strict=True):
        question.current = version
    Question.objects.bulk_update(questions, ["current"])
    return topic


@pytest.fixture
def foundation(db):
    """A phase with more than ten rows to ask about, in two topics."""
    phase = Phase.objects.create(slug="foundation", title="Foundation", position=1)
    make_topic(phase, "storage", 8)
    make_topic(phase, "scaling", 6)
    return phase


@pytest.fixture
def small(foundation):
    """A phase with five rows: too few for an exam."""
    phase = Phase.objects.create(slug="communication", title="Communication", position=2)
    make_topic(phase, "messaging", 5)
    return phase


@pytest.fixture
def learner(db):
    return UserFactory(email="ada@example.com", password=None)


@pytest.fixture
def charlie(db):
    """The outsider."""
    return UserFactory(email="charlie@example.com", password=None)


@pytest.fixture
def client(learner):
    client = Client()
    client.force_login(learner)
    return client


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def exam(foundation, learner, now):
    return services.start_exam(learner=learner, phase=foundation, key=uuid4(), now=now)


@pytest.fixture
def begin(foundation, learner, now):
    """Start a practice quiz about everything."""

    def start(learner=learner, visitor="", count=5, key=None, at=now):
        topics = list(Topic.objects.topics().values_list("pk", flat=True))
        return services.start_practice(
            learner=learner, visitor=visitor, topics=topics, count=count, title="All", key=key or uuid4(), now=at
        )

    return start


def choice(attempt: Attempt, position: int, *, right: bool = True) -> int:
    """A right or a wrong choice of a question."""
    question = AttemptQuestion.objects.get(attempt=attempt, position=position)
    return Choice.objects.filter(pk__in=question.order, correct=right).order_by("pk").values_list("pk", flat=True)[0]


@pytest.fixture
def answer(now):
    """Save an answer as a browser does that has just read the page."""

    def save(attempt, position, *, right=True, sequence=None, key=None, at=now, **more):
        if sequence is None:
            sequence = attempt.questions.get(position=position).answers.count()
        return services.save_answer(
            attempt_id=attempt.pk,
            position=position,
            given=more.pop("given", None)
            or Given.of(more.pop("choice", None) or choice(attempt, position, right=right)),
            sequence=sequence,
            key=key or uuid4(),
            now=at,
            **more,
        )

    return save
