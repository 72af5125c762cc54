"""One learner in depth: what its staff see, and that nothing else comes in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import Topic
from quizzes.attempts import services as attempts
from quizzes.attempts.models import Attempt
from quizzes.classes.assignments import services as assigning
from quizzes.classes.assignments.book import book_of
from quizzes.classes.assignments.judging import RECALL, Need
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.insight.learner import depth_of
from quizzes.classes.setting import services as setting
from tests.attempts.conftest import make_topic
from tests.classes.setting.conftest import sheet, text
from tests.progress.memories import facts_of, remember


@pytest.fixture
def assigned(school, topic, now):
    plan = Plan("Brokers", (Need(RECALL, share=0.8),), now + timedelta(days=5), topics=(topic.pk,))
    return assigning.create(cohort=school.cohort, plan=plan, key=uuid4(), now=now, publish=True)


def depth(school, learner, now):
    (row,) = book_of(school.cohort, now, learner_id=learner.pk).rows
    return depth_of(school.cohort, learner, row.tasks, now)


def test_topics_that_are_assigned_come_with_recall_and_forecast_the_weakest_first(school, topic, assigned, now):
    for fact in facts_of("brokers")[:9]:
        remember(school.learner, fact, now, stability=5.0)
    found = {one.topic.slug: one for one in depth(school, school.learner, now).standings}
    assert list(found)[-1] == "brokers"
    brokers = found["brokers"]
    assert (brokers.found.introduced, brokers.found.total) == (9, 18)
    assert 0 < brokers.then_percent < brokers.percent < 50


def test_what_is_not_assigned_to_the_learner_is_not_among_them(school, topic, now):
    make_topic(school.phase, "other", 2)
    for fact in facts_of("other"):
        remember(school.learner, fact, now)
    Topic.objects.filter(slug="other").update(phase=None)
    other, mate = Topic.objects.get(slug="other").pk, school.classmate.pk
    plan = Plan("M", (Need(RECALL, share=0.8),), now + timedelta(days=5), topics=(other,), persons=(mate,))
    assigning.create(cohort=school.cohort, plan=plan, key=uuid4(), now=now, publish=True)
    assert "other" not in {one.topic.slug for one in depth(school, school.learner, now).standings}
    assert "other" in {one.topic.slug for one in depth(school, school.classmate, now).standings}


def test_attempts_of_the_class_come_with_minutes_and_answers_that_were_weak(school, sit, now):
    attempt = sit(school.learner, "Log")
    Attempt.objects.filter(pk=attempt.pk).update(started_at=now - timedelta(minutes=7, seconds=20))
    sit(school.classmate)
    found = depth(school, school.learner, now)
    assert [(one.attempt, one.minutes) for one in found.sittings] == [(attempt, 7)]
    assert found.minutes == 7
    assert {one.attempt for one in found.weak} == {attempt.pk}
    assert (len(found.weak), {one.share for one in found.weak}) == (6, {0.0})
    assert len(depth(school, school.classmate, now).weak) == 5  # one of six was right


def test_nothing_from_outside_of_the_class_comes_in(school, topic, now):
    practice = attempts.start_practice(
        learner=school.learner, visitor="", topics=[topic.pk], count=6, title="Mine", key=uuid4(), now=now
    )
    attempts.submit(attempt_id=practice.pk, now=now)
    services = setting.make(
        cohort=school.foreign, sheet=sheet(fixed=True, graded=False), by=school.other, key=uuid4(), now=now
    )
    question = practice.questions.first().version.question_id
    setting.lay_out(one=services, questions=[question], by=school.other)
    school.foreign.memberships.create(learner=school.learner, joined_at=now)
    services.quiz.refresh_from_db()
    theirs = attempts.start_quiz(learner=school.learner, quiz=services.quiz, key=uuid4(), now=now)
    attempts.submit(attempt_id=theirs.pk, now=now)
    found = depth(school, school.learner, now)
    assert (found.sittings, found.weak) == ((), ())
    assert [one.attempt for one in depth(school.__class__(**vars(school) | {"cohort": school.foreign}), school.learner,
                                         now).sittings] == [theirs]  # fmt: skip


def test_the_page_tells_it_to_staff_alone_in_as_many_statements_for_one_attempt_as_for_many(
    school, sit, quiz, assigned, now
):
    client, counts = Client(), []
    client.force_login(school.assistant)
    address = reverse("quizzes:class-person", args=[school.cohort.pk, school.learner.pk])
    quiz.attempts_allowed = 0
    quiz.save()
    for number in (1, 3):
        for _ in range(number):
            sit(school.learner, "Log")
        with CaptureQueriesContext(connection) as caught:
            page = text(client.get(address))
        counts.append(len(caught))
    assert "Topic by topic" in page
    assert page.count("Midterm") == 4
    assert "Weakest answers" in page
    assert counts[0] == counts[1]
    client.force_login(school.learner)
    assert client.get(address).status_code == 403
    client.force_login(school.charlie)
    assert client.get(address).status_code == 404
