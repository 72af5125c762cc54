"""What comes to inboxes when somebody asks to join a class, and is let in."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from quizzes.classes.joining.models import JoinRequest
from quizzes.classes.models import Cohort, Staff
from quizzes.progress.queries import today_of
from sdwiki.accounts.models import User
from sdwiki.accounts.names import clean, isolated
from sdwiki.inbox.kinds import JOINING
from sdwiki.inbox.services import Message, tell

if TYPE_CHECKING:
    from django.db.models import QuerySet


def tell_of_request(asked: JoinRequest, now: datetime) -> None:
    """Tell those who may let somebody in; once in a day of theirs, however often they ask."""
    cohort = asked.cohort
    link = reverse("quizzes:class-people", args=[cohort.pk])
    said = Message(f"{isolated(clean(asked.real_name))} asks to join {isolated(clean(cohort.name))}", "", link)
    for person in who_run(cohort):
        day = today_of(person, now)
        key = f"asks-{cohort.pk}-{asked.learner_id}-{day.isoformat()}"
        tell(person=person, kind=JOINING, key=key, message=said, day=day, now=now)


def tell_of_admission(cohort: Cohort, learner: User, now: datetime) -> None:
    """Tell somebody that they are in."""
    said = Message(
        f"You are in the class {isolated(clean(cohort.name))}", "", reverse("quizzes:class", args=[cohort.pk])
    )
    key, day = f"let-in-{cohort.pk}-{now.isoformat()}", today_of(learner, now)
    tell(person=learner, kind=JOINING, key=key, message=said, day=day, now=now)


def who_run(cohort: Cohort) -> "QuerySet[User]":
    """The owner and the co-instructors of a class, as far as they may teach."""
    helped = Staff.objects.filter(cohort=cohort, role=Staff.Role.INSTRUCTOR).values("person")
    found = User.objects.filter(Q(pk=cohort.instructor_id) | Q(pk__in=helped))
    return found.filter(is_instructor=True, is_active=True).order_by("pk")
