"""Questions that an instructor keeps for their own classes: who meets them, and that nobody else does."""

import json
from io import BytesIO, StringIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from quizzes.attempts import services as attempts
from quizzes.attempts.claims import claim
from quizzes.attempts.errors import NotRefused
from quizzes.attempts.models import Quiz
from quizzes.attempts.scoring import Given
from quizzes.bank.models import Question
from quizzes.bank.models.curation import QuestionReport
from quizzes.bank.queries import candidates
from quizzes.bank.services import sync
from quizzes.classes import staffing
from quizzes.classes.setting import services
from quizzes.reviews.models import Review
from quizzes.statistics.models import ItemStatistics
from quizzes.statistics.services import compute
from quizzes.takeout.services import write_package
from tests.classes.setting.conftest import sheet, text
from tests.curation.written_forms import WRITTEN
from tests.factories import EditorFactory

MARK = "Zebrafinch"


def sent(topic, kind, **changes):
    data = {"idempotency_key": uuid4(), "topic": topic.slug, "dimension": MARK, "kind": kind, "explanation": "Look."}
    return data | {"version": "0"} | WRITTEN[kind].fields | changes


@pytest.fixture
def write(school, topic, browse):
    """Somebody writes a question of a kind for their classes."""

    def do(kind="option", role="instructor", **changes):
        response = browse(role).post(reverse("quizzes:class-question-new"), sent(topic, kind, **changes))
        assert response.status_code == 302, text(response)
        return Question.objects.filter(owner=school.person(role)).latest("pk")

    return do


@pytest.fixture
def paper(school, now):
    """A quiz of the class with these questions on its paper, given to it."""

    def make(*questions):
        one = services.make(
            cohort=school.cohort, sheet=sheet(fixed=True, graded=False), by=school.instructor, key=uuid4(), now=now
        )
        services.lay_out(one=one, questions=[question.pk for question in questions], by=school.instructor)
        one.refresh_from_db()
        services.give(one=one, by=school.instructor, now=now)
        return one

    return make


def begin(one, learner, now):
    return attempts.start_quiz(learner=learner, quiz=Quiz.objects.get(pk=one.quiz_id), key=uuid4(), now=now)


@pytest.mark.parametrize("kind", list(WRITTEN))
def test_every_kind_is_written_and_asked_in_a_quiz_of_the_class(school, write, paper, now, kind):
    made = write(kind)
    assert (made.state, made.owner, made.kind) == ("owned", school.instructor, kind)
    assert {(c.text, c.correct, c.target) for c in made.current.choices.all()} == WRITTEN[kind].choices
    attempt = begin(paper(made), school.learner, now)
    assert [one.version for one in attempt.questions.all()] == [made.current]
    attempts.submit(attempt_id=attempt.pk, now=now)
    assert Review.objects.count() == 0


def test_what_is_unfair_is_refused_as_anybodys_is(school, topic, browse):
    unfair = sent(topic, "option", text_3="All of the above")
    response = browse("instructor").post(reverse("quizzes:class-question-new"), unfair)
    assert response.status_code == 422
    assert "leans on the other choices" in text(response)
    assert not Question.objects.filter(owner__isnull=False).exists()


def test_nothing_draws_lists_exports_or_counts_it(school, topic, write, browse, now):
    made = write()
    editor = Client()
    editor.force_login(EditorFactory())
    assert made.current_id not in {one.version for one in candidates([topic.pk])}
    assert made not in Question.objects.live()
    for query in ({"state": "any", "q": "colour"}, {"show": "own", "state": "any"}, {"q": "colour"}):
        assert MARK not in text(editor.get(reverse("quizzes:questions"), query))
    assert editor.get(reverse("quizzes:question", args=[made.pk])).status_code == 404
    for name in ("question-edit", "question-state", "question-regrade", "question-note", "question-compute"):
        assert editor.post(reverse(f"quizzes:{name}", args=[made.pk]), {"state": "live"}).status_code == 404
    for form in ("json", "csv", "gift", "moodle-xml"):
        file = editor.get(reverse("quizzes:question-export"), {"scope": "all", "format": form})
        assert MARK not in file.getvalue().decode()
    out = StringIO()
    call_command("export_questions", format="json", stdout=out)
    assert MARK not in out.getvalue()
    assert json.loads(out.getvalue())


def test_another_instructor_cannot_see_pick_change_or_take_it(school, topic, write, browse, now):
    made, key = write(), uuid4()
    theirs = services.make(
        cohort=school.foreign, sheet=sheet(fixed=True, graded=False), by=school.other, key=key, now=now
    )
    other = browse("other")
    pick = reverse("quizzes:class-quiz-paper", args=[school.foreign.pk, theirs.quiz_id])
    assert MARK not in text(other.get(pick, {"q": "colour"}))
    lay_out = reverse("quizzes:class-quiz-lay-out", args=[school.foreign.pk, theirs.quiz_id])
    other.post(lay_out, {"act": "add", "question": made.pk})
    assert not theirs.quiz.paper.exists()
    for name in ("edit", "keep"):
        address = reverse(f"quizzes:class-question-{name}", args=[made.pk])
        assert other.post(address, sent(topic, "option")).status_code == 404
        assert browse("learner").post(address).status_code == 403
    assert MARK not in text(other.get(reverse("quizzes:class-questions")))
    made.refresh_from_db()
    assert (made.state, made.current.number) == ("owned", 1)


def test_the_key_of_somebody_elses_form_gives_nobody_their_question(school, write):
    key = uuid4()
    mine, theirs = write(idempotency_key=key), write(role="other", idempotency_key=key, ask="which paint is it?")
    assert (mine.owner, theirs.owner) == (school.instructor, school.other)
    assert write(idempotency_key=key) == mine


def test_a_co_instructor_meets_it_on_the_paper_and_does_not_find_it_for_another(school, write, paper, browse, now):
    made = write()
    one = paper(made)
    page = browse("deputy").get(reverse("quizzes:class-quiz-paper", args=[school.cohort.pk, one.quiz_id]))
    assert [line.question for line in page.context["laid"]] == [made]
    assert "no longer asked" not in text(page)
    bare = services.make(
        cohort=school.cohort, sheet=sheet(fixed=True, graded=False), by=school.deputy, key=uuid4(), now=now
    )
    services.lay_out(one=bare, questions=[made.pk], by=school.deputy)
    assert not bare.quiz.paper.exists()
    listed = browse("instructor").get(reverse("quizzes:class-quiz-paper", args=[school.cohort.pk, bare.quiz_id]))
    assert listed.context["page"].object_list[0] == made


def test_editors_hear_nothing_of_it_from_those_who_answered(school, write, paper, browse, now):
    attempt = begin(paper(write("cloze")), school.learner, now)
    attempts.save_answer(
        attempt_id=attempt.pk, position=1, given=Given(typed="no such thing"), sequence=0, key=uuid4(), now=now
    )
    attempts.submit(attempt_id=attempt.pk, now=now)
    learner = browse("learner")
    report = reverse("quizzes:report-question", args=[attempt.pk, 1])
    page = text(learner.get(attempt.get_absolute_url()))
    assert MARK in page
    assert report not in page
    assert "Mine means the same" not in page
    assert learner.post(report, {"reason": "wrong", "idempotency_key": uuid4()}).status_code == 404
    with pytest.raises(NotRefused):
        claim(attempt_id=attempt.pk, position=1, now=now)
    assert not QuestionReport.objects.exists()


@pytest.mark.parametrize(("role", "texts"), [("instructor", ["Blue paint", "Green paint", "Red paint"]), ("other", [])])
def test_its_owner_takes_it_along_with_its_choices(role, texts, school, topic, write, browse, now):
    made, file = write(), BytesIO()
    changed = sent(topic, "option", reason_1="Not at all.", version="1")
    browse("instructor").post(reverse("quizzes:class-question-edit", args=[made.pk]), changed)
    write_package(learner=school.person(role), file=file, now=now)
    with ZipFile(file) as opened:
        rows = json.loads(opened.read("own_question_choices.json").decode("utf-8-sig"))
    assert sorted(row["text"] for row in rows) == texts
    assert [row["text"] for row in rows if row["right"]] == [text for text in texts if text.startswith("Green")]


def test_no_figures_are_made_of_it(school, write, paper, crowd, now):
    made = write()
    one = paper(made)
    for person in crowd(6):
        attempts.submit(attempt_id=begin(one, person, now).pk, now=now)
    compute(now)
    assert not ItemStatistics.objects.filter(question=made).exists()


def test_a_rebuild_of_its_page_leaves_it_alone(topic, write, now):
    made = write()
    for retired_at in (None, now):
        topic.retired_at = retired_at
        topic.save()
        sync([topic], now=now)
        made.refresh_from_db()
        assert made.state == "owned"


def test_what_is_not_asked_any_more_leaves_papers_and_comes_back(school, write, paper, browse, now):
    made, *still = write(), write("match"), write("order")
    one = paper(made, *still)
    keep = reverse("quizzes:class-question-keep", args=[made.pk])
    browse("instructor").post(keep, {"act": "rest"})
    asked = [one.version.question for one in begin(one, school.learner, now).questions.all()]
    assert asked == still
    assert made not in Question.objects.visible_to(school.instructor)
    browse("instructor").post(keep, {"act": "ask"})
    assert len(begin(one, school.classmate, now).questions.all()) == 3


def test_a_form_that_was_sent_before_and_changed_since_says_so(topic, browse):
    first, said = sent(topic, "option"), []
    for changes in ({}, {}, {"ask": "which paint is it?"}):
        page = browse("instructor").post(reverse("quizzes:class-question-new"), first | changes, follow=True)
        said += [str(message) for message in page.context["messages"]]
    assert [text.startswith("Your question is kept as you sent it first") for text in said] == [False, False, True]
    assert Question.objects.get(owner__isnull=False).current.ask == "which colour is it?"


@pytest.mark.parametrize("act", [{}, {"act": ""}, {"act": "off"}])
def test_a_press_that_says_nothing_changes_nothing(act, write, browse):
    made = write()
    assert browse("instructor").post(reverse("quizzes:class-question-keep", args=[made.pk]), act).status_code == 400
    made.refresh_from_db()
    assert made.state == "owned"


def test_a_class_asks_nothing_of_who_does_not_teach_it_any_more(school, write, paper, now):
    mine, theirs = write(), write(role="deputy")
    one = paper(mine)
    services.lay_out(one=one, questions=[theirs.pk, mine.pk], by=school.deputy)
    begun = begin(one, school.classmate, now)
    staffing.dismiss(cohort=school.cohort, person=school.deputy)
    assert [one.version.question for one in begin(one, school.learner, now).questions.all()] == [mine]
    assert [one.version.question for one in begun.questions.all()] == [theirs, mine]
    one.quiz.refresh_from_db()
    assert (one.quiz.number, list(one.quiz.paper.values_list("question", flat=True))) == (1, [mine.pk])


def test_an_edit_is_a_new_version_that_its_owner_alone_makes(school, topic, write, browse):
    made = write()
    address = reverse("quizzes:class-question-edit", args=[made.pk])
    assert browse("deputy").get(address).status_code == 404
    changed = sent(topic, "option", ask="which colour is the door?", version="1")
    assert browse("instructor").post(address, changed).status_code == 302
    stale = sent(topic, "option", ask="which colour is the roof?", version="1")
    assert browse("instructor").post(address, stale).status_code == 422
    made.refresh_from_db()
    assert (made.state, made.current.number, made.current.ask) == ("owned", 2, "which colour is the door?")


@pytest.mark.parametrize("state", ["live", "needs-review", "rejected"])
def test_the_database_lets_no_owned_question_live(write, state):
    made = write()
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=made.pk).update(state=state)


def test_the_database_lets_nobodys_question_be_owned(topic):
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(topic=topic).update(state="owned")
