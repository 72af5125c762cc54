"""Who teaches a class, who comes after them, and that who was removed does not come back by the same link."""

from datetime import timedelta

import pytest
from django.urls import reverse

from quizzes.classes import services, staffing
from quizzes.classes.errors import NotPossible
from quizzes.classes.models import Cohort, Membership, Staff
from sdwiki.accounts.models import AuditEntry, User
from sdwiki.administering import services as administering
from tests.factories import UserFactory


def staff_of(cohort):
    return set(Staff.objects.filter(cohort=cohort).values_list("person__name", "role"))


def test_a_class_handed_over_keeps_its_former_owner_as_an_instructor(school, now):
    for _ in range(2):
        staffing.hand_over(cohort=school.cohort, person=school.deputy, now=now)
    school.cohort.refresh_from_db()
    assert school.cohort.instructor == school.deputy
    assert staff_of(school.cohort) == {("Ina", "instructor"), ("Asa", "assistant")}


def test_who_was_handed_the_class_meanwhile_is_not_dismissed(school, now):
    staffing.hand_over(cohort=school.cohort, person=school.deputy, now=now)
    with pytest.raises(NotPossible, match="handed over"):  # the page that was pressed on is older
        staffing.dismiss(cohort=school.cohort, person=school.deputy)
    assert Cohort.objects.get(pk=school.cohort.pk).instructor == school.deputy


@pytest.mark.parametrize("role", ["assistant", "classmate", "charlie", "other"])
def test_a_class_is_handed_over_to_nobody_but_its_instructors(school, now, role):
    with pytest.raises(NotPossible):
        staffing.hand_over(cohort=school.cohort, person=school.person(role), now=now)
    assert Cohort.objects.get(pk=school.cohort.pk).instructor == school.instructor


def test_who_is_no_instructor_becomes_none_of_a_class(school, now):
    with pytest.raises(NotPossible):
        staffing.appoint(cohort=school.cohort, person=school.classmate, role="instructor", now=now)
    assert Membership.objects.get(learner=school.classmate).left_at is None


def test_an_outsider_is_not_found_to_be_appointed(client, school):
    client.force_login(school.instructor)
    address = reverse("quizzes:class-appoint", args=[school.cohort.pk, school.charlie.pk])
    assert client.post(address, {"role": "assistant"}).status_code == 404
    assert not Staff.objects.filter(person=school.charlie).exists()


def test_a_class_whose_owner_lost_the_role_goes_on_with_its_instructor(client, school):
    school.instructor.is_instructor = False
    school.instructor.save()
    client.force_login(school.deputy)
    page = reverse("quizzes:class", args=[school.cohort.pk])
    assert "Assign something" in client.get(page).content.decode()
    client.force_login(school.instructor)
    assert client.get(page).status_code == 404
    client.force_login(school.learner)
    assert "Its owner does not teach any more" in client.get(page).content.decode()
    client.force_login(school.instructor)
    mine = client.get(reverse("quizzes:classes")).content.decode()
    assert ("Classes that were yours" in mine, "Spring" in mine, "Autumn" in mine) == (True, True, False)


def test_taking_over_gives_nobody_a_role_back_that_was_taken_meanwhile(school, now):
    UserFactory(is_superuser=True, is_staff=True)
    chief = UserFactory(is_superuser=True, is_staff=True)
    User.objects.filter(pk=school.instructor.pk).update(is_instructor=False)
    User.objects.filter(pk=chief.pk).update(is_superuser=False)  # after their request was let in
    administering.take_over(cohort=school.cohort, person=chief, now=now)
    chief.refresh_from_db()
    assert not chief.is_superuser


def test_an_administrator_takes_over_only_what_nobody_owns(client, school):
    chief = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(chief)
    take = reverse("administration-take-over", args=[school.cohort.pk])
    assert client.post(take).status_code == 404
    school.instructor.is_instructor = False
    school.instructor.save()
    page = client.get(reverse("quizzes:classes")).content.decode()
    assert take in page
    assert "Autumn" not in page
    client.post(take)
    assert Cohort.objects.get(pk=school.cohort.pk).instructor == chief
    kept = AuditEntry.objects.filter(by=chief.pk).order_by("pk").values_list("name", flat=True)
    assert list(kept) == ["account.roles_changed", "class.handed_over"]
    assert client.get(reverse("quizzes:class", args=[school.cohort.pk])).status_code == 200


def test_classes_of_who_goes_pass_to_an_instructor_or_are_archived(school, now):
    for owner in (school.instructor, school.other):
        staffing.resign(person=owner, now=now)
    school.cohort.refresh_from_db()
    school.foreign.refresh_from_db()
    assert (school.cohort.instructor, school.cohort.archived_at) == (school.deputy, None)
    assert staff_of(school.cohort) == {("Asa", "assistant")}
    assert school.foreign.archived_at == now


def test_who_was_removed_comes_back_by_a_new_link_alone(school, now):
    with pytest.raises(NotPossible):
        services.join(cohort=school.cohort, learner=school.removed, now=now)
    services.renew_link(cohort=school.cohort, token=school.cohort.token)
    school.cohort.refresh_from_db()
    services.join(cohort=school.cohort, learner=school.removed, now=now + timedelta(1))
    assert Membership.objects.get(learner=school.removed).left_at is None


def test_an_assistant_is_shown_no_form_that_changes_the_class(client, school):
    client.force_login(school.assistant)
    page = client.get(reverse("quizzes:class", args=[school.cohort.pk])).content.decode()
    assert "Mate" in page
    for word in ("Assign phase", "Archive this class", school.cohort.token, "Hand over"):
        assert word not in page
    page = client.get(reverse("quizzes:class-person", args=[school.cohort.pk, school.classmate.pk])).content.decode()
    assert "Remove from class" not in page


def test_an_archived_class_is_taken_up_again_with_its_learners(client, school, now):
    services.archive(cohort=school.cohort, now=now)
    client.force_login(school.instructor)
    client.post(reverse("quizzes:class-unarchive", args=[school.cohort.pk]))
    assert Cohort.objects.joined_by(school.learner).get(archived_at=None) == school.cohort
