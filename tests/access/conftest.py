"""The people and things that the tests of access share."""

import pytest

from tests.access.world import World, make_world


@pytest.fixture
def world(wiki) -> World:
    return make_world()
