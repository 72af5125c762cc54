"""What the editor refuses or takes as mere text: scripts, too much of anything, and fields that are not right."""

from dataclasses import replace

import pytest

from tests.editing.test_publish import stored

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
        assert [danger for danger in DANGERS if danger in html] == []


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
