"""Every route × role × {plain, htmx}: its outcome, and that refused and reading requests change nothing."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.admin import site as administration
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from content.models import Phase, Topic
from quizzes.attempts.models import Attempt
from quizzes.attempts.services import start_practice
from quizzes.bank.models import Question
from quizzes.classes import services as classes
from quizzes.classes.models import Cohort
from quizzes.reviews.models import Card
from sdwiki.accounts.models import User
from tests.access.routes import ALLAUTH_MEMBERS, ALLAUTH_OPEN, LOGIN, ROLES, TABLE
from tests.factories import EditorFactory, InstructorFactory, UserFactory
from tests.progress.memories import facts_of, remember

REFUSED = {LOGIN, 400, 403, 404, 405}
# What every request may write: sessions, and what counts requests.
UNWATCHED = {"cache", "django_session", "django_migrations"}


@dataclass
class World:
    """A class with two learners, and what the first of them owns: a card, and an open attempt."""

    learner: User
    classmate: User
    charlie: User
    instructor: User
    other: User
    editor: User
    staff: User
    cohort: Cohort
    phase: Phase
    card: Card
    attempt: Attempt
    version: int
    choice: int
    question: int


@pytest.fixture
def world(wiki) -> World:
    now = timezone.now()
    people = {
        "learner": UserFactory(),
        "classmate": UserFactory(),
        "charlie": UserFactory(email="charlie@example.com"),
        "instructor": InstructorFactory(),
        "other": InstructorFactory(),
        "editor": EditorFactory(),
        "staff": UserFactory(is_staff=True),
    }
    cohort = classes.create_class(instructor=people["instructor"], name="Spring", key=uuid.uuid4(), now=now)
    classes.create_class(instructor=people["other"], name="Autumn", key=uuid.uuid4(), now=now)
    for role in ("learner", "classmate"):
        classes.join(cohort=cohort, learner=people[role], now=now)
    phase = Phase.objects.get(slug="communication")
    due_on = now.date() + timedelta(9)
    classes.assign(cohort=cohort, phase=phase, due_on=due_on, target_recall=0.8, now=now)
    # The rows below answer by one choice.
    Question.objects.exclude(kind__in=("option", "value", "scenario")).update(state=Question.State.NEEDS_REVIEW)
    attempt = start_practice(
        learner=people["learner"],
        visitor="",
        topics=list(Topic.objects.filter(slug="messaging").values_list("pk", flat=True)),
        count=5,
        title="Messaging",
        key=uuid.uuid4(),
        now=now,
    )
    first = attempt.questions.get(position=1)
    return World(
        **people,
        cohort=cohort,
        phase=phase,
        card=remember(people["learner"], facts_of("messaging")[0], now, due_in=-timedelta(1)),
        attempt=attempt,
        version=first.version_id,
        choice=first.version.choices.first().pk,
        question=first.version.question_id,
    )


def fingerprint() -> list[tuple[str, int, str]]:
    """Number of rows and a checksum of every table but the unwatched ones."""
    tables = sorted(set(connection.introspection.table_names()) - UNWATCHED)
    one = "SELECT '{0}', count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(table) for table in tables))
        return sorted(cursor.fetchall())


def outcome_of(response) -> object:
    target = response.get("HX-Redirect") or response.get("Location") or ""
    return LOGIN if target.startswith(reverse("account_login")) else response.status_code


def agrees(expected, got, response, htmx) -> bool:
    """Where a plain request is redirected or refused with a form, htmx may get a part or a client redirect."""
    if htmx and expected in (302, 422):
        return got in (200, 204, expected)
    return bool(got == expected)


def read(response):
    """The whole body. A download's file is closed when it has been read."""
    return response.getvalue() if response.streaming else response.content


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
@pytest.mark.parametrize("role", ROLES)
def test_outcomes(world, role, htmx):
    wrong = []
    client = Client(headers={"hx-request": "true"} if htmx else {}, raise_request_exception=False)
    if role != "visitor":
        client.force_login(getattr(world, role))
    before = fingerprint()
    for route in TABLE:
        with transaction.atomic():
            address = reverse(route.name, args=route.args(world))
            response = getattr(client, route.method)(address, route.data(world))
            read(response)
            expected, got = route.outcomes[role], outcome_of(response)
            if not agrees(expected, got, response, htmx):
                wrong.append(f"{route}: {got} instead of {expected}")
            elif (route.method == "get" or expected in REFUSED) and fingerprint() != before:
                wrong.append(f"{route}: {got}, but the database has changed")
            transaction.set_rollback(True)
    assert wrong == []


def patterns(found=None, names="", path=""):
    """(name, address) of every pattern of the project."""
    for one in get_resolver().url_patterns if found is None else found:
        if hasattr(one, "url_patterns"):
            inner = names + (f"{one.namespace}:" if one.namespace else "")
            yield from patterns(one.url_patterns, inner, path + str(one.pattern))
        else:
            yield f"{names}{one.name}", path + str(one.pattern)


def test_every_route_is_in_the_table():
    listed = {route.name for route in TABLE} | ALLAUTH_OPEN | ALLAUTH_MEMBERS
    routes = {name for name, _ in patterns() if not name.startswith("admin:")}
    assert sorted(routes - listed) == [], "add these to tests/access/routes.py"
    assert sorted(listed - routes) == [], "these are gone; take them out of tests/access/routes.py"


@pytest.mark.parametrize("name", sorted(ALLAUTH_MEMBERS))
def test_pages_of_an_account_need_a_login(client, db, name):
    assert outcome_of(client.get(reverse(name))) == LOGIN


def test_the_administration_is_for_staff(world):
    for role in ROLES:
        client = Client()
        if role != "visitor":
            client.force_login(getattr(world, role))
        for name, _ in patterns():
            if not name.startswith("admin:") or name == "admin:None":
                continue
            try:
                address = reverse(name)
            except NoReverseMatch:
                continue
            if name in ("admin:login", "admin:logout", "admin:jsi18n"):
                continue
            response = client.get(address)
            assert (response.status_code == 302) is (role != "staff"), (name, role)
    assert administration.is_registered(User)


def test_a_write_without_its_csrf_token_is_forbidden(world):
    before = fingerprint()
    for route in TABLE:
        if route.method == "post":
            client = Client(enforce_csrf_checks=True)
            response = client.post(reverse(route.name, args=route.args(world)), route.data(world))
            assert response.status_code == 403, str(route)
    assert fingerprint() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_route_knows_other_methods(world, method):
    wrong = []
    for route in TABLE:
        client = Client()
        client.force_login(world.learner)
        response = getattr(client, method)(reverse(route.name, args=route.args(world)))
        if response.status_code != 405:
            wrong.append(f"{route}: {response.status_code}")
    assert wrong == []


def test_no_page_carries_inline_styles_or_scripts(world):
    """What the content security policy would block in a browser."""
    for role in ("visitor", "learner", "instructor"):
        client = Client()
        if role != "visitor":
            client.force_login(getattr(world, role))
        for route in TABLE:
            if route.method != "get":
                continue
            response = client.get(reverse(route.name, args=route.args(world)), route.data(world))
            page = read(response)
            if b"<html" in page:
                assert b" style=" not in page, str(route)
                assert b"<style" not in page, str(route)
                assert b"<script>" not in page, str(route)
                assert b" onclick=" not in page, str(route)
