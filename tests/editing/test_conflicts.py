"""Two editors at one page: what merges, and what has to be settled."""

from quizzes.bank.models import Fact
from tests.factories import EditorFactory


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
