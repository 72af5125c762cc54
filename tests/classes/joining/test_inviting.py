"""Invitations: rows first, each with one mail and a link that is good once."""

import email
import email.policy
from datetime import timedelta

import pytest

from quizzes.classes import services as classes
from quizzes.classes.errors import NotPossible
from quizzes.classes.joining import inviting
from quizzes.classes.joining.inviting import INVITATIONS, LASTS, accept, invite, open_invitation, plan, withdraw
from quizzes.classes.joining.lists import Invitee
from quizzes.classes.joining.models import Invitation
from quizzes.classes.models import Membership, Staff
from sdwiki.inbox.mailing import LOST_AFTER, claim, send_due
from sdwiki.limits import INVITEES

NEW = Invitee(1, "new@example.com", "Nell New")


@pytest.fixture
def cohort(school, settings):
    settings.EMAIL_URL = "smtp://a mail server"
    return school.cohort


@pytest.fixture
def invitation(cohort, school, now):
    invite(cohort=cohort, invitees=[NEW], by=school.instructor, now=now)
    return Invitation.objects.get()


def test_a_list_invites_whoever_is_neither_in_nor_invited(cohort, school, now):
    inside = Invitee(2, school.learner.email, "")
    assert invite(cohort=cohort, invitees=[NEW, inside], by=school.instructor, now=now) == 1
    again = plan(cohort=cohort, invitees=[NEW, inside], now=now)
    assert (again.fresh, again.members, again.invited) == ((), (inside,), (NEW,))
    assert invite(cohort=cohort, invitees=[NEW, inside], by=school.instructor, now=now) == 0
    assert Invitation.objects.count() == 1


def test_a_list_invites_nobody_who_teaches_the_class(cohort, school, now):
    owner, assistant = (Invitee(1, school.instructor.email, ""), Invitee(2, school.charlie.email, ""))
    Staff.objects.create(cohort=cohort, person=school.charlie, role=Staff.Role.ASSISTANT, since=now)
    assert plan(cohort=cohort, invitees=[owner, assistant], now=now).members == (owner, assistant)


def test_a_list_costs_the_same_whatever_its_length(cohort, school, now, django_assert_num_queries):
    for length in (1, 30):
        with django_assert_num_queries(2):
            plan(cohort=cohort, invitees=[Invitee(n, f"a{n}@example.com", "") for n in range(length)], now=now)


def test_nobody_invites_more_than_a_thousand_in_a_day(cohort, school, now):
    many = [Invitee(n, f"a{n}@example.com", "") for n in range(INVITEES)]
    assert invite(cohort=cohort, invitees=many, by=school.instructor, now=now) == INVITEES
    with pytest.raises(NotPossible):
        invite(cohort=cohort, invitees=[NEW], by=school.instructor, now=now)
    assert invite(cohort=cohort, invitees=[NEW], by=school.instructor, now=now + timedelta(days=1)) == 1


def test_a_site_without_mail_invites_nobody(school, now, settings):
    settings.EMAIL_URL = ""
    with pytest.raises(NotPossible):
        invite(cohort=school.cohort, invitees=[NEW], by=school.instructor, now=now)
    assert not Invitation.objects.exists()


def test_an_invitation_is_mailed_once_and_says_where_and_for_how_long(invitation, post, now, settings):
    settings.SITE_URL = "https://quiz.example"
    assert [send_due(now=now, queue=INVITATIONS) for _ in range(2)] == [1, 0]
    [mail] = [email.message_from_bytes(raw, policy=email.policy.default) for raw in post.mails]
    assert (mail["To"], mail["Subject"]) == ("new@example.com", "[sdwiki] Invitation to the class Spring")
    assert f"https://quiz.example/classes/invited/{invitation.token}/" in mail.get_content()
    assert "Ina invites you" in mail.get_content()
    invitation.refresh_from_db()
    assert invitation.state == "sent"


def test_a_sweep_that_died_after_the_claim_sends_nothing_more(invitation, post, now):
    assert claim(now=now, queue=INVITATIONS) == invitation
    assert send_due(now=now + LOST_AFTER, queue=INVITATIONS) == 0
    invitation.refresh_from_db()
    assert (post.mails, invitation.state) == ([], "unknown")


def test_a_class_that_was_archived_meanwhile_mails_nobody(invitation, post, cohort, now):
    classes.archive(cohort=cohort, now=now)
    assert send_due(now=now, queue=INVITATIONS) == 0
    invitation.refresh_from_db()
    assert (post.mails, invitation.state) == ([], "dropped")


def test_an_invitation_is_used_up_by_one(invitation, cohort, school, now):
    accept(invitation=invitation, learner=school.charlie, real_name="Charlie", now=now)
    assert Membership.objects.get(cohort=cohort, learner=school.charlie).real_name == "Charlie"
    assert open_invitation(invitation.token) is None
    with pytest.raises(NotPossible):
        accept(invitation=invitation, learner=school.former, real_name="Fee", now=now)


def test_neither_limit_nor_approval_of_the_link_holds_an_invited_person(invitation, cohort, school, now):
    cohort.link_limit, cohort.approval, cohort.link_until = 1, True, now
    cohort.save()
    accept(invitation=invitation, learner=school.charlie, real_name="Charlie", now=now)
    assert Membership.objects.filter(cohort=cohort, learner=school.charlie, left_at=None).exists()


def test_what_has_run_out_was_withdrawn_or_is_for_staff_joins_nobody(invitation, cohort, school, now):
    for person, later in ((school.charlie, LASTS), (school.deputy, timedelta(0)), (school.instructor, timedelta(0))):
        with pytest.raises(NotPossible):
            accept(invitation=invitation, learner=person, real_name="X", now=now + later)
    withdraw(cohort=school.foreign, invitation_id=invitation.pk)  # of another class
    assert open_invitation(invitation.token) == invitation
    withdraw(cohort=cohort, invitation_id=invitation.pk)
    with pytest.raises(NotPossible):
        accept(invitation=invitation, learner=school.charlie, real_name="X", now=now)
    assert not Membership.objects.filter(learner__in=[school.charlie, school.deputy], left_at=None).exists()


def test_an_old_invitation_is_renewed_with_a_new_link(invitation, cohort, school, now):
    later = now + LASTS
    assert invite(cohort=cohort, invitees=[NEW], by=school.deputy, now=later) == 1
    renewed = Invitation.objects.get()
    assert (renewed.pk, renewed.state, renewed.made_at) == (invitation.pk, "pending", later)
    assert renewed.token != invitation.token
    assert inviting.open_invitation(invitation.token) is None
