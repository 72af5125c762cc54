"""The page of ready-made quizzes, and those that somebody keeps for themselves."""

from uuid import uuid4

import pytest

from quizzes.attempts import own_quizzes, ready_made, services, terms
from quizzes.attempts.deadlines import Personal
from quizzes.attempts.models import Attempt, Quiz
from quizzes.attempts.words import told_scope
from quizzes.bank.kinds import KINDS
from tests.attempts.quiz_pages import text


@pytest.fixture
def made(foundation, now):
    ready_made.prepare(now=now)
    return {quiz.key: quiz for quiz in Quiz.objects.all()}


def begin_quiz(client, quiz, key=None):
    return client.post(f"/quizzes/set/{quiz.pk}/start/", {"idempotency_key": str(key or uuid4())})


def keep(client, **data):
    fields = {"kind": "practice", "phases": "foundation", "count": "5", "idempotency_key": str(uuid4())} | data
    return client.post("/quizzes/keep/", fields)


def test_the_page_offers_what_is_ready_made_and_ones_own(made, client, charlie, now):
    Quiz.objects.create(key="x", owner=charlie, title="Of Charlie", number=5, created_at=now)
    keep(client, name="Mornings", minutes="10")
    page = text(client.get("/quizzes/"))
    for title in ("Quick 5 minutes", "Interview mix", "The whole path", "Mornings"):
        assert f'aria-label="Start {title}"' in page
    assert 'aria-label="Remove Mornings"' in page
    assert 'aria-label="Remove Quick 5 minutes"' not in page
    assert "Of Charlie" not in page


def test_a_kept_quiz_says_what_it_asks(made, client):
    keep(client, name="Mornings", difficulty="3", kinds=["value", "order"])
    keep(client)  # called after what it is about
    page = text(client.get("/quizzes/"))
    assert f"Foundation · {KINDS['value'].label}, {KINDS['order'].label} · Harder" in page
    assert page.count("<bdi>Foundation") == page.count("<bdi>Foundation</bdi>") + 1
    assert told_scope(["A", "B", "C", "D"], [], "") == "A, B, C and 1 more"


def test_a_ready_made_quiz_starts_and_shows_its_clock(made, client):
    response = begin_quiz(client, made["quick"])
    attempt = Attempt.objects.get()
    assert (response.status_code, response.url) == (302, f"/quizzes/{attempt.pk}/")
    assert attempt.questions.count() == 5
    assert 'data-total="300"' in text(client.get(response.url))


def test_start_pressed_twice_leads_to_one_attempt(made, client):
    first, second = begin_quiz(client, made["quick"]), begin_quiz(client, made["quick"])
    assert first.url == second.url
    assert "is still open" in text(client.get(first.url))
    assert Attempt.objects.count() == 1


def test_a_kept_quiz_asks_what_was_chosen(made, client, learner):
    keep(client, name=" Mornings\u200b ", minutes="10", difficulty="2", kinds=["value"])
    quiz = Quiz.objects.get(owner=learner)
    assert (quiz.title, quiz.limit, quiz.number, quiz.difficulty, quiz.kinds, quiz.feedback) == (
        "Mornings", 600, 5, 2, ["value"], "handed-in",
    )  # fmt: skip
    assert [phase.slug for phase in quiz.phases.all()] == ["foundation"]
    assert begin_quiz(client, quiz).status_code == 302


def test_without_a_clock_and_a_name_it_is_practice_about_its_scope(made, client, learner):
    keep(client)
    quiz = Quiz.objects.get(owner=learner)
    assert (quiz.title, quiz.limit, quiz.feedback) == ("Foundation", None, "at-once")
    begin_quiz(client, quiz)
    assert (Attempt.objects.get().kind, Attempt.objects.get().deadline) == ("practice", None)


def test_kept_twice_with_one_key_it_is_one(made, client, learner):
    key = str(uuid4())
    for _ in range(2):
        assert keep(client, idempotency_key=key).status_code == 302
    assert Quiz.objects.filter(owner=learner).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"phases": "nowhere"}, {"minutes": "7"}, {"idempotency_key": "x"}, {"name": "x" * 81}]
)
def test_a_quiz_that_cannot_be_kept_is_refused(made, client, learner, wrong):
    assert keep(client, **wrong).status_code == 400
    assert not Quiz.objects.filter(owner=learner).exists()


def test_there_is_room_for_so_many(made, client, learner, now):
    Quiz.objects.bulk_create(
        Quiz(key=f"k{n}", owner=learner, title="Q", number=5, created_at=now) for n in range(own_quizzes.MOST)
    )
    assert keep(client).status_code == 409


def test_removed_it_is_gone_and_its_attempts_stay(made, client, learner):
    keep(client)
    quiz = Quiz.objects.get(owner=learner)
    begin_quiz(client, quiz)
    assert client.post(f"/quizzes/set/{quiz.pk}/remove/").status_code == 302
    assert not Quiz.objects.filter(owner=learner).exists()
    assert client.get(Attempt.objects.get().get_absolute_url()).status_code == 200


def test_nobody_starts_or_removes_another_persons_quiz_or_removes_what_is_ready_made(made, client, charlie, now):
    other = Quiz.objects.create(key="x", owner=charlie, title="Of Charlie", number=5, created_at=now)
    assert begin_quiz(client, other).status_code == 404
    for quiz in (other, made["quick"]):
        assert client.post(f"/quizzes/set/{quiz.pk}/remove/").status_code == 404
    assert Quiz.objects.filter(pk__in=[other.pk, made["quick"].pk]).count() == 2


def test_a_visitor_is_asked_to_log_in(made, visitor):
    assert begin_quiz(visitor, made["quick"]).url.startswith("/accounts/login/")
    assert "Ready to take" not in text(visitor.get("/quizzes/"))


def test_a_start_without_its_key_starts_nothing(made, client):
    assert client.post(f"/quizzes/set/{made['quick'].pk}/start/").status_code == 400
    assert Attempt.objects.count() == 0


@pytest.fixture
def patient(learner):
    learner.time_factor = 2.0
    learner.save()
    return learner


def test_more_time_holds_in_what_one_takes_for_oneself_and_is_shown(made, client, patient):
    page = text(client.get("/quizzes/"))
    assert "10 min (5 × 2)" in page
    assert "20 min (10 × 2)" in page
    begin_quiz(client, made["quick"])
    attempt = Attempt.objects.get()
    assert (attempt.deadline - attempt.started_at).total_seconds() == 600
    client.post(f"/quizzes/{attempt.pk}/submit/")
    assert "You had 10 min (5 × 2)." in text(client.get(attempt.get_absolute_url()))


def test_more_time_that_is_set_later_changes_nothing_that_runs(made, client, learner, charlie):
    begin_quiz(client, made["quick"])
    attempt = Attempt.objects.get()
    learner.time_factor = 3.0
    learner.save()
    terms.extend(attempt_id=attempt.pk, seconds=60, by=charlie, why="x", key=uuid4(), now=attempt.started_at)
    attempt.refresh_from_db()
    assert (attempt.deadline - attempt.started_at).total_seconds() == 360


@pytest.mark.parametrize(
    ("owned", "agreed", "seconds"),
    [("own", None, 600), ("other", None, 300), ("ready", None, 600), ("own", Personal(attempts=3), 300),
     ("own", Personal(factor=1.5), 450)],
)  # fmt: skip
def test_what_others_set_and_what_was_agreed_is_as_staff_say(made, patient, charlie, now, owned, agreed, seconds):
    owner = {"own": patient, "other": charlie, "ready": None}[owned]
    quiz = Quiz.objects.create(key="x", owner=owner, title="Q", number=5, limit=300, created_at=now)
    if agreed:
        terms.agree(quiz=quiz, learner=patient, personal=agreed, by=charlie, why="x", key=uuid4(), now=now)
    attempt = services.start_quiz(learner=patient, quiz=quiz, key=uuid4(), now=now)
    assert (attempt.deadline - attempt.started_at).total_seconds() == seconds


def test_more_time_is_chosen_among_the_settings(client, learner):
    page = text(client.get("/settings/"))
    assert "Time in quizzes" in page
    form = client.get("/settings/").context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    for wanted, stands in (("2.0", 2.0), ("5", 2.0), ("", 2.0), ("1.0", 1.0)):
        client.post("/settings/", data | {"time_factor": wanted})
        learner.refresh_from_db()
        assert learner.time_factor == stands
