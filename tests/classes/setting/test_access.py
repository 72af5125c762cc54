"""What is another class's, or another quiz's, does not exist here. Who gets what else: tests/access/routes.py."""

from uuid import uuid4

import pytest
from django.urls import reverse

from quizzes.attempts.models import Extension, Grading, Terms
from quizzes.classes.setting import services
from tests.access.world import fingerprint
from tests.classes.setting.conftest import sheet

WHY = {"why": "x", "act": "reopen", "minutes": 5, "mark": 50, "way": "dropped", "text": "x", "question": 1}


@pytest.fixture
def foreign(school, topic, now):
    """A quiz of the other class, whose owner does not teach this one."""
    made = services.make(cohort=school.foreign, sheet=sheet(topics=(topic,)), by=school.other, key=uuid4(), now=now)
    services.give(one=made, by=school.other, now=now)
    return made


def addresses(cohort, quiz, attempt, learner, question):
    more = {"attempt": [attempt], "act": [attempt], "mark": [attempt, 1], "terms": [learner], "agree": [learner]}
    more |= {"rehearse": [question], "regrade": [question]}
    reads = ("edit", "paper", "preview", "print", "watch", "terms", "attempt", "questions", "rehearse")
    writes = ("edit", "give", "take-back", "remove", "lay-out", "announce", "extend", "agree", "act", "mark", "regrade")
    for method, names in (("get", reads), ("post", writes)):
        for name in names:
            yield method, reverse(f"quizzes:class-quiz-{name}", args=[cohort, quiz, *more.get(name, [])])


def test_a_quiz_of_another_class_is_not_there_under_ones_own(one, foreign, school, hand_in, browse):
    attempt = hand_in(school.learner)
    question = attempt.questions.first().version.question_id
    clients = {role: browse(role) for role in ("other", "instructor", "charlie", "former")}
    before = fingerprint()
    for role, cohort, quiz in (
        ("other", school.foreign, one),  # a foreign quiz under one's own class
        ("other", school.cohort, one),  # a foreign class
        ("instructor", school.cohort, foreign),
        ("charlie", school.cohort, one),
        ("former", school.cohort, one),
    ):
        for method, address in addresses(cohort.pk, quiz.quiz_id, attempt.pk, school.learner.pk, question):
            data = WHY | {"idempotency_key": str(uuid4())}
            assert getattr(clients[role], method)(address, data).status_code == 404, (role, method, address)
    assert fingerprint() == before


def test_an_attempt_at_another_quiz_is_not_there_under_this_one(one, school, hand_in, topic, now, browse):
    attempt = hand_in(school.learner)
    other = services.make(
        cohort=school.cohort, sheet=sheet(topics=(topic,)), by=school.instructor, key=uuid4(), now=now
    )
    client, question = browse("instructor"), attempt.questions.first().version.question_id
    places = (("attempt", [attempt.pk]), ("rehearse", [question]))
    changes = (("act", [attempt.pk]), ("mark", [attempt.pk, 1]), ("regrade", [question]))
    for method, named in (("get", places), ("post", changes)):
        for name, more in named:
            address = reverse(f"quizzes:class-quiz-{name}", args=[school.cohort.pk, other.quiz_id, *more])
            data = WHY | {"idempotency_key": str(uuid4())}
            assert getattr(client, method)(address, data).status_code == 404, address
    assert not Extension.objects.exists()
    assert Grading.objects.count() == 5


def test_nobody_agrees_terms_with_who_is_not_in_the_class(one, school, browse, address):
    for person in (school.charlie, school.former, school.assistant, school.instructor):
        data = {"why": "x", "factor": "2", "idempotency_key": str(uuid4())}
        assert browse("instructor").post(address("agree", person.pk), data).status_code == 404
    assert not Terms.objects.exists()


def test_a_key_of_another_quiz_gives_nothing_of_it(one, school, topic, now):
    """A form is sent with the key of a quiz of a class that is not one's own: nothing is made, nothing is shown."""
    key = uuid4()
    services.make(cohort=school.foreign, sheet=sheet(topics=(topic,)), by=school.other, key=key, now=now)
    with pytest.raises(services.OutOfDate):
        services.make(cohort=school.cohort, sheet=sheet(topics=(topic,)), by=school.instructor, key=key, now=now)
