"""A class with its instructor, a learner and a classmate; another instructor and class; charlie, the outsider."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest

from content.models import Phase
from quizzes.classes import services
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
    cohort: Cohort
    foreign: Cohort
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
    phase = Phase.objects.get(slug="communication")
    due_on = now.date() + timedelta(10)
    services.assign(cohort=cohort, phase=phase, due_on=due_on, target_recall=0.8, now=now)
    for fact in facts_of("messaging"):
        remember(classmate, fact, now)
    return School(ina, otto, learner, classmate, charlie, cohort, foreign, phase)
