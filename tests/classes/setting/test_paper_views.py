"""A fixed paper: picked from a list, moved about, asked in its order, printed with its key."""

from uuid import uuid4

import pytest
from django.db import IntegrityError

from quizzes.attempts.models import Quiz
from quizzes.bank.models import Question
from quizzes.classes.setting import services
from quizzes.classes.setting.errors import NothingToAsk
from quizzes.classes.setting.services import moved
from tests.classes.setting.conftest import sheet, text
from tests.parallel import at_once, slow, unlocked


@pytest.fixture
def one(school, topic, now):
    return services.make(
        cohort=school.cohort, sheet=sheet(fixed=True, graded=False), by=school.instructor, key=uuid4(), now=now
    )


@pytest.fixture
def questions(topic):
    return list(Question.objects.filter(topic=topic).order_by("key").values_list("pk", flat=True))


def laid(one):
    return list(one.quiz.paper.order_by("position").values_list("question", flat=True))


def test_questions_come_move_and_go(one, questions, browse, address):
    client = browse("instructor")

    def send(act, question):
        return client.post(address("lay-out"), {"act": act, "question": question})

    for pk in questions[:3]:
        send("add", pk)
    assert laid(one) == questions[:3]
    send("up", questions[2])
    send("down", questions[0])
    assert laid(one) == [questions[2], questions[0], questions[1]]
    send("drop", questions[0])
    send("add", questions[1])  # it is there already
    assert laid(one) == [questions[2], questions[1]]
    assert Quiz.objects.get(pk=one.quiz_id).number == 2
    assert send("add", 10**12).status_code == 302
    assert send("turn", questions[0]).status_code == 400
    assert laid(one) == [questions[2], questions[1]]


@pytest.mark.parametrize(
    ("act", "question", "after"),
    [
        ("up", 1, [1, 2, 3]), ("up", 3, [1, 3, 2]), ("down", 3, [1, 2, 3]), ("down", 1, [2, 1, 3]), ("drop", 2, [1, 3]),
        ("add", 4, [1, 2, 3, 4]), ("add", 2, [1, 2, 3]), ("up", 9, [1, 2, 3]), ("drop", 9, [1, 2, 3]),
    ],
)  # fmt: skip
def test_one_move_changes_one_place(act, question, after):
    assert moved([1, 2, 3], question, act) == after


def press(one, question, by):
    return lambda: services.change_paper(one=one, question=question, act="add", by=by)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_at_once_both_questions_are_on_the_paper(one, school, questions):
    with slow("INSERT", "quizzes_paperquestion", 0.1):
        at_once(*[press(one, pk, school.instructor) for pk in questions[:3]])
    assert sorted(laid(one)) == sorted(questions[:3])


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_one_of_them_is_lost(one, school, questions):
    with slow("INSERT", "quizzes_paperquestion", 0.1):
        at_once(*[unlocked(press(one, pk, school.instructor)) for pk in questions[:2]], refusals=IntegrityError)
    assert len(laid(one)) < 2


def test_an_empty_paper_is_given_to_nobody(one, school, now):
    with pytest.raises(NothingToAsk):
        services.give(one=one, by=school.instructor, now=now)


def test_everybody_gets_the_paper_in_its_order(one, school, questions, begin, now):
    services.lay_out(one=one, questions=[questions[4], questions[0]], by=school.instructor)
    one.quiz.refresh_from_db()
    services.give(one=one, by=school.instructor, now=now)
    for person in (school.learner, school.classmate):
        asked = begin(person).questions.order_by("position").values_list("version__question", flat=True)
        assert list(asked) == [questions[4], questions[0]]


def test_the_list_is_searched_by_words_and_topic(one, topic, questions, browse, address):
    client = browse("instructor")
    found = client.get(address("paper"), {"q": "ROW 2", "topic": topic.slug}).context["page"].object_list
    assert [question.pk for question in found] == [
        pk for pk in questions if "row 2" in Question.objects.get(pk=pk).current.ask.lower()
    ]
    assert len(found) == 1
    assert "No question is like that" in text(client.get(address("paper"), {"q": "no such words"}))


def test_the_print_has_every_question_and_a_key_that_is_right(one, school, questions, browse, address):
    services.lay_out(one=one, questions=questions[:2], by=school.instructor)
    printed = browse("assistant").get(address("print")).context["paper"]
    for line in printed:
        right = [choice.letter for choice in line.told.choices if choice.correct]
        assert line.key == right[0]
        assert [choice.text for choice in line.question.choices] == [choice.text for choice in line.told.choices]
        assert all(choice.correct is None for choice in line.question.choices)
    assert len(printed) == 2
