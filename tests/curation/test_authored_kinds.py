"""Writing questions of every kind on the site: the form, its errors, what is stored, and how that is answered."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from quizzes.attempts.models import Attempt
from quizzes.attempts.services import EXAM_QUESTIONS
from quizzes.bank.models import Question
from quizzes.curation.authored_forms import FORMS
from quizzes.reviews.models import Review
from tests.curation.written_forms import WRITTEN

KINDS = list(WRITTEN)


def form_data(desk, kind, **changes):
    data = {"idempotency_key": uuid4(), "topic": desk.own.topic.slug, "dimension": "Basics", "kind": kind}
    data |= {"explanation": "Look at *it* again.", "version": "0"} | WRITTEN[kind].fields | changes
    return {name: value for name, value in data.items() if value is not None}


def write(client, desk, kind, **changes):
    data = form_data(desk, kind, **changes)
    response = client.post(reverse("quizzes:question-new"), data)
    assert response.status_code == 302, unescape(response.content.decode())
    return Question.objects.get(key=f"own/{desk.own.topic.slug}/{data['idempotency_key']}")


@pytest.fixture
def editor(client, desk):
    client.force_login(desk.editor)
    return client


def test_every_kind_has_a_form():
    assert list(FORMS) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_written_question_is_stored_as_its_kind_is(editor, desk, kind):
    made = write(editor, desk, kind)
    wanted = WRITTEN[kind]
    assert (made.kind, made.state, made.graded) == (kind, "live", kind != "true-false")
    assert made.current.context == f"{desk.own.topic.title} · Basics"
    assert made.current.ask == wanted.ask
    assert {(c.text, c.correct, c.target) for c in made.current.choices.all()} == wanted.choices
    assert tuple(sorted(made.current.targets)) == wanted.targets
    assert made.notes.get().text == "Look at *it* again."
    assert {c.address for c in made.current.choices.all()} == {desk.own.topic.get_absolute_url()}


def test_reasons_stand_with_their_choices(editor, desk):
    judged = write(editor, desk, "true-false").current.choices
    assert [(c.text, c.reason) for c in judged.all()] == [("True", "A queue does."), ("False", "It keeps it.")]
    typed = write(editor, desk, "cloze").current.choices
    assert [c.text for c in typed.all()] == ["poison letter box", "PLB", "poison mailbox"]
    assert {c.reason for c in typed.all()} == {"It is set aside."}
    assert write(editor, desk, "match").current.choices.get(text="Stack").reason == "What came last goes first."
    assert write(editor, desk, "categorise").current.choices.get(text="Splits by hash").reason == "By the key's hash."


@pytest.mark.parametrize("kind", KINDS)
def test_page_shows_the_form_of_its_kind(editor, desk, kind):
    page = editor.get(reverse("quizzes:question-new"), {"kind": kind, "topic": "storage"}).content.decode()
    assert f'<input type="hidden" name="kind" value="{kind}">' in page
    assert re.search(rf'href="\?kind={kind}&amp;topic=storage"\s+aria-current="page"', page)
    assert page.count('aria-current="page"') == 1
    for name in WRITTEN[kind].fields:
        assert f'name="{name}"' in page


def test_unknown_kinds(editor, desk):
    assert b'value="option"' in editor.get(reverse("quizzes:question-new"), {"kind": "essay"}).content
    sent = form_data(desk, "option") | {"kind": "essay"}
    assert editor.post(reverse("quizzes:question-new"), sent).status_code == 400


FAULTS = [
    ("multiple", {"right": None}, "right", "Mark the choices that are right."),
    ("multiple", {"right": ["1"]}, "right", "Mark two or more choices as right"),
    ("multiple", {"right": ["1", "2", "3", "4"]}, "right", "leave at least one that is wrong"),
    ("multiple", {"right": ["1", "6"]}, "text_6", "Write this choice, or clear its row."),
    ("multiple", {"text_4": "kafka topics"}, "text_4", "say nearly the same"),
    ("multiple", {"text_5": "One more"}, "reason_5", "Give the reason of this choice, too."),
    ("true-false", {"truth": None}, "truth", "Say whether the statement is true."),
    ("true-false", {"truth": "Perhaps"}, "truth", "not one of the available choices"),
    ("true-false", {"reason": " "}, "reason", "Give the reason."),
    ("true-false", {"ask": "a log never forgets."}, "ask", "“never” turns the statement round"),
    ("cloze", {"answer": ""}, "answer", "Write the term that is asked for."),
    ("cloze", {"answer": "a box for poison letters"}, "answer", "more than three words"),
    ("cloze", {"spellings": "PLB\nplbs"}, "spellings", "“plbs” is accepted already"),
    ("cloze", {"spellings": "\n".join("abcdefgh")}, "spellings", "Give 1 to 8 spellings."),
    ("cloze", {"spellings": "x" * 201}, "spellings", "A spelling has at most 200 characters."),
    ("number", {"answer": ""}, "answer", "Write the number that is asked for."),
    ("number", {"answer": "1,500"}, "answer", "“1,500” is no number to ask for"),
    ("number", {"answer": "260..240"}, "answer", "is no number to ask for"),
    ("number", {"unit": "s 2"}, "unit", "“s 2” is no unit"),
    ("cloze", {"ask": "what is a box for poison letters?"}, "ask", "names its answer"),
    ("match", {"target_2": ""}, "target_2", "Say what belongs to this name."),
    ("match", {"text_5": "Ring"}, "target_5", "Say what belongs to this name."),
    ("match", {"target_3": "By  offsets"}, "target_3", "say nearly the same"),
    ("match", {"target_3": "like a stack"}, "target_3", "holds a word of “Stack”"),
    ("match", {"text_3": "", "target_3": ""}, "text_3", "Write the name of this pair, or clear its row."),
    ("categorise", {"group_2": ""}, "group_2", "Name this group."),
    ("categorise", {"group_3": "Cache"}, "group_3", "it has none"),
    ("categorise", {"text_9": "Keeps what is hot"}, "group_3", "Name this group, or clear its statements."),
    ("categorise", {"reason_3": "Because."}, "text_3", "Write this statement, or clear its row."),
    ("categorise", {"text_5": "Makes a shard"}, "text_5", "holds a word of “Shard”"),
    ("categorise", {"text_2": ""}, None, "Give 4 to 8 statements."),
    ("order", {"text_2": ""}, "text_2", "Write this step, or clear its row."),
    ("order", {"text_3": "Finally, a client hears"}, "text_3", "says which place the step has"),
    ("order", {"reason_5": "Because."}, "text_5", "Write this step, or clear its row."),
    ("order", {"ask": "x" * 501}, "ask", "at most 500 characters"),
]


@pytest.mark.parametrize(("kind", "changes", "field", "words"), FAULTS)
def test_fault_stands_at_its_field_and_nothing_is_lost(editor, desk, kind, changes, field, words):
    before = Question.objects.count()
    data = form_data(desk, kind, **changes)
    response = editor.post(reverse("quizzes:question-new"), data)
    assert response.status_code == 422
    form = response.context["form"]
    assert words in " ".join(form.errors.get(field or "__all__", [])), form.errors
    page = unescape(response.content.decode())
    assert page.count(words) >= 2  # above the form and at the field
    for name, sent in data.items():
        for value in [sent] if isinstance(sent, str) and name != "topic" else ():
            assert value.strip() in page, name
    assert set(re.findall(r'name="right"[^>]*value="(\d)" checked', page)) == set(data.get("right") or [])
    assert Question.objects.count() == before
    for identifier, _, _ in form.problems:
        assert f'id="{identifier}"' in page


def test_rows_that_hold_something_are_not_folded(editor, desk):
    page = editor.get(reverse("quizzes:question-new"), {"kind": "match"}).content.decode()
    assert '<details class="fold own-more">' in page
    sent = form_data(desk, "match", text_5="Ring", ask="")
    page = editor.post(reverse("quizzes:question-new"), sent).content.decode()
    assert '<details class="fold own-more" open>' in page


@pytest.mark.parametrize("kind", KINDS)
def test_edit_shows_what_was_written_and_saves_it_as_it_is(editor, desk, kind):
    made = write(editor, desk, kind)
    url = reverse("quizzes:question-edit", args=[made.pk])
    response = editor.get(url)
    form = response.context["form"]
    assert form.kind == kind
    sent = {name: form[name].value() for name in form.fields} | {"idempotency_key": uuid4(), "kind": kind}
    again = editor.post(url, {name: value for name, value in sent.items() if value is not None})
    assert again.status_code == 302
    made.refresh_from_db()
    assert made.current.number == 1  # the same wording is no new version
    changed = editor.post(url, {n: v for n, v in sent.items() if v is not None} | {"dimension": "Changed"})
    assert changed.status_code == 302
    made.refresh_from_db()
    assert made.current.number == 2
    assert made.current.ask == WRITTEN[kind].ask
    assert {(c.text, c.correct, c.target) for c in made.current.choices.all()} == WRITTEN[kind].choices


def test_a_question_keeps_its_kind(editor, desk):
    made = write(editor, desk, "order")
    data = form_data(desk, "option", version="1")
    response = editor.post(reverse("quizzes:question-edit", args=[made.pk]), data)
    assert response.status_code == 302
    made.refresh_from_db()
    assert made.kind == "order"  # read as its own form, whatever kind is sent
    assert {c.target for c in made.current.choices.all()} == {"1", "2", "3"}


def right_answer(asked):
    """What a browser sends for the right answer to a question of an attempt."""
    version = asked.version
    choices = list(version.choices.all())
    if version.question.kind == "cloze":
        return {"text": choices[-1].text.upper()}
    if version.question.kind == "number":
        return {"text": "0.26k Requests/s"}
    if version.targets:
        return {f"place-{choice.pk}": choice.target for choice in choices}
    return {"choice": [choice.pk for choice in choices if choice.correct]}


def wrong_answer(asked):
    version = asked.version
    choices = sorted(version.choices.all(), key=lambda choice: choice.text)
    if version.question.kind == "cloze":
        return {"text": "something else"}
    if version.question.kind == "number":
        return {"text": "260.01"}
    if version.targets:
        turned = [*version.targets[1:], version.targets[0]]
        wrong = dict(zip(version.targets, turned, strict=True))
        return {f"place-{choice.pk}": wrong[choice.target] for choice in choices}
    return {"choice": [choice.pk for choice in choices if not choice.correct][:1]}


@pytest.mark.parametrize(("answer", "earned"), [(right_answer, 1), (wrong_answer, 0)], ids=["right", "wrong"])
def test_every_kind_is_practised_and_scored(client, desk, answer, earned):
    client.force_login(desk.editor)
    made = {write(client, desk, kind).pk for kind in KINDS}
    Question.objects.exclude(pk__in=made).update(state="rejected")
    client.force_login(desk.learner)
    before = Review.objects.count()
    start = {"kind": "practice", "topics": desk.own.topic.slug, "count": 10, "idempotency_key": uuid4()}
    client.post(reverse("quizzes:start"), start)
    attempt = Attempt.objects.latest("pk")
    asked = list(attempt.questions.select_related("version__question").order_by("position"))
    assert {one.version.question_id for one in asked} == made
    for one in asked:
        page = client.get(attempt.get_absolute_url(), {"question": one.position}).content.decode()
        shown = one.version.ask[:1].upper() + one.version.ask[1:]
        assert shown in unescape(page)
        assert "Read again." not in page
        data = answer(one) | {"sequence": 0, "idempotency_key": uuid4()}
        response = client.post(reverse("quizzes:answer", args=[attempt.pk, one.position]), data, follow=True)
        told = unescape(response.content.decode())
        assert "Look at <em>it</em> again." in told
        for choice in one.version.choices.all():
            assert choice.reason in told
        assert "<p></p>" not in told
    client.post(reverse("quizzes:submit", args=[attempt.pk]), {"idempotency_key": uuid4()})
    attempt.refresh_from_db()
    assert (attempt.score, attempt.max_score) == (earned * len(KINDS), len(KINDS))
    assert Review.objects.count() == before


def test_half_right_earns_half(client, desk):
    client.force_login(desk.editor)
    made = write(client, desk, "categorise")
    Question.objects.exclude(pk=made.pk).update(state="rejected")
    client.force_login(desk.learner)
    start = {"kind": "practice", "topics": desk.own.topic.slug, "count": 5, "idempotency_key": uuid4()}
    client.post(reverse("quizzes:start"), start)
    attempt = Attempt.objects.latest("pk")
    places = {f"place-{choice.pk}": "Mirror" for choice in made.current.choices.all()}
    data = places | {"sequence": 0, "idempotency_key": uuid4()}
    client.post(reverse("quizzes:answer", args=[attempt.pk, 1]), data)
    client.post(reverse("quizzes:submit", args=[attempt.pk]), {"idempotency_key": uuid4()})
    attempt.refresh_from_db()
    assert (attempt.score, attempt.max_score) == (0.5, 1)


def test_exams_ask_every_kind_but_true_or_false(client, desk):
    client.force_login(desk.editor)
    made = [write(client, desk, kind).pk for kind in KINDS for _ in range(3)]
    Question.objects.exclude(pk__in=made).update(state="rejected")
    client.force_login(desk.learner)
    start = {"kind": "exam", "phases": desk.own.topic.phase.slug, "idempotency_key": uuid4()}
    client.post(reverse("quizzes:start"), start)
    attempt = Attempt.objects.latest("pk")
    kinds = attempt.questions.values_list("version__question__kind", flat=True)
    assert len(kinds) == EXAM_QUESTIONS
    assert set(kinds) == set(KINDS) - {"true-false"}


@pytest.mark.parametrize("kind", KINDS)
def test_editors_see_it_as_a_learner_would(editor, desk, kind):
    made = write(editor, desk, kind)
    url = reverse("quizzes:question", args=[made.pk])
    assert "Edit this question" in editor.get(url).content.decode()
    told = unescape(editor.get(url, {"answer": "1"}).content.decode())
    for text, _, target in WRITTEN[kind].choices:
        assert text in told
        assert target in told
