import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from quizzes.classes import services
from quizzes.classes.assignments.book import book_of
from quizzes.classes.assignments.given import given_to
from quizzes.classes.assignments.judging import MET, OPEN
from quizzes.classes.models import Cohort, Membership
from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.scheduling import DEFAULT_MODEL
from tests.factories import UserFactory


def test_a_class_made_twice_with_one_key_is_one(school, now):
    key = uuid.uuid4()
    first = services.create_class(instructor=school.instructor, name="A", key=key, now=now)
    again = services.create_class(instructor=school.instructor, name="B", key=key, now=now)
    assert (first.pk, again.name) == (again.pk, "A")
    theirs = services.create_class(instructor=school.other, name="C", key=key, now=now)
    assert theirs.pk != first.pk


def test_without_the_constraint_one_key_would_make_two(school, now):
    """Negative control: the constraint is what refuses the second row."""
    fields = {"instructor": school.instructor, "key": uuid.uuid4(), "created_at": now}
    Cohort.objects.create(name="A", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.create(name="B", **fields)


def test_a_class_is_renamed_by_who_runs_it_to_what_can_be_read(client, school):
    client.force_login(school.deputy)
    address = reverse("quizzes:class-rename", args=[school.cohort.pk])
    for typed, kept in (("  Summer\u200b  2026 ", "Summer 2026"), ("\u200b", "Summer 2026"), ("x" * 81, "Summer 2026")):
        page = client.post(address, {"name": typed}, follow=True)
        assert (page.status_code, Cohort.objects.get(pk=school.cohort.pk).name) == (200, kept)
    assert "Nothing was changed" in page.content.decode()


def test_joining_twice_is_once_and_leaving_ends_it(school, now):
    services.join(cohort=school.cohort, learner=school.charlie, now=now)
    services.join(cohort=school.cohort, learner=school.charlie, now=now + timedelta(1))
    membership = Membership.objects.get(learner=school.charlie)
    assert membership.joined_at == now
    services.leave(cohort=school.cohort, learner=school.charlie, now=now)
    assert not Cohort.objects.visible_to(school.charlie).exists()
    services.join(cohort=school.cohort, learner=school.charlie, now=now + timedelta(2))
    membership.refresh_from_db()
    assert (membership.joined_at, membership.left_at) == (now + timedelta(2), None)


def test_renewing_with_the_link_that_was_shown_happens_once(school):
    old = school.cohort.token
    services.renew_link(cohort=school.cohort, token=old)
    new = Cohort.objects.get(pk=school.cohort.pk).token
    services.renew_link(cohort=school.cohort, token=old)
    assert new != old
    assert Cohort.objects.get(pk=school.cohort.pk).token == new
    assert not Cohort.objects.open_to(old).exists()


def test_assigned_is_what_running_classes_ask_for(school, now):
    given = [(one.cohort_name, one.phases) for one in given_to(school.learner)]
    assert given == [("Spring", (school.phase.pk,))]
    assert given_to(school.charlie) == []
    assert given_to(school.instructor) == []
    services.archive(cohort=school.cohort, now=now)
    assert given_to(school.learner) == []


def test_learners_stand_in_the_gradebook_where_readers_look_for_them(school, now):
    for person, name in ((school.learner, "Zo\u00eb"), (school.classmate, "\u00c9mile")):
        person.name = name
        person.save(update_fields=["name"])
    others = UserFactory(name="Emma"), UserFactory(name="Zz")
    for person in others:
        Membership.objects.create(cohort=school.cohort, learner=person, joined_at=now)
    shown = [row.learner.name for row in book_of(school.cohort, now).rows]
    assert shown == ["\u00c9mile", "Emma", "Zo\u00eb", "Zz"]


def test_a_learner_who_left_is_not_in_the_gradebook(school, now):
    services.leave(cohort=school.cohort, learner=school.classmate, now=now)
    assert [row.learner for row in book_of(school.cohort, now).rows] == [school.learner]
    assert book_of(school.cohort, now, learner_id=school.classmate.pk).rows == ()


def test_gradebook_holds_each_learners_own_numbers(school, now):
    book = book_of(school.cohort, now)
    lea, mate = book.rows
    assert (lea.learner, mate.learner) == (school.learner, school.classmate)
    assert (lea.tasks[0].found.introduced, lea.tasks[0].state) == (0, OPEN)
    assert mate.tasks[0].found.introduced == mate.tasks[0].found.total > 0
    assert mate.tasks[0].state == MET
    tomorrow = recall_after(1, 10.0, model=DEFAULT_MODEL)
    assert mate.tasks[0].found.recall == pytest.approx(tomorrow)
    assert (book.columns[0].done, book.columns[0].asked) == (1, 2)
    assert book.columns[0].recall == pytest.approx(tomorrow / 2)


@pytest.mark.parametrize("learners", [1, 3])
def test_gradebook_costs_the_same_for_one_learner_and_three(school, now, learners, django_assert_num_queries):
    Membership.objects.all().delete()
    for _ in range(learners):
        services.join(cohort=school.cohort, learner=UserFactory(), now=now)
    # assignments, members, what is found, what was kept, what they did lately
    with django_assert_num_queries(5):
        book_of(school.cohort, now)


def test_whoever_is_no_instructor_any_more_sees_no_class_of_theirs(school):
    school.instructor.is_instructor = False
    school.instructor.save()
    assert not Cohort.objects.taught_by(school.instructor).exists()
    assert not Cohort.objects.visible_to(school.instructor).exists()
