"""The editor's pages: who may use them, what they show, and what they refuse."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import Revision, Topic
from quizzes.bank.models import Fact
from quizzes.editing.models import Publication
from quizzes.reviews import services as reviews
from quizzes.reviews.models import Card
from tests.editing.conftest import CELL, Desk
from tests.editing.test_publish import stored
from tests.factories import EditorFactory, InstructorFactory, UserFactory

ROLES = {
    "visitor": None,
    "charlie": UserFactory,
    "instructor": InstructorFactory,
    "staff": lambda **fields: UserFactory(is_staff=True, **fields),
    "editor": EditorFactory,
}
# route: arguments after the slug, method, what an editor gets
ROUTES = {
    "edit": ((), "get", 200),
    "edit-preview": ((), "post", 200),
    "edit-table": ((), "post", 200),
    "edit-publish": ((), "post", 302),
    "edit-history": ((), "get", 200),
    "edit-revision": ((1,), "get", 200),
    "edit-compare": ((), "get", 200),
}


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("role", ROLES)
def test_route(client, desk, role, name):
    more, method, expected = ROUTES[name]
    if person := ROLES[role]:
        client.force_login(person(password=None))
    before = stored()
    data = desk.data(desk.changed("Largest machine sold", "Biggest box")) if method == "post" else {"old": 1, "new": 1}
    response = getattr(client, method)(desk.address(name, *more), data)
    if role == "visitor":
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/?next=")
    else:
        assert response.status_code == (expected if role == "editor" else 403)
    if role != "editor" or name != "edit-publish":
        assert stored() == before


@pytest.mark.parametrize("name", ROUTES)
def test_a_page_that_is_not_there(client, desk, name):
    client.force_login(desk.editor)
    more, method, _ = ROUTES[name]
    missing = Desk(desk.editor, "no-such-page").address(name, *more)
    assert getattr(client, method)(missing, desk.data() if method == "post" else {}).status_code == 404


@pytest.mark.parametrize("name", [name for name, (_, method, _) in ROUTES.items() if method == "post"])
def test_what_only_takes_forms_is_not_read(client, desk, name):
    client.force_login(desk.editor)
    assert client.get(desk.address(name)).status_code == 405


def test_only_editors_see_the_way_to_the_editor(client, desk):
    page = desk.topic.get_absolute_url()
    assert desk.address() not in client.get(page).content.decode()
    client.force_login(UserFactory(password=None))
    assert desk.address() not in client.get(page).content.decode()
    client.force_login(desk.editor)
    assert desk.address() in client.get(page).content.decode()


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


SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "`<svg onload=alert(1)>`",
    '<a href="#" hx-get="/">x</a>',
    "{{ settings.SECRET_KEY }}{% load x %}",
    "![x](javascript:alert(1))",
]


DANGERS = ["<script>alert", "<img src=x", "<svg onload", 'href="javascript', 'href="data:', '<a href="#" hx']


@pytest.mark.parametrize("attack", SCRIPTS)
def test_scripts_in_cells_titles_and_sources_are_text(client, desk, attack):
    """Nothing typed is markup, in the preview, in the table editor, in the change list, in the diff, on the page."""
    client.force_login(desk.editor)
    draft = replace(desk.changed("Largest machine sold", attack), title=attack, summary=attack, sources=f"x | {attack}")
    data = desk.data(draft, note=attack, anyway="on", grid="0")
    pages = [client.post(desk.address(name), data) for name in ("edit-preview", "edit-table")]
    assert client.post(desk.address("edit-publish"), data).status_code == 302
    pages += [
        client.get(desk.topic.get_absolute_url()),
        client.get(desk.address()),
        client.get(desk.address("edit-history")),
        client.get(desk.address("edit-revision", 2)),
        client.get(desk.address("edit-compare"), {"old": 1, "new": 2}),
    ]
    for page in pages:
        assert page.status_code == 200
        html = page.content.decode()
        for danger in (
            "<script>alert",
            "<img src=x",
            "<svg onload",
            'href="javascript',
            'href="data:',
            '<a href="#" hx',
        ):
            assert danger not in html


def test_a_text_over_the_limit_is_refused_with_the_text_in_the_form(client, desk, text_of):
    client.force_login(desk.editor)
    before = stored()
    response = client.post(desk.address("edit-publish"), desk.data(replace(desk.draft, body="word " * 50_000)))
    assert response.status_code == 422
    assert "The text is 244 KB long; a page holds at most 200 KB." in text_of(response)
    assert response.content.decode().count("word word") > 1000
    assert stored() == before


def test_ten_megabytes_are_refused_at_the_door(client, desk):
    client.force_login(desk.editor)
    for name in ("edit-publish", "edit-preview", "edit-table"):
        response = client.post(desk.address(name), desk.data(replace(desk.draft, body="x" * 10_000_000)))
        assert response.status_code == 413
        assert "too large" in response.content.decode()


@pytest.mark.parametrize(
    ("rows", "columns", "expected"), [(1000, 1, 302), (1000, 3, 422), (190, 3, 302)], ids=["catalogue", "huge", "long"]
)
def test_a_table_of_many_rows_works_or_says_why_not(client, desk, deadline, text_of, rows, columns, expected):
    client.force_login(desk.editor)
    head = "| Aspect | " + " | ".join(f"Option {c}" for c in range(columns)) + " |\n|" + " --- |" * (columns + 1)
    body = [f"| Row {r} | " + " | ".join(f"value {r} of {c}" for c in range(columns)) + " |" for r in range(rows)]
    draft = replace(desk.draft, body="\n".join([head, *body]))
    with deadline(60):
        shown = client.post(desk.address("edit-preview"), desk.data(draft))
        response = client.post(desk.address("edit-publish"), desk.data(draft))
    assert shown.status_code == 200
    assert response.status_code == expected
    if expected == 422:
        assert "hold 3,000 facts; a page holds at most 600" in text_of(response)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "   "}, "This field is required."),
        ({"title": "x" * 161}, "at most 160 characters"),
        ({"summary": ""}, "This field is required."),
        ({"body": ""}, "This field is required."),
        ({"body": " \n\n "}, "The page has no text."),
        ({"body": "x\n" * 5001}, "a page holds at most 5,000"),
        ({"body": "<<<<<<< your text\na\n=======\nb\n>>>>>>> revision 2"}, "Line 1 marks a place"),
        ({"sources": "Big Book"}, "Line 1: write id | title | address | kind"),
        ({"sources": "ok | Fine\nBig Book | T"}, "Line 2: “Big Book” cannot be cited"),
        ({"sources": "a | T\na | U"}, "source “a” stands twice"),
        ({"sources": "a | T | javascript:alert(1)"}, "not an address"),
        ({"note": "x" * 201}, "at most 200 characters"),
        ({"base": ""}, "part of this form was lost"),
        ({"base": "-1"}, "part of this form was lost"),
        ({"base": str(10**30)}, "part of this form was lost"),
        ({"idempotency_key": "no-key"}, "part of this form was lost"),
    ],
)
def test_what_cannot_be_published_says_why(client, desk, text_of, fields, says):
    client.force_login(desk.editor)
    before = stored()
    for name, status in (("edit-publish", 422), ("edit-preview", 200), ("edit-table", 200)):
        response = client.post(desk.address(name), desk.data() | fields)
        assert response.status_code == status
        assert stored() == before
        if name == "edit-publish":
            assert says in text_of(response)


def test_nul_is_refused(client, desk):
    client.force_login(desk.editor)
    response = client.post(desk.address("edit-publish"), desk.data(replace(desk.draft, body="a\0b")))
    assert response.status_code == 400


def test_a_stale_edit_that_merges_is_shown_and_can_be_published(client, desk, now, text_of):
    client.force_login(desk.editor)
    mine = desk.data(desk.changed("Largest machine sold", "Biggest box"))
    desk.publish(desk.changed("One more node", "Another node"), now, author=EditorFactory(name="Otto"))
    response = client.post(desk.address("edit-publish"), mine)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Otto published revision 2 while you were writing. Nothing of yours is lost." in text_of(response)
    form = response.context["form"]
    assert "Biggest box" in form["body"].value()
    assert "Another node" in form["body"].value()
    assert (form["base"].value(), str(form["idempotency_key"].value()) != str(mine["idempotency_key"])) == (2, True)
    assert "marks a place" not in html
    again = {name: form[name].value() for name in form.fields if name != "anyway"}
    assert client.post(desk.address("edit-publish"), again).status_code == 302
    assert desk.topic.current.number == 3


def test_a_conflict_shows_both_texts_and_cannot_be_published_unsettled(client, desk, now, text_of):
    client.force_login(desk.editor)
    mine = desk.data(desk.changed("Largest machine sold", "What I say"))
    desk.publish(desk.changed("Largest machine sold", "What they say"), now, author=EditorFactory(name="Otto"))
    response = client.post(desk.address("edit-publish"), mine)
    form = response.context["form"]
    assert response.status_code == 409
    assert "The two disagree in 1 place" in text_of(response)
    assert "<<<<<<< your text" in form["body"].value()
    assert "Your text, as you typed it" in text_of(response)
    assert list(form.marks) == [8, 12]
    assert 'data-line="8"' in response.content.decode()
    again = {name: form[name].value() for name in form.fields if name != "anyway"}
    assert client.post(desk.address("edit-publish"), again).status_code == 422
    lines = [x for x in form["body"].value().split("\n") if x[:7] not in ("<<<<<<<", "=======", ">>>>>>>")]
    settled = "\n".join(x for x in lines if "What they say" not in x)
    assert client.post(desk.address("edit-publish"), again | {"body": settled}).status_code == 302
    assert Fact.objects.get(key="scaling/grow/vertical/ceiling").value == "What I say"


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


def test_a_restored_revision_opens_in_the_editor(client, desk, now):
    desk.publish(replace(desk.changed("Largest machine sold", "Biggest box"), title="Growing"), now)
    client.force_login(desk.editor)
    page = client.get(desk.address(), {"revision": 1})
    form = page.context["form"]
    assert (form["title"].value(), form["base"].value(), form["note"].value()) == ("Scaling", 2, "Back to revision 1")
    assert page.context["preview"].effects.changed[0].after.value == "Largest machine sold"
    again = {name: form[name].value() for name in form.fields if name != "anyway"}
    client.post(desk.address("edit-publish"), again)
    assert (desk.topic.current.number, desk.topic.title) == (3, "Scaling")


def test_the_history_names_author_note_and_origin(client, desk, now, text_of):
    desk.publish(desk.changed("Largest machine sold", "Biggest box"), now, note="A better word")
    client.force_login(desk.editor)
    text = text_of(client.get(desk.address("edit-history")))
    assert "2 revisions." in text
    assert "2 Mar 2026, 12:00 by Erin A better word" in text
    assert "by an import Import" in text
    desk.editor.delete()
    client.force_login(EditorFactory(password=None))
    assert "by a former editor" in text_of(client.get(desk.address("edit-history")))


def test_two_revisions_are_compared_by_line_and_word(client, desk, now, text_of):
    desk.publish(desk.changed("Largest machine sold", "Largest box sold"), now)
    client.force_login(desk.editor)
    for query in ({"old": 1, "new": 2}, {"old": 2, "new": 1}):
        page = client.get(desk.address("edit-compare"), query)
        html = page.content.decode()
        assert "Largest <del>machine</del> sold" in html
        assert "Largest <ins>box</ins> sold" in html
        assert "Removed" in text_of(page)
        assert "Added" in text_of(page)
    same = client.get(desk.address("edit-compare"), {"old": 1, "new": 1})
    assert "The two say the same." in text_of(same)


@pytest.mark.parametrize("query", [{}, {"old": 1}, {"old": 1, "new": 9}, {"old": "x", "new": 1}, {"old": -1, "new": 1},
                                   {"old": 10**30, "new": 1}, {"old": "²", "new": 1}])  # fmt: skip
def test_revisions_that_are_not_there(client, desk, query):
    client.force_login(desk.editor)
    assert client.get(desk.address("edit-compare"), query).status_code == 404
    assert (
        client.get(desk.address(), {"revision": query.get("old", 99) if query.get("old") != 1 else 99}).status_code
        == 404
    )


def test_a_revision_number_that_no_column_holds_is_not_found(client, desk):
    client.force_login(desk.editor)
    assert client.get(f"/edit/scaling/history/{10**30}/").status_code == 404
    assert client.get("/edit/scaling/history/7/").status_code == 404


def test_a_retired_page_cannot_be_edited(client, desk, now):
    Topic.objects.filter(slug="scaling").update(retired_at=now)
    client.force_login(desk.editor)
    assert client.get(desk.address()).status_code == 404


@pytest.mark.parametrize("edits", [1, 3])
def test_pages_cost_the_same_for_one_revision_and_three(client, desk, now, django_assert_num_queries, edits):
    for n in range(edits - 1):
        desk.publish(replace(desk.draft, summary=f"Summary {n}"), now, author=EditorFactory())
    client.force_login(desk.editor)
    data = desk.data(desk.changed("Largest machine sold", "Biggest box"))
    with django_assert_num_queries(5):  # session, user, page, number of revisions, revisions
        client.get("/edit/scaling/history/")
    with django_assert_num_queries(4):  # session, user, page, glossary
        client.get("/edit/scaling/")
    with django_assert_num_queries(5):  # and the memories that are touched
        client.post("/edit/scaling/preview/", data)


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
