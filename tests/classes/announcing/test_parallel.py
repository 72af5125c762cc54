"""A message that is sent with two presses at the same moment. The law has its control."""

import uuid

import pytest
from django.db import IntegrityError

from quizzes.classes.announcing.models import ClassMessage
from tests.classes.announcing.test_services import said
from tests.parallel import at_once, locked, slow, unlocked

pytestmark = pytest.mark.django_db(transaction=True)


def pressed_twice(school, now, as_job):
    key = uuid.uuid4()
    with slow("INSERT", "quizzes_classmessage"):
        ended = at_once(*[as_job(lambda: said(school, now, key=key))] * 2, refusals=IntegrityError)
    return [type(one) for one in ended].count(ClassMessage)


def test_two_presses_at_once_say_it_once_and_neither_is_an_error(school, now):
    assert pressed_twice(school, now, locked) == 2
    assert ClassMessage.objects.count() == 1


def test_control_without_the_lock_one_of_them_is_an_error(school, now):
    assert pressed_twice(school, now, unlocked) == 1
