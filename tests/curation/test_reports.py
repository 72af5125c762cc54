"""Problems: reported where they are seen, once, not too many a day, and resolved by editors."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from content.models import Topic
from quizzes.attempts import services
from quizzes.attempts.scoring import Given
from quizzes.bank.models import Question
from quizzes.bank.models.curation import CardReport, QuestionReport
from quizzes.curation import errors, reports
from quizzes.reviews.models import Card
from quizzes.reviews.services import add_topics
from tests.factories import EditorFactory
from tests.parallel import at_once, locked, slow, unlocked

A_DAY = timedelta(hours=24)


def address(desk):
    return reverse("quizzes:report-question", args=[desk.attempt.pk, 1])


def test_link_stands_where_a_question_was_answered(client, desk):
    client.force_login(desk.learner)
    assert f'href="{address(desk)}"' in client.get(desk.attempt.get_absolute_url()).content.decode()
    page = client.get(reverse("quizzes:review")).content.decode()
    assert "/report/" in page


def test_visitors_see_no_link(client, wiki, now):
    Question.objects.exclude(kind="value").update(state=Question.State.REJECTED)
    attempt = services.start_practice(
        learner=None,
        visitor="v",
        topics=list(Topic.objects.topics().values_list("pk", flat=True)),
        count=5,
        title="All",
        key=uuid4(),
        now=now,
    )
    session = client.session
    session["visitor"] = "v"
    session.save()
    asked = attempt.questions.get(position=1)
    services.save_answer(
        attempt_id=attempt.pk, position=1, given=Given(frozenset({asked.order[0]})), sequence=0, key=uuid4(), now=now
    )
    page = client.get(attempt.get_absolute_url(), {"question": "1"}).content.decode()
    assert "feedback" in page
    assert "Report a problem" not in page


def test_form_and_thanks_come_in_place(client, desk):
    client.force_login(desk.learner)
    htmx = {"hx-request": "true"}
    form = client.get(address(desk), headers=htmx).content.decode()
    assert "<html" not in form
    assert 'name="idempotency_key"' in form
    data = {"reason": "unclear", "words": "What is meant?", "idempotency_key": uuid4()}
    for _ in range(2):
        thanks = client.post(address(desk), data, headers=htmx).content.decode()
        assert "Thank you." in thanks
    report = QuestionReport.objects.get(reason="unclear")
    assert (report.learner, report.question, report.words) == (desk.learner, desk.question, "What is meant?")
    assert report.version == desk.question.current


def test_form_without_htmx_is_a_page(client, desk):
    client.force_login(desk.learner)
    assert "<html" in client.get(address(desk)).content.decode()
    data = {"reason": "nonsense", "words": "x" * 501, "idempotency_key": uuid4()}
    response = client.post(address(desk), data)
    assert response.status_code == 422
    assert "at most 500 characters" in response.content.decode()
    assert client.post(address(desk), data, headers={"hx-request": "true"}).status_code == 200
    assert client.post(address(desk), {"reason": "wrong"}).status_code == 400
    assert client.post(address(desk), {"reason": "negative", "idempotency_key": uuid4()}).status_code == 422
    assert QuestionReport.objects.count() == 1


def test_a_report_names_the_version_that_was_asked(client, desk, now):
    asked = desk.attempt.questions.get(position=1).version
    asked.question.current = None
    asked.question.save()
    client.force_login(desk.learner)
    client.post(address(desk), {"reason": "other", "idempotency_key": uuid4()})
    assert QuestionReport.objects.get(reason="other").version == asked


def test_the_card_of_somebody_else_is_not_there(client, desk, now):
    """Also for those who have a card of the same fact."""
    add_topics(learner=desk.charlie, topic_ids=list(Topic.objects.topics().values_list("pk", flat=True)), now=now)
    own = Card.objects.get(learner=desk.charlie, fact=desk.card.fact_id)
    client.force_login(desk.charlie)
    assert client.get(reverse("quizzes:report-card", args=[own.pk])).status_code == 200
    assert client.get(reverse("quizzes:report-card", args=[desk.card.pk])).status_code == 404


def fill(desk, now, count):
    for n in range(count):
        kind = (
            (reports.report_question, {"version": desk.question.current})
            if n % 2
            else (reports.report_card, {"flashcard": desk.card.fact.flashcard})
        )
        kind[0](learner=desk.learner, reason="other", words="", key=uuid4(), now=now, **kind[1])


def test_twenty_reports_a_day_and_no_more(client, desk, now):
    fill(desk, now, 18)  # two exist
    more = {"learner": desk.learner, "reason": "other", "words": ""}
    with pytest.raises(errors.TooMany):
        reports.report_question(version=desk.question.current, key=uuid4(), now=now + A_DAY / 2, **more)
    with pytest.raises(errors.TooMany):
        reports.report_card(flashcard=desk.card.fact.flashcard, key=uuid4(), now=now + A_DAY / 2, **more)
    again = reports.report_question(version=desk.question.current, key=desk.report.key, now=now + A_DAY / 2, **more)
    assert again == desk.report
    reports.report_question(version=desk.question.current, key=uuid4(), now=now + A_DAY, **more)
    other = more | {"learner": desk.charlie}
    reports.report_question(version=desk.question.current, key=uuid4(), now=now, **other)


def test_page_says_when_it_is_too_much(client, desk, now, monkeypatch):
    monkeypatch.setattr(reports, "MOST_A_DAY", 2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client.force_login(desk.learner)
    data = {"reason": "other", "idempotency_key": uuid4()}
    response = client.post(address(desk), data)
    assert response.status_code == 429
    assert "You have reported 2 problems in a day" in response.content.decode()
    response = client.post(address(desk), data, headers={"hx-request": "true"})
    assert response.status_code == 200
    assert "Nothing was sent" in response.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("as_job", "stored"), [(locked, 20), (unlocked, 23)], ids=["held", "control"])
def test_parallel_reports_stop_at_twenty(desk, now, as_job, stored):
    """The control leaves the lock out: then four tabs pass the check at once."""
    fill(desk, now, 17)

    def report():
        reports.report_question(
            learner=desk.learner, version=desk.question.current, reason="other", words="", key=uuid4(), now=now
        )

    with slow("INSERT", "quizzes_questionreport"):
        results = at_once(*[as_job(report)] * 4, refusals=errors.TooMany)
    assert QuestionReport.objects.count() + CardReport.objects.count() == stored
    assert sum(isinstance(result, errors.TooMany) for result in results) == 23 - stored


def test_queue_shows_the_words_and_is_emptied(client, desk):
    client.force_login(EditorFactory(name="Eva", password=None))
    page = client.get(reverse("quizzes:reports")).content.decode()
    assert "It says the opposite below." in page
    assert "Lea" in page
    url = reverse("quizzes:report-resolve", args=[desk.report.pk])
    response = client.post(url, {"note": " "})
    assert response.status_code == 422
    assert "This field is required." in response.content.decode()
    assert client.post(url, {"note": "Corrected the cell."}).status_code == 302
    client.force_login(desk.editor)
    response = client.post(url, {"note": "Mine."}, follow=True)
    assert "Somebody has resolved this report before you." in response.content.decode()
    desk.report.refresh_from_db()
    assert (desk.report.resolution, desk.report.resolved_by.name) == ("Corrected the cell.", "Eva")
    assert "No question is reported" in client.get(reverse("quizzes:reports")).content.decode()


def test_queue_says_what_is_wrong_on_the_page_where_it_was_sent(client, desk, now, monkeypatch):
    monkeypatch.setattr("quizzes.curation.report_views.PAGE", 1)
    fill(desk, now, 2)
    client.force_login(desk.editor)
    second = client.get(reverse("quizzes:reports"), {"page": "2"})
    [report] = second.context["page"]
    assert '<input type="hidden" name="page" value="2">' in second.content.decode()
    response = client.post(reverse("quizzes:report-resolve", args=[report.pk]), {"note": " ", "page": "2"})
    assert response.status_code == 422
    assert f'id="note-{report.pk}-errors"' in response.content.decode()


def test_queue_of_flashcards(client, desk):
    client.force_login(desk.editor)
    page = client.get(reverse("quizzes:reports"), {"about": "cards"}).content.decode()
    assert desk.card.fact.flashcard.context in page.replace("&#x27;", "'").replace("&amp;", "&")
    url = reverse("quizzes:card-report-resolve", args=[desk.card_report.pk])
    response = client.post(url, {"note": "", "about": "cards"})
    assert response.status_code == 422
    response = client.post(url, {"note": "Reworded.", "about": "cards"}, follow=True)
    assert "No flashcard is reported" in response.content.decode()


def test_scripts_in_a_report_are_text(client, desk, now):
    evil = "<script>alert(1)</script>"
    more = {"learner": desk.learner, "reason": "other", "key": uuid4(), "now": now}
    reports.report_question(version=desk.question.current, words=evil, **more)
    client.force_login(desk.editor)
    assert evil not in client.get(reverse("quizzes:reports")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("about", "queries"), [("", 7), ("cards", 7)])
def test_queue_takes_the_same_queries_for_any_number(
    client, desk, now, django_assert_num_queries, number, about, queries
):
    fill(desk, now, 2 * (number - 1))
    client.force_login(desk.editor)
    with django_assert_num_queries(queries):  # session, user, two counts, the page's count, the page
        response = client.get(reverse("quizzes:reports"), {"about": about})
    assert len(response.context["page"].object_list) == number
