"""The ways into a class: which let whom in, what is used up, and who does not come back."""

from datetime import timedelta

import pytest

from quizzes.classes import services as classes
from quizzes.classes.errors import NotPossible
from quizzes.classes.joining import inviting, services
from quizzes.classes.joining.lists import Invitee
from quizzes.classes.joining.models import Invitation, JoinRequest
from quizzes.classes.joining.services import Ways
from quizzes.classes.models import CODE_LETTERS, Cohort, Membership, new_code

HOUR = timedelta(hours=1)


@pytest.fixture
def cohort(school):
    return school.cohort


def ways(cohort, **changes):
    values = {"code": False, "approval": False, "until": None, "limit": None} | changes
    services.set_ways(cohort=cohort, ways=Ways(**values))
    cohort.refresh_from_db()


def enter(cohort, learner, now, real_name="Real Name"):
    return services.by_link(cohort=cohort, learner=learner, real_name=real_name, now=now)


def refused(cohort, learner, now):
    before = list(Membership.objects.order_by("pk").values()), JoinRequest.objects.count()
    with pytest.raises(NotPossible) as refusal:
        enter(cohort, learner, now)
    assert (list(Membership.objects.order_by("pk").values()), JoinRequest.objects.count()) == before
    return str(refusal.value)


def test_who_joins_by_the_link_is_counted_and_known_by_name(cohort, school, now):
    assert enter(cohort, school.charlie, now)
    assert enter(cohort, school.charlie, now)  # twice is once
    cohort.refresh_from_db()
    assert cohort.link_used == 1
    assert Membership.objects.get(cohort=cohort, learner=school.charlie).real_name == "Real Name"


def test_a_link_that_has_run_out_lets_nobody_in(cohort, school, now):
    ways(cohort, until=now + HOUR)
    assert refused(cohort, school.charlie, now + HOUR) == services.RUN_OUT
    assert enter(cohort, school.charlie, now + HOUR - timedelta(seconds=1))
    assert enter(cohort, school.charlie, now + HOUR)  # who is in stays in


def test_a_link_for_one_lets_one_in(cohort, school, now):
    ways(cohort, limit=1)
    enter(cohort, school.charlie, now)
    assert refused(cohort, school.former, now) == services.FULL
    ways(cohort, limit=2)
    assert enter(cohort, school.former, now)


def test_a_replaced_link_lets_nobody_in(cohort, school, now):
    old = Cohort.objects.get(pk=cohort.pk)
    classes.renew_link(cohort=cohort, token=cohort.token)
    assert refused(old, school.charlie, now) == services.RUN_OUT


def test_staff_are_no_learners_of_their_class(cohort, school, now):
    assert {refused(cohort, person, now) for person in (school.deputy, school.assistant)} == {services.TEACHES}


def test_who_waits_for_approval_is_no_member_until_let_in(cohort, school, now):
    ways(cohort, approval=True)
    assert not enter(cohort, school.charlie, now)
    assert not enter(cohort, school.charlie, now, real_name="Charlie C.")
    assert services.waiting(cohort, school.charlie)
    assert not services.is_in(cohort, school.charlie)
    services.answer(cohort=cohort, learner_id=school.charlie.pk, accept=True, now=now)
    assert services.is_in(cohort, school.charlie)
    assert Membership.objects.get(cohort=cohort, learner=school.charlie).real_name == "Charlie C."
    assert not JoinRequest.objects.exists()
    with pytest.raises(NotPossible):
        services.answer(cohort=cohort, learner_id=school.charlie.pk, accept=True, now=now)


def test_who_was_declined_asks_no_more_by_the_same_link_but_can_be_let_in(cohort, school, now):
    ways(cohort, approval=True)
    enter(cohort, school.charlie, now)
    services.answer(cohort=cohort, learner_id=school.charlie.pk, accept=False, now=now)
    assert refused(cohort, school.charlie, now) == services.DECLINED
    services.take_back(cohort=cohort, learner=school.charlie)  # that does not undo it
    assert refused(cohort, school.charlie, now) == services.DECLINED
    services.answer(cohort=cohort, learner_id=school.charlie.pk, accept=True, now=now)
    assert services.is_in(cohort, school.charlie)


def test_who_was_removed_comes_back_when_staff_let_them(cohort, school, now):
    assert refused(cohort, school.removed, now) == services.REMOVED
    services.readmit(cohort=cohort, learner=school.removed)
    assert not services.is_in(cohort, school.removed)  # it is theirs to join
    assert enter(cohort, school.removed, now)


def test_who_was_removed_comes_back_by_an_invitation(cohort, school, now, settings):
    settings.EMAIL_URL = "smtp://a mail server"
    inviting.invite(cohort=cohort, invitees=[Invitee(1, "back@example.com", "")], by=school.instructor, now=now)
    inviting.accept(invitation=Invitation.objects.get(), learner=school.removed, real_name="Rae", now=now)
    assert services.is_in(cohort, school.removed)


def test_who_leaves_or_is_removed_leaves_the_groups(cohort, school, now):
    group = cohort.groups.create(name="Mondays")
    group.members.set(Membership.objects.filter(cohort=cohort, left_at=None))
    assert group.members.count() == 2
    classes.leave(cohort=cohort, learner=school.learner, now=now)
    classes.remove(cohort=cohort, learner=school.classmate, now=now)
    assert group.members.count() == 0


def test_a_code_has_no_letter_that_looks_like_another(cohort):
    for alike in ("O0Q", "1IL", "2Z", "5S", "8B", "UV"):
        assert len(set(alike) & set(CODE_LETTERS)) <= 1, alike
    assert len(set(CODE_LETTERS)) == len(CODE_LETTERS) == 24
    assert {len(new_code()) for _ in range(50)} == {8}
    ways(cohort, code=True)
    code = cohort.code
    ways(cohort, code=True, limit=3)
    assert cohort.code == code
    ways(cohort)
    assert cohort.code == ""


def test_a_renewed_link_brings_a_new_code_and_counts_anew(cohort, school, now):
    ways(cohort, code=True, limit=1)
    enter(cohort, school.charlie, now)
    code, token = cohort.code, cohort.token
    classes.renew_link(cohort=cohort, token=token)
    cohort.refresh_from_db()
    assert code != cohort.code != ""
    assert (token != cohort.token, cohort.link_used) == (True, 0)
