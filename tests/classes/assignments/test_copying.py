"""Assignments taken along into another class, or another round of the same."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from quizzes.classes import services as classes
from quizzes.classes.assignments.models import Assignment


@pytest.fixture
def autumn(school, now):
    return classes.create_class(instructor=school.instructor, name="Second", key=uuid.uuid4(), now=now)


def copy(client, school, **changes):
    values = {"assignments": [school.assignment.pk], "days": 7, "idempotency_key": uuid.uuid4()}
    return client.post(reverse("quizzes:class-copy", args=[school.cohort.pk]), values | changes)


def test_copies_are_drafts_with_dates_that_moved(client, school, autumn):
    client.force_login(school.instructor)
    key = uuid.uuid4()
    for _ in range(2):
        assert copy(client, school, to=autumn.pk, idempotency_key=key).status_code == 302
    made = Assignment.objects.get(cohort=autumn)
    assert (made.title, made.published_at) == ("Communication", None)
    assert made.due == Assignment.objects.get(pk=school.assignment.pk).due + timedelta(7)


@pytest.mark.parametrize("what", ["foreign class", "foreign assignment", "archived class", "nothing"])
def test_what_is_not_ones_own_is_not_copied(client, school, autumn, now, what):
    client.force_login(school.instructor)
    changes = {"to": autumn.pk}
    if what == "foreign class":
        changes["to"] = school.foreign.pk
    elif what == "archived class":
        classes.archive(cohort=autumn, now=now)
    elif what == "nothing":
        changes["assignments"] = []
    else:
        foreign = Assignment.objects.create(cohort=school.foreign, title="Theirs", created_at=now)
        changes["assignments"] = [foreign.pk]
    before = Assignment.objects.count()
    assert copy(client, school, **changes).status_code == 422
    assert Assignment.objects.count() == before
