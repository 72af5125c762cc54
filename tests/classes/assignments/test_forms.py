"""What the form of an assignment covers: phases, single topics, or both."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.models import Topic
from quizzes.classes.assignments.forms import AssignmentForm
from quizzes.classes.assignments.given import given_in
from quizzes.classes.assignments.judging import day_in
from quizzes.classes.assignments.models import Arrangement, Assignment


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def send(client, school, now):
    client.force_login(school.instructor)

    def do(address="class-assign", args=(), **fields):
        data = {
            "idempotency_key": uuid.uuid4(),
            "due_on": str(now.date() + timedelta(9)),
            "recall": 70,
            "act": "anyway",
        }
        return client.post(reverse(f"quizzes:{address}", args=[school.cohort.pk, *args]), data | fields)

    return do


def test_single_topics_are_assigned_without_a_phase(client, school, send):
    topics = list(Topic.objects.topics().order_by("slug")[:2])
    response = send(topics=[one.pk for one in topics])
    assert response.status_code == 302
    made = Assignment.objects.latest("pk")
    assert made.title == ", ".join(one.title for one in made.topics.order_by("phase__position", "position"))
    (one,) = (one for one in given_in(school.cohort) if one.pk == made.pk)
    assert (set(one.topics), one.phases) == ({topic.pk for topic in topics}, ())
    form = client.get(reverse("quizzes:class-assignment-edit", args=[school.cohort.pk, made.pk])).context["form"]
    assert form.initial["topics"] == [topic.pk for topic in made.topics.all()]


def test_topics_come_beside_phases_and_can_be_taken_off(school, send):
    apart = Topic.objects.topics().exclude(phase=school.phase).first()
    send(phases=[school.phase.pk], topics=[apart.pk])
    made = Assignment.objects.latest("pk")
    (one,) = (one for one in given_in(school.cohort) if one.pk == made.pk)
    assert set(one.topics) == {apart.pk, *school.phase.topics.values_list("pk", flat=True)}
    send("class-assignment-edit", [made.pk], phases=[school.phase.pk])
    assert not made.topics.exists()


def test_what_covers_nothing_is_refused_but_for_a_quiz(send):
    response = send()
    assert response.status_code == 422
    assert response.context["form"].errors["phases"] == ["Choose what it covers."]


def test_a_browser_lets_the_day_stay_on_which_it_has_opened(school, now):
    days = {"opens_on": now.date() - timedelta(3), "due_on": now.date() + timedelta(3)}
    form = AssignmentForm(cohort=school.cohort, now=now, initial=days)
    first = {name: form.fields[name].widget.attrs["min"] for name in ("opens_on", "due_on", "closes_on")}
    today = str(day_in(now, school.cohort.time_zone))
    assert first == {"opens_on": str(days["opens_on"]), "due_on": today, "closes_on": today}


def test_an_extension_that_is_refused_keeps_what_was_typed(client, school, now):
    client.force_login(school.instructor)
    address = reverse("quizzes:class-arrange", args=[school.cohort.pk, school.assignment.pk, school.classmate.pk])
    early = str(now.date() - timedelta(400))
    typed = {"kind": "extended", "due_on": early, "why": "Away for “weeks”", "idempotency_key": uuid.uuid4()}
    page = client.post(address, typed)
    words = page.content.decode()
    assert page.status_code == 422
    assert "Nothing is changed. An extension is to a later time" in words
    assert words.count('value="Away for “weeks”"') == words.count(f'value="{early}"') == 1
    assert not Arrangement.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_refused(school, send, day):
    phases = [school.phase.pk]
    assert send(phases=phases, opens_on=day).status_code == 422
    assert send(phases=phases, closes_on=day).status_code == 422
    assert send("class-series", phases=phases, start=day, weeks=1).status_code == 422
    extension = {"kind": "extended", "due_on": day, "why": "Ill."}
    assert send("class-arrange", (school.assignment.pk, school.learner.pk), **extension).status_code == 422
    assert Assignment.objects.get() == school.assignment
    assert not school.assignment.arrangements.exists()
