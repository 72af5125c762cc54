"""Two that publish at the same moment, in real transactions. Each law has its control, which must not hold."""

import uuid

import pytest
from django.db import IntegrityError

from content.models import Revision, Topic
from quizzes.editing import errors
from tests.editing.test_new_pages import create
from tests.parallel import at_once, drop_constraint, locked, slow, unlocked

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(results):
    """How each of several jobs ended: with the number of a revision, or with what it was refused."""
    return sorted(type(one).__name__ if isinstance(one, Exception) else str(one.revision.number) for one in results)


def publish_at_once(desk, now, same_form, as_job):
    """Two forms with different changes of a page, or one that is sent twice."""
    draft, base = desk.changed("Largest machine sold", "Biggest box"), desk.topic.current.number
    other = draft if same_form else desk.changed("One more node", "Another node")
    key = uuid.uuid4()
    jobs = (
        lambda: desk.publish(draft, now, base=base, key=key),
        lambda: desk.publish(other, now, base=base, key=key if same_form else uuid.uuid4()),
    )
    with slow("INSERT", "content_revision"):
        return kinds(at_once(*map(as_job, jobs), refusals=(errors.PublishedMeanwhile, IntegrityError)))


def test_one_form_twice_gives_one_revision(desk, now):
    assert publish_at_once(desk, now, True, locked) == ["2", "2"]
    assert desk.topic.revisions.count() == 2


def test_two_forms_give_one_revision_and_one_merge_to_look_at(desk, now):
    assert publish_at_once(desk, now, False, locked) == ["2", "PublishedMeanwhile"]
    assert desk.topic.revisions.count() == 2


@pytest.mark.parametrize("same_form", [True, False])
def test_control_without_locks_the_second_finds_its_number_taken(desk, now, same_form):
    assert publish_at_once(desk, now, same_form, unlocked) == ["2", "IntegrityError"]


def create_at_once(desk, now, same_form):
    """Two forms for a new page at one address, or one that is sent twice."""
    key = uuid.uuid4()
    keys = (key, key if same_form else uuid.uuid4())
    with slow("INSERT", "content_topic"):
        return kinds(
            at_once(
                *(lambda k=k: create(desk.editor, now, key=k) for k in keys), refusals=(errors.Taken, IntegrityError)
            )
        )


@pytest.mark.parametrize(("same_form", "outcome"), [(True, ["1", "1"]), (False, ["1", "Taken"])])
def test_two_at_once_make_one_page(desk, now, same_form, outcome):
    assert create_at_once(desk, now, same_form) == outcome
    assert Topic.objects.filter(slug="leader-election").count() == 1
    assert Revision.objects.filter(topic__slug="leader-election").count() == 1


@pytest.mark.parametrize("same_form", [True, False])
def test_control_without_the_constraint_the_second_goes_on_until_it_fails(desk, now, same_form):
    drop_constraint(Topic, "slug")
    assert create_at_once(desk, now, same_form) == ["1", "IntegrityError"]
