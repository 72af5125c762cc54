"""A page that is withdrawn leaves the wiki with its facts, questions and memories, and comes back with all of them."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from content.importing.files import read_path
from content.models import Phase, Revision, Topic, Withdrawal
from content.services import place as place_at_the_end
from quizzes.attempts import services as attempts
from quizzes.bank.assemble import Blueprint
from quizzes.bank.models import Fact, FactVersion, Flashcard, Question, QuestionVersion
from quizzes.bank.queries import draw
from quizzes.classes import services as classes
from quizzes.curation import services as curation
from quizzes.editing import errors, withdrawing
from quizzes.progress.queries import topic_progress
from quizzes.reviews.models import Card, Review
from tests.conftest import LIBRARY
from tests.editing.conftest import CELL
from tests.editing.test_publish import stored
from tests.factories import InstructorFactory, UserFactory
from tests.imports import run

LATER = timedelta(days=40)


@pytest.fixture
def withdraw(desk, now):
    """Withdraw a page; the one on the desk, unless another is named."""

    def act(slug="scaling", at=now):
        topic = Topic.objects.select_related("phase", "current").get(slug=slug)
        return withdrawing.withdraw(topic=topic, author=desk.editor, reason="Wrong in places", now=at)

    return act


@pytest.fixture
def bring_back(desk, now):
    def act(slug="scaling", at=now + LATER):
        topic = Topic.objects.select_related("phase", "current").get(slug=slug)
        return withdrawing.bring_back(topic=topic, author=desk.editor, now=at)

    return act


def rows():
    """Every row that a withdrawal touches, or must not, with its values."""
    models = (Topic, Revision, Fact, FactVersion, Question, QuestionVersion, Flashcard, Card, Review)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_back_again_everything_is_as_it_was(card, withdraw, bring_back):
    before = rows()
    gone = withdraw()
    assert rows()["Card"] == before["Card"]
    assert (gone.memories.laid_aside, gone.memories.learners) == (1, 1)
    assert not Fact.objects.live().filter(topic__slug="scaling").exists()
    assert not Question.objects.live().filter(topic__slug="scaling").exists()
    back = bring_back()
    assert rows() == before
    assert (back.synced.facts_added, back.synced.changed) == (gone.synced.facts_retired, [])
    assert back.synced.questions_added == gone.synced.questions_retired
    assert [row.withdrawn for row in Withdrawal.objects.all()] == [False, True]


def test_a_card_is_not_asked_meanwhile_and_due_when_it_would_have_been(card, withdraw, bring_back, now):
    late = now + timedelta(days=400)
    assert Card.objects.due(late).askable().filter(pk=card.pk).exists()
    withdraw()
    assert not Card.objects.due(late).askable().exists()
    bring_back(at=late)
    assert list(Card.objects.due(late).askable()) == [card]
    assert not Card.objects.due(card.due - timedelta(hours=1)).askable().exists()


def test_recall_no_longer_counts_the_page(card, withdraw, now):
    topic = Topic.objects.get(slug="scaling")
    assert topic.pk in topic_progress(card.learner, now)
    withdraw()
    assert topic.pk not in topic_progress(card.learner, now)


def test_a_rejection_and_a_doubt_outlive_the_way_there_and_back(desk, withdraw, bring_back, now):
    rejected, doubtful = Question.objects.live().filter(topic__slug="scaling").order_by("pk")[:2]
    for question, state in ((rejected, "rejected"), (doubtful, "needs-review")):
        curation.decide(
            question_id=question.pk,
            state=Question.State(state),
            reason="x",
            author=desk.editor,
            key=uuid.uuid4(),
            now=now,
        )
    before = rows()
    withdraw()
    assert {Question.objects.get(pk=q.pk).state for q in (rejected, doubtful)} == {"rejected", "retired"}
    bring_back()
    assert rows() == before


def own_question(topic, editor, state, now):
    question = Question.objects.create(
        key=f"own/{topic.slug}/{uuid.uuid4()}", topic=topic, kind="option", state=Question.State.LIVE
    )
    if state != Question.State.LIVE:
        curation.decide(question_id=question.pk, state=state, reason="x", author=editor, key=uuid.uuid4(), now=now)
    return question


def test_questions_written_by_hand_go_and_come_back_as_they_were(desk, withdraw, bring_back, now):
    states = (Question.State.LIVE, Question.State.NEEDS_REVIEW, Question.State.REJECTED)
    own = [own_question(desk.topic, desk.editor, state, now) for state in states]
    prospect = withdrawing.prospect(desk.topic, now)
    assert prospect.own == 2
    withdraw()
    assert [Question.objects.get(pk=q.pk).state for q in own] == ["retired", "retired", "rejected"]
    live = curation.decide(
        question_id=own[0].pk, state=states[0], reason="", author=desk.editor, key=uuid.uuid4(), now=now
    )
    assert live.state == "retired"
    bring_back()
    assert [Question.objects.get(pk=q.pk).state for q in own] == list(states)


def test_the_pages_say_first_what_happens_and_write_nothing(client, desk, card, withdraw, text_of, now):
    cohort = classes.create_class(instructor=InstructorFactory(), name="Spring", key=uuid.uuid4(), now=now)
    phase = Phase.objects.get(slug="foundation")
    classes.assign(cohort=cohort, phase=phase, due_on=now.date(), target_recall=0.8, now=now)
    client.force_login(desk.editor)
    facts, questions = (model.objects.live().filter(topic=desk.topic).count() for model in (Fact, Question))
    before = stored()
    shown = text_of(client.get(desk.address("edit-withdraw")))
    assert f"{facts} facts: nobody is asked" in shown
    assert f"{questions} questions" in shown
    assert "1 card of 1 learner" in shown
    assert "1 class with Foundation assigned" in shown
    assert stored() == before
    client.post(desk.address("edit-withdraw"), {"reason": "Wrong in places"})
    before = stored()
    shown = text_of(client.get(desk.address("edit-bring-back")))
    for part in (f"{facts} facts, the same", f"{questions} questions", "1 card of 1 learner", "Wrong in places"):
        assert part in shown
    assert stored() == before


def test_the_list_and_the_buttons_lead_there_and_back(client, desk, card, text_of):
    client.force_login(desk.editor)
    assert "No page is withdrawn" in text_of(client.get(reverse("quizzes:withdrawn-pages")))
    sent = client.post(desk.address("edit-withdraw"), {"reason": "Wrong"}, follow=True)
    assert "“Scaling” is withdrawn, with" in text_of(sent)
    assert "1 card is laid aside." in text_of(sent)
    again = client.post(desk.address("edit-withdraw"), {"reason": "Wrong"}, follow=True)
    assert "“Scaling” was withdrawn already." in text_of(again)
    assert client.get(desk.address("edit-history")).status_code == 200
    assert client.get(desk.address("edit")).status_code == 404
    back = client.post(desk.address("edit-bring-back"), follow=True)
    assert "1 card is taken up as before." in text_of(back)
    assert back.request["PATH_INFO"] == "/wiki/scaling/"


def test_readers_are_told_and_the_page_leaves_every_list(client, desk, withdraw, text_of):
    title = desk.topic.title
    withdraw()
    gone = client.get("/wiki/scaling/")
    assert gone.status_code == 410
    assert "This page was withdrawn" in text_of(gone)
    assert "Bring it back" not in text_of(gone)
    for address in ("/wiki/", "/wiki/storage/", f"/search/?q={title}", "/search/?q=vertical", "/quizzes/"):
        assert 'href="/wiki/scaling/"' not in client.get(address).content.decode(), address
        assert 'value="scaling"' not in client.get(address).content.decode(), address
    assert client.get("/wiki/no-such-page/").status_code == 404
    client.force_login(desk.editor)
    assert "Bring it back" in text_of(client.get("/wiki/scaling/"))


def test_a_quiz_draws_nothing_of_it_and_one_that_is_open_goes_on(desk, withdraw, now):
    learner, topic = UserFactory(), desk.topic
    chosen = {"topics": [topic.pk], "count": 3, "title": "x", "key": uuid.uuid4(), "now": now}
    attempt = attempts.start_practice(learner=learner, visitor="", **chosen)
    own_question(topic, desk.editor, Question.State.LIVE, now)
    withdraw()
    assert draw(topics=[topic.pk], blueprint=Blueprint(10), seed="x").versions == []
    assert attempt.questions.count() == 3


@pytest.mark.parametrize("slugs", [["messaging"], ["scaling", "storage", "messaging"]])
def test_pages_of_members_and_classes_go_on(client, desk, card, withdraw, now, slugs):
    """Also where a phase, or the whole path, has no topic left."""
    teacher = InstructorFactory()
    cohort = classes.create_class(instructor=teacher, name="Spring", key=uuid.uuid4(), now=now)
    classes.join(cohort=cohort, learner=card.learner, now=now)
    phase = Phase.objects.get(slug="communication")
    classes.assign(cohort=cohort, phase=phase, due_on=now.date() + timedelta(10), target_recall=0.8, now=now)
    for slug in slugs:
        withdraw(slug)
    client.force_login(card.learner)
    for address in ("/", "/progress/", "/quizzes/", "/review/", "/wiki/", "/classes/", f"/classes/{cohort.pk}/"):
        assert client.get(address).status_code == 200, address
    client.force_login(teacher)
    for address in ("/", "/classes/", f"/classes/{cohort.pk}/", f"/classes/{cohort.pk}/people/{card.learner.pk}/"):
        assert client.get(address).status_code == 200, address
    client.force_login(desk.editor)
    for address in ("/questions/", f"/questions/{Question.objects.earliest('pk').pk}/", "/questions/statistics/"):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("how", [{}, {"overwrite": True}, {"everything": True}])
def test_an_import_does_not_bring_it_back(desk, card, withdraw, bring_back, tmp_path, how):
    before = rows()
    withdraw()
    gone = rows()
    report = run(read_path(LIBRARY), **how)
    assert report["changes"]["withdrawn"] == ["scaling"]
    assert any(note["file"] == "scaling" and "stays so" in note["message"] for note in report["warnings"])
    assert {name: gone[name] for name in ("Fact", "Question", "Card")} == {
        name: rows()[name] for name in ("Fact", "Question", "Card")
    }
    bring_back()
    assert rows() == before


def test_an_editor_who_was_writing_keeps_the_text(client, desk, withdraw, text_of):
    data = desk.data(desk.changed("Largest machine sold", "Biggest box on sale"))
    withdraw()
    with pytest.raises(errors.Gone):
        desk.publish(desk.draft, withdrawing_time(), base=1)
    client.force_login(desk.editor)
    response = client.post(desk.address("edit-publish"), data)
    assert response.status_code == 409
    assert "This page was withdrawn while you were writing." in text_of(response)
    assert "Biggest box on sale" in response.content.decode()


def withdrawing_time():
    return Topic.objects.get(slug="scaling").retired_at


def test_its_place_is_not_given_to_another_page(desk, withdraw, bring_back):
    place = (desk.topic.phase, desk.topic.position)
    withdraw()
    other = Topic.objects.get(slug="messaging")
    place_at_the_end(other, Phase.objects.get(slug="foundation"))
    bring_back()
    assert (desk.topic.phase, desk.topic.position) == place
    assert Topic.objects.get(slug="messaging").position == place[1] + 1


def test_it_goes_to_the_end_where_another_page_has_its_place(desk, withdraw, bring_back):
    phase, position = desk.topic.phase, desk.topic.position
    withdraw()
    Topic.objects.filter(slug="messaging").update(phase=phase, position=position)
    bring_back()
    assert desk.topic.position == position + 1


def test_the_fact_of_the_card_is_the_same_row(card, withdraw, bring_back):
    fact = Fact.objects.get(key=CELL)
    withdraw()
    bring_back()
    again = Fact.objects.get(key=CELL)
    assert (again.pk, again.version, again.retired_at) == (fact.pk, fact.version, None)
