"""A page that is not there yet: begun in the editor, seen by nobody, published once, and safe from imports."""

import uuid
from dataclasses import replace

import pytest
from django.urls import reverse

from content.models import Phase, Revision, Topic
from quizzes.bank.models import Fact, Question
from quizzes.editing import errors, services
from quizzes.editing.drafts import Draft, ReadDraft
from quizzes.editing.models import Publication
from quizzes.editing.new_page import PLACEHOLDERS, SOURCES, TEXT, beginning
from tests.editing.test_publish import stored
from tests.factories import EditorFactory, InstructorFactory, UserFactory


def own_words(line):
    """A line of the example as somebody else would say it."""
    if line not in PLACEHOLDERS:
        return line
    return f"{line[:-2]}, as a rule |" if line.startswith("|") else f"{line} Now."


BODY = "\n".join(map(own_words, TEXT.split("\n"))).replace("Reads stop", "Writes stop")
ROUTES = {"page-new": "get", "page-preview": "post", "page-table": "post", "page-publish": "post"}


def data(**more):
    """What the form for a new page sends."""
    fields = {"title": "Leader election", "slug": "", "phase": "foundation", "summary": "Who decides.", "body": BODY}
    return fields | {"sources": SOURCES, "note": "", "idempotency_key": uuid.uuid4()} | more


def draft(**more):
    return replace(Draft("Leader election", "Who decides.", BODY, SOURCES, "foundation"), **more)


def create(editor, now, *, slug="leader-election", key=None, **more):
    written = ReadDraft.of(draft(**more), None, slug)
    return services.create(slug=slug, author=editor, draft=written, note="", key=key or uuid.uuid4(), now=now)


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("role", ["visitor", "charlie", "instructor", "staff", "editor"])
def test_only_editors_begin_a_page(client, desk, role, name):
    people = {"charlie": UserFactory, "instructor": InstructorFactory, "editor": EditorFactory}
    if role != "visitor":
        client.force_login(people.get(role, UserFactory)(password=None, is_staff=role == "staff"))
    before = stored()
    response = getattr(client, ROUTES[name])(reverse(f"quizzes:{name}"), data() if ROUTES[name] == "post" else {})
    expected = {"visitor": 302, "editor": 302 if name == "page-publish" else 200}.get(role, 403)
    assert response.status_code == expected
    assert (stored() == before) == (role != "editor" or name != "page-publish")


def test_only_editors_see_the_way_to_a_new_page(client, desk):
    index, new = reverse("quizzes:wiki"), reverse("quizzes:page-new")
    for person in (None, UserFactory(password=None), InstructorFactory(password=None)):
        if person:
            client.force_login(person)
        assert new not in client.get(index).content.decode()
    client.force_login(desk.editor)
    assert new in client.get(index).content.decode()


def test_the_beginning_shows_the_shape_without_calling_it_faulty(client, desk, text_of):
    client.force_login(desk.editor)
    page = client.get(reverse("quizzes:page-new"), {"phase": "foundation"})
    form, preview = page.context["form"], page.context["preview"]
    assert (form["body"].value(), form["phase"].value(), form["title"].value()) == (TEXT, "foundation", "")
    assert not form.errors
    assert preview.warnings == ()
    assert [table.caption for table in form.text.comparisons] == ["How the two compare"]
    assert len(preview.effects.added) == 10
    assert "This field is required" not in text_of(page)
    assert page.context["table"] == "How the two compare"


@pytest.mark.parametrize(("body", "line"), [(TEXT, 3), (BODY.replace(", as a rule |", " |"), 37)])
def test_what_is_still_the_example_cannot_be_published(client, desk, text_of, body, line):
    client.force_login(desk.editor)
    response = client.post(reverse("quizzes:page-publish"), data(body=body))
    assert response.status_code == 422
    assert f"Line {line} of the text is still the example’s." in text_of(response)
    assert response.context["preview"] is not None
    assert Topic.objects.count() == 4


def test_the_preview_shows_page_address_and_effects_before_all_is_filled_in(client, desk, text_of):
    client.force_login(desk.editor)
    before = stored()
    address = reverse("quizzes:page-preview")
    text = text_of(client.post(address, data(), headers={"hx-request": "true"}))
    assert "The page will be at /wiki/leader-election/, the last topic of Foundation." in text
    assert "Facts added (10)" in text
    half = text_of(client.post(address, data(title="", summary=""), headers={"hx-request": "true"}))
    assert "Before you can publish: Title: This field is required. Summary: This field is required." in half
    assert "Facts added (10)" in half
    assert stored() == before


def test_the_table_editor_works_before_there_is_a_page(client, desk):
    client.force_login(desk.editor)
    panel = client.get(reverse("quizzes:page-new")).context["panel"]
    cells = [panel.corner, *(c.text for c in panel.columns)]
    for row in panel.rows:
        cells += [row.label.text, *row.cells]
    sent = {"body": TEXT, "cell": cells, "mark": panel.mark, "cells_of": 0, "grid": 0, "do": "row-add:1"}
    response = client.post(reverse("quizzes:page-table"), data(**sent), headers={"hx-request": "true"})
    assert "New row" in response.context["form"]["body"].value()


def test_a_new_page_is_published_whole_and_last_in_its_phase(client, desk, text_of):
    client.force_login(desk.editor)
    assert client.get("/wiki/leader-election/").status_code == 404
    response = client.post(reverse("quizzes:page-publish"), data(), follow=True)
    assert response.redirect_chain == [("/wiki/leader-election/", 302)]
    assert "Revision 1 is published. In the bank: 10 facts added," in text_of(response)
    topic = Topic.objects.select_related("phase", "current").get(slug="leader-election")
    assert [t.slug for t in topic.phase.topics.order_by("position")] == ["storage", "scaling", "leader-election"]
    assert (topic.current.number, topic.current.origin, topic.current.author) == (1, "edit", desk.editor)
    assert topic.current.note == "New page"
    assert Fact.objects.live().filter(topic=topic).count() == 10
    assert Question.objects.live().filter(topic=topic).exists()
    client.logout()
    assert "Leader election" in text_of(client.get(reverse("quizzes:wiki")))
    assert "Writes stop" in text_of(client.get("/wiki/leader-election/"))
    assert "Leader election" in text_of(client.get("/search/?q=leader+election"))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"slug": "scaling"}, "“scaling” is the address of another page"),
        ({"title": "Scaling"}, "“scaling” is the address of another page"),
        ({"slug": "gone"}, "“gone” is the address of another page, or was"),
        ({"slug": "Big Words"}, "lower-case letters, digits and hyphens only"),
        ({"slug": "a/b"}, "lower-case letters, digits and hyphens only"),
        ({"slug": "x" * 81}, "at most 80 characters"),
        ({"phase": ""}, "This field is required."),
        ({"phase": "no-such-phase"}, "Select a valid choice"),
        ({"title": ""}, "This field is required."),
        ({"idempotency_key": "no-key"}, "part of this form was lost"),
    ],
)
def test_what_cannot_be_a_page_says_why(client, desk, now, text_of, fields, says):
    Topic.objects.create(slug="gone", title="Gone", retired_at=now)
    client.force_login(desk.editor)
    before = stored()
    for name, status in (("page-publish", 422), ("page-preview", 200), ("page-table", 200)):
        response = client.post(reverse(f"quizzes:{name}"), data(**fields))
        assert response.status_code == status
        assert says in text_of(response) or name == "page-table"
        assert BODY.split("\n")[0] in response.content.decode()
    assert stored() == before


def test_a_long_title_gives_an_address_that_fits(client, desk):
    client.force_login(desk.editor)
    response = client.post(reverse("quizzes:page-publish"), data(title="A very long title " * 8))
    assert response.status_code == 302
    assert 60 < len(Topic.objects.latest("pk").slug) <= 80


def test_what_is_odd_needs_a_tick(client, desk, text_of):
    client.force_login(desk.editor)
    odd = data(sources="")
    response = client.post(reverse("quizzes:page-publish"), odd)
    assert response.status_code == 422
    assert "cites “source”, which is not among the sources" in text_of(response)
    assert Topic.objects.count() == 4
    assert client.post(reverse("quizzes:page-publish"), odd | {"anyway": "on"}).status_code == 302


def test_the_same_form_sent_twice_makes_one_page(client, desk):
    client.force_login(desk.editor)
    sent = data()
    answers = [client.post(reverse("quizzes:page-publish"), sent) for _ in range(2)]
    assert [(a.status_code, a.url) for a in answers] == [(302, "/wiki/leader-election/")] * 2
    assert (Publication.objects.count(), Revision.objects.filter(topic__slug="leader-election").count()) == (1, 1)


def test_another_form_for_the_address_is_refused(desk, now):
    key = uuid.uuid4()
    create(desk.editor, now, key=key)
    for author, other in ((desk.editor, uuid.uuid4()), (EditorFactory(password=None), key)):
        with pytest.raises(errors.Taken):
            create(author, now, key=other)
    assert Revision.objects.filter(topic__slug="leader-election").count() == 1


def test_nothing_is_stored_where_publishing_fails(desk, now):
    with pytest.raises(errors.Odd):
        create(desk.editor, now, sources="")
    assert not Topic.objects.filter(slug="leader-election").exists()
    with pytest.raises(Phase.DoesNotExist):
        create(desk.editor, now, phase="no-such-phase")
    assert not Topic.objects.filter(slug="leader-election").exists()


def test_the_beginning_is_as_the_form_gives_it_back():
    assert beginning().body == TEXT.strip("\n")
    assert draft().source(None, "x").meta["phase"] == "foundation"
