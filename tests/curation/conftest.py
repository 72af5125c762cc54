"""The small library's bank, a learner with a finished quiz and a card, an editor, an instructor, and charlie."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from content.models import Topic
from quizzes.attempts import services
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion
from quizzes.attempts.scoring import Given
from quizzes.bank.authored.drafts import Draft, DraftChoice
from quizzes.bank.models import Question
from quizzes.bank.models.curation import CardReport, QuestionReport
from quizzes.curation import reports
from quizzes.curation import services as curation
from quizzes.reviews.models import Card
from quizzes.reviews.services import add_topics
from sdwiki.accounts.models import User
from tests.attempts import grades
from tests.factories import EditorFactory, InstructorFactory, UserFactory

DRAFT = Draft(
    dimension="Failure modes",
    ask="what does a client see when the leader dies during a write?",
    explanation="Think of the *acknowledgement*.",
    choices=(
        DraftChoice("A timeout, then a retry", "The write may or may not have happened.", True),
        DraftChoice("An error, with no retry", "The connection is simply gone.", False),
        DraftChoice("A success, without delay", "Nobody is left to acknowledge it.", False),
    ),
)


@dataclass
class Desk:
    learner: User
    charlie: User
    editor: User
    instructor: User
    question: Question
    own: Question
    attempt: Attempt
    card: Card
    report: QuestionReport
    card_report: CardReport

    def person(self, role: str) -> User | None:
        return None if role == "visitor" else getattr(self, role)


def met_by(attempt: Attempt, people: int, *, visitor: str = "") -> None:
    """The first question of an attempt met by so many more learners, who answered it in the same way; or so many times
    by one visitor.
    """
    attempt.refresh_from_db()
    first = attempt.questions.get(position=1)
    said = first.answers.get()
    for _ in range(people):
        copy = Attempt.objects.create(
            learner=None if visitor else UserFactory(password=None),
            visitor=visitor,
            kind=attempt.kind,
            key=uuid4(),
            started_at=attempt.started_at,
            submitted_at=attempt.submitted_at,
            score=0,
            max_score=2,
        )
        asked = AttemptQuestion.objects.create(attempt=copy, position=1, version=first.version, order=first.order)
        answer = Answer.objects.create(question=asked, sequence=1, choice=said.choice, at=said.at, key=uuid4())
        grades.mark(asked, grades.mark_of(said.question), answer)


@pytest.fixture
def desk(wiki, now) -> Desk:
    learner, charlie = UserFactory(name="Lea", password=None), UserFactory(name="Charlie", password=None)
    editor, instructor = EditorFactory(name="Edna", password=None), InstructorFactory(name="Ina", password=None)
    topics = list(Topic.objects.topics())
    attempt = services.start_practice(
        learner=learner,
        visitor="",
        topics=[topic.pk for topic in topics],
        count=5,
        title="All",
        key=UUID(int=1),
        now=now,
        kinds=("value",),
    )
    asked = attempt.questions.select_related("version__question").get(position=1)
    services.save_answer(
        attempt_id=attempt.pk, position=1, given=Given(frozenset({asked.order[0]})), sequence=0, key=uuid4(), now=now
    )
    services.submit(attempt_id=attempt.pk, now=now)
    add_topics(learner=learner, topic_ids=[topic.pk for topic in topics], now=now)
    card = Card.objects.filter(learner=learner, fact__flashcard__isnull=False).earliest("pk")
    own = curation.write(author=editor, topic=topics[0], draft=DRAFT, key=uuid4(), now=now)
    more = {"learner": learner, "reason": "wrong", "words": "It says the opposite below.", "now": now}
    report = reports.report_question(version=asked.version, key=uuid4(), **more)
    card_report = reports.report_card(flashcard=card.fact.flashcard, key=uuid4(), **more)
    question = asked.version.question
    return Desk(learner, charlie, editor, instructor, question, own, attempt, card, report, card_report)
