"""A learner is told that what they have set does not get them to what is asked, and what would: in one place of the
page of their class and of their plan, and nowhere else."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from content.models import Topic
from quizzes.bank.models import Fact
from quizzes.classes.assignments import services
from quizzes.classes.assignments.judging import INTRODUCED, RECALL, Need
from quizzes.classes.assignments.models import Arrangement
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.assignments.reaching import falling_short
from quizzes.progress.models import Reading
from quizzes.reviews.models import Card
from quizzes.reviews.services import add_topics, grade
from sdwiki.accounts.breaks import Break, joined
from tests.progress.memories import remember

DAY = timedelta(days=1)


@pytest.fixture
def total(school):
    return Fact.objects.askable().filter(core=True, topic__phase=school.phase).count()


@pytest.fixture
def learner(school, now):
    """Somebody with a plan of a minute a day, within which the phase's pages are to be read too."""
    learner = school.learner
    learner.minutes_per_day, learner.interview_on = 1, now.date() + 40 * DAY
    learner.save()
    return learner


def told(client, address):
    text = re.sub(r"<[^>]+>", "", client.get(address).content.decode().replace("&nbsp;", " "))
    return re.findall(r"By \d+ \w+ .*? of this[^.]*\.", " ".join(text.split()))


@pytest.fixture
def pages(client, learner, now, monkeypatch, school):
    """What each page says of it."""
    monkeypatch.setattr("sdwiki.clock.now", lambda: now)
    client.force_login(learner)
    names = {"class": [school.cohort.pk], "plan": [], "classes": [], "home": []}
    return lambda: {name: told(client, reverse(f"quizzes:{name}", args=args)) for name, args in names.items()}


def test_it_is_said_once_where_it_stands_in_the_class_and_on_the_plan(school, learner, pages, now, total):
    [one] = falling_short(learner, now)
    short = one.short
    assert (one.given.pk, one.planned, short.asked) == (school.assignment.pk, True, 80)
    due = school.assignment.due
    said = f"{short.minutes} minutes a day would reach 80 %."
    said = f"By {due.day} {due:%B} your plan reaches about {short.reached} % of this; {said}"
    assert pages() == {"class": [said], "plan": [said], "classes": [], "home": []}
    learner.minutes_per_day = short.minutes
    learner.save()
    assert pages() == {"class": [], "plan": [], "classes": [], "home": []}
    learner.minutes_per_day = short.minutes - 1
    learner.save()
    assert falling_short(learner, now)


def test_without_a_plan_what_is_set_is_named(school, learner, pages, now, total):
    learner.interview_on, learner.minutes_per_day, learner.new_per_day = None, None, 1
    learner.save()
    fewest = falling_short(learner, now)[0].short.new_per_day
    assert pages()["class"][0].startswith(f"By {school.assignment.due.day} March what you have set reaches about ")
    assert pages()["plan"][0].endswith(f"of this; {fewest} new facts a day would reach 80 %.")
    learner.new_per_day = fewest
    learner.save()
    assert pages() == {"class": [], "plan": [], "classes": [], "home": []}


@pytest.mark.parametrize("asked", [RECALL, INTRODUCED])
def test_facts_that_are_introduced_bring_it_nearer(school, learner, now, total, asked):
    services.withdraw(assignment=school.assignment, now=now)
    plan = Plan("All", (Need(asked, share=0.8),), now + 2 * DAY, phases=(school.phase.pk,))
    services.create(cohort=school.cohort, plan=plan, key=uuid.uuid4(), now=now)
    before = falling_short(learner, now)[0].short
    facts = list(Fact.objects.askable().filter(core=True, topic__phase=school.phase))
    for fact in facts[: total // 3]:
        remember(learner, fact, now, stability=100.0)
    after = falling_short(learner, now)[0].short
    assert (after.reached, -after.minutes) > (before.reached, -before.minutes)
    for fact in facts[total // 3 :]:
        remember(
            learner, fact, now, stability=0.1, days=3
        )  # all forgotten: to be reviewed, which no minutes are lacking for
    assert falling_short(learner, now) == []


def test_pages_that_are_read_leave_the_minutes_to_facts(school, learner, now):
    before = falling_short(learner, now)[0].short.minutes
    for topic in school.phase.topics.filter(current__isnull=False):
        Reading.objects.create(learner=learner, topic=topic, revision=topic.current, at=now)
    [*after] = falling_short(learner, now)
    assert not after or after[0].short.minutes < before


def test_days_of_a_break_are_no_days_of_study(school, learner, now):
    before = falling_short(learner, now)[0].short
    learner.breaks = joined([Break(now.date() + DAY, now.date() + 8 * DAY)])
    learner.save()
    after = falling_short(learner, now)[0].short
    assert after.reached < before.reached
    assert after.minutes is None or after.minutes > before.minutes


def test_nothing_is_said_of_what_is_excused_over_or_not_open_nor_to_others(school, learner, now):
    assert falling_short(school.charlie, now) == []
    assert falling_short(learner, school.assignment.due + timedelta(microseconds=1)) == []
    services.arrange(
        assignment=school.assignment, learner=learner, kind=Arrangement.Kind.EXCUSED, by=school.instructor, why="ill",
        now=now, key=uuid.uuid4(),
    )  # fmt: skip
    assert falling_short(learner, now) == []
    plan = Plan("Later", (Need(RECALL, share=0.9),), now + 3 * DAY, phases=(school.phase.pk,), opens=now + DAY)
    services.create(cohort=school.cohort, plan=plan, key=uuid.uuid4(), now=now)
    assert falling_short(learner, now) == []
    assert len(falling_short(learner, now + DAY)) == 1


def test_it_costs_the_same_for_one_assignment_and_three(school, learner, now, django_assert_num_queries):
    with django_assert_num_queries(5):
        falling_short(learner, now)
    for name in ("Two", "Three"):
        plan = Plan(name, (Need(RECALL, share=0.9),), now + 3 * DAY, phases=(school.phase.pk,))
        services.create(cohort=school.cohort, plan=plan, key=uuid.uuid4(), now=now)
    with django_assert_num_queries(5):
        assert len(falling_short(learner, now)) == 3
    with django_assert_num_queries(1):
        falling_short(school.charlie, now)


def test_who_is_faster_gets_further(school, learner, now):
    before = falling_short(learner, now)[0].short
    topics = Topic.objects.topics().exclude(phase=school.phase).values_list("pk", flat=True)
    add_topics(learner=learner, topic_ids=list(topics), now=now - 9 * DAY)
    for card in Card.objects.filter(learner=learner).exclude(fact__kind=Fact.Kind.PROMPT)[:12]:
        for day in (9, 1):
            at = now - day * DAY
            grade(learner=learner, card_id=card.pk, rating=3, now=at, key=uuid.uuid4(), duration_ms=3_000)
    after = falling_short(learner, now)
    assert not after or after[0].short.reached > before.reached


def test_without_a_plan_reviews_come_before_what_is_new(school, learner, now, django_assert_num_queries):
    learner.interview_on, learner.minutes_per_day, learner.new_per_day = None, 1, 60
    learner.save()
    services.withdraw(assignment=school.assignment, now=now)
    plan = Plan("All", (Need(INTRODUCED, share=1.0),), now + 2 * DAY, phases=(school.phase.pk,))
    services.create(cohort=school.cohort, plan=plan, key=uuid.uuid4(), now=now)
    before = falling_short(learner, now)[0].short
    for fact in Fact.objects.askable().filter(core=True).exclude(topic__phase=school.phase)[:30]:
        remember(learner, fact, now, days=9, due_in=-DAY)
    with django_assert_num_queries(6):
        [after] = falling_short(learner, now)
    assert (after.short.reached, after.short.minutes) == (0, before.minutes + 2)  # ten a day, of twelve seconds
    learner.interview_on = now.date() + 40 * DAY
    learner.save()
    assert falling_short(learner, now)[0].short.reached > 0  # a plan has what is wanted first
