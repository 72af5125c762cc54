"""The week of who teaches, told at the hour that they have chosen."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from content.models import Phase
from quizzes.classes.services import archive, assign, create_class, join
from quizzes.reminding.services import remind
from quizzes.today.reminders import choose
from sdwiki.inbox.kinds import CLASS_DIGEST
from sdwiki.inbox.models import Notice
from sdwiki.inbox.services import Choice
from tests.factories import InstructorFactory, UserFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.fixture
def teacher(wiki, now):
    teacher = InstructorFactory(name="Ina")
    cohort = create_class(instructor=teacher, name="Spring", key=uuid.uuid4(), now=now - timedelta(9))
    join(cohort=cohort, learner=UserFactory(name="Lea"), now=now - timedelta(9))
    phase = Phase.objects.get(slug="communication")
    due_on = now.date() + timedelta(3)
    assign(cohort=cohort, phase=phase, due_on=due_on, target_recall=0.8, now=now - timedelta(9))
    choose(learner=teacher, choices={CLASS_DIGEST: Choice(False, 7)}, now=now - timedelta(30))
    return teacher


def test_the_digest_comes_on_mondays_and_once(teacher):
    for moment in (MONDAY - timedelta(minutes=1), MONDAY, MONDAY + timedelta(minutes=1), MONDAY + timedelta(days=2)):
        remind(now=moment)
    notices = [one for one in Notice.objects.filter(person=teacher).order_by("pk") if one.at >= MONDAY]
    assert [(one.kind, one.key, one.link) for one in notices] == [(CLASS_DIGEST, "2026-03-02", "/classes/")]
    assert notices[0].title == "Your classes: 1 learner at risk, 1 assignment due this week"
    assert "Lea, “Communication”: has not begun." in notices[0].text


@pytest.mark.parametrize("what", ["no instructor", "archived"])
def test_who_teaches_nobody_is_told_nothing(teacher, now, what):
    if what == "archived":
        archive(cohort=teacher.cohorts.get(), now=now)
    else:
        teacher.is_instructor = False
        teacher.save(update_fields=["is_instructor"])
    remind(now=MONDAY)
    assert not Notice.objects.filter(person=teacher).exists()
