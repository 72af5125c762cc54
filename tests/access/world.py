"""A class with its people, what they own, and how a test looks at all of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from content.models import Phase, Topic
from quizzes.attempts.models import Attempt
from quizzes.attempts.services import start_practice, start_quiz, submit
from quizzes.bank.authored.drafts import Draft, DraftChoice
from quizzes.bank.models import Question
from quizzes.classes import services as classes
from quizzes.classes import staffing
from quizzes.classes.assignments.models import Assignment
from quizzes.classes.joining.models import Invitation
from quizzes.classes.models import Cohort
from quizzes.classes.nudging.models import Nudge
from quizzes.classes.setting import services as setting
from quizzes.classes.setting.services import Sheet
from quizzes.curation import services as curation
from quizzes.reviews.models import Card
from sdwiki.accounts.models import User
from tests.access.routes import LOGIN
from tests.factories import EditorFactory, InstructorFactory, UserFactory
from tests.progress.memories import facts_of, remember

# What every request may write: sessions, and what counts requests.
UNWATCHED = {"cache", "django_session", "django_migrations"}

# What is written in a question that an instructor keeps for their own classes, and nowhere else.
PRIVATE = "a client of the town hall"


@dataclass
class World:
    """A class with its staff, two learners and one who left, what the first learner owns: a card, and an open attempt;
    and a quiz of the class that the other has handed in."""

    learner: User
    classmate: User
    charlie: User
    former: User
    instructor: User
    coinstructor: User
    assistant: User
    other: User
    editor: User
    staff: User
    administrator: User
    cohort: Cohort
    invitation: Invitation
    assignment: Assignment
    nudge: int
    group: int
    phase: Phase
    topic: Topic
    card: Card
    attempt: Attempt
    version: int
    choice: int
    question: int
    owned: int
    quiz: int
    sat: Attempt
    borrowed: dict[str, int]


def make_world() -> World:
    """Everybody and everything, in the wiki that is there."""
    now = timezone.now()
    people = {
        "learner": UserFactory(),
        "classmate": UserFactory(),
        "charlie": UserFactory(email="charlie@example.com"),
        "former": UserFactory(),
        "instructor": InstructorFactory(),
        "coinstructor": InstructorFactory(),
        "assistant": UserFactory(),
        "other": InstructorFactory(),
        "editor": EditorFactory(),
        "staff": UserFactory(is_staff=True),
        "administrator": UserFactory(is_staff=True, is_superuser=True),
    }
    # As after a sign-up. What has none is given one by the first page that shows it.
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, primary=True) for person in people.values()
    )
    cohort = classes.create_class(instructor=people["instructor"], name="Spring", key=uuid.uuid4(), now=now)
    classes.create_class(instructor=people["other"], name="Autumn", key=uuid.uuid4(), now=now)
    for role in ("learner", "classmate", "former", "coinstructor", "assistant"):
        classes.join(cohort=cohort, learner=people[role], now=now)
    classes.leave(cohort=cohort, learner=people["former"], now=now)
    staffing.appoint(cohort=cohort, person=people["coinstructor"], role="instructor", now=now)
    staffing.appoint(cohort=cohort, person=people["assistant"], role="assistant", now=now)
    phase = Phase.objects.get(slug="communication")
    due_on = now.date() + timedelta(9)
    assignment = classes.assign(cohort=cohort, phase=phase, due_on=due_on, target_recall=0.8, now=now)
    # The rows of the table answer by one choice.
    Question.objects.exclude(kind__in=("option", "value", "scenario")).update(state=Question.State.NEEDS_REVIEW)
    topic = Topic.objects.get(slug="messaging")
    attempt = start_practice(
        learner=people["learner"],
        visitor="",
        topics=[topic.pk],
        count=5,
        title="Messaging",
        key=uuid.uuid4(),
        now=now,
    )
    first = attempt.questions.get(position=1)
    sat = _sat(cohort, people, first.version.question_id, now)
    return World(
        **people,
        cohort=cohort,
        invitation=Invitation.objects.create(
            cohort=cohort,
            email="nobody@example.com",
            invited_by=people["instructor"],
            state="sent",
            made_at=now,
            due_at=now,
            until=now,
        ),
        assignment=assignment,
        nudge=_nudged(assignment, people, now).pk,
        group=cohort.groups.create(name="Mondays").pk,
        phase=phase,
        topic=topic,
        card=remember(people["learner"], facts_of("messaging")[0], now, due_in=-timedelta(1)),
        attempt=attempt,
        version=first.version_id,
        choice=first.version.choices.first().pk,
        question=first.version.question_id,
        owned=_owned(people["instructor"], topic, now),
        quiz=sat.quiz_id or 0,
        sat=sat,
        borrowed=_borrowed(UserFactory()),
    )


def _nudged(assignment: Assignment, people: dict[str, User], now: datetime) -> Nudge:
    """What the instructor has just said to the learner."""
    said = {"why": "has not begun", "title": "A word", "text": "Begin today.", "key": uuid.uuid4()}
    who = {"learner": people["learner"], "by": people["instructor"]}
    return Nudge.objects.create(assignment=assignment, at=now, goes_at=now, **who, **said)


def _owned(instructor: User, topic: Topic, now: datetime) -> int:
    """A question (id) that an instructor wrote for their classes."""
    texts = ("A retry after a timeout", "An error without a retry", "A success without delay")
    choices = tuple(DraftChoice(text, "Because.", place == 0) for place, text in enumerate(texts))
    draft = Draft("Failures", f"what does {PRIVATE} see when the leader is gone?", "", choices)
    return curation.write(author=instructor, topic=topic, draft=draft, key=uuid.uuid4(), now=now, owner=instructor).pk


def _sat(cohort: Cohort, people: dict[str, User], question: int, now: datetime) -> Attempt:
    """A quiz of one question that is given to a class, and the attempt at it that the classmate has handed in."""
    sheet = Sheet(
        title="Quiz", phases=(), topics=(), tables=(), fixed=True, number=1, kinds=(), difficulty=0, graded=False,
        limit=600, opens=None, closes=None, attempts_allowed=0, counts="best", pass_mark=None, feedback="handed-in",
        forward=False, shuffled=True,
    )  # fmt: skip
    one = setting.make(cohort=cohort, sheet=sheet, by=people["instructor"], key=uuid.uuid4(), now=now)
    setting.lay_out(one=one, questions=[question], by=people["instructor"])
    one.refresh_from_db()
    setting.give(one=one, by=people["instructor"], now=now)
    attempt = start_quiz(learner=people["classmate"], quiz=one.quiz, key=uuid.uuid4(), now=now)
    return submit(attempt_id=attempt.pk, now=now)


def _borrowed(owner: User) -> dict[str, int]:
    """What other apps keep of somebody who is none of the others, by the name of its model in the administration."""
    return {
        "auth_group": Group.objects.create(name="A group").pk,
        "account_emailaddress": EmailAddress.objects.create(user=owner, email=owner.email, primary=True).pk,
        "mfa_authenticator": Authenticator.objects.create(user=owner, type=Authenticator.Type.TOTP, data={}).pk,
        "usersessions_usersession": UserSession.objects.create(
            user=owner, session_key="k" * 32, ip="127.0.0.1", user_agent="A browser"
        ).pk,
    }


class Visit:
    """One role's browser, which is the same again for each request: nothing that an answer did to its cookies stays."""

    def __init__(self, world: World, role: str, **options) -> None:
        self.client = Client(raise_request_exception=False, **options)
        if role != "visitor":
            self.client.force_login(getattr(world, role))
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def send(self, method, address, data=None, **options):
        self.client.cookies.clear()
        for name, value in self.cookies.items():
            self.client.cookies[name] = value
        if method in ("get", "head", "post"):
            return getattr(self.client, method)(address, data or {}, **options)
        return self.client.generic(method.upper(), address, **options)


def fingerprint() -> list[tuple[str, int, str]]:
    """Number of rows and a checksum of every table but the unwatched ones."""
    tables = sorted(set(connection.introspection.table_names()) - UNWATCHED)
    one = "SELECT '{0}', count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(table) for table in tables))
        return sorted(cursor.fetchall())


def writes() -> list[tuple[str, int, int]]:
    """How many rows of each table but the unwatched ones this transaction has written, also where that was taken back;
    and the file that the table is in, which is another once it was emptied. Where this is as it was, the fingerprint is
    too, and costs a tenth of it.
    """
    counts = " + ".join(f"pg_stat_get_xact_tuples_{what}(oid)" for what in ("inserted", "updated", "deleted"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT relname, {counts}, relfilenode FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relname = ANY(%s)",
            [sorted(UNWATCHED)],
        )
        return sorted(cursor.fetchall())


def outcome_of(response) -> object:
    target = response.get("HX-Redirect") or response.get("Location") or ""
    return LOGIN if target.startswith(reverse("account_login")) else response.status_code


def read(response):
    """The whole body. A download's file is closed when it has been read."""
    return response.getvalue() if response.streaming else response.content


def patterns(found=None, names="", path=""):
    """(name, address) of every pattern of the project."""
    for one in get_resolver().url_patterns if found is None else found:
        if hasattr(one, "url_patterns"):
            inner = names + (f"{one.namespace}:" if one.namespace else "")
            yield from patterns(one.url_patterns, inner, path + str(one.pattern))
        else:
            yield f"{names}{one.name}", path + str(one.pattern)
