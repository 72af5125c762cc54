"""Questions that people write: the linter, drawing, versions, and that the wiki leaves them alone."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from content.models import Topic
from quizzes.attempts import services as attempts
from quizzes.attempts.scoring import Given
from quizzes.bank.authored.drafts import Draft, DraftChoice
from quizzes.bank.authored.rules import faults
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.services import sync
from quizzes.bank.words import said
from quizzes.curation import errors, services
from quizzes.reviews.models import Review
from tests.bank.drawing import draw
from tests.curation.conftest import DRAFT


def draft(*texts, right=0, ask="which of them is it?"):
    choices = tuple(DraftChoice(text, "Because.", place == right) for place, text in enumerate(texts))
    return Draft("Failures", ask, "", choices)


def test_faults_of_a_fair_question():
    assert faults(DRAFT) == []


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (draft("One thing"), "Give 2 to 5 choices."),
        (draft("Red", "Green", "Blue", "Cyan", "Pink", "Teal"), "Give 2 to 5 choices."),
        (draft("Red", "Green", "Blue", right=9), "Mark exactly one choice as right."),
        (draft("At the leader", "at the Leader.", "At a replica"), "say nearly the same"),
        (draft("A short one", "Another one", "This one here goes on and on until it stands out"), "stands out"),
        (draft("Red paint", "Green paint", "All of the above"), "leans on the other choices"),
        (draft("Red paint", "Green paint", "None of these"), "leans on the other choices"),
        (draft("Red paint", "Green paint", "none of the others"), "leans on the other choices"),
        (draft("Read-your-writes", "Monotonic reads", "Eventual reads", ask="what is read-your-writes?"), "names its"),
    ],
)
def test_faults_say_what_is_wrong(bad, words):
    assert any(words in said(fault.why) for fault in faults(bad)), faults(bad)


def test_a_question_may_name_a_wrong_choice_too():
    assert faults(draft("Queue", "Topic", "Table", ask="is it a queue or a topic?")) == []


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40), max_size=7), st.text())
def test_faults_never_fail(texts, ask):
    assert isinstance(faults(draft(*(text or "x" for text in texts), ask=ask)), list)


def test_written_question_is_live_and_drawn(desk, now):
    version = desk.own.current
    assert (desk.own.state, desk.own.kind, desk.own.graded, version.number) == ("live", "option", True, 1)
    assert version.context == f"{desk.own.topic.title} · Failure modes"
    assert sorted(c.text for c in version.choices.all()) == sorted(c.text for c in DRAFT.choices)
    assert desk.own.notes.get().html.strip() == "<p>Think of the <em>acknowledgement</em>.</p>"
    drawn = draw(topics=[desk.own.topic_id], count=100, seed="1", graded=True)
    assert version in drawn


def test_several_own_questions_of_a_topic_are_drawn_together(desk, now):
    other = replace(DRAFT, ask="what does a follower do next?")
    second = services.write(author=desk.editor, topic=desk.own.topic, draft=other, key=uuid4(), now=now)
    drawn = {version.pk for version in draw(topics=[desk.own.topic_id], count=100, seed="1", graded=False)}
    assert {desk.own.current_id, second.current_id} <= drawn


def test_rebuild_leaves_own_questions_alone(desk, now):
    before = Question.objects.filter(pk=desk.own.pk).values().get()
    done = sync(Topic.objects.select_related("current", "phase"), now=now)
    assert done.questions_retired == 0
    assert Question.objects.filter(pk=desk.own.pk).values().get() == before


def test_own_questions_are_no_evidence(desk, now):
    Question.objects.exclude(pk=desk.own.pk).update(state="rejected")
    attempt = attempts.start_practice(
        learner=desk.learner, visitor="", topics=[desk.own.topic_id], count=5, title="", key=uuid4(), now=now
    )
    asked = attempt.questions.get()
    before = Review.objects.count()
    attempts.save_answer(
        attempt_id=attempt.pk, position=1, given=Given(frozenset({asked.order[0]})), sequence=0, key=uuid4(), now=now
    )
    attempts.submit(attempt_id=attempt.pk, now=now)
    assert Review.objects.count() == before
    attempt.refresh_from_db()
    assert attempt.max_score == 1


def test_write_twice_makes_one(desk, now):
    key = uuid4()
    made = [services.write(author=desk.editor, topic=desk.own.topic, draft=DRAFT, key=key, now=now) for _ in range(2)]
    assert made[0] == made[1]
    assert QuestionVersion.objects.filter(question=made[0]).count() == 1


def test_write_refuses_what_is_unfair(desk, now):
    before = Question.objects.count()
    with pytest.raises(errors.Unfair):
        services.write(author=desk.editor, topic=desk.own.topic, draft=draft("a", "a", "b"), key=uuid4(), now=now)
    assert Question.objects.count() == before


def revise(desk, now, *, changed, version=1, key=None):
    return services.revise(
        question_id=desk.own.pk, version=version, draft=changed, author=desk.editor, key=key or uuid4(), now=now
    )


def test_revise_makes_a_version_and_keeps_the_old_one(desk, now):
    old = desk.own.current
    changed = replace(DRAFT, ask="what does a client see?", explanation="")
    made = revise(desk, now, changed=changed)
    assert (made.current.number, made.current.ask) == (2, "what does a client see?")
    old.refresh_from_db()
    assert old.ask == DRAFT.ask
    assert made.notes.first().html == ""
    revise(desk, now, changed=changed)
    assert made.versions.count() == 2


def test_revise_refuses_what_is_stale_or_unfair(desk, now):
    revise(desk, now, changed=replace(DRAFT, ask="what does a client see?"))
    with pytest.raises(errors.RevisedMeanwhile):
        revise(desk, now, changed=replace(DRAFT, ask="what does the leader see?"))
    with pytest.raises(errors.Unfair):
        revise(desk, now, changed=draft("a"), version=2)
    assert desk.own.versions.count() == 2


def typed(desk, **more):
    data = {
        "idempotency_key": uuid4(),
        "topic": desk.own.topic.slug,
        "dimension": "Failures",
        "ask": "what is it?",
        "right": "2",
        "explanation": "",
        "version": "0",
        "text_1": "The first of them",
        "text_2": "Another  answer",
        "text_3": "Something else",
        "reason_1": "No.",
        "reason_2": "Yes.",
        "reason_3": "No.",
    }
    return data | more


def test_page_writes_a_question(client, desk):
    client.force_login(desk.editor)
    data = typed(desk)
    responses = [client.post(reverse("quizzes:question-new"), data) for _ in range(2)]
    made = Question.objects.get(key=f"own/{desk.own.topic.slug}/{data['idempotency_key']}")
    assert [response.url for response in responses] == [reverse("quizzes:question", args=[made.pk])] * 2
    assert made.current.choices.get(correct=True).text == "Another answer"


def test_page_calls_no_reason_optional_as_a_choice_wants_one(client, desk):
    client.force_login(desk.editor)
    page = " ".join(client.get(reverse("quizzes:question-new")).content.decode().split())
    labels = dict(re.findall(r'<label for="id_(\w+)">(.*?)</label>', page))
    assert ("optional" in labels["text_3"], "optional" in labels["reason_3"]) == (True, False)
    assert "optional" in labels["explanation"]


def test_page_does_not_pretend_to_have_taken_what_was_changed_after_the_form_was_sent(client, desk):
    client.force_login(desk.editor)
    data = typed(desk)
    said = [
        str(next(iter(client.post(reverse("quizzes:question-new"), sent, follow=True).context["messages"])))
        for sent in (data, data, data | {"text_2": "A better answer"})
    ]
    assert said == ["Your question is live."] * 2 + [
        "Your question is live as you sent it first. Edit it to change it."
    ]
    assert Question.objects.filter(key__endswith=data["idempotency_key"]).count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text_2": "the first of them"}, "say nearly the same"),
        ({"text_2": "None of the above"}, "leans on the other choices"),
        ({"right": ""}, "Mark the choice that is right."),
        ({"right": "4"}, "The choice that is marked as right is empty."),
        ({"right": "6"}, "not one of the available choices"),
        ({"text_4": "One more of them"}, "Give the reason of this choice, too."),
        ({"text_1": ""}, "Write this choice, or clear its row."),
        ({"text_1": "x" * 201}, "at most 200 characters"),
        ({"dimension": " "}, "Say in a word or two what it is about."),
        ({"topic": "nowhere"}, "not one of the available choices"),
    ],
)
def test_page_keeps_what_was_typed_and_says_what_is_wrong(client, desk, changes, words):
    client.force_login(desk.editor)
    before = Question.objects.count()
    response = client.post(reverse("quizzes:question-new"), typed(desk, **changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Something else" in response.content.decode()
    assert Question.objects.count() == before


@pytest.mark.parametrize("changes", [{"idempotency_key": "x"}, {"version": "-1"}, {"version": "9" * 30}])
def test_page_refuses_what_no_browser_sends(client, desk, changes):
    client.force_login(desk.editor)
    assert client.post(reverse("quizzes:question-new"), typed(desk, **changes)).status_code == 400


def test_page_edits_an_own_question(client, desk):
    client.force_login(desk.editor)
    url = reverse("quizzes:question-edit", args=[desk.own.pk])
    page = client.get(url).content.decode()
    assert DRAFT.ask in page
    assert "Failure modes" in page
    response = client.post(url, typed(desk, version="1"))
    assert response.url == reverse("quizzes:question", args=[desk.own.pk])
    response = client.post(url, typed(desk, version="1", ask="something else?"))
    assert response.status_code == 422
    assert "Somebody else has changed this question" in response.content.decode()
    assert desk.own.versions.count() == 2


def test_scripts_in_an_own_question_are_text(client, desk, now):
    evil = "<script>alert(1)</script>"
    bad = replace(DRAFT, ask=f"{evil} what is it?", explanation=f"{evil} [x](javascript:alert(1))")
    made = services.write(author=desk.editor, topic=desk.own.topic, draft=bad, key=uuid4(), now=now)
    client.force_login(desk.editor)
    page = client.get(reverse("quizzes:question", args=[made.pk]), {"answer": "1"}).content.decode()
    assert evil not in page
    assert 'href="javascript:' not in page


def test_an_explanation_has_one_place_so_that_an_edit_loses_none(client, desk):
    client.force_login(desk.editor)
    page = client.get(reverse("quizzes:question", args=[desk.own.pk])).content.decode()
    assert "Its explanation is part of it" in page
    assert "Save explanation" not in page
    data = {"text": "Another", "idempotency_key": uuid4()}
    assert client.post(reverse("quizzes:question-note", args=[desk.own.pk]), data).status_code == 404
    assert desk.own.notes.get().text == desk.own.current.explanation


def test_spellings_of_an_own_question_have_one_place(client, desk):
    client.force_login(desk.editor)
    Question.objects.filter(pk=desk.own.pk).update(kind="cloze")
    page = client.get(reverse("quizzes:question", args=[desk.own.pk])).content.decode()
    assert "Its explanation and its accepted spellings are part of it" in page
    assert client.post(reverse("quizzes:question-alias", args=[desk.own.pk]), {"text": "Other"}).status_code == 404
