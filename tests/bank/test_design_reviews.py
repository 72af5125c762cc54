"""Questions about the designs of mock interviews: stored, drawn, changed and retired with their interview."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.html import escape

from content.addresses import address_of
from content.importing.files import read_path
from content.importing.library import Library
from content.models import Topic
from content.practice.store import apply_practice
from quizzes.attempts.services import start_practice
from quizzes.bank.assemble import Blueprint
from quizzes.bank.models import Question
from quizzes.bank.queries import draw
from quizzes.bank.services import sync
from quizzes.curation.services import decide
from quizzes.importing.services import import_library
from quizzes.reviews.models import Review
from tests.attempts.quiz_pages import HTMX, text
from tests.bank.conftest import LIBRARY
from tests.factories import UserFactory

State = Question.State
OURS = ("review", "consequences")


@pytest.fixture(scope="module")
def interviews():
    """Two interviews of the shipped library, about topics of the small one."""
    found = []
    for interview, topic in zip(read_path(LIBRARY).interviews, ("messaging", "scaling"), strict=False):
        points = tuple(replace(point, topic=topic) for point in interview.points)
        found.append(replace(interview, points=points, follow_ups=()))
    return found


@pytest.fixture
def bank(wiki, interviews, now):
    apply_practice(terms=(), drills=(), interviews=interviews)
    sync(Topic.objects.select_related("current", "phase"), now=now)


def ours():
    return Question.objects.filter(kind__in=OURS)


def test_each_stands_with_the_main_topic_and_speaks_of_no_fact(bank, interviews):
    assert {(q.topic.slug, q.key.split("/")[2]) for q in ours()} == {
        ("messaging", interviews[0].slug), ("scaling", interviews[1].slug),
    }  # fmt: skip
    assert ours().live().filter(graded=True).count() == 10
    assert not ours().filter(facts__isnull=False).exists()
    assert all(0 < question.prior < 1 for question in ours())


def test_every_reason_leads_to_the_rubric(bank, client):
    for question in ours().select_related("current"):
        for choice in question.current.choices.all():
            page, _, anchor = address_of(choice.source).partition("#")
            assert f'id="{anchor}"' in client.get(page).content.decode()


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_two_about_one_interview_are_enemies(bank, seed):
    topics = list(Topic.objects.topics().values_list("pk", flat=True))
    drawn = draw(topics=topics, blueprint=Blueprint(count=10, kinds=frozenset(OURS)), seed=seed)
    assert len({version.question.key.split("/")[2] for version in drawn.versions}) == len(drawn.versions) == 2
    assert drawn.short.code == "enemies"


def test_building_again_changes_nothing(bank, now):
    done = sync(Topic.objects.select_related("current", "phase"), now=now)
    assert (done.questions_added, done.questions_changed, done.questions_retired) == (0, 0, 0)


def test_an_import_of_other_interviews_renews_the_bank(bank, interviews, now):
    first, second = interviews
    reworded = replace(first.mistakes[0], consequence=f"{first.mistakes[0].consequence} in the end")
    changed = replace(first, mistakes=(reworded, *first.mistakes[1:]))
    done = import_library(Library(interviews=(changed,)), now=now).synced
    about = [q for q in ours() if reworded.key in q.key or q.kind == "consequences"]
    assert done.questions_changed == len([q for q in about if first.slug in q.key])
    assert done.questions_retired == ours().filter(key__contains=second.slug, state=State.RETIRED).count() == 5


def test_a_rejected_one_may_come_back_as_its_source_is_there(bank, now):
    question = ours().first()
    for state in (State.REJECTED, State.LIVE):
        decide(question_id=question.pk, state=state, reason="Looked at.", author=None, key=uuid4(), now=now)
    question.refresh_from_db()
    assert question.state == State.LIVE


def test_a_design_is_shown_apart_from_what_is_asked_and_told_in_its_own_words(bank, client):
    learner, today = UserFactory(), timezone.now()
    topics = list(Topic.objects.topics().values_list("pk", flat=True))
    attempt = start_practice(
        learner=learner, visitor="", topics=topics, count=2, title="All", key=uuid4(), now=today, kinds={"review"}
    )
    client.force_login(learner)
    brief, _, asked = attempt.questions.get(position=1).version.ask.partition("\n")
    page = text(client.get(f"/quizzes/{attempt.pk}/"))
    assert f'<span class="stem-given">{escape(brief)}</span> {escape(asked)}' in page
    data = {"sequence": 0, "idempotency_key": str(uuid4()), "unknown": "on"}
    told = text(client.post(f"/quizzes/{attempt.pk}/1/answer/", data, headers=HTMX))
    assert "You said that you don’t know. Here is the answer." in told
    assert "A fault</span>" in told
    assert not Review.objects.exists()
