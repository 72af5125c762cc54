"""Who may look into the bank, and who after it. A refused request changes nothing."""

import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.models.curation import CardReport, QuestionAlias, QuestionDecision, QuestionNote, QuestionReport
from quizzes.statistics.models import StatisticsRun

ROLES = ("visitor", "charlie", "learner", "instructor", "editor")
LOGIN, OK, MISSING, FORBIDDEN, DONE = "login", 200, 404, 403, 302
MEMBERS = (LOGIN, FORBIDDEN, FORBIDDEN)
EDITORS = (*MEMBERS, FORBIDDEN)

# route, method: outcome for each of ROLES
TABLE = {
    ("questions", "get"): (*MEMBERS, OK, OK),
    ("question", "get"): (*MEMBERS, OK, OK),
    ("question-refusals", "get"): (*MEMBERS, OK, OK),
    ("question-new", "get"): (*EDITORS, OK),
    ("question-new", "post"): (*EDITORS, DONE),
    ("question-exports", "get"): (*MEMBERS, OK, OK),
    ("question-export", "get"): (*MEMBERS, 400, 400),  # nothing chosen
    ("question-import", "get"): (*EDITORS, OK),
    ("question-import", "post"): (*EDITORS, 422),
    ("question-edit", "get"): (*EDITORS, OK),
    ("question-edit", "post"): (*EDITORS, DONE),
    ("question-state", "post"): (*EDITORS, DONE),
    ("question-note", "post"): (*EDITORS, DONE),
    ("question-alias", "post"): (*EDITORS, MISSING),  # no typed answer in this bank
    ("question-compute", "post"): (*EDITORS, DONE),
    ("reports", "get"): (*EDITORS, OK),
    ("report-resolve", "post"): (*EDITORS, DONE),
    ("card-report-resolve", "post"): (*EDITORS, DONE),
    ("statistics", "get"): (*MEMBERS, OK, OK),
    ("statistics-compute", "post"): (*EDITORS, DONE),
    ("report-question", "get"): (LOGIN, MISSING, OK, MISSING, MISSING),
    ("report-question", "post"): (LOGIN, MISSING, OK, MISSING, MISSING),
    ("report-card", "get"): (LOGIN, MISSING, OK, MISSING, MISSING),
    ("report-card", "post"): (LOGIN, MISSING, OK, MISSING, MISSING),
}
OWN = {f"{field}_{n}": f"{text} number {n}" for n in (1, 2, 3) for field, text in (("text", "Choice"), ("reason", "A"))}
OWN |= {"dimension": "Failures", "ask": "Which one is it?", "right": "2", "version": "1"}
OWN |= {"text_1": "The first of them", "text_2": "Another answer", "text_3": "Something else"}


def address(desk, name):
    arguments = {
        "questions": [],
        "question-new": [],
        "question-exports": [],
        "question-export": [],
        "question-import": [],
        "question-edit": [desk.own.pk],
        "reports": [],
        "report-resolve": [desk.report.pk],
        "card-report-resolve": [desk.card_report.pk],
        "statistics": [],
        "statistics-compute": [],
        "report-question": [desk.attempt.pk, 1],
        "report-card": [desk.card.pk],
    }
    return reverse(f"quizzes:{name}", args=arguments.get(name, [desk.question.pk]))


def state():
    kinds = (Question, QuestionVersion, QuestionDecision, QuestionNote, QuestionAlias, QuestionReport, CardReport)
    return [list(kind.objects.order_by("pk").values()) for kind in (*kinds, StatisticsRun)]


@pytest.mark.parametrize(("name", "method"), TABLE)
def test_route(desk, name, method):
    before = state()
    for role, outcome in zip(ROLES, TABLE[name, method], strict=True):
        for htmx in (False, True):
            point = transaction.savepoint()
            assert visit(desk, name, method, desk.person(role), htmx=htmx) == outcome, (role, htmx)
            if method == "get" or outcome in (LOGIN, MISSING, FORBIDDEN):
                assert state() == before
            transaction.savepoint_rollback(point)


def visit(desk, name, method, person, *, htmx):
    client = Client(headers={"hx-request": "true"} if htmx else {})
    if person:
        client.force_login(person)
    data = {
        **OWN,
        "idempotency_key": uuid.uuid4(),
        "topic": desk.own.topic.slug,
        "state": "rejected",
        "reason": "wrong",
        "text": "Because.",
        "note": "Corrected.",
    }
    response = getattr(client, method)(address(desk, name), data if method == "post" else {})
    target = response.get("HX-Redirect") or response.get("Location") or ""
    return LOGIN if target.startswith("/accounts/login/?next=") else response.status_code


@pytest.mark.parametrize("name", sorted({name for name, _ in TABLE}))
def test_other_methods_are_refused(client, desk, name):
    client.force_login(desk.editor)
    methods = {method for route, method in TABLE if route == name}
    for method in {"get", "post", "put", "delete"} - methods:
        assert getattr(client, method)(address(desk, name)).status_code == 405


@pytest.mark.parametrize("pk", [0, 10**9, 2**63 - 1, 2**63, 10**30])
def test_unknown_ids_are_missing(client, desk, pk):
    client.force_login(desk.editor)
    for name in ("question", "question-refusals", "question-edit"):
        assert client.get(reverse(f"quizzes:{name}", args=[pk])).status_code == 404
    for name in ("question-state", "question-note", "question-alias", "question-compute", "report-resolve"):
        assert client.post(reverse(f"quizzes:{name}", args=[pk])).status_code == 404
    assert client.get(reverse("quizzes:report-question", args=[pk, 1])).status_code == 404
    assert client.get(reverse("quizzes:report-question", args=[desk.attempt.pk, pk])).status_code == 404
    assert client.get(reverse("quizzes:report-card", args=[pk])).status_code == 404


def test_derived_questions_cannot_be_edited_by_hand(client, desk):
    client.force_login(desk.editor)
    assert client.get(reverse("quizzes:question-edit", args=[desk.question.pk])).status_code == 404
    assert client.post(reverse("quizzes:question-edit", args=[desk.question.pk]), OWN).status_code == 404


def test_a_visitors_attempt_cannot_be_reported_by_a_member(client, desk, now):
    desk.attempt.__class__.objects.filter(pk=desk.attempt.pk).update(learner=None, visitor="v")
    client.force_login(desk.learner)
    assert client.get(reverse("quizzes:report-question", args=[desk.attempt.pk, 1])).status_code == 404
