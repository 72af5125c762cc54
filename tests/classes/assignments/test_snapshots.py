"""Truth on the day: what was kept is the same whenever it is computed, and only grows."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from content.models import Phase, Topic
from quizzes.attempts.models import Grading, Quiz
from quizzes.attempts.services import start_quiz, submit
from quizzes.classes import services as classes
from quizzes.classes.assignments import services
from quizzes.classes.assignments.book import book_of
from quizzes.classes.assignments.evidence import Pair, Scope, as_of, now_of
from quizzes.classes.assignments.judging import (
    CLOSED,
    INTRODUCED,
    MARKED,
    NONE,
    READ,
    RECALL,
    Need,
    end_of_day,
)
from quizzes.classes.assignments.models import Arrangement, Assignment, Snapshot
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.assignments.snapshots import regraded, settle_due
from quizzes.classes.assignments.tasks import tasks
from quizzes.progress.services import mark_read
from quizzes.reviews import services as reviews
from quizzes.reviews.control import resume, suspend
from quizzes.reviews.fitting.services import use
from quizzes.reviews.forgetting import recall_after
from quizzes.reviews.models import Card, ParameterSet
from quizzes.reviews.scheduling import DEFAULT_MODEL
from quizzes.reviews.taking_back import undo
from tests.factories import InstructorFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Kind = Arrangement.Kind


@pytest.fixture
def cohort(wiki, now):
    return classes.create_class(
        instructor=InstructorFactory(time_zone="Europe/Berlin"), name="Spring", key=uuid.uuid4(), now=now
    )


def joined(cohort, now, **fields):
    learner = UserFactory(**fields)
    classes.join(cohort=cohort, learner=learner, now=now)
    return learner


def assigned(cohort, now, *needs, days=5, **fields):
    phase = Phase.objects.get(slug="communication")
    due = end_of_day((now + days * DAY).date(), cohort.time_zone)
    plan = Plan("Communication", needs, fields.pop("due", due), phases=(phase.pk,), **fields)
    return services.create(cohort=cohort, plan=plan, key=uuid.uuid4(), now=now)


def study(learner, at, ratings=(3, 3, 4, 1)):
    """The first new cards, each with one of these grades."""
    topics = Topic.objects.filter(phase__slug="communication").values_list("pk", flat=True)
    reviews.add_topics(learner=learner, topic_ids=list(topics), now=at)
    cards = Card.objects.filter(learner=learner, fact__core=True).order_by("pk")
    for place, (card, rating) in enumerate(zip(cards, ratings, strict=False)):
        grade(learner, card, rating, at + timedelta(seconds=place))


def grade(learner, card, rating, at):
    return reviews.grade(learner=learner, card_id=card.pk, rating=rating, now=at, key=uuid.uuid4(), duration_ms=900)


def rows(assignment):
    fields = ("learner", "reason", "state", "at", "score", "recall", "quizzed", "parts")
    return list(Snapshot.objects.filter(assignment=assignment).order_by("learner", "pk").values(*fields))


def busy(learner, now):
    """Grades, an undo, a suspension that is lifted, and a page read, before and after the day that counts."""
    study(learner, now)
    cards = list(Card.objects.filter(learner=learner).order_by("pk"))
    suspend(learner=learner, cards=[cards[1].pk], now=now + DAY, key=uuid.uuid4())
    grade(learner, cards[0], 1, now + 2 * DAY)
    undo(learner=learner, now=now + 2 * DAY + timedelta(minutes=5), key=uuid.uuid4())
    mark_read(learner=learner, topic=Topic.objects.get(slug="messaging"), now=now + DAY)


def afterwards(learner, now):
    cards = list(Card.objects.filter(learner=learner).order_by("pk"))
    resume(learner=learner, cards=[cards[1].pk], now=now, key=uuid.uuid4())
    grade(learner, cards[3], 3, now)
    grade(learner, cards[0], 1, now + timedelta(minutes=1))
    mark_read(learner=learner, topic=Topic.objects.get(slug="messaging"), now=now + DAY)


def test_a_sweep_two_days_late_keeps_the_same_rows(cohort, now):
    learner, asks = joined(cohort, now), (Need(RECALL, share=0.3), Need(READ, share=1.0), Need(INTRODUCED, share=0.2))
    busy(learner, now)
    one = assigned(cohort, now, *asks)
    assert settle_due(now=one.due - timedelta(seconds=1)) == 0
    assert settle_due(now=one.due) == 1
    in_time = rows(one)
    Snapshot.objects.all().delete()
    Assignment.objects.update(settle_at=one.due)
    afterwards(learner, one.due + DAY)
    classes.leave(cohort=cohort, learner=learner, now=one.due + DAY)
    assert settle_due(now=one.due + 2 * DAY) == 1
    assert rows(one) == in_time
    assert in_time[0]["recall"] > 0


def test_a_fit_after_the_due_instant_changes_nothing_of_a_late_sweep(cohort, now):
    learner = joined(cohort, now)
    busy(learner, now)
    one = assigned(cohort, now, Need(RECALL, share=0.3))
    settle_due(now=one.due)
    in_time = rows(one)
    Snapshot.objects.all().delete()
    Assignment.objects.update(settle_at=one.due)
    with transaction.atomic():
        use(learner=learner, parameters=fitted(learner, one.due + DAY, decay=0.5))
    settle_due(now=one.due + 2 * DAY)
    assert rows(one) == in_time
    topics = tuple(Topic.objects.topics().filter(phase__slug="communication").values_list("pk", flat=True))
    pairs = [Pair(1, learner, one.due, one.due, one.due)]
    assert now_of(pairs, {1: Scope(topics)}) != as_of(pairs, {1: Scope(topics)})  # the cards are computed anew


def fitted(learner, now, *, decay):
    """Parameters that a learner's log is said to fit, of a curve that falls otherwise."""
    losses = {"loss": 0.3, "loss_default": 0.4, "loss_average": 0.5}
    return ParameterSet.objects.create(
        learner=learner, at=now, version=DEFAULT_MODEL.version, parameters=[*DEFAULT_MODEL.parameters[:20], decay],
        seen=80, fitted_on=60, tried_on=20, outcome="kept", **losses,
    )  # fmt: skip


def test_a_second_sweep_keeps_nothing_more(cohort, now):
    joined(cohort, now)
    one = assigned(cohort, now, Need(RECALL, share=0.5))
    assert [settle_due(now=one.due + hours * timedelta(hours=1)) for hours in range(3)] == [1, 0, 0]


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_log_says_of_now_what_the_cards_say(cohort, now, zone):
    learner = joined(cohort, now, time_zone=zone)
    busy(learner, now)
    topics = tuple(Topic.objects.topics().filter(phase__slug="communication").values_list("pk", flat=True))
    for at in (now + timedelta(hours=1), now + 3 * DAY, now + 9 * DAY):
        cards = list(Card.objects.filter(learner=learner).order_by("pk"))
        pairs = [Pair(1, learner, now + 10 * DAY, now + 20 * DAY, at)]
        assert now_of(pairs, {1: Scope(topics)}) == as_of(pairs, {1: Scope(topics)})
        grade(learner, cards[2], 2, at)


def test_suspending_and_pressing_easy_bring_nobody_to_a_target(cohort, now):
    learner = joined(cohort, now)
    study(learner, now, ratings=(4, 3))
    topics = tuple(Topic.objects.topics().filter(phase__slug="communication").values_list("pk", flat=True))
    pairs = [Pair(1, learner, now, now, now)]
    found = now_of(pairs, {1: Scope(topics)})[1, learner.pk]
    assert found.introduced == 2
    assert found.recalled == pytest.approx(recall_after(1, 2.3065, model=DEFAULT_MODEL), abs=1e-3)  # the Good alone
    rest = Card.objects.filter(learner=learner, state=Card.State.NEW).values_list("pk", flat=True)
    suspend(learner=learner, cards=list(rest), now=now, key=uuid.uuid4())
    again = now_of(pairs, {1: Scope(topics)})[1, learner.pk]
    assert (again.total, again.recall) == (found.total, found.recall)


def test_an_extension_is_looked_at_when_it_is_over_and_the_first_row_stays(cohort, now):
    learner, other = joined(cohort, now), joined(cohort, now)
    one = assigned(cohort, now, Need(INTRODUCED, share=0.1))
    agreed = {"assignment": one, "learner": learner, "by": cohort.instructor, "why": "Ill."}
    later = one.due + 3 * DAY
    services.arrange(kind=Kind.EXTENDED, due=later, key=uuid.uuid4(), now=one.due + DAY, **agreed)
    study(learner, one.due + 2 * DAY, ratings=[3] * 20)
    settle_due(now=later + DAY)
    assert [(row["learner"], row["reason"], row["state"], row["at"]) for row in rows(one)] == [
        (learner.pk, "due", "missed", one.due),
        (learner.pk, "extended", "met", later),
        (other.pk, "due", "missed", one.due),
    ]


def test_an_excuse_adds_a_row_with_its_reason_and_lifting_it_another(cohort, now):
    learner = joined(cohort, now)
    one = assigned(cohort, now, Need(INTRODUCED, share=0.1))
    agreed = {"assignment": one, "learner": learner, "by": cohort.instructor}
    services.arrange(kind=Kind.EXCUSED, why="Ill.", key=uuid.uuid4(), now=one.due + DAY, **agreed)
    services.arrange(kind=Kind.LIFTED, why="A mistake.", key=uuid.uuid4(), now=one.due + 2 * DAY, **agreed)
    kept = Snapshot.objects.order_by("pk").values_list("reason", "state", "why")
    assert list(kept) == [("due", "missed", ""), ("excused", "excused", "Ill."), ("lifted", "missed", "A mistake.")]


def test_who_joined_later_was_not_asked_and_who_left_before_neither(cohort, now):
    early = joined(cohort, now)
    one = assigned(cohort, now, Need(INTRODUCED, share=0.1))
    classes.leave(cohort=cohort, learner=early, now=one.due - DAY)
    joined(cohort, one.due + DAY)
    assert settle_due(now=one.due + 2 * DAY) == 0


@pytest.mark.parametrize(
    ("late", "closes", "asked"), [(CLOSED, None, False), (MARKED, 1, False), (MARKED, 3, True), (NONE, None, True)]
)
def test_who_joins_when_nothing_counts_any_more_is_not_asked(cohort, now, late, closes, asked):
    due = end_of_day((now + 5 * DAY).date(), cohort.time_zone)
    one = assigned(cohort, now, Need(INTRODUCED, share=0.1), late=late, closes=closes and due + closes * DAY)
    learner, later = joined(cohort, due + 2 * DAY), due + 2 * DAY + timedelta(hours=1)
    assert (book_of(cohort, later).rows[0].tasks[0] is not None) is asked
    assert bool(tasks(learner, later)) is asked
    agreed = {"assignment": one, "learner": learner, "by": cohort.instructor, "why": "New here."}
    services.arrange(kind=Kind.EXTENDED, due=due + 9 * DAY, key=uuid.uuid4(), now=later, **agreed)
    assert [task.state for task in tasks(learner, later)] == ["open"]


# --- Quizzes ------------------------------------------------------------------------------------------------------


@pytest.fixture
def quiz(wiki, now):
    made = Quiz.objects.create(key="class/one", title="A quiz", number=4, created_at=now, feedback="handed-in")
    made.topics.add(Topic.objects.get(slug="messaging"))
    return made


def sat(learner, quiz, at, *, right=True):
    attempt = start_quiz(learner=learner, quiz=quiz, key=uuid.uuid4(), now=at)
    for one in attempt.questions.select_related("version").order_by("position"):
        Grading.objects.create(question=one, share=1.0 if right else 0.0, rules="marked", at=at)
    return submit(attempt_id=attempt.pk, now=at)


def test_a_quiz_counts_when_it_was_handed_in_and_a_regrade_adds_a_row(cohort, quiz, now):
    learner = joined(cohort, now)
    one = assigned(cohort, now, Need("quiz", share=0.7, quiz=quiz.pk))
    attempt = sat(learner, quiz, now + DAY, right=False)
    sat(learner, quiz, one.due + DAY)
    settle_due(now=one.due + 2 * DAY)
    (first,) = Snapshot.objects.all()
    assert (first.state, first.parts[0]["value"]) == ("missed", 0.0)
    at = one.due + 3 * DAY
    for question in attempt.questions.all():
        Grading.objects.create(question=question, share=1.0, rules="credited", at=at, why="It was unfair.")
    assert [row.state for row in regraded(assignment_id=one.pk, now=at + DAY)] == ["met"]
    assert regraded(assignment_id=one.pk, now=at + 2 * DAY) == []
    assert list(Snapshot.objects.order_by("pk").values_list("reason", "state", "why")) == [
        ("due", "missed", ""),
        ("regraded", "met", "It was unfair."),
    ]


def agree(one, learner, kind, at):
    fields = {"by": one.cohort.instructor, "why": "Ill.", "key": uuid.uuid4()}
    services.arrange(assignment=one, learner=learner, kind=kind, now=at, **fields)


def credit(attempt, at):
    for question in attempt.questions.all():
        Grading.objects.create(question=question, share=1.0, rules="credited", at=at, why="It was unfair.")


def test_a_regrade_before_a_late_sweep_is_not_lost(cohort, quiz, now):
    learner = joined(cohort, now)
    one = assigned(cohort, now, Need("quiz", share=0.7, quiz=quiz.pk))
    attempt = sat(learner, quiz, now + DAY, right=False)
    credit(attempt, one.due + DAY)
    settle_due(now=one.due + 2 * DAY)
    assert [row.state for row in regraded(assignment_id=one.pk, now=one.due + 2 * DAY)] == ["met"]
    assert regraded(assignment_id=one.pk, now=one.due + 3 * DAY) == []


def test_a_regrade_still_counts_once_an_excuse_is_lifted(cohort, quiz, now):
    learner = joined(cohort, now)
    one = assigned(cohort, now, Need("quiz", share=0.7, quiz=quiz.pk))
    attempt = sat(learner, quiz, now + DAY, right=False)
    settle_due(now=one.due + DAY)
    credit(attempt, one.due + 2 * DAY)
    regraded(assignment_id=one.pk, now=one.due + 2 * DAY)
    agree(one, learner, Kind.EXCUSED, one.due + 3 * DAY)
    agree(one, learner, Kind.LIFTED, one.due + 4 * DAY)
    regraded(assignment_id=one.pk, now=one.due + 4 * DAY)
    assert Snapshot.objects.order_by("pk").last().state == "met"
