"""A page's history: its revisions, compared and restored."""

from dataclasses import replace

import pytest

from tests.factories import EditorFactory


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


def test_times_are_those_of_the_readers_own_clock(client, desk, now, text_of):
    desk.publish(desk.changed("Largest machine sold", "Biggest box"), now)
    client.force_login(EditorFactory(password=None, time_zone="Pacific/Auckland"))
    assert "3 Mar 2026, 01:00 by Erin" in text_of(client.get(desk.address("edit-history")))
    assert "3 March 2026, 01:00 by Erin" in text_of(client.get(desk.address()))
    assert "3 March 2026, 01:00 by Erin" in text_of(client.get(desk.address("edit-compare"), {"old": 1, "new": 2}))


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


@pytest.mark.parametrize("edits", [1, 3])
def test_pages_cost_the_same_for_one_revision_and_three(client, desk, now, django_assert_num_queries, edits):
    for n in range(edits - 1):
        desk.publish(replace(desk.draft, summary=f"Summary {n}"), now, author=EditorFactory())
    client.force_login(desk.editor)
    data = desk.data(desk.changed("Largest machine sold", "Biggest box"))
    with django_assert_num_queries(5):  # session, user, page, number of revisions, revisions
        client.get("/edit/scaling/history/")
    with django_assert_num_queries(4):  # session, user, page, phases
        client.get("/edit/scaling/")
    with django_assert_num_queries(6):  # and the glossary, and the memories that are touched
        client.post("/edit/scaling/preview/", data)
