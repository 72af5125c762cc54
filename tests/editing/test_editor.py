"""The editor: its preview, its table editor, what publishing says, and what its pages cost."""

from dataclasses import replace
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import Revision
from quizzes.bank.models import Fact
from quizzes.editing.models import Publication
from quizzes.reviews import services as reviews
from quizzes.reviews.models import Card
from tests.editing.conftest import CELL
from tests.editing.test_publish import stored
from tests.factories import UserFactory


def test_the_preview_writes_nothing_and_shows_the_effects(client, desk, card, text_of):
    client.force_login(desk.editor)
    before = stored()
    draft = desk.changed("Largest machine sold", "About twelve machines")
    response = client.post(desk.address("edit-preview"), desk.data(draft), headers={"hx-request": "true"})
    text = text_of(response)
    assert stored() == before
    assert "The meaning differs: memories come back." in text
    assert "1 card will be asked again, marked changed, and 0 laid aside; they belong to 1 learner." in text
    assert "<html" not in response.content.decode()
    assert "What publishing changes in the bank" in text


def test_a_preview_without_htmx_is_the_whole_page_with_the_text(client, desk):
    client.force_login(desk.editor)
    page = client.post(desk.address("edit-preview"), desk.data(desk.changed("One more node", "Another node")))
    assert "<html" in page.content.decode()
    assert page.content.decode().count("Another node") >= 2


def test_what_is_not_asked_any_more_says_which_kind_and_why(client, desk, text_of):
    client.force_login(desk.editor)
    draft = desk.changed("Rises at the top", "Rises with vertical growth")
    response = client.post(desk.address("edit-preview"), desk.data(draft), headers={"hx-request": "true"})
    why = "“Rises with vertical growth” holds a word of its option's name, “Vertical”"
    assert f"value: {why}" in unescape(text_of(response))
    assert ("value", why) in [(kind, said) for _, kind, said in response.context["preview"].refused]


def test_warnings_name_the_line_of_the_text(client, desk, text_of):
    client.force_login(desk.editor)
    draft = desk.changed("| Price per unit |", "| Price per unit | x |")
    line = 1 + draft.body.split("\n").index(next(x for x in draft.body.split("\n") if "| x |" in x))
    for headers in ({}, {"hx-request": "true"}):
        response = client.post(desk.address("edit-preview"), desk.data(draft), headers=headers)
        assert f"Line {line} table row has 5 cells where the header has 4" in text_of(response)
        assert "Publish all the same" in text_of(response)


def test_publishing_what_is_odd_asks_for_a_tick(client, desk, text_of):
    client.force_login(desk.editor)
    draft = desk.changed("| Price per unit |", "| Price per unit | x |")
    response = client.post(desk.address("edit-publish"), desk.data(draft))
    assert response.status_code == 422
    assert "tick “Publish all the same”" in text_of(response)
    assert "Price per unit | x |" in response.content.decode()
    assert client.post(desk.address("edit-publish"), desk.data(draft, anyway="on")).status_code == 302
    assert desk.topic.current.number == 2


def test_publishing_says_what_it_did(client, desk, card, text_of):
    client.force_login(desk.editor)
    draft = desk.changed("Largest machine sold", "About twelve machines")
    response = client.post(desk.address("edit-publish"), desk.data(draft, note="Counted"), follow=True)
    text = text_of(response)
    assert "Revision 2 is published. In the bank: 1 fact changed," in text
    assert "1 card will be asked again, marked changed." in text
    assert "About twelve machines" in text
    assert Publication.objects.get().revision.note == "Counted"


def test_the_same_form_sent_twice_gets_the_same_answer(client, desk):
    client.force_login(desk.editor)
    data = desk.data(desk.changed("Largest machine sold", "Biggest box"))
    answers = [client.post(desk.address("edit-publish"), data) for _ in range(2)]
    assert [(a.status_code, a.url) for a in answers] == [(302, desk.topic.get_absolute_url())] * 2
    assert Revision.objects.filter(topic=desk.topic).count() == 2


def test_the_table_editor_gives_back_the_text(client, desk):
    client.force_login(desk.editor)
    page = client.get(desk.address())
    panel = page.context["panel"]
    cells = [panel.corner, *(c.text for c in panel.columns)]
    for row in panel.rows:
        cells += [row.label.text, *row.cells]
    cells[1] = "Scale up"
    data = desk.data() | {"cell": cells, "mark": panel.mark, "cells_of": 0, "grid": 0, "do": "row-add:1"}
    before = stored()
    response = client.post(desk.address("edit-table"), data, headers={"hx-request": "true"})
    text = response.context["form"]["body"].value()
    assert stored() == before
    assert "| Scale up {#vertical} |" in text
    assert "New row" in text
    assert response["HX-Trigger-After-Settle"] == "edited"


def test_publishing_costs_the_same_for_one_memory_and_three(desk, card, now):
    counts = []
    for wording in ("About twelve machines", "About eleven machines"):
        draft, topic = desk.changed(desk_cell(desk), wording), desk.topic
        with CaptureQueriesContext(connection) as queries:
            desk.publish(draft, now, topic=topic, base=topic.current.number)
        counts.append(len(queries))
        for _ in range(2):
            learner = UserFactory(password=None)
            reviews.add_topics(learner=learner, topic_ids=[desk.topic.pk], now=now)
            Card.objects.filter(learner=learner).update(state=Card.State.REVIEW)
    assert counts[0] == counts[1]


def desk_cell(desk):
    """What the cell says now whose memories are counted."""
    return Fact.objects.get(key=CELL).value


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("![A graph](https://example.org/graph.png)", "A graph"),
        ("Before ![](https://example.org/graph.png) after", "https://example.org/graph.png"),
        ("| Attribute | One | Two |\n| --- | --- | --- |\n| Look | ![A dot](dot.png) | Round |", "A dot"),
    ],
)
def test_a_picture_from_elsewhere_is_told_before_it_is_lost(client, desk, text_of, markdown, said):
    client.force_login(desk.editor)
    draft = replace(desk.draft, body=f"{desk.draft.body}\n\n{markdown}")
    shown = text_of(client.post(desk.address("edit-preview"), desk.data(draft), headers={"hx-request": "true"}))
    assert f"readers do not see the picture “{said}”, only its words" in shown
    refused = client.post(desk.address("edit-publish"), desk.data(draft))
    assert refused.status_code == 422
    assert f"readers do not see the picture “{said}”" in text_of(refused)
    assert client.post(desk.address("edit-publish"), desk.data(draft, anyway="on")).status_code == 302


def test_a_diagram_of_the_library_is_no_picture_from_elsewhere(client, desk, text_of):
    client.force_login(desk.editor)
    draft = replace(desk.draft, body=f"{desk.draft.body}\n\n![How it grows](diagrams/scaling.svg)")
    shown = client.post(desk.address("edit-preview"), desk.data(draft), headers={"hx-request": "true"})
    assert "readers do not see the picture" not in text_of(shown)
