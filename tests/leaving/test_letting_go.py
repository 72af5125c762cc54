"""The week is over: what goes, what stays, and that a second sweep does nothing more."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import ForeignKey
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts.models import Attempt
from quizzes.classes.models import Cohort, Membership
from quizzes.leaving.services import let_go
from quizzes.reviews.models import Card, Review
from quizzes.tasks import leave
from sdwiki.accounts import leaving
from sdwiki.accounts.models import User
from tests.access.world import fingerprint
from tests.factories import UserFactory
from tests.leaving.conftest import EMAIL, NAME, counts

pytestmark = pytest.mark.django_db

# Every column that names a person, by what becomes of its rows when that person leaves. A new one belongs into one of
# these, and into what the page says.
GOES = {
    "account.EmailAddress.user",
    "inbox.MailCopy.person",
    "inbox.Notice.person",
    "inbox.Subscription.person",
    "mfa.Authenticator.user",
    "quizzes.CalendarAddress.learner",
    "quizzes.Card.learner",
    "quizzes.CardAct.learner",
    "quizzes.DayPlan.learner",
    "quizzes.Invitation.learner",
    "quizzes.JoinRequest.learner",
    "quizzes.LearnerClock.learner",
    "quizzes.LearnerPath.learner",
    "quizzes.MoreFacts.learner",
    "quizzes.Nudge.learner",
    "quizzes.ParameterSet.learner",
    "quizzes.Quiz.owner",
    "quizzes.Reading.learner",
    "quizzes.Review.learner",
    "quizzes.Staff.person",
    "usersessions.UserSession.user",
}
STAYS = {
    "admin.LogEntry.user",
    "content.Revision.author",
    "content.Withdrawal.author",
    "quizzes.Announcement.by",
    "quizzes.Answer.learner",
    "quizzes.Arrangement.by",
    "quizzes.Arrangement.learner",
    "quizzes.Attempt.learner",
    "quizzes.AttemptQuestion.learner",
    "quizzes.CardReport.learner",
    "quizzes.CardReport.resolved_by",
    "quizzes.ClassMessage.author",
    "quizzes.ClassQuiz.made_by",
    "quizzes.Cohort.instructor",
    "quizzes.Extension.by",
    "quizzes.Grading.by",
    "quizzes.Grading.learner",
    "quizzes.Invitation.invited_by",
    "quizzes.Membership.learner",
    "quizzes.Nudge.by",
    "quizzes.Publication.author",
    "quizzes.Question.owner",
    "quizzes.QuestionAlias.author",
    "quizzes.QuestionDecision.author",
    "quizzes.QuestionNote.author",
    "quizzes.QuestionReport.learner",
    "quizzes.QuestionReport.resolved_by",
    "quizzes.Snapshot.learner",
    "quizzes.SpellingClaim.decided_by",
    "quizzes.Terms.by",
    "quizzes.Terms.learner",
}


@pytest.fixture
def over(ada):
    """The end of Ada's week."""
    now = timezone.now()
    leaving.ask_to_leave(user=ada, session_key=None, now=now)
    return now + leaving.GRACE


def test_every_column_that_names_people_is_in_the_list():
    columns = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is User
    }
    assert columns == GOES | STAYS
    assert not GOES & STAYS


def test_what_is_theirs_goes_and_what_others_rely_on_stays(world, ada, over, client):
    client.force_login(ada)
    UserSession.objects.create(user=ada, session_key=client.session.session_key, ip="127.0.0.1", user_agent="A browser")
    before = counts()
    assert let_go(now=over) == 1
    after = counts()
    assert {table: after[table] - n for table, n in before.items() if after[table] != n} == {
        "account_emailaddress": -1,
        "accounts_auditentry": 2,  # that they left, and that a class of theirs was archived, without a name
        "accounts_user_groups": -1,
        "django_session": -1,
        "inbox_mailcopy": -1,
        "inbox_notice": -1,
        "inbox_subscription": -1,
        "mfa_authenticator": -2,
        "quizzes_calendaraddress": -1,
        "quizzes_card": -before["quizzes_card"] + Card.objects.exclude(learner=ada).count(),
        "quizzes_dayplan": -1,
        "quizzes_groupmember": -1,
        "quizzes_invitation": -1,
        "quizzes_joinrequest": -1,
        "quizzes_nudge": -1,
        "quizzes_quiz": -1,
        "quizzes_learnerclock": -1,
        "quizzes_reading": -1,
        "quizzes_staff": -1,
        "quizzes_review": -before["quizzes_review"],
        "usersessions_usersession": -1,
    }
    assert before["quizzes_review"] >= 2
    assert not Card.objects.filter(learner=ada).exists()
    assert not Review.objects.filter(learner=ada).exists()


def test_the_row_says_nothing_of_its_person(ada, over):
    joined = ada.date_joined
    let_go(now=over)
    ada.refresh_from_db()
    kept = {field.attname: getattr(ada, field.attname) for field in User._meta.concrete_fields}
    blank = {field.attname: field.get_default() for field in User._meta.concrete_fields}
    differing = {name for name, value in kept.items() if value != blank[name]}
    assert differing == {"id", "password", "email", "is_active", "date_joined", "left_at"}
    assert (ada.date_joined, ada.left_at, ada.display_name) == (joined, over, "a former member")
    assert ada.email.endswith("@left.invalid")
    assert not ada.has_usable_password()


def test_no_table_holds_the_name_or_address_any_more(ada, over):
    let_go(now=over)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE ANY (%s)', [[f"%{EMAIL}%", f"%{NAME}%"]]
            )
            assert cursor.fetchone() == (0,), table
    assert LogEntry.objects.get().object_repr == "a former member"


def test_the_sweep_does_nothing_before_its_time_and_nothing_twice(ada, over):
    assert let_go(now=over - timedelta(seconds=1)) == 0
    assert User.objects.get(pk=ada.pk).email == EMAIL
    assert let_go(now=over) == 1
    before = fingerprint()
    assert let_go(now=over + timedelta(days=1)) == 0
    assert fingerprint() == before


def test_the_task_lets_go_whose_week_is_over(ada, over):
    User.objects.filter(pk=ada.pk).update(leaves_at=timezone.now())
    leave()
    assert User.objects.get(pk=ada.pk).left_at is not None


def test_classes_are_left_and_archived_and_exams_end(world, ada, over):
    others = Membership.objects.filter(learner=world.classmate).get()
    let_go(now=over)
    assert Membership.objects.get(learner=ada).left_at == over
    assert Cohort.objects.get(instructor=ada).archived_at == over
    assert not Attempt.objects.filter(learner=ada, kind="exam", submitted_at=None).exists()
    others.refresh_from_db()
    world.cohort.refresh_from_db()
    assert (others.left_at, world.cohort.archived_at) == (None, None)


def test_an_outsiders_rows_are_as_they_were(world, ada, over):
    charlie = world.charlie
    EmailAddress.objects.filter(user=charlie).update(verified=True)
    before = User.objects.filter(pk=charlie.pk).values().get()
    let_go(now=over)
    assert User.objects.filter(pk=charlie.pk).values().get() == before
    assert EmailAddress.objects.filter(user=charlie).exists()


def test_a_former_member_stands_where_the_name_stood(world, ada, over, client):
    let_go(now=over)
    client.force_login(world.editor)
    page = client.get(reverse("quizzes:reports")).content.decode()
    assert "<bdi>a former member</bdi>" in page
    assert NAME not in page


def test_the_address_may_be_used_anew(ada, over):
    let_go(now=over)
    again = UserFactory(email=EMAIL)
    assert again.pk != ada.pk


def test_one_that_cannot_be_let_go_does_not_hold_up_the_others(world, ada, over, caplog):
    other = world.charlie
    User.objects.filter(pk=other.pk).update(leaves_at=over - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE accounts_user ADD CHECK (id <> {other.pk} OR left_at IS NULL)")
    assert let_go(now=over) == 1
    assert User.objects.get(pk=ada.pk).left_at == over
    assert User.objects.get(pk=other.pk).left_at is None
    assert EmailAddress.objects.filter(user=other).exists()
    assert f"Account {other.pk} could not be let go" in caplog.text


def test_the_one_administrator_left_waits_for_a_second(world):
    now, root = timezone.now(), world.administrator
    second = User.objects.create_superuser("second@example.com", "correct horse battery")
    leaving.ask_to_leave(user=root, session_key=None, now=now)
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert let_go(now=now + leaving.GRACE) == 0
    User.objects.filter(pk=second.pk).update(is_active=True)
    assert let_go(now=now + leaving.GRACE) == 1
