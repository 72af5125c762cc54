"""Who may use the editor, and which pages it is for."""

import pytest

from content.models import Topic
from tests.editing.conftest import Desk
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
    "edit-contest": ((), "post", 200),
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


def test_a_retired_page_cannot_be_edited(client, desk, now):
    Topic.objects.filter(slug="scaling").update(retired_at=now)
    client.force_login(desk.editor)
    assert client.get(desk.address()).status_code == 404
