"""Every page of the route table, as everybody gets it: no id is there twice, what is visible on a control is in its
name, and the page loads the scripts that it uses."""

import uuid

import pytest
from django.urls import reverse

from tests.access.markup import Markup
from tests.access.routes import OWN
from tests.access.world import Visit, read

ROLES = ["visitor", "learner", "instructor", "editor"]
ALWAYS = {"app", "keys", "theme"}
MEMBERS = {"htmx.min", "fresh", "saving"}


@pytest.fixture(params=ROLES)
def pages(request, world):
    """Each page of a role by its address. The parts of pages are no pages of their own."""
    visit, found = Visit(world, request.param), {}
    for route in OWN:
        if route.method == "get":
            address = reverse(route.name, args=route.args(world))
            html = read(visit.send("get", address, route.data(world))).decode(errors="replace")
            if "<!doctype html>" in html:
                found[address] = Markup(html)
    assert len(found) >= 10
    return request.param, found


def test_no_page_has_an_id_twice(pages):
    assert {address: page.doubled for address, page in pages[1].items() if page.doubled} == {}


def test_the_names_of_controls_hold_what_is_visible(pages):
    assert {address: page.misnamed for address, page in pages[1].items() if page.misnamed} == {}


def test_every_page_loads_the_scripts_that_it_uses(pages):
    lacking = {address: page.used - page.scripts for address, page in pages[1].items() if page.used - page.scripts}
    assert lacking == {}


def test_no_visitors_page_loads_what_it_does_not_use(pages):
    role, found = pages
    if role == "visitor":
        idle = {address: {"htmx.min", "timer"} & page.scripts - page.used for address, page in found.items()}
        idle = {address: scripts for address, scripts in idle.items() if scripts}
        assert idle == {}


@pytest.mark.parametrize("role", ["visitor", "classmate"])
def test_an_attempt_and_its_result_load_what_they_use(world, client, role):
    if role != "visitor":
        client.force_login(getattr(world, role))
    data = {"kind": "practice", "topics": "messaging", "count": 5, "idempotency_key": uuid.uuid4()}
    attempt = client.post(reverse("quizzes:start"), data).url
    taken = Markup(client.get(attempt).content.decode())
    assert {"htmx.min", "saving"} <= taken.used
    assert taken.used <= taken.scripts
    client.post(f"{attempt.partition('?')[0]}submit/", {"idempotency_key": uuid.uuid4()})
    result = Markup(client.get(attempt).content.decode())
    assert result.used <= result.scripts
    assert not result.doubled


def test_the_theme_is_set_before_anything_is_loaded_that_a_script_would_wait_for(client, db):
    html = client.get("/wiki/").content.decode()
    assert html.index("js/theme.js") < html.index('rel="stylesheet"')
