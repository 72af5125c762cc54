"""What learners are told of their assignments: each event once, however often and late one looks."""

import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from content.models import Topic
from quizzes.classes import services as classes
from quizzes.classes.assignments import services as assignments
from quizzes.classes.assignments.judging import READ, RECALL, Need, end_of_day
from quizzes.classes.assignments.models import Arrangement, Assignment
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.assignments.snapshots import settle_due
from quizzes.classes.joining import services as joining
from quizzes.classes.noticing.services import tell_due
from quizzes.progress.models import Reading
from sdwiki.inbox.kinds import ASSIGNED, DUE, JOINING
from sdwiki.inbox.models import MailCopy, Notice
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def titles(name, kind=None):
    found = Notice.objects.filter(person__name=name, **({"kind": kind} if kind else {}))
    return list(found.order_by("pk").values_list("title", flat=True))


@pytest.fixture
def due(school):
    return Assignment.objects.get(pk=school.assignment.pk).due


def agree(school, now, kind, **more):
    values = {"by": school.instructor, "why": "As we said.", "key": uuid.uuid4(), "now": now}
    assignments.arrange(assignment=school.assignment, learner=school.learner, kind=kind, **(values | more))


def test_what_is_assigned_is_told_to_each_learner_once(school, now):
    assert [tell_due(now=now), tell_due(now=now), tell_due(now=now + DAY)] == [2, 0, 0]
    assert titles("Lea") == titles("Mate") == ["Spring: “Communication” is assigned"]
    notice = Notice.objects.get(person=school.learner)
    assert notice.text == "It asks for: recall 80 %. It is due on Thursday, 12 March."
    assert notice.link == f"/classes/{school.cohort.pk}/#assignment-{school.cohort.assignments.get().pk}"


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_class_larger_than_a_batch_is_told_whole(school, now, most):
    assert tell_due(now=now, most=most) == 2
    assert Notice.objects.count() == 2


def test_nothing_is_told_before_it_opens(school, now):
    Assignment.objects.all().delete()
    zone = school.cohort.time_zone
    plan = Plan("Later", (Need(RECALL, share=0.5),), end_of_day((now + 9 * DAY).date(), zone), opens=now + DAY)
    assignments.create(cohort=school.cohort, plan=plan, key=uuid.uuid4(), now=now)
    assert tell_due(now=now) == 0
    assert tell_due(now=now + DAY) == 2


def test_two_days_before_those_are_told_who_have_not_done_it(school, now, due):
    tell_due(now=now)
    assert tell_due(now=due - 2 * DAY - timedelta(seconds=1)) == 0
    assert tell_due(now=due - 2 * DAY) == 1
    assert titles("Lea", DUE) == ["“Communication” is due on Thursday, 12 March"]
    assert titles("Mate", DUE) == []
    assert tell_due(now=due - DAY) == 0


def test_who_was_away_for_days_is_told_of_each_event_once_and_of_no_date_that_has_passed(school, now, due):
    later = due + 2 * DAY
    settle_due(now=later)
    assert tell_due(now=later) == 2
    assert titles("Lea") == ["“Communication” was due on Thursday, 12 March"]
    assert Notice.objects.get(person=school.learner).text.endswith("It still counts when you do it.")


def test_an_extension_is_told_to_whom_it_is_for_and_moves_what_is_due_soon(school, now, due):
    tell_due(now=now)
    agree(school, now, Arrangement.Kind.EXTENDED, due=due + 3 * DAY)
    assert tell_due(now=now) == 1
    assert titles("Lea", ASSIGNED)[1:] == ["You have until Sunday, 15 March for “Communication”"]
    tell_due(now=due - 2 * DAY)
    settle_due(now=due)
    tell_due(now=due)
    assert (titles("Lea", DUE), len(titles("Mate", DUE))) == ([], 1)  # as the log says: Mate has reviewed nothing
    tell_due(now=due + DAY)
    assert titles("Lea", DUE) == ["“Communication” is due on Sunday, 15 March"]


def test_who_is_excused_is_told_so_and_of_no_date(school, now, due):
    tell_due(now=now)
    agree(school, now, Arrangement.Kind.EXCUSED)
    settle_due(now=due)
    tell_due(now=due)
    assert titles("Lea")[1:] == ["You are excused from “Communication”"]


def test_what_was_done_when_it_was_due_is_returned(school, now, due):
    for topic in Topic.objects.topics().filter(phase=school.phase):
        Reading.objects.create(learner=school.classmate, topic=topic, revision=topic.current, at=now, first_at=now)
    plan = Plan("Messaging", (Need(READ, share=1.0),), due, phases=(school.phase.pk,))
    assignments.create(cohort=school.cohort, plan=plan, key=uuid.uuid4(), now=now)
    settle_due(now=due)
    tell_due(now=due)
    assert "“Messaging” is done" in titles("Mate", ASSIGNED)
    assert "“Messaging” is done" not in titles("Lea")


def test_who_left_is_told_nothing(school, now):
    classes.leave(cohort=school.cohort, learner=school.learner, now=now)
    assert tell_due(now=now) == 1
    assert titles("Lea") == []


@pytest.mark.parametrize("what", ["archived", "withdrawn"])
def test_of_what_is_over_nothing_is_told(school, now, what):
    if what == "archived":
        classes.archive(cohort=school.cohort, now=now)
    else:
        assignments.withdraw(assignment=school.assignment, now=now)
    assert tell_due(now=now) == 0
    assert not Notice.objects.exists()


def test_who_is_asked_for_it_later_is_told_then(school, now):
    tell_due(now=now)
    newcomer = UserFactory(name="New")
    classes.join(cohort=school.cohort, learner=newcomer, now=now + DAY)
    assignments.change(assignment=school.assignment, plan=assignments.plan_of(given_of(school)), now=now + DAY)
    assert tell_due(now=now + DAY) == 1
    assert titles("New") == ["Spring: “Communication” is assigned"]


def given_of(school):
    return assignments.given([school.assignment.pk])[0]


def test_two_assignments_come_in_one_mail(school, now, due, settings):
    settings.EMAIL_URL = "smtp://x"
    EmailAddress.objects.create(user=school.learner, email=school.learner.email, verified=True, primary=True)
    plan = Plan("Another", (Need(RECALL, share=0.5),), due, phases=(school.phase.pk,))
    assignments.create(cohort=school.cohort, plan=plan, key=uuid.uuid4(), now=now)
    tell_due(now=now)
    assert MailCopy.objects.get().notices.count() == 2


# --- Joining --------------------------------------------------------------------------------------------------


def test_who_may_let_people_in_is_told_that_somebody_asks_and_they_that_they_are_in(school, now):
    ways = joining.Ways(code=False, approval=True, until=None, limit=None)
    joining.set_ways(cohort=school.cohort, ways=ways)
    school.cohort.refresh_from_db()
    for _ in range(2):
        joining.by_link(cohort=school.cohort, learner=school.charlie, real_name="Charlie C.", now=now)
    told = Notice.objects.filter(kind=JOINING).values_list("person__name", "title").order_by("person__name")
    assert list(told) == [(name, "Charlie C. asks to join Spring") for name in ("Dora", "Ina")]
    joining.answer(cohort=school.cohort, learner_id=school.charlie.pk, accept=True, now=now)
    assert titles("Charlie") == ["You are in the class Spring"]
