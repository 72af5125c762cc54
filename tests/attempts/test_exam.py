"""Timed quizzes, as a browser meets them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes.attempts import services
from quizzes.attempts.models import Answer, Attempt, AttemptQuestion
from quizzes.bank.models import Choice, Fact
from tests.attempts.conftest import choice
from tests.attempts.quiz_pages import HTMX, fields, post, start, text
from tests.factories import UserFactory


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


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


def test_row_8_a_stale_tab_gets_the_squares_of_all_that_is_saved(exam, client, answer):
    answer(exam, 2, sequence=0)
    answer(exam, 3, sequence=0)
    page = text(post(client, exam, 2, sequence=0))
    squares = [line for line in page.split('<a class="square')[1:] if 'hx-swap-oob="true"' in line]
    assert ["answered" in line.split('"')[0] for line in squares[:4]] == [False, True, True, False]
    assert 'id="open-2" hidden hx-swap-oob="true"' in page


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
    assert ">1</span> of 10 answered<" in page


def test_the_last_page_says_what_is_flagged(exam, client):
    before = text(client.get(f"/quizzes/{exam.pk}/?question=11"))
    assert "data-flagged-list hidden" in before
    flag = text(client.post(f"/quizzes/{exam.pk}/5/flag/", {"flagged": "on"}, headers=HTMX))
    assert 'id="flagged-5" hx-swap-oob="true"' in flag
    after = text(client.get(f"/quizzes/{exam.pk}/?question=11"))
    assert "data-flagged-list>" in after
    assert "data-flagged>1</span> flagged" in after
    assert '<li class="row" id="flagged-4" hidden>' in after


def test_the_result_has_reasons_and_links(exam, client, answer):
    for position in range(1, 10):
        answer(exam, position, right=position > 4)
    client.post(f"/quizzes/{exam.pk}/submit/")
    page = text(client.get(f"/quizzes/{exam.pk}/"))
    guess = round(Attempt.objects.get().guess_score * 10)
    assert f"5 of 10 right. Guessing alone would give about {guess} %." in page
    facts = Fact.objects.filter(questions__current__attemptquestion__in=exam.questions.filter(position__lte=4))
    asked_for = "-".join(str(pk) for pk in facts.order_by("pk").values_list("pk", flat=True))
    assert f'href="/review/?ahead=1&facts={asked_for}">Review these 4 facts now</a>' in page
    assert page.count("Not answered") == 1
    assert page.count("That is what") == sum(len(q.order) for q in exam.questions.all())
    right = Choice.objects.filter(correct=True, version__attemptquestion__attempt=exam)
    assert [choice.address for choice in right if f'href="{choice.address}"' not in page] == []


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


def test_saving_an_answer_takes_four_queries(exam, client, django_assert_num_queries):
    """Session and user 2, which are 1 after a login by the page; the attempt with its question, and the one that
    saves."""
    data = fields(exam, 1)
    with django_assert_num_queries(4):
        client.post(f"/quizzes/{exam.pk}/1/answer/", data, headers=HTMX)


@pytest.mark.parametrize("answers", [1, 3])
def test_the_exam_page_takes_six_queries(exam, client, answer, answers, django_assert_num_queries):
    for position in range(1, answers + 1):
        answer(exam, position)
    with django_assert_num_queries(6):
        client.get(f"/quizzes/{exam.pk}/")


@pytest.mark.parametrize("answers", [1, 3])
def test_the_result_takes_thirteen_queries(exam, client, answer, answers, now, django_assert_num_queries):
    for position in range(1, answers + 1):
        answer(exam, position, right=False)
    services.submit(attempt_id=exam.pk, now=now)
    with django_assert_num_queries(13):  # with the mean and the pace of others
        client.get(f"/quizzes/{exam.pk}/")


# --- the browser's clock ---


def test_every_reply_to_a_save_says_how_much_time_is_left(exam, client):
    Attempt.objects.update(deadline=timezone.now() + timedelta(seconds=104))
    assert post(client, exam, 1)["Time-Left"] in ("103", "104")
    flagged = client.post(f"/quizzes/{exam.pk}/1/flag/", {"flagged": "on"}, headers=HTMX)
    assert flagged["Time-Left"] in ("103", "104")


@pytest.mark.parametrize(("seconds", "left"), [(104, ("103", "104")), (-5, ("0",))])
def test_a_browser_that_slept_asks_and_hears_what_the_server_says(exam, client, seconds, left):
    Attempt.objects.update(deadline=timezone.now() + timedelta(seconds=seconds))
    reply = client.get(f"/quizzes/{exam.pk}/clock/")
    assert (reply.status_code, reply["Time-Left"] in left) == (204, True)
    assert "no-store" in reply["Cache-Control"]


def test_a_browser_that_slept_through_the_end_hears_that_it_has_ended(exam, client, now):
    services.submit(attempt_id=exam.pk, now=now)
    reply = client.get(f"/quizzes/{exam.pk}/clock/")
    assert (reply.status_code, reply.has_header("Time-Left")) == (409, False)


def test_what_has_no_clock_sets_none(begin, client):
    reply = client.get(f"/quizzes/{begin().pk}/clock/")
    assert (reply.status_code, reply.has_header("Time-Left")) == (204, False)
