"""What is told in the log, as the events that it is made of."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager

import pytest

from sdwiki.logs import FIRST, OWN

Heard = Callable[..., AbstractContextManager[list]]


def told_in(records, *, requests=False):
    """The events among records of the log, without what each line has and, unless asked for, the lines of requests."""
    own = [record.msg for record in records if record.name == OWN]
    return [
        {name: value for name, value in line.items() if name == "event" or name not in FIRST}
        for line in own
        if requests or line["event"] != "request"
    ]


@pytest.fixture
def heard(caplog, django_capture_on_commit_callbacks) -> Heard:
    """A block whose events are heard, as if the test's own transaction were none."""

    @contextmanager
    def listening(*, requests=False):
        caplog.set_level(logging.DEBUG, logger=OWN)
        before, found = len(caplog.records), []
        with django_capture_on_commit_callbacks(execute=True):
            yield found
        found += told_in(caplog.records[before:], requests=requests)

    return listening


@pytest.fixture
def lines(caplog):
    """The raw lines of ours, with everything that each has."""
    caplog.set_level(logging.DEBUG, logger=OWN)
    return lambda: [record.msg for record in caplog.records if record.name == OWN]
