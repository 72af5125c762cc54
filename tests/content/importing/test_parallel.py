"""Two imports at the same moment, in real transactions, into an empty wiki: there is no row to lock yet."""

import pytest
from django.db import IntegrityError, transaction

from content.importing.files import read_path
from content.imports import apply_library
from content.models import Revision, Topic
from tests.conftest import LIBRARY
from tests.parallel import at_once, locked, slow, unlocked

pytestmark = pytest.mark.django_db(transaction=True)


def import_twice(now, as_job):
    """How many pages each of two imports made, and found as they were; or what it was refused with."""

    def job():
        with transaction.atomic():
            applied = apply_library(read_path(LIBRARY), now=now)
        return len(applied.created), len(applied.unchanged)

    with slow("INSERT", "content_topic", 0.1):
        return at_once(*[as_job(job)] * 2, refusals=IntegrityError)


def test_of_two_first_imports_one_finds_everything_done(now):
    assert sorted(import_twice(now, locked)) == [(0, 4), (4, 0)]
    assert set(Topic.objects.values_list("current__number", flat=True)) == {1}
    assert Revision.objects.count() == 4


def test_control_without_the_lock_the_second_import_fails(now):
    assert {type(result) for result in import_twice(now, unlocked)} == {tuple, IntegrityError}
