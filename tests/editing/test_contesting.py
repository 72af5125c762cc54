"""The way from a question to its statement in the editor, and the button that marks it as contested."""

import re
from html import unescape

import pytest

from quizzes.bank.models import Fact, Question
from tests.editing.conftest import CELL
from tests.editing.test_publish import stored


def post(client, desk, **more):
    data = desk.data() | {"fact": CELL, "condition": "sold in 2026"} | more
    return client.post(desk.address("edit-contest"), data, headers={"hx-request": "true"})


@pytest.mark.parametrize("wanted", [CELL, "grow/vertical/ceiling"])
def test_the_editor_finds_the_statement(client, desk, text_of, wanted):
    client.force_login(desk.editor)
    page = client.get(desk.address(), {"cell": wanted})
    begin, end = page.context["selection"]
    assert desk.draft.body[begin:end] == "Largest machine sold"
    assert f'data-begin="{begin}" data-end="{end}"' in page.content.decode()
    assert "Vertical · Ceiling : Largest machine sold Line 8" in text_of(page)
    assert "Mark as contested" in text_of(page)


@pytest.mark.parametrize("wanted", ["no/such/cell", "x", "<script>alert(1)</script>", "x" * 5000])
def test_a_statement_that_is_gone_is_said_to_be(client, desk, text_of, wanted):
    client.force_login(desk.editor)
    page = client.get(desk.address(), {"cell": wanted})
    assert page.status_code == 200
    assert "This text no longer has the statement" in text_of(page)
    assert "<script>alert" not in page.content.decode()


def test_without_a_statement_nothing_is_said_of_it(client, desk, text_of):
    client.force_login(desk.editor)
    assert "Mark as contested" not in text_of(client.get(desk.address()))


def test_marking_writes_the_condition_into_the_text_and_nothing_else(client, desk, text_of):
    client.force_login(desk.editor)
    before = stored()
    response = post(client, desk)
    body = response.context["form"]["body"].value()
    assert body == desk.draft.body.replace("Largest machine sold", "Largest machine sold {if: sold in 2026}")
    assert stored() == before
    assert response["HX-Trigger-After-Settle"] == "edited, marked"
    assert "“Largest machine sold” now holds if: sold in 2026. Nothing is published yet." in text_of(response)
    begin, end = response.context["selection"]
    assert body[begin:end] == "Largest machine sold {if: sold in 2026}"
    effects = client.post(desk.address("edit-preview"), desk.data() | {"body": body}).context["preview"].effects
    assert [(c.after.key, c.after.qualifier, c.cosmetic) for c in effects.changed] == [(CELL, "sold in 2026", False)]


def test_marking_without_htmx_shows_the_page_with_its_effects(client, desk, text_of):
    client.force_login(desk.editor)
    data = desk.data() | {"fact": CELL, "condition": "sold in 2026"}
    response = client.post(desk.address("edit-contest"), data)
    assert "<html" in response.content.decode()
    assert "Facts changed (1)" in text_of(response)


def test_what_was_typed_before_stays(client, desk):
    client.force_login(desk.editor)
    draft = desk.changed("One more node", "Another node")
    body = post(client, desk, body=draft.body, title="Growing").context["form"]["body"].value()
    assert "Another node" in body
    assert "{if: sold in 2026}" in body


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"condition": ""}, "This field is required."),
        ({"condition": "  "}, "This field is required."),
        ({"condition": "a {b"}, "Say it without braces."),
        ({"condition": "a | b"}, "Say it without a vertical bar."),
        ({"condition": "x" * 121}, "at most 120 characters"),
        ({"fact": "no/such/cell"}, "This text no longer has the statement"),
        ({"body": ""}, "Mend the text first"),
    ],
)
def test_what_cannot_be_marked_says_why(client, desk, text_of, fields, says):
    client.force_login(desk.editor)
    response = post(client, desk, **fields)
    assert response.status_code == 200
    assert says in text_of(response)
    typed = re.search(r'<textarea name="body"[^>]*>\n(.*?)</textarea>', response.content.decode(), re.DOTALL)[1]
    assert unescape(typed) == fields.get("body", desk.draft.body)


def test_questions_lead_to_their_statements(client, desk):
    client.force_login(desk.editor)
    asked = Question.objects.filter(current__isnull=False)
    bullet = Fact.objects.filter(kind=Fact.Kind.TRAIT, questions__in=asked).first()
    for key, address in ((CELL, "cell=grow/vertical/ceiling"), (bullet.key, f"cell={bullet.key}")):
        page = client.get(f"/questions/{asked.filter(facts__key=key).first().pk}/").content.decode()
        link = f"/edit/{key.split('/')[0]}/?{address}"
        assert link in page
        assert client.get(link).context["spot"] is not None
