from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.attempts import services
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion
from quizzes.bank.models import Choice
from quizzes.reviews.models import Review
from tests.attempts.conftest import choice
from tests.factories import UserFactory

HTMX = {"HX-Request": "true"}
HUGE = 10**30


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


@pytest.fixture
def client(learner):
    client = Client()
    client.force_login(learner)
    return client


@pytest.fixture
def visitor():
    return Client()


def start(client, headers=None, **data):
    fields = {"kind": "practice", "phases": "foundation", "count": "5", "idempotency_key": str(uuid4())} | data
    return client.post("/quizzes/start/", {k: v for k, v in fields.items() if v is not None}, headers=headers)


def fields(attempt, position, **more):
    return {"choice": choice(attempt, position), "sequence": 0, "idempotency_key": str(uuid4())} | more


def post(client, attempt, position, headers=HTMX, **more):
    return client.post(f"/quizzes/{attempt.pk}/{position}/answer/", fields(attempt, position, **more), headers=headers)


def text(response):
    return unescape(response.content.decode())


# --- choosing and starting ---


def test_a_visitor_sees_what_can_be_tried(small, visitor):
    page = text(visitor.get("/quizzes/"))
    assert "5 questions without an account" in page
    assert "Log in to take an exam" in page
    assert "Past results" not in page


def test_the_page_says_what_an_exam_is_and_where_there_is_none(small, client):
    page = text(client.get("/quizzes/"))
    assert "10 questions, 10 minutes. One try at a time" in page
    assert "5 of the 10 questions an exam needs" in page
    assert "Start quiz" in page


def test_the_scope_is_preselected(small, client):
    page = text(client.get("/quizzes/?topic=messaging"))
    assert 'value="messaging" checked' in page
    assert 'value="foundation" checked' not in page.split("Phase exam")[0]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_seven_queries(small, client, begin, answer, rows, django_assert_num_queries):
    for _ in range(rows):
        attempt = begin()
        answer(attempt, 1)
        services.submit(attempt_id=attempt.pk, now=attempt.started_at)
        begin()
    with django_assert_num_queries(7):
        page = text(client.get("/quizzes/"))
    assert page.count('aria-label="Resume All"') == rows


def test_start_pressed_twice_leads_to_the_same_address(foundation, client):
    key = str(uuid4())
    one, two = (start(client, idempotency_key=key) for _ in range(2))
    assert (one.status_code, one.url) == (two.status_code, two.url) == (302, f"/quizzes/{Attempt.objects.get().pk}/")


def test_start_by_htmx_moves_the_whole_browser(foundation, client):
    response = start(client, headers=HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (200, f"/quizzes/{Attempt.objects.get().pk}/")


def test_start_takes_phases_and_topics(small, client):
    start(client, topics="messaging", count="20")
    attempt = Attempt.objects.get()
    assert attempt.title == "Foundation and 1 more"
    slugs = set(attempt.questions.values_list("version__question__topic__slug", flat=True))
    assert slugs == {"storage", "scaling", "messaging"}


def test_start_takes_nothing_else_from_the_browser(foundation, client, learner, charlie):
    start(client, learner=str(charlie.pk), score="10", seed="x", title="Mine", deadline="2030-01-01", visitor="v")
    attempt = Attempt.objects.get()
    assert (attempt.learner, attempt.score, attempt.title, attempt.visitor) == (learner, None, "Foundation", "")


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "other"},
        {"kind": None},
        {"phases": None},
        {"phases": "nothing"},
        {"phases": "\0"},
        {"topics": "nothing"},
        {"topics": "x" * 5000},
        {"count": "4"},
        {"count": "21"},
        {"count": "9" * 5000},
        {"count": "many"},
        {"idempotency_key": None},
        {"idempotency_key": "no-uuid"},
        {"kind": "exam", "phases": None},
    ],
)
def test_start_refuses_bad_input(foundation, client, bad):
    assert start(client, **bad).status_code == 400
    assert Attempt.objects.count() == 0


def test_start_with_somebody_elses_key_is_refused(client, charlie, begin):
    theirs = begin(learner=charlie)
    assert start(client, idempotency_key=str(theirs.key)).status_code == 400
    assert Attempt.objects.count() == 1


def test_an_exam_of_a_small_phase_offers_practice(small, client):
    response = start(client, kind="exam", phases="communication")
    assert (response.status_code, response.url) == (302, "/quizzes/?phase=communication")
    page = text(client.get(response.url))
    assert "needs 10 questions that can be graded; this phase has 5. You can practise it." in page
    assert 'value="communication" checked' in page


def test_an_open_exam_is_led_to(exam, client):
    response = start(client, kind="exam")
    assert response.url == f"/quizzes/{exam.pk}/"
    assert "one try at a time" in text(client.get(response.url))


def test_a_visitor_must_log_in_for_an_exam(foundation, visitor):
    response = start(visitor, kind="exam")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/quizzes/%3Fphase%3Dfoundation")
    assert Attempt.objects.count() == 0


# --- whose attempt it is ---

ROUTES = [
    ("get", "/quizzes/{pk}/"),
    ("post", "/quizzes/{pk}/1/answer/"),
    ("post", "/quizzes/{pk}/1/flag/"),
    ("post", "/quizzes/{pk}/submit/"),
]


@pytest.mark.parametrize(("method", "route"), ROUTES)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_other_peoples_attempts_are_not_found(exam, charlie, method, route, headers):
    outsider = Client()
    outsider.force_login(charlie)
    before = Attempt.objects.values().get()
    response = getattr(outsider, method)(route.format(pk=exam.pk), fields(exam, 1), headers=headers)
    assert response.status_code == 404
    assert Attempt.objects.values().get() == before
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_without_a_login_every_attempt_leads_to_it(exam, visitor, method, route):
    for pk in (exam.pk, exam.pk + 1):
        response = getattr(visitor, method)(route.format(pk=pk), fields(exam, 1))
        assert (response.status_code, response.url) == (302, f"/accounts/login/?next=/quizzes/{pk}/")
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_a_visitors_attempt_is_theirs_alone(foundation, visitor, client, method, route):
    start(visitor)
    attempt = Attempt.objects.get()
    data = fields(attempt, 1)
    assert getattr(client, method)(route.format(pk=attempt.pk), data).status_code == 404
    other = Client()
    start(other)
    assert getattr(other, method)(route.format(pk=attempt.pk), data).status_code == 302
    assert Answer.objects.count() == 0
    mine = getattr(visitor, method)(route.format(pk=attempt.pk), data)
    assert mine.status_code in (200, 302)
    assert "login" not in mine.headers.get("Location", "")


@pytest.mark.parametrize("pk", [0, HUGE, "9" * 5000, "x", "-1"])
def test_impossible_addresses_are_not_found(learner, client, pk):
    assert client.get(f"/quizzes/{pk}/").status_code == 404
    assert client.post(f"/quizzes/{pk}/1/answer/").status_code == 404


@pytest.mark.parametrize("route", ["start/", "{pk}/1/answer/", "{pk}/1/flag/", "{pk}/submit/"])
def test_a_get_is_no_write(exam, client, route):
    assert client.get("/quizzes/" + route.format(pk=exam.pk)).status_code == 405


@pytest.mark.parametrize("route", ["start/", "{pk}/1/answer/", "{pk}/1/flag/", "{pk}/submit/"])
def test_a_write_needs_its_token(exam, learner, route):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    assert client.post("/quizzes/" + route.format(pk=exam.pk), fields(exam, 1)).status_code == 403
    assert Answer.objects.count() == 0


def test_reading_changes_nothing(exam, client):
    Attempt.objects.update(deadline=timezone.now() - timedelta(hours=1))
    before = Attempt.objects.values().get()
    for path in ("", f"{exam.pk}/", f"{exam.pk}/?question=11"):
        assert client.get(f"/quizzes/{path}").status_code == 200
    assert Attempt.objects.values().get() == before


# --- practice ---


def test_practice_answers_with_feedback(begin, client):
    attempt = begin()
    response = post(client, attempt, 1)
    page = text(response)
    assert response.status_code == 200
    assert page.lstrip().startswith("<article")
    assert page.count("That is what") == 3
    assert "See it in its table" in page
    assert "#cell=table/queue/row-" in page
    assert "Next question" in page
    assert Review.objects.count() == 1


def test_practice_without_htmx_leads_back_to_the_question(begin, client):
    attempt = begin()
    response = post(client, attempt, 2, headers={})
    assert response.url == f"/quizzes/{attempt.pk}/?question=2"
    assert "See it in its table" in text(client.get(response.url))


def test_i_guessed_is_no_evidence(begin, client):
    attempt = begin()
    assert "You called it a guess" in text(post(client, attempt, 1, guessed="on"))
    assert Review.objects.count() == 0


def test_coming_back_shows_the_first_open_question(begin, client, answer):
    attempt = begin()
    answer(attempt, 1)
    answer(attempt, 3)
    page = text(client.get(f"/quizzes/{attempt.pk}/"))
    assert f"/quizzes/{attempt.pk}/2/answer/" in page
    assert "That is what" not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_second_practice_answer_shows_the_first(begin, client, answer, headers):
    attempt = begin()
    answer(attempt, 1, right=False)
    response = post(client, attempt, 1, headers=headers)
    assert response.status_code == 409
    assert "The first answer stays" in text(response)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("bad", "status"),
    [
        ({"choice": ""}, 400),
        ({"choice": HUGE}, 400),
        ({"choice": "x"}, 400),
        ({"choice": 1}, 404),
        ({"sequence": -1}, 400),
        ({"sequence": HUGE}, 400),
        ({"idempotency_key": "\0"}, 400),
        ({"idempotency_key": ""}, 400),
        ({"unconfirmed": "no-uuid"}, 400),
        ({"unconfirmed": "x" * 10**5}, 400),
    ],
)
def test_bad_answers_are_refused(begin, client, bad, status):
    attempt = begin()
    assert post(client, attempt, 1, **bad).status_code == status
    assert Answer.objects.count() == 0


def test_a_question_that_is_not_there_is_not_found(begin, client):
    attempt = begin()
    data = fields(attempt, 1)
    for position in (0, 6, HUGE):
        assert client.post(f"/quizzes/{attempt.pk}/{position}/answer/", data).status_code == 404
    assert client.post(f"/quizzes/{attempt.pk}/6/flag/", {"flagged": "on"}).status_code == 404


def test_the_next_question_comes_as_a_part_and_history_as_a_page(begin, client):
    attempt = begin()
    part = text(client.get(f"/quizzes/{attempt.pk}/?question=2", headers=HTMX))
    assert part.lstrip().startswith("<article")
    page = text(client.get(f"/quizzes/{attempt.pk}/?question=2", headers=HTMX | {"HX-History-Restore-Request": "true"}))
    assert page.lstrip().startswith("<!doctype")


@pytest.mark.parametrize("wanted", ["0", "6", "x", "-1", "9" * 5000, "²"])
def test_an_impossible_question_is_the_first_open_one(begin, client, wanted):
    attempt = begin()
    assert f"/quizzes/{attempt.pk}/1/answer/" in text(client.get(f"/quizzes/{attempt.pk}/", {"question": wanted}))


def test_a_visitor_is_asked_to_sign_up_at_the_end(foundation, visitor):
    start(visitor, count="20")
    attempt = Attempt.objects.get()
    assert attempt.questions.count() == 5
    post(visitor, attempt, 1)
    assert visitor.post(f"/quizzes/{attempt.pk}/submit/").url == f"/quizzes/{attempt.pk}/"
    assert "Sign up to keep what you learn" in text(visitor.get(f"/quizzes/{attempt.pk}/"))


def test_a_visitor_who_logs_in_keeps_nothing(foundation, visitor, learner):
    start(visitor)
    visitor.force_login(learner)
    assert visitor.get(f"/quizzes/{Attempt.objects.get().pk}/").status_code == 404


def test_finishing_without_an_answer_says_so(begin, client):
    attempt = begin()
    client.post(f"/quizzes/{attempt.pk}/submit/")
    assert "No question was answered" in text(client.get(f"/quizzes/{attempt.pk}/"))


# --- exam ---


def test_the_exam_page_tells_no_answer(exam, client, answer):
    answer(exam, 1)
    page = text(client.get(f"/quizzes/{exam.pk}/"))
    assert "That is what" not in page
    assert "#cell=" not in page


def test_row_6_the_remaining_seconds_are_the_servers(exam, client):
    Attempt.objects.update(deadline=timezone.now() + timedelta(seconds=90))
    headers = {"Date": "Mon, 01 Jan 2001 00:00:00 GMT"}
    page = text(client.get(f"/quizzes/{exam.pk}/", headers=headers))
    assert any(f'data-remaining="{seconds}"' in page for seconds in (89, 90))


def test_a_saved_answer_is_acknowledged_and_resumed(exam, client):
    chosen = choice(exam, 4, right=False)
    response = post(client, exam, 4, choice=chosen)
    assert 'id="saved-4" name="sequence" value="1"' in text(response)
    assert 'aria-label="Question 4, answered"' in text(response)
    page = text(client.get(f"/quizzes/{exam.pk}/?question=4"))
    assert f'value="{chosen}" required autocomplete="off" checked' in page


def test_row_8_a_stale_tab_gets_the_current_answer(exam, client, answer):
    answer(exam, 2, right=False, sequence=0)
    response = post(client, exam, 2, sequence=0)
    page = text(response)
    assert (response.status_code, response["HX-Retarget"]) == (409, "#question-2")
    assert "answered in another tab" in page
    assert f'value="{choice(exam, 2, right=False)}" required autocomplete="off" checked' in page
    assert 'name="sequence" value="1"' in page
    assert Answer.objects.count() == 1


def test_row_8_a_stale_tab_without_htmx_gets_a_page(exam, client, answer):
    answer(exam, 2, sequence=0)
    response = post(client, exam, 2, headers={}, sequence=0)
    assert response.status_code == 409
    assert text(response).lstrip().startswith("<!doctype")


def test_row_8_tabs_that_know_each_other_may_both_answer(exam, client):
    for sequence, right in enumerate([True, False, True]):
        assert post(client, exam, 2, sequence=sequence, choice=choice(exam, 2, right=right)).status_code == 200
    assert list(Answer.objects.values_list("sequence", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_row_3_after_the_grace_an_answer_is_refused_with_409(exam, client, headers):
    post(client, exam, 1)
    Attempt.objects.update(deadline=timezone.now() - timedelta(seconds=11))
    response = post(client, exam, 2, headers=headers)
    assert response.status_code == 409
    assert "came after the deadline and is not counted" in text(response)
    client.post(f"/quizzes/{exam.pk}/submit/")
    assert Attempt.objects.values_list("score", "max_score").get() == (1, 10)


def test_row_2_inside_the_grace_an_answer_is_accepted(exam, client):
    Attempt.objects.update(deadline=timezone.now() - timedelta(seconds=3))
    assert post(client, exam, 1).status_code == 200
    assert Answer.objects.get().late is True


def test_an_answer_after_the_end_leads_to_the_result(exam, client):
    client.post(f"/quizzes/{exam.pk}/submit/")
    response = post(client, exam, 1)
    assert (response.status_code, response["HX-Retarget"]) == (409, "#attempt")
    assert "See the result" in text(response)


def test_between_deadline_and_result_the_page_waits(exam, client):
    Attempt.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    page = text(client.get(f"/quizzes/{exam.pk}/"))
    assert "Time is up, your answers are saved" in page
    assert 'hx-trigger="every 3s"' in page
    assert client.get(f"/quizzes/{exam.pk}/", headers=HTMX).status_code == 204
    services.close_overdue(timezone.now())
    assert client.get(f"/quizzes/{exam.pk}/", headers=HTMX)["HX-Refresh"] == "true"
    assert "The time ran out" in text(client.get(f"/quizzes/{exam.pk}/"))


def test_a_flag_is_kept(exam, client):
    response = client.post(f"/quizzes/{exam.pk}/3/flag/", {"flagged": "on"}, headers=HTMX)
    assert 'aria-label="Question 3, open, flagged"' in text(response)
    assert 'aria-label="Question 3, open, flagged"' in text(client.get(f"/quizzes/{exam.pk}/"))
    client.post(f"/quizzes/{exam.pk}/3/flag/", {})
    assert not AttemptQuestion.objects.filter(flagged=True).exists()


def test_the_last_page_lists_what_is_open(exam, client, answer):
    answer(exam, 1)
    page = text(client.get(f"/quizzes/{exam.pk}/?question=11"))
    assert '<li class="row" id="open-1" hidden>' in page
    assert '<li class="row" id="open-2">' in page
    assert "Submit quiz" in page


def test_the_result_has_reasons_and_links(exam, client, answer):
    for position in range(1, 10):
        answer(exam, position, right=position > 4)
    client.post(f"/quizzes/{exam.pk}/submit/")
    page = text(client.get(f"/quizzes/{exam.pk}/"))
    guess = round(Attempt.objects.get().guess_score * 10)
    assert f"5 of 10 right. Guessing alone would give about {guess} %." in page
    assert "Review these 4 now" in page
    assert page.count("Not answered") == 1
    assert page.count("That is what") == sum(len(q.order) for q in exam.questions.all())
    assert all(source in page for source in Choice.objects.filter(correct=True, version__attemptquestion__attempt=exam)
               .values_list("source", flat=True))  # fmt: skip


def test_row_13_a_session_that_ends_leads_through_the_login_to_the_same_attempt(foundation, client):
    member = UserFactory(email="grace@example.com")
    client.force_login(member)
    start(client, kind="exam")
    attempt = Attempt.objects.get()
    post(client, attempt, 1)
    client.session.flush()
    client.cookies.clear()
    response = post(client, attempt, 2, headers=HTMX | {"HX-Current-URL": f"http://testserver/quizzes/{attempt.pk}/"})
    login = response["HX-Redirect"]
    assert login == f"/accounts/login/?next=%2Fquizzes%2F{attempt.pk}%2F"
    back = client.post(login, {"login": member.email, "password": "correct horse battery"})
    assert (back.status_code, back.url) == (302, f"/quizzes/{attempt.pk}/")
    assert 'aria-label="Question 1, answered"' in text(client.get(back.url))


# --- query counts ---


def test_saving_an_answer_takes_nine_queries(exam, client, django_assert_num_queries):
    """Session and user 2, the attempt 1, savepoints around 2, its lock, question, answers and insert 4."""
    data = fields(exam, 1)
    with django_assert_num_queries(9):
        client.post(f"/quizzes/{exam.pk}/1/answer/", data, headers=HTMX)


@pytest.mark.parametrize("answers", [1, 3])
def test_the_exam_page_takes_six_queries(exam, client, answer, answers, django_assert_num_queries):
    for position in range(1, answers + 1):
        answer(exam, position)
    with django_assert_num_queries(6):
        client.get(f"/quizzes/{exam.pk}/")


@pytest.mark.parametrize("answers", [1, 3])
def test_the_result_takes_eight_queries(exam, client, answer, answers, now, django_assert_num_queries):
    for position in range(1, answers + 1):
        answer(exam, position, right=False)
    services.submit(attempt_id=exam.pk, now=now)
    with django_assert_num_queries(8):
        client.get(f"/quizzes/{exam.pk}/")
