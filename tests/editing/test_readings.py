"""A draft is read once, and everything takes that reading: form, preview, table editor, keys, bank, publishing."""

from dataclasses import replace

import pytest
from django.urls import reverse

from quizzes.bank.generate.questions import of_piece
from quizzes.editing import current
from tests.editing.conftest import CELL
from tests.editing.test_new_pages import BODY, data


@pytest.fixture
def parsed(parsed, client, desk):
    """The texts that are parsed on behalf of an editor, whose page nobody has read in this process."""
    client.force_login(desk.editor)
    current.forget()
    parsed.clear()
    return parsed


def test_a_preview_parses_the_draft_once_and_the_page_it_changes_at_the_first_keystroke(client, desk, parsed):
    first, second = (desk.changed("Largest machine sold", said) for said in ("Biggest box", "Biggest box sold"))
    for draft in (first, second):
        assert client.post(desk.address("edit-preview"), desk.data(draft)).context["preview"].effects.changed
    assert parsed == [first.body, desk.topic.current.source, second.body]


def test_a_preview_of_a_renamed_column_parses_the_text_with_its_key_too(client, desk, parsed):
    draft = desk.changed("| Ceiling |", "| Upper limit |")
    shown = client.post(desk.address("edit-preview"), desk.data(draft)).context["preview"]
    assert [pin.key for pin in shown.pins] == ["ceiling"]
    pinned = draft.body.replace("| Upper limit |", "| Upper limit {#ceiling} |")
    assert parsed == [draft.body, desk.topic.current.source, pinned]


@pytest.mark.parametrize("query", [{}, {"cell": CELL}])
def test_opening_the_editor_parses_the_text_once(client, desk, parsed, query):
    assert client.get(desk.address(), query).context["preview"].html == desk.topic.current.html
    assert parsed == [desk.draft.body]


def test_the_table_editor_parses_the_text_before_and_after_its_change(client, desk, parsed):
    crooked = desk.changed("| Ceiling |", "|Ceiling|")
    changed = client.post(desk.address("edit-table"), desk.data(crooked, do="tidy"), headers={"hx-request": "true"})
    aligned = changed.context["form"].typed
    assert parsed == [crooked.body, aligned.body]
    parsed.clear()
    client.post(desk.address("edit-table"), desk.data(aligned, do="tidy"), headers={"hx-request": "true"})
    assert parsed == [aligned.body]


def test_marking_a_statement_parses_the_text_before_and_after(client, desk, parsed):
    sent = desk.data(fact=CELL, condition="machines of one vendor")
    marked = client.post(desk.address("edit-contest"), sent, headers={"hx-request": "true"}).context["form"].typed
    assert "Largest machine sold {if: machines of one vendor}" in marked.body
    assert parsed == [desk.draft.body, marked.body]


def test_publishing_parses_the_draft_and_the_page_it_changes_once(client, desk, parsed):
    before, draft = desk.topic.current.source, desk.changed("Largest machine sold", "Biggest box")
    assert client.post(desk.address("edit-publish"), desk.data(draft)).status_code == 302
    assert parsed == [draft.body, before]
    assert desk.topic.current.source == draft.body


def test_publishing_after_a_preview_parses_the_draft_alone(client, desk, parsed):
    draft = desk.changed("Largest machine sold", "Biggest box")
    client.post(desk.address("edit-preview"), desk.data(draft))
    parsed.clear()
    client.post(desk.address("edit-publish"), desk.data(draft))
    assert parsed == [draft.body]


def test_a_new_page_is_parsed_once_to_show_it_and_once_to_publish_it(client, parsed):
    client.post(reverse("quizzes:page-preview"), data())
    assert client.post(reverse("quizzes:page-publish"), data()).status_code == 302
    assert parsed == [BODY, BODY]


def test_what_is_kept_of_a_page_is_not_taken_for_its_next_revision(client, desk, now, parsed):
    draft = desk.changed("Largest machine sold", "Biggest box")
    client.post(desk.address("edit-preview"), desk.data(draft))
    desk.publish(draft, now)
    back = replace(desk.draft, body=desk.draft.body.replace("Biggest box", "Largest machine sold"))
    shown = client.post(desk.address("edit-preview"), desk.data(back)).context["preview"]
    assert [(change.before.value, change.after.value) for change in shown.effects.changed] == [
        ("Biggest box", "Largest machine sold")
    ]


def test_a_change_beside_the_facts_makes_no_question_again(client, desk, parsed):
    first, prose = desk.changed("Largest machine sold", "Biggest box"), "Both ways have a place."
    client.post(desk.address("edit-preview"), desk.data(first))
    made = of_piece.cache_info().misses
    shown = client.post(desk.address("edit-preview"), desk.data(replace(first, body=f"{prose}\n\n{first.body}")))
    assert prose in shown.context["preview"].html
    assert (of_piece.cache_info().misses, len(shown.context["preview"].effects.changed)) == (made, 1)


def test_a_change_of_one_table_makes_the_questions_of_the_others_no_more(client, desk, parsed):
    table = "\n\nTable: Wood {#wood}\n\n| Aspect | Oak | Birch |\n| --- | --- | --- |\n| Bark | Rough | White |\n"
    of_piece.cache_clear()
    for said, pieces in (("Biggest box", 3), ("Biggest box sold", 1)):
        before = of_piece.cache_info().misses
        draft = desk.changed("Largest machine sold", said)
        client.post(desk.address("edit-preview"), desk.data(replace(draft, body=draft.body + table)))
        assert of_piece.cache_info().misses - before == pieces
