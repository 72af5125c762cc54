"""Every route × method × role × {plain, htmx}: its outcome, and that refused and reading requests change nothing."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from django.contrib.admin import site as administration
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from quizzes.classes.models import Cohort
from sdwiki.accounts.models import User
from tests.access.borrowed_routes import ALLAUTH_MEMBERS, BORROWED
from tests.access.routes import CLASSES, IN_CLASS, LOGIN, OWN, ROLES
from tests.access.world import PRIVATE, Visit, fingerprint, outcome_of, patterns, read, writes

TABLE = [*OWN, *BORROWED]
REFUSED = {LOGIN, 400, 403, 404, 405, 409, 422}
# It sends on whoever is logged in already, but with GET only.
LOGIN_OF_DJANGO = "admin:login"
# Their addresses are signed, and mail programs have no form; see `tests/inbox/test_pages.py`.
SIGNED = {"unsubscribe"}
OTHER_METHODS = ("put", "patch", "delete", "options", "trace", "propfind", "brew")


def agrees(expected, got, response, htmx) -> bool:
    """Where a plain request is redirected or refused with a form, htmx may get a part or a client redirect."""
    if htmx and expected in (302, 422):
        return got in (200, 204, expected)
    return bool(got == expected)


def differences(world, role, rows, *, htmx=False):
    """What does not come out as the table says."""
    visit = Visit(world, role, headers={"hx-request": "true"} if htmx else {})
    before = fingerprint()
    for route in rows:
        written = writes()
        with transaction.atomic():
            response = visit.send(route.method, reverse(route.name, args=route.args(world)), route.data(world))
            if PRIVATE.encode() in read(response) and role != "instructor":
                yield f"{route}: shows a question that is the instructor's alone"
            expected, got = route.outcomes[role], outcome_of(response)
            if not agrees(expected, got, response, htmx):
                yield f"{route}: {got} instead of {expected}"
            elif (route.method == "get" or expected in REFUSED) and writes() != written and fingerprint() != before:
                yield f"{route}: {got}, but the database has changed"
            transaction.set_rollback(True)


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
@pytest.mark.parametrize("role", ROLES)
def test_outcomes(world, role, htmx):
    wrong = list(differences(world, role, OWN if htmx else TABLE, htmx=htmx))
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
@pytest.mark.parametrize("role", IN_CLASS)
def test_outcomes_in_a_class(world, role, htmx):
    wrong = list(differences(world, role, CLASSES, htmx=htmx))
    assert wrong == [], "\n".join(wrong)


def test_what_is_another_classs_is_not_found_below_ones_own(world):
    """Its instructor puts what belongs to the class behind the address of a class of their own."""
    visit, own = Visit(world, "other"), Cohort.objects.get(instructor=world.other).pk
    below = [route for route in CLASSES if route.args(world)[:1] == [world.cohort.pk] and len(route.args(world)) > 1]
    below = [route for route in below if route.name != "quizzes:class-answer"]  # it says that nobody asks
    written, wrong = writes(), []
    for route in below:
        address = reverse(route.name, args=[own, *route.args(world)[1:]])
        status = visit.send(route.method, address, route.data(world)).status_code
        if status != 404:
            wrong.append(f"{route}: {status}")
    assert wrong == [], "\n".join(wrong)
    assert len(below) > 35
    assert writes() == written


def test_negative_control_an_instructors_own_question_is_seen(world):
    shown = Visit(world, "instructor").send("get", reverse("quizzes:class-questions"))
    assert PRIVATE in shown.content.decode()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO auth_group (name) VALUES ('new')",
        "UPDATE accounts_user SET name = name || '.'",
        "DELETE FROM quizzes_requirement",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE quizzes_assignment CASCADE",
    ],
)
def test_negative_control_a_write_is_seen(world, statement):
    written, before = writes(), fingerprint()
    assert writes() == written
    with connection.cursor() as cursor:
        for part in statement.split(";"):
            cursor.execute(part)
    assert writes() != written
    assert fingerprint() != before


def test_every_route_is_in_the_table():
    listed = {route.name for route in TABLE}
    routes = {name for name, _ in patterns()} - {"admin:None"}
    assert sorted(routes - listed) == [], "add these to tests/access/routes.py"
    assert sorted(listed - routes) == [], "these are gone; take them out of tests/access/routes.py"


def addresses(world):
    """One address of each route, with the methods that the table knows of it."""
    known = {}
    for route in TABLE:
        address = reverse(route.name, args=route.args(world))
        known.setdefault(route.name, (address, set()))[1].add(route.method)
    return known


def test_a_method_without_a_row_is_answered_with_405(world):
    wrong = []
    for role in ("visitor", "learner", "editor", "administrator"):
        visit = Visit(world, role)
        for name, (address, methods) in addresses(world).items():
            for method in {"get", "post"} - methods:
                status = visit.send(method, address).status_code
                if status != 405:
                    wrong.append(f"{method} {name}: {status} for the {role}")
    assert wrong == [], "add these to tests/access/routes.py:\n" + "\n".join(wrong)


@pytest.mark.parametrize("method", OTHER_METHODS)
def test_no_route_knows_other_methods(world, method):
    visit = Visit(world, "administrator")
    wrong = []
    for address in [*(address for address, _ in addresses(world).values()), "/static/css/base.css", "/no-such-page/"]:
        response = visit.send(method, address)
        if (response.status_code, response.get("Allow")) != (405, "GET, HEAD, POST"):
            wrong.append(f"{address}: {response.status_code}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("role", ["learner", "editor", "administrator"])
def test_head_is_answered_as_get_is(world, role):
    visit = Visit(world, role)
    wrong = []
    for route in TABLE:
        if route.method == "get" and route.name != LOGIN_OF_DJANGO:
            response = visit.send("head", reverse(route.name, args=route.args(world)), route.data(world))
            read(response)
            if outcome_of(response) != route.outcomes[role]:
                wrong.append(f"{route}: {outcome_of(response)} instead of {route.outcomes[role]}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("route", [route for route in ALLAUTH_MEMBERS if route.method == "get"], ids=str)
def test_pages_of_an_account_need_a_login(client, db, route):
    assert outcome_of(client.get(reverse(route.name, args=route.args(None)))) == LOGIN


@pytest.mark.parametrize("role", ROLES)
def test_unnamed_addresses_of_the_administration_are_for_staff(world, role):
    """The old address of an object, and whatever else stands below the administration's own."""
    visit = Visit(world, role)
    for address in (f"/admin/accounts/user/{world.charlie.pk}/", "/admin/no-such-page/"):
        response = visit.send("get", address)
        inside = role in ("staff", "administrator")
        assert response.status_code == (404 if inside and "no-such" in address else 302), address
        assert inside or response["Location"].startswith("/admin/login/") or "user" in address
    assert administration.is_registered(User)


def test_a_write_without_its_csrf_token_is_forbidden(world):
    before = fingerprint()
    for route in OWN:
        if route.method == "post":
            client = Client(enforce_csrf_checks=True)
            response = client.post(reverse(route.name, args=route.args(world)), route.data(world))
            assert response.status_code == (404 if route.name in SIGNED else 403), str(route)
    assert fingerprint() == before


class Ids(HTMLParser):
    """Every id of a page. What stands in a template is not on it yet."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.update(value for name, value in attrs if name == "id")


@pytest.mark.parametrize("role", ["visitor", "learner", "instructor", "editor", "administrator"])
def test_no_page_has_an_id_twice(world, role):
    """A label, a description or a swap would reach the wrong one."""
    visit, pages = Visit(world, role), 0
    for route in TABLE:
        if route.method == "get":
            page = read(visit.send("get", reverse(route.name, args=route.args(world)), route.data(world)))
            if b"<html" in page:
                pages += 1
                twice = [name for name, times in Ids(page.decode()).found.items() if times > 1]
                assert twice == [], str(route)
    assert pages > 10
