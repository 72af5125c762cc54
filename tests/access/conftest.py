"""The people and things that the tests of access share, and every page as they get it."""

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.markup import Markup
from tests.access.routes import OWN
from tests.access.world import Visit, World, make_world, read

READERS = ["visitor", "learner", "instructor", "editor"]


@dataclass(frozen=True)
class Answer:
    """What a route of ours answers to somebody who reads it, and the statements that it took. ``page`` is None where
    it is no whole page."""

    html: str
    page: Markup | None
    sql: str


@pytest.fixture
def world(wiki) -> World:
    return make_world()


@pytest.fixture(scope="session")
def read_once() -> dict[str, dict[str, Answer]]:
    """What was read, by role and address. Reading changes nothing, and each test makes the same world."""
    return {}


@pytest.fixture(params=READERS)
def answers(request, world, read_once) -> tuple[str, dict[str, Answer]]:
    """A role, and what it gets of each route of ours, by address."""
    role = request.param
    if role not in read_once:
        visit = Visit(world, role)
        asked = [(reverse(one.name, args=one.args(world)), one.data(world)) for one in OWN if one.method == "get"]
        read_once[role] = {address: _read(visit, address, data) for address, data in asked}
    return role, read_once[role]


@pytest.fixture
def pages(answers) -> tuple[str, dict[str, Markup]]:
    """A role and its pages, by address. The parts of pages are no pages of their own."""
    role, found = answers
    whole = {address: one.page for address, one in found.items() if one.page}
    assert len(whole) >= 10
    return role, whole


def _read(visit: Visit, address: str, data: dict[str, object]) -> Answer:
    with CaptureQueriesContext(connection) as told:
        html = read(visit.send("get", address, data)).decode(errors="replace")
    page = Markup(html) if "<!doctype html>" in html else None
    return Answer(html, page, "".join(one["sql"] for one in told.captured_queries))
