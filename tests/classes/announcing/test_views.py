"""The page of a class's messages."""

import uuid

import pytest
from django.urls import reverse

from quizzes.classes.announcing.models import ClassMessage
from quizzes.classes.joining import groups


def send(client, person, school, **data):
    client.force_login(person)
    values = {"title": "Monday", "text": "At nine.", "idempotency_key": uuid.uuid4()} | data
    return client.post(reverse("quizzes:class-message-write", args=[school.cohort.pk]), values)


def page(client, person, school):
    client.force_login(person)
    return client.get(reverse("quizzes:class-messages", args=[school.cohort.pk])).content.decode()


def test_staff_write_and_all_of_the_class_read(client, school):
    send(client, school.deputy, school, text="At <b>nine</b>.\u202e\nBring paper.")
    for person in (school.instructor, school.assistant, school.learner):
        assert "At &lt;b&gt;nine&lt;/b&gt;.<br>Bring paper." in page(client, person, school)
    assert "Write to the class" in page(client, school.instructor, school)
    for person in (school.assistant, school.learner):
        assert "Write to the class" not in page(client, person, school)


@pytest.mark.parametrize(
    "data",
    [{"title": ""}, {"text": "  "}, {"title": "x" * 121}, {"text": "x" * 5001}, {"idempotency_key": "x"}, {"group": 0}],
)
def test_a_message_that_cannot_be_sent_is_shown_again(client, school, data):
    answer = send(client, school.instructor, school, **data)
    assert answer.status_code == 422
    assert not ClassMessage.objects.exists()


def test_a_group_of_another_class_is_no_recipient(client, school):
    foreign = groups.make(cohort=school.foreign, name="Theirs")
    assert send(client, school.instructor, school, group=foreign.pk).status_code == 422
    assert not ClassMessage.objects.exists()
