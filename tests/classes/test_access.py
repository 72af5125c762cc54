"""Who may do what with a class. A refused request changes nothing."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.classes.assignments.models import Arrangement, Assignment, Requirement, Snapshot
from quizzes.classes.models import Cohort, Membership, Staff

SOON = str(timezone.now().date() + timedelta(30))

ROLES = ("visitor", "charlie", "learner", "other", "instructor", "deputy", "assistant", "former", "removed")
LOGIN, OK, MISSING, FORBIDDEN, DONE = "login", 200, 404, 403, 302

# route, method: outcome for each of ROLES
TABLE = {
    ("classes", "get"): (LOGIN, OK, OK, OK, OK, OK, OK, OK, OK),
    ("class-create", "post"): (LOGIN, FORBIDDEN, FORBIDDEN, DONE, DONE, DONE, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    ("class", "get"): (LOGIN, MISSING, OK, MISSING, OK, OK, OK, MISSING, MISSING),
    ("class-person", "get"): (LOGIN, MISSING, FORBIDDEN, MISSING, OK, OK, OK, MISSING, MISSING),
    ("class-join", "get"): (LOGIN, OK, DONE, OK, DONE, DONE, DONE, OK, FORBIDDEN),
    ("class-join", "post"): (LOGIN, DONE, DONE, DONE, DONE, DONE, DONE, DONE, FORBIDDEN),
    ("class-leave", "post"): (LOGIN, MISSING, DONE, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING),
    ("class-remove", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, DONE, FORBIDDEN, MISSING, MISSING),
    ("class-book", "get"): (LOGIN, MISSING, FORBIDDEN, MISSING, OK, OK, OK, MISSING, MISSING),
    ("class-assignment", "get"): (LOGIN, MISSING, FORBIDDEN, MISSING, OK, OK, OK, MISSING, MISSING),
    ("class-assign", "get"): (LOGIN, MISSING, FORBIDDEN, MISSING, OK, OK, FORBIDDEN, MISSING, MISSING),
    ("class-assignment-edit", "get"): (LOGIN, MISSING, FORBIDDEN, MISSING, OK, OK, FORBIDDEN, MISSING, MISSING),
    # it was due: how everybody stood is kept, and nobody changes what was asked any more
    ("class-assignment-edit", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, 422, 422, FORBIDDEN, MISSING, MISSING),
    ("class-assignment-give", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, DONE, FORBIDDEN, MISSING, MISSING),
    ("class-arrange", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, DONE, FORBIDDEN, MISSING, MISSING),
    ("class-series", "get"): (LOGIN, MISSING, FORBIDDEN, MISSING, OK, OK, FORBIDDEN, MISSING, MISSING),
    ("class-series", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, DONE, FORBIDDEN, MISSING, MISSING),
    ("class-assign", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, DONE, FORBIDDEN, MISSING, MISSING),
    ("class-assignment-withdraw", "post"): (
        LOGIN,
        MISSING,
        FORBIDDEN,
        MISSING,
        DONE,
        DONE,
        FORBIDDEN,
        MISSING,
        MISSING,
    ),
    ("class-renew", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, DONE, FORBIDDEN, MISSING, MISSING),
    ("class-rename", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, DONE, FORBIDDEN, MISSING, MISSING),
    ("class-archive", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, DONE, FORBIDDEN, MISSING, MISSING),
    ("class-unarchive", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, DONE, FORBIDDEN, MISSING, MISSING),
    ("class-appoint", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, FORBIDDEN, FORBIDDEN, MISSING, MISSING),
    ("class-dismiss", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, FORBIDDEN, DONE, MISSING, MISSING),
    ("class-assignment-undo", "post"): (LOGIN, MISSING, FORBIDDEN, MISSING, DONE, DONE, FORBIDDEN, MISSING, MISSING),
}


def test_a_learner_is_told_whose_page_it_is(client, school):
    client.force_login(school.classmate)
    answer = client.get(address(school, "class-person"))
    assert answer.status_code == 403
    assert "This is for who teaches the class. You are in it as a learner." in answer.content.decode()


def address(school, name):
    arguments = {
        "classes": [],
        "class-create": [],
        "class-join": [school.cohort.token],
        "class-person": [school.cohort.pk, school.classmate.pk],
        "class-remove": [school.cohort.pk, school.classmate.pk],
        "class-appoint": [school.cohort.pk, school.classmate.pk],
        "class-dismiss": [school.cohort.pk, school.assistant.pk],
        "class-arrange": [school.cohort.pk, school.assignment.pk, school.classmate.pk],
        **{
            name: [school.cohort.pk, school.assignment.pk]
            for name in (
                "class-assignment",
                "class-assignment-edit",
                "class-assignment-give",
                "class-assignment-undo",
                "class-assignment-withdraw",
            )
        },
    }
    return reverse(f"quizzes:{name}", args=arguments.get(name, [school.cohort.pk]))


def state():
    return (
        list(Cohort.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values()),
        list(Staff.objects.order_by("pk").values()),
        list(Assignment.objects.order_by("pk").values()),
        list(Requirement.objects.order_by("pk").values()),
        list(Arrangement.objects.order_by("pk").values()),
        list(Snapshot.objects.order_by("pk").values()),
    )


@pytest.mark.parametrize(("name", "method"), TABLE)
def test_route(school, name, method):
    before = state()
    for role, outcome in zip(ROLES, TABLE[name, method], strict=True):
        for htmx in (False, True):
            point = transaction.savepoint()
            assert visit(school, name, method, school.person(role), htmx=htmx) == outcome, (role, htmx)
            if method == "get" or outcome in (LOGIN, MISSING, FORBIDDEN):
                assert state() == before, (role, htmx)
            transaction.savepoint_rollback(point)


def visit(school, name, method, person, *, htmx):
    client = Client(headers={"hx-request": "true"} if htmx else {})
    if person:
        client.force_login(person)
    data = {
        "name": "Mine",
        "idempotency_key": uuid.uuid4(),
        "phases": [school.phase.pk],
        "due_on": SOON,
        "recall": 70,
        "act": "anyway",
        "kind": "excused",
        "why": "Ill.",
        "start": SOON,
        "weeks": 1,
        "token": school.cohort.token,
        "role": "assistant",
        "real_name": "Somebody",
    }
    response = getattr(client, method)(address(school, name), data if method == "post" else {})
    target = response.get("HX-Redirect") or response.get("Location") or ""
    return LOGIN if target.startswith("/accounts/login/?next=") else response.status_code


@pytest.mark.parametrize("name", [name for name, method in TABLE if method == "post" and (name, "get") not in TABLE])
def test_reading_a_route_that_writes_is_not_allowed(client, school, name):
    client.force_login(school.instructor)
    assert client.get(address(school, name)).status_code == 405


def test_a_classmate_sees_no_numbers_of_another(client, school):
    Assignment.objects.update(due=timezone.now() + timedelta(9))
    client.force_login(school.learner)
    for name in ("classes", "class"):
        page = client.get(address(school, name)).content.decode()
        assert not re.search(r"\bMate\b", page)
        assert re.findall(r"You would recall (\d+)", page) == ["0"]


def test_another_instructor_sees_nothing_of_it(client, school):
    client.force_login(school.other)
    page = client.get(reverse("quizzes:classes")).content.decode()
    assert "Spring" not in page
    assert "Autumn" in page


def test_someone_who_left_is_not_found_by_the_instructor(client, school, now):
    Membership.objects.filter(learner=school.classmate).update(left_at=now)
    client.force_login(school.instructor)
    assert client.get(address(school, "class-person")).status_code == 404


def test_an_archived_class_cannot_be_joined(client, school, now):
    Cohort.objects.update(archived_at=now)
    client.force_login(school.charlie)
    assert client.post(address(school, "class-join")).status_code == 404
    assert not Membership.objects.filter(learner=school.charlie).exists()


def test_an_archived_class_can_be_left(client, school, now):
    """Its staff still see who is in it, and whoever joined was told that they can leave at any time."""
    Cohort.objects.filter(pk=school.cohort.pk).update(archived_at=now)
    client.force_login(school.classmate)
    assert "Archived" in client.get(address(school, "classes")).content.decode()
    page = client.get(address(school, "class")).content.decode()
    assert "see nothing further of you" in page
    assert "Leave class" in page
    assert client.post(address(school, "class-leave")).status_code == 302
    assert client.get(address(school, "class")).status_code == 404
    client.force_login(school.instructor)
    assert client.get(address(school, "class-person")).status_code == 404
    client.post(reverse("quizzes:class-remove", args=[school.cohort.pk, school.learner.pk]))
    page = client.get(address(school, "class")).content.decode()
    assert "Nobody is in this class any more." in page
    assert "Send the link above" not in page


def test_login_leads_back_to_the_invitation(client, school):
    response = client.get(address(school, "class-join"))
    assert response.url == f"/accounts/login/?next=/classes/join/{school.cohort.token}/"


def test_what_a_form_does_not_ask_is_not_taken(client, school, now):
    client.force_login(school.instructor)
    data = {
        "name": "Mine",
        "idempotency_key": uuid.uuid4(),
        "instructor": school.charlie.pk,
        "token": "guess-me",
        "archived_at": now.isoformat(),
    }
    client.post(reverse("quizzes:class-create"), data)
    made = Cohort.objects.get(name="Mine")
    assert (made.instructor, made.archived_at) == (school.instructor, None)
    assert made.token != "guess-me"


@pytest.mark.parametrize(
    "data",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "\u202e"},
        {"name": "A", "idempotency_key": "no-uuid"},
        {"name": "A", "idempotency_key": ""},
    ],
)
def test_a_class_that_cannot_be_made_says_why(client, school, data):
    client.force_login(school.instructor)
    response = client.post(reverse("quizzes:class-create"), {"idempotency_key": uuid.uuid4()} | data)
    assert response.status_code == 422
    assert Cohort.objects.count() == 2


@pytest.mark.parametrize(
    "data",
    [
        {"due_on": "2000-01-01"},
        {"due_on": "soon"},
        {"due_on": "9999-12-31"},
        {"recall": 0},
        {"recall": 101},
        {"recall": "much"},
        {"recall": ""},
        {"phases": [10**30]},
        {"phases": ["x"]},
        {"phases": []},
        {"opens_on": "2199-01-01"},
        {"closes_on": "2000-01-01"},
        {"persons": [0]},
        {"groups": [10**12]},
        {"quiz": 10**12},
        {"late": "never"},
    ],
)
def test_an_assignment_that_cannot_be_says_why(client, school, data):
    client.force_login(school.instructor)
    valid = {
        "phases": [school.phase.pk],
        "due_on": SOON,
        "recall": 70,
        "act": "anyway",
        "idempotency_key": uuid.uuid4(),
    }
    assert client.post(address(school, "class-assign"), valid | data).status_code == 422
    assert Assignment.objects.get() == school.assignment


@pytest.mark.parametrize("pk", [10**30, 0])
def test_ids_that_no_class_has_are_not_found(client, school, pk):
    client.force_login(school.instructor)
    assert client.get(f"/classes/{pk}/").status_code == 404
    assert client.get(f"/classes/{school.cohort.pk}/people/{pk}/").status_code == 404


@pytest.mark.parametrize("learners", [1, 3])
def test_the_class_page_costs_the_same_for_one_learner_and_three(client, school, learners, django_assert_num_queries):
    if learners == 1:
        Membership.objects.filter(learner=school.classmate).delete()
    else:
        Membership.objects.create(cohort=school.cohort, learner=school.charlie, joined_at=school.cohort.created_at)
    Assignment.objects.update(due=timezone.now() + timedelta(9))
    client.force_login(school.instructor)
    # session, user, class, staff, quizzes, five of the gradebook, whom was nudged
    with django_assert_num_queries(11):
        client.get(address(school, "class"))


def test_the_classes_page_of_a_learner_says_how_to_become_an_instructor(client, school):
    client.force_login(school.charlie)
    page = client.get(address(school, "classes")).content.decode()
    assert "Ask the administrator" in page
    assert "Make class" not in page
