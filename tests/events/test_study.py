"""What happens to pages, questions, quizzes, reports and classes is told once, by whoever does it."""

import io
import uuid
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import transaction

from content.models import Phase, Topic
from quizzes.attempts import services as attempts
from quizzes.attempts.errors import TooFew
from quizzes.bank.models import Question
from quizzes.bank.models.curation import QuestionReport
from quizzes.classes import services as classes
from quizzes.curation import reports
from quizzes.curation import services as curation
from quizzes.editing import services as editing
from quizzes.editing.drafts import Draft, ReadDraft
from quizzes.statistics.services import compute, compute_if_stale
from tests.conftest import LIBRARY
from tests.factories import EditorFactory, InstructorFactory, UserFactory

pytestmark = pytest.mark.django_db
KEY = uuid.UUID(int=7)


def scaling():
    return Topic.objects.select_related("phase", "current").get(slug="scaling")


@pytest.fixture
def publish(wiki, now):
    """Publish the page of the small library with one cell changed; the same form each time."""
    editor, topic = EditorFactory(), scaling()
    before = Draft.now(topic)
    given = {"topic": topic, "author": editor, "base": topic.current.number, "note": "secret", "key": KEY, "now": now}
    assert "Largest machine sold" in before.body

    def press():
        draft = replace(before, body=before.body.replace("Largest machine sold", "None in theory"))
        return editing.publish(draft=ReadDraft.of(draft, topic), **given)

    return press


def test_a_published_page_is_told_once_however_often_the_form_is_sent(publish, heard):
    with heard() as told:
        publish()
        publish()
    assert told == [{"event": "page.published", "page": "scaling", "revision": 2, "facts": 1, "cards": 0}]


def test_what_is_taken_back_has_not_happened(publish, heard):
    with heard() as told, transaction.atomic():
        publish()
        transaction.set_rollback(True)
    assert told == []


def command(*arguments):
    call_command(*map(str, arguments), stdout=io.StringIO())


def test_an_import_is_told_with_its_counts_and_a_dry_run_is_not(db, heard):
    with heard() as told:
        command("import_wiki", LIBRARY, "--dry-run")
        command("import_wiki", LIBRARY)
        command("import_wiki", LIBRARY)
    first = {"event": "wiki.imported", "created": 4, "updated": 0, "unchanged": 0, "kept": 0}
    assert told == [first, first | {"created": 0, "unchanged": 4}]


def test_imported_questions_are_told_with_their_counts(wiki, heard, tmp_path):
    path = tmp_path / "own.gift"
    path.write_text(
        "::one::Which store keeps a value after the node is gone? {=A replicated store ~A local disk ~A page cache}"
    )
    with heard() as told:
        command("import_questions", path, "--format", "gift", "--topic", "storage", "--dry-run")
        command("import_questions", path, "--format", "gift", "--topic", "storage")
        command("import_questions", path, "--format", "gift", "--topic", "storage")
    first = {"event": "questions.imported", "new": 1, "updated": 0, "unchanged": 0}
    assert told == [first, first | {"new": 0, "unchanged": 1}]


def test_a_decision_about_a_question_is_told_once(wiki, now, heard):
    question, editor = Question.objects.live().earliest("pk"), EditorFactory()
    with heard() as told:
        for _ in range(2):
            curation.decide(
                question_id=question.pk,
                state=Question.State.REJECTED,
                reason="secret",
                author=editor,
                key=KEY,
                now=now,
            )
    assert told == [{"event": "question.decided", "question": question.pk, "state": "rejected"}]


def test_computed_statistics_are_told(wiki, now, heard):
    with heard() as told:
        compute_if_stale(now)
        compute_if_stale(now)
        compute(now, [Question.objects.live().earliest("pk").pk])
    whole = {"event": "statistics.computed", "everything": True, "questions": 0, "reported": 0}
    assert told == [whole, whole | {"everything": False}]


def practice(now, **who):
    topics = list(Topic.objects.topics().values_list("pk", flat=True))
    return attempts.start_practice(topics=topics, count=5, title="secret", key=KEY, now=now, **who)


def test_a_practice_is_told_as_it_opens_and_closes_once_each(wiki, now, heard):
    ada = UserFactory()
    with heard() as told:
        attempt = practice(now, learner=ada, visitor="")
        practice(now, learner=ada, visitor="")
        attempts.submit(attempt_id=attempt.pk, now=now)
        attempts.submit(attempt_id=attempt.pk, now=now)
    same = {"attempt": attempt.pk, "kind": "practice", "learner": ada.pk}
    assert told == [
        {"event": "attempt.opened", "questions": 5} | same,
        {"event": "attempt.closed"} | same,
    ]


def test_a_visitors_practice_is_nobodys_and_their_key_stays_out(wiki, now, heard):
    with heard() as told:
        attempt = practice(now, learner=None, visitor="secret")
    assert told == [
        {"event": "attempt.opened", "attempt": attempt.pk, "kind": "practice", "learner": None, "questions": 5}
    ]


def test_an_exam_that_the_sweep_closes_says_so(wiki, now, heard):
    ada = UserFactory()
    with heard() as told:
        attempt = attempts.start_exam(learner=ada, phase=Phase.objects.get(slug="foundation"), key=KEY, now=now)
        attempts.close_overdue(attempt.deadline + (attempt.deadline - now))
    assert told == [
        {"event": "attempt.opened", "questions": 10, "attempt": attempt.pk, "kind": "exam", "learner": ada.pk},
        {"event": "attempts.swept", "attempts": [attempt.pk]},
    ]


def test_a_quiz_that_cannot_be_started_is_not_told(db, now, heard):
    with heard() as told, pytest.raises(TooFew):
        practice(now, learner=UserFactory(), visitor="")
    assert told == []


def test_a_resolved_report_is_told_once(wiki, now, heard):
    editor, version = EditorFactory(), Question.objects.live().earliest("pk").current
    report = reports.report_question(
        learner=UserFactory(), version=version, reason="wrong", words="secret", key=KEY, now=now
    )
    with heard() as told:
        for _ in range(2):
            reports.resolve(QuestionReport, pk=report.pk, note="secret", by=editor, now=now)
    assert told == [{"event": "report.resolved", "report": report.pk, "about": "question"}]


def test_what_happens_to_a_class_is_told_once_each(db, now, heard):
    ina, ada = InstructorFactory(), UserFactory()
    with heard() as told:
        for _ in range(2):
            cohort = classes.create_class(instructor=ina, name="secret", key=KEY, now=now)
        for _ in range(2):
            classes.join(cohort=cohort, learner=ada, now=now)
        for _ in range(2):
            classes.leave(cohort=cohort, learner=ada, now=now)
        classes.join(cohort=cohort, learner=ada, now=now)
    member = {"cohort": cohort.pk, "learner": ada.pk}
    assert told == [
        {"event": "class.made", "cohort": cohort.pk},
        {"event": "class.joined"} | member,
        {"event": "class.left"} | member,
        {"event": "class.joined"} | member,
    ]
