"""Groups of a class: only of its learners, only for its staff."""

import pytest
from django.urls import reverse

from quizzes.classes.errors import NotPossible
from quizzes.classes.joining import groups
from quizzes.classes.models import Group


@pytest.fixture
def group(school):
    return groups.make(cohort=school.cohort, name="Mondays")


def send(client, person, route, *args, **data):
    client.force_login(person)
    return client.post(reverse(f"quizzes:{route}", args=args), data)


def names(group):
    return {one.learner.name for one in group.members.select_related("learner")}


def test_a_name_is_taken_once_in_a_class_whatever_its_case(school, group):
    for cohort, name in ((school.cohort, "MONDAYS"), (school.cohort, "Mondays")):
        with pytest.raises(NotPossible):
            groups.make(cohort=cohort, name=name)
    other = groups.make(cohort=school.cohort, name="Tuesdays")
    with pytest.raises(NotPossible):
        groups.change(group=other, name="mondays", learners=[])
    groups.make(cohort=school.foreign, name="Mondays")


def test_a_class_has_fifty_groups_at_most(school):
    Group.objects.bulk_create(Group(cohort=school.cohort, name=f"Group {n}") for n in range(groups.MOST))
    with pytest.raises(NotPossible):
        groups.make(cohort=school.cohort, name="One more")


def test_only_learners_of_the_class_are_in_a_group(client, school, group):
    everybody = [school.learner, school.classmate, school.former, school.removed, school.charlie, school.assistant]
    ticked = [one.pk for one in everybody] + ["x", "9" * 30, "-1"]
    send(client, school.deputy, "class-group-change", school.cohort.pk, group.pk, name="Late\u202e", learner=ticked)
    group.refresh_from_db()
    assert (group.name, names(group)) == ("Late", {"Lea", "Mate"})
    send(client, school.deputy, "class-group-change", school.cohort.pk, group.pk, name="Late")
    assert names(group) == set()


def test_a_group_of_another_class_is_not_found(client, school, group):
    foreign = groups.make(cohort=school.foreign, name="Theirs")
    for route in ("class-group-change", "class-group-remove"):
        assert send(client, school.instructor, route, school.cohort.pk, foreign.pk, name="Mine").status_code == 404
        assert send(client, school.other, route, school.cohort.pk, group.pk, name="Mine").status_code == 404
    assert set(Group.objects.values_list("name", flat=True)) == {"Mondays", "Theirs"}


def test_a_group_that_is_taken_away_leaves_its_learners_in_the_class(client, school, group):
    groups.change(group=group, name="Mondays", learners=[school.learner.pk])
    send(client, school.instructor, "class-group-remove", school.cohort.pk, group.pk)
    assert not Group.objects.exists()
    assert groups.present(school.cohort).count() == 2
