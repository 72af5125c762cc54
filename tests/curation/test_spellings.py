"""Typed answers that mean the same: one entry for a spelling, accepted or dismissed with a reason, nobody named."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from content.models import Topic
from quizzes.attempts import claims, services
from quizzes.attempts.models import Attempt, AttemptQuestion, SpellingClaim
from quizzes.attempts.scoring import Given
from quizzes.bank.models import Choice, Question, QuestionVersion
from tests.attempts.grades import mark_of
from tests.factories import EditorFactory, InstructorFactory, UserFactory

QUEUE = reverse("quizzes:spellings")


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


@pytest.fixture
def editor(db):
    return EditorFactory(name="Edna", password=None)


@pytest.fixture
def cloze(wiki, now):
    topic = Topic.objects.topics().earliest("pk")
    fact = topic.facts.live().earliest("pk")
    question = Question.objects.create(key=f"cloze/{topic.slug}/by-hand", topic=topic, kind="cloze")
    version = QuestionVersion.objects.create(
        question=question, number=1, context=topic.title, ask="what is it called?", checksum="", created_at=now
    )
    Choice.objects.create(version=version, position=0, text="Widget", correct=True, fact=fact.key, source=fact.source)
    question.current = version
    question.save()
    return question


def say(cloze, words, now, *, learner=None, visitor=""):
    """A finished practice quiz of this question, answered so, and the claim that it means the same."""
    attempt = Attempt.objects.create(
        learner=learner, visitor=visitor, kind=Attempt.Kind.PRACTICE, title="All", key=uuid4(), started_at=now
    )
    order = [choice.pk for choice in cloze.current.choices.all()]
    AttemptQuestion.objects.create(attempt=attempt, position=1, version=cloze.current, order=order)
    services.save_answer(attempt_id=attempt.pk, position=1, given=Given(typed=words), sequence=0, key=uuid4(), now=now)
    services.submit(attempt_id=attempt.pk, now=now)
    return claims.claim(attempt_id=attempt.pk, position=1, now=now)


def decide(client, cloze, claim, decision, reason=""):
    data = {"spelling": claim.spelling, "decision": decision, "reason": reason}
    return client.post(reverse("quizzes:spelling-decide", args=[cloze.pk]), data, follow=decision == "accept")


def test_one_spelling_of_several_people_is_one_entry_without_names(client, editor, cloze, now):
    lea = UserFactory(name="Lea Lovelace", password=None)
    for learner, visitor in ((lea, ""), (lea, ""), (UserFactory(password=None), ""), (None, "v"), (None, "v")):
        say(cloze, "The Frobnicator" if visitor else "frobnicators", now, learner=learner, visitor=visitor)
    say(cloze, "Gizmo", now, visitor="v")
    client.force_login(editor)
    page = client.get(QUEUE).content.decode()
    assert page.count("frobnicator") + page.count("Frobnicator") >= 1
    assert " ".join(page.split()).index("2 people and 1 visitor’s session") < page.index("Gizmo")
    assert page.count('name="spelling"') == 2
    assert "Lea Lovelace" not in page
    assert 'Typed answers\n    <span class="nums muted">2</span>' in page


def test_visitors_sessions_rank_nothing(client, editor, cloze, now):
    """Whoever deletes a cookie is another visitor."""
    for number in range(3):
        say(cloze, "Gizmo", now, visitor=f"v{number}")
    say(cloze, "Frobnicator", now + timedelta(hours=1), learner=UserFactory(password=None))
    say(cloze, "Doodad", now - timedelta(hours=1), visitor="w")
    client.force_login(editor)
    page = " ".join(client.get(QUEUE).content.decode().split())
    found = re.findall(r'<strong dir="auto">(\w+)</strong> <span class="muted small">(.+?), first on', page)
    assert found == [
        ("Frobnicator", "1 person"), ("Doodad", "1 visitor’s session"), ("Gizmo", "3 visitors’ sessions"),
    ]  # fmt: skip


@pytest.mark.parametrize("entries", [1, 3])
def test_queries_do_not_grow_with_the_entries(client, editor, cloze, now, entries, django_assert_max_num_queries):
    for number in range(entries):
        say(cloze, f"gizmo {number} x", now, visitor="v")
    client.force_login(editor)
    client.get(QUEUE)
    with django_assert_max_num_queries(14):
        client.get(QUEUE)


def test_accepting_makes_a_spelling_and_the_answers_right(client, editor, cloze, now):
    made = say(cloze, "the  Frobnicator", now, learner=UserFactory(password=None))
    client.force_login(editor)
    page = decide(client, cloze, made, "accept").content.decode()
    assert "Accepted from now on." in page
    assert "No typed answer waits" in page
    made.refresh_from_db()
    assert (made.state, made.decided_by, mark_of(made.answer.question)) == (SpellingClaim.State.ACCEPTED, editor, 1)
    assert [alias.text for alias in cloze.aliases.all()] == ["the Frobnicator"]
    attempt = made.answer.question.attempt
    assert (attempt.score, attempt.max_score) == (1, 1)


def test_dismissing_wants_a_reason_that_its_learner_reads(client, editor, cloze, now):
    learner = UserFactory(password=None)
    made = say(cloze, "frobnicator", now, learner=learner)
    client.force_login(editor)
    response = decide(client, cloze, made, "dismiss")
    assert response.status_code == 422
    assert "Say why" in response.content.decode()
    assert decide(client, cloze, made, "dismiss", "A frobnicator is something else.").status_code == 302
    client.force_login(learner)
    page = client.get(made.answer.question.attempt.get_absolute_url()).content.decode()
    assert "A frobnicator is something else." in page
    assert not re.search(r"\bEdna\b", page)
    assert not cloze.aliases.exists()


def test_what_was_dismissed_and_said_again_comes_with_the_reason(client, editor, cloze, now):
    client.force_login(editor)
    decide(client, cloze, say(cloze, "frobnicator", now, visitor="v"), "dismiss", "It is something else.")
    say(cloze, "frobnicator", now, visitor="w")
    assert "It was not accepted before: <bdi>It is something else.</bdi>" in client.get(QUEUE).content.decode()


def test_a_second_decision_stays_with_the_first(client, editor, cloze, now):
    made = say(cloze, "frobnicator", now, visitor="v")
    client.force_login(editor)
    decide(client, cloze, made, "dismiss", "No.")
    page = decide(client, cloze, made, "accept").content.decode()
    assert "Somebody has decided this before you" in page
    assert not cloze.aliases.exists()


@pytest.mark.parametrize("factory", [UserFactory, InstructorFactory])
def test_others_do_not_see_the_queue(client, cloze, now, factory):
    made = say(cloze, "frobnicator", now, visitor="v")
    client.force_login(factory(password=None))
    assert client.get(QUEUE).status_code == 403
    assert decide(client, cloze, made, "dismiss", "No.").status_code == 403
