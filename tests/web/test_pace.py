"""How slow a client may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdwiki.web.pace import (
    BYTES_PER_SECOND,
    KEPT_SECONDS,
    NEW_SECONDS,
    PATIENCE_SECONDS,
    is_idle_too_long,
    is_too_slow,
)


@pytest.mark.parametrize(
    ("seconds", "moved", "slow"),
    [
        (0, 0, False),
        (PATIENCE_SECONDS, 0, False),
        (PATIENCE_SECONDS + 0.5, 0, True),
        (PATIENCE_SECONDS + 1, BYTES_PER_SECOND, False),
        (PATIENCE_SECONDS + 2, BYTES_PER_SECOND, True),
        (60, 60, True),  # a byte a second
        (60, 250_000, False),
    ],
)
def test_a_client_has_patience_first_and_a_rate_after_it(seconds, moved, slow):
    assert is_too_slow(seconds, moved) is slow


@given(st.integers(0, 2 * 1024 * 1024), st.floats(0, 10_000))
def test_whatever_is_sent_has_a_deadline(size, seconds):
    """However a client portions its bytes, it has sent them all by then or is too slow."""
    if seconds > PATIENCE_SECONDS + size / BYTES_PER_SECOND + 0.001:
        assert is_too_slow(seconds, size)


def test_a_connection_that_has_been_of_use_is_kept_longer():
    assert is_idle_too_long(NEW_SECONDS + 1, served=False)
    assert not is_idle_too_long(NEW_SECONDS + 1, served=True)
    assert is_idle_too_long(KEPT_SECONDS + 1, served=True)
