"""Every page of the route table, as everybody gets it: what is visible on a control is in its name, and the page loads
the scripts that it uses."""

import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from content.importing.files import read_path
from content.imports import apply_library
from tests.access.markup import Markup
from tests.conftest import NOW

ALWAYS = {"app", "keys", "theme"}
MEMBERS = {"htmx.min", "fresh", "saving"}


def test_no_page_carries_inline_styles_or_scripts(answers):
    """What the content security policy would block in a browser."""
    blocked = (" style=", "<style", "<script>", " onclick=")
    found = {address: [sign for sign in blocked if sign in one.html] for address, one in answers[1].items() if one.page}
    assert {address: signs for address, signs in found.items() if signs} == {}


def test_what_is_told_aloud_is_told_in_one_place(pages):
    """A second region would speak beside the first. A review says there what its grades bring."""
    role, found = pages
    more = {address: set(page.live) - {"status", "heard"} for address, page in found.items()}
    assert {address: ids for address, ids in more.items() if ids} == (
        {} if role == "visitor" else {"/review/": {"graded"}}
    )
    assert all(page.live.count("status") == page.live.count("heard") == 1 for page in found.values())


def test_nothing_is_said_where_only_a_pointer_finds_it(pages):
    """The one tooltip is that of the glossary's terms, which the keyboard and a finger open too."""
    assert {address: page.hints for address, page in pages[1].items() if page.hints} == {}


# Pages that fold many things, and how many at least.
FOLDING = {"/drills/": 40, "/interviews/url-shortener/": 5, "/quizzes/": 7}


@pytest.mark.parametrize("address", FOLDING)
def test_what_folds_out_has_a_name_of_its_own(client, db, address):
    """Its row stands above it, so its visible words are few; whoever goes from one to the next hears which it is."""
    apply_library(read_path(settings.LIBRARY_DIR), now=NOW)
    names = [" ".join(name.split()) for name in Markup(client.get(address).content.decode()).folds]
    assert sorted(names) == sorted(set(names))
    assert len(names) >= FOLDING[address]


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
