"""What a sweep does when one of many fails."""

import pytest
from django.db import InterfaceError, OperationalError

from sdwiki.sweeping import one_of_many


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
