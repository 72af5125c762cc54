"""A class with its owner, co-instructor and assistant, two learners, one who left and one who was removed; another
instructor and class; charlie, the outsider.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest

from content.models import Phase
from quizzes.classes import services, staffing
from quizzes.classes.assignments.models import Assignment
from quizzes.classes.models import Cohort
from sdwiki.accounts.models import User
from tests.factories import InstructorFactory, UserFactory
from tests.progress.memories import facts_of, remember


@dataclass
class School:
    instructor: User
    other: User
    learner: User
    classmate: User
    charlie: User
    deputy: User
    assistant: User
    former: User
    removed: User
    cohort: Cohort
    foreign: Cohort
    assignment: Assignment
    phase: Phase

    def person(self, role: str) -> User | None:
        return None if role == "visitor" else getattr(self, role)


@pytest.fixture
def school(wiki, now) -> School:
    ina, otto = InstructorFactory(name="Ina"), InstructorFactory(name="Otto")
    learner, classmate, charlie = UserFactory(name="Lea"), UserFactory(name="Mate"), UserFactory(name="Charlie")
    cohort = services.create_class(instructor=ina, name="Spring", key=uuid.uuid4(), now=now)
    foreign = services.create_class(instructor=otto, name="Autumn", key=uuid.uuid4(), now=now)
    for member in (learner, classmate):
        services.join(cohort=cohort, learner=member, now=now)
    deputy, helpers = InstructorFactory(name="Dora"), [UserFactory(name=name) for name in ("Asa", "Fee", "Rae")]
    for person in (deputy, *helpers):
        services.join(cohort=cohort, learner=person, now=now)
    staffing.appoint(cohort=cohort, person=deputy, role="instructor", now=now)
    staffing.appoint(cohort=cohort, person=helpers[0], role="assistant", now=now)
    services.leave(cohort=cohort, learner=helpers[1], now=now)
    services.remove(cohort=cohort, learner=helpers[2], now=now)
    phase = Phase.objects.get(slug="communication")
    due_on = now.date() + timedelta(10)
    assignment = services.assign(cohort=cohort, phase=phase, due_on=due_on, target_recall=0.8, now=now)
    for fact in facts_of("messaging"):
        remember(classmate, fact, now)
    return School(
        ina,
        otto,
        learner,
        classmate,
        charlie,
        deputy,
        helpers[0],
        helpers[1],
        helpers[2],
        cohort,
        foreign,
        assignment,
        phase,
    )
