"""A class with people who own something, one of whom asks to leave."""

import uuid
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts.models import Attempt, Quiz
from quizzes.attempts.scoring import Given
from quizzes.attempts.services import save_answer
from quizzes.bank.models.curation import QuestionReport
from quizzes.classes.joining.models import Invitation, JoinRequest
from quizzes.classes.models import Cohort, Membership, Staff
from quizzes.classes.services import create_class
from quizzes.progress.services import mark_read
from quizzes.reminding.services import renew_address
from quizzes.reviews.services import grade
from quizzes.today.reminders import choose
from quizzes.today.services import open_days
from sdwiki.accounts.models import User
from sdwiki.inbox.kinds import REMINDER
from sdwiki.inbox.models import MailCopy
from sdwiki.inbox.services import Choice, Message, tell
from tests.access.world import make_world

PASSWORD = "correct horse battery"
EMAIL, NAME = "ada.lovelace@example.com", "Ada Lovelace"


@pytest.fixture
def world(wiki):
    return make_world()


def named(person):
    """As somebody who wrote their name and address everywhere they could."""
    person.emailaddress_set.update(email=EMAIL, verified=True)
    person.email, person.name, person.time_zone = EMAIL, NAME, "Europe/London"
    person.is_instructor = person.is_editor = True
    person.save()
    return person


def with_messages(person, now):
    """A notice with its mail, an hour for reminders, and a calendar."""
    day = {"kind": REMINDER, "day": now.date(), "now": now}
    notice = tell(person=person, key=str(now.date()), message=Message("3 reviews", "Go on.", "/"), **day)
    times = {"due_at": now, "until": now + timedelta(1)}
    notice.copy = MailCopy.objects.create(person=person, kind=REMINDER, day=now.date(), **times)
    notice.save()
    choose(learner=person, choices={REMINDER: Choice(True, 18)}, now=now)
    renew_address(learner=person, now=now)


def in_classes(person, world, now):
    """A name that staff know, a group, a request and an invitation."""
    membership = Membership.objects.get(cohort=world.cohort, learner=person)
    membership.real_name = NAME
    membership.save()
    part = world.cohort.groups.create(name="Tuesdays")
    part.members.add(membership)
    asked = {"real_name": NAME, "token": "t", "asked_at": now}
    JoinRequest.objects.create(cohort=Cohort.objects.get(name="Autumn"), learner=person, **asked)
    times = {"made_at": now, "due_at": now, "until": now + timedelta(1)}
    Invitation.objects.create(cohort=world.cohort, email=EMAIL, name=NAME, invited_by=world.instructor, **times)


@pytest.fixture
def ada(world):
    """Somebody with rows in every table that names people."""
    now, ada = timezone.now(), named(world.learner)
    grade(learner=ada, card_id=world.card.pk, rating=3, now=now, key=uuid.uuid4())
    mark_read(learner=ada, topic=world.topic, now=now)
    open_days(now)
    first = world.attempt.questions.get(position=1)
    given = Given(chosen=frozenset([world.choice]))
    save_answer(attempt_id=world.attempt.pk, position=1, given=given, sequence=0, key=uuid.uuid4(), now=now)
    exam = {"title": "Exam", "seed": "1", "key": uuid.uuid4(), "started_at": now, "phase": world.phase}
    Attempt.objects.create(learner=ada, kind="exam", deadline=now + timedelta(minutes=10), **exam)
    about = {"question": first.version.question, "version": first.version, "reason": QuestionReport.Reason.WRONG}
    QuestionReport.objects.create(learner=ada, at=now, key=uuid.uuid4(), **about)
    with_messages(ada, now)
    Quiz.objects.create(key="hers", owner=ada, title="Mornings", number=5, created_at=now)
    Staff.objects.create(cohort=Cohort.objects.get(name="Autumn"), person=ada, role="assistant", since=now)
    create_class(instructor=ada, name="Hers", key=uuid.uuid4(), now=now)
    in_classes(ada, world, now)
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(ada)
    ada.groups.add(Group.objects.first())
    logged = {"user": world.administrator, "action_flag": CHANGE, "object_id": ada.pk, "object_repr": NAME}
    LogEntry.objects.create(content_type=ContentType.objects.get_for_model(User), **logged)
    return ada


def log_in(person):
    """A browser that has logged in just now, and given the password once more."""
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def counts():
    """How many rows each table has that says something."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(set(connection.introspection.table_names()) - {"cache", "django_migrations"}):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found
