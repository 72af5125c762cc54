"""What a learner is led to next: of an assignment over several pages, the one that needs them most."""

import uuid
from datetime import timedelta

import pytest

from content.models import Topic
from quizzes.classes.assignments import services
from quizzes.classes.assignments.judging import INTRODUCED, READ, RECALL, Need
from quizzes.classes.assignments.plans import Plan
from quizzes.classes.assignments.tasks import tasks
from tests.progress.memories import facts_of, remember

DAY = timedelta(days=1)


@pytest.fixture
def pages(school):
    """Two pages in the order of the path, each with its core facts."""
    slugs = list(Topic.objects.topics().order_by("phase__position", "position").values_list("slug", flat=True))
    found = [(slug, [fact for fact in facts_of(slug) if fact.core]) for slug in slugs]
    return [(slug, facts) for slug, facts in found if len(facts) > 1][:2]


def next_of(school, now, pages, need):
    topics = tuple(Topic.objects.filter(slug__in=[slug for slug, _ in pages]).values_list("pk", flat=True))
    plan = Plan("Both", (need,), now + 5 * DAY, topics=topics)
    services.create(cohort=school.cohort, plan=plan, key=uuid.uuid4(), now=now)
    [task] = [one for one in tasks(school.learner, now) if one.given.title == "Both"]
    return task.step


def test_the_page_of_which_least_is_recalled_is_reviewed(school, now, pages):
    (_, strong), (slug, weak) = pages
    for fact in strong:
        remember(school.learner, fact, now, stability=400.0, days=1)
    for fact in weak:
        remember(school.learner, fact, now, stability=0.5, days=9)
    step = next_of(school, now, pages, Need(RECALL, share=1.0))
    assert step.url.endswith(f"?topic={slug}")
    assert step.words == f"Review {Topic.objects.get(slug=slug).title}"


def test_the_page_with_most_left_is_taken_up(school, now, pages):
    (_, first), (slug, second) = pages
    for fact in first[:-1]:
        remember(school.learner, fact, now)
    remember(school.learner, second[0], now) if len(second) > 2 else None
    for need in (Need(INTRODUCED, share=1.0), Need(RECALL, share=0.99)):
        step = next_of(school, now, pages, need)
        assert step.url.endswith(f"?topic={slug}")
        assert step.words.startswith("Take up new facts in ")
        services.withdraw(assignment=school.cohort.assignments.get(title="Both"), now=now)
        school.cohort.assignments.filter(title="Both").delete()


def test_of_pages_that_are_the_same_the_first_on_the_path_comes_first(school, now, pages):
    assert next_of(school, now, pages, Need(INTRODUCED, share=1.0)).url.endswith(f"?topic={pages[0][0]}")


def test_one_page_and_pages_to_read_lead_where_they_did(school, now, pages):
    assert next_of(school, now, pages[:1], Need(RECALL, share=0.9)).words == "Take up new facts"
    school.cohort.assignments.filter(title="Both").delete()
    assert next_of(school, now, pages, Need(READ, share=1.0)).words.startswith("Read ")
