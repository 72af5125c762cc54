"""What a sweep does when one of many fails."""

import pytest
from django.db import InterfaceError, OperationalError

from sdwiki.sweeping import one_of_many, together


def sweep(acts):
    done = 0
    for pk, error in enumerate(acts):
        with one_of_many("Thing %s could not be done", pk):
            if error:
                raise error
            done += 1
    return done


def test_one_that_fails_is_told_and_does_not_hold_up_the_others(caplog):
    assert sweep([None, ValueError("no"), None]) == 2
    assert [record.getMessage() for record in caplog.records] == ["Thing 1 could not be done"]


@pytest.mark.parametrize("gone", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_ends_the_sweep(gone, caplog):
    with pytest.raises(gone):
        sweep([None, gone("gone"), None])
    assert caplog.records == []


def swept_together(ids, fails):
    """Which things were done by `together`, of which some fail, and in how many goes."""
    done, goes = [], []

    def work(batch):
        goes.append(len(batch))
        for pk in batch:
            if error := fails.get(pk):
                raise error
        done.extend(batch)
        return len(batch)

    assert together(work, ids, "Thing %s could not be done") == len(done)
    return done, goes


@pytest.mark.django_db
def test_what_is_done_together_takes_one_go():
    assert swept_together([1, 2, 3], {}) == ([1, 2, 3], [3])


@pytest.mark.django_db
def test_of_many_the_one_that_fails_alone_is_passed_over(caplog):
    done, goes = swept_together(list(range(100)), {42: ValueError("no")})
    assert done == [pk for pk in range(100) if pk != 42]
    assert sum(goes) < 400  # those around it are tried again, most of the others once or twice
    assert [record.getMessage() for record in caplog.records] == ["Thing 42 could not be done"]


@pytest.mark.django_db
@pytest.mark.parametrize("gone", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_ends_what_is_done_together(gone, caplog):
    with pytest.raises(gone):
        swept_together([1, 2], {2: gone("gone")})
    assert caplog.records == []
