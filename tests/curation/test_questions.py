"""The bank for those who read it or look after it: filters, one question, decisions, explanations, spellings."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from content.models import Topic
from quizzes.attempts.paper import asked, preview
from quizzes.bank.kinds import KINDS
from quizzes.bank.models import Fact, Question
from quizzes.bank.services import sync
from quizzes.curation import queries, services
from quizzes.models import QuestionReport
from quizzes.statistics.privacy import PEOPLE
from quizzes.statistics.services import compute
from sdwiki.rounding import percent
from tests.curation.conftest import met_by

State = Question.State


def listing(client, **query):
    response = client.get(reverse("quizzes:questions"), query)
    assert response.status_code == 200
    return [question.pk for question in response.context["page"].paginator.object_list]


def test_list_filters(client, desk, now):
    client.force_login(desk.editor)
    every = listing(client)
    assert len(every) == Question.objects.count()
    Question.objects.filter(pk__in=every[:3]).update(state=State.RETIRED)
    assert listing(client) == listing(client, state="live") == every[3:]  # what is asked, unless one says otherwise
    assert listing(client, state="any") == every
    assert listing(client, state="retired") == every[:3]
    Question.objects.filter(pk__in=every[:3]).update(state=State.LIVE)
    assert listing(client, show="own") == [desk.own.pk]
    assert listing(client, show="reported") == [desk.question.pk]
    assert listing(client, show="broken") == []
    report = {"version": desk.own.current, "source": "statistics", "reason": "lure", "at": now, "key": uuid4()}
    QuestionReport.objects.create(question=desk.own, **report)
    assert listing(client, show="broken") == [desk.own.pk]
    assert listing(client, show="reported") == [desk.question.pk]
    services.decide(question_id=desk.own.pk, state=State.REJECTED, reason="x", author=desk.editor, key=uuid4(), now=now)
    assert listing(client, state="rejected") == [desk.own.pk]
    topic = desk.own.topic
    assert set(listing(client, topic=topic.slug, state="any")) == set(topic.questions.values_list("pk", flat=True))
    assert set(listing(client, kind="value", state="any")) == set(
        Question.objects.filter(kind="value").values_list("pk", flat=True)
    )
    assert listing(client, q="leader DIES", state="any") == [desk.own.pk]
    assert listing(client, q="no such words") == []


@pytest.mark.parametrize(
    "query",
    [{"topic": "nowhere"}, {"kind": "x"}, {"state": "x"}, {"show": "x"}, {"order": "x"}, {"page": "x"}, {"page": "-1"}],
)
def test_list_leaves_out_what_it_cannot_read(client, desk, query):
    client.force_login(desk.editor)
    assert len(listing(client, **query)) == Question.objects.count()


def test_list_orders_by_figures(client, desk, now):
    met_by(desk.attempt, PEOPLE - 1)
    compute(now)
    client.force_login(desk.editor)
    assert listing(client, order="hardest")[0] == desk.question.pk
    assert sorted(listing(client, order="discrimination")) == sorted(listing(client))


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_for_any_number(client, desk, django_assert_num_queries, number):
    kept = list(Question.objects.exclude(pk=desk.own.pk).values_list("pk", flat=True)[:number])
    Question.objects.exclude(pk__in=kept).update(state="rejected")
    client.force_login(desk.editor)
    with django_assert_num_queries(5):  # session, user, topics, count, page
        response = client.get(reverse("quizzes:questions"), {"state": "live"})
    assert len(response.context["page"].object_list) == number


def test_list_pages(client, desk, now, monkeypatch):
    monkeypatch.setattr("quizzes.curation.views.PAGE", 5)
    client.force_login(desk.editor)
    page = client.get(reverse("quizzes:questions"), {"kind": "option", "page": "2"}).content.decode()
    assert '?kind=option&amp;page=3"' in page
    assert '?kind=option&amp;page=1"' in page


def test_question_is_shown_as_a_learner_sees_it(client, desk):
    client.force_login(desk.editor)
    url = reverse("quizzes:question", args=[desk.question.pk])
    shown = client.get(url).context["question"]
    (mine, *_) = asked(desk.attempt, reveal=False)
    attempt = desk.attempt
    attempt.submitted_at = None
    assert (shown.context, shown.ask) == (mine.context, mine.ask)
    assert {c.text for c in shown.choices} == {c.text for c in mine.choices}
    assert {c.correct for c in shown.choices} == {None}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_tried_and_told(client, desk, kind):
    question = Question.objects.filter(kind=kind).select_related("current").first()
    if question is None:
        pytest.skip("the small library gives none of this kind")
    client.force_login(desk.editor)
    url = reverse("quizzes:question", args=[question.pk])
    asked_page, told = client.get(url).content.decode(), client.get(url, {"answer": "1"}).content.decode()
    assert "Try this answer" in asked_page
    assert "Try again" in told
    reason = question.current.choices.filter(correct=True)[0].reason
    assert reason in told.replace("&#x27;", "'").replace("&quot;", '"').replace("&gt;", ">").replace("&lt;", "<")
    assert "Version 1, asked now" in asked_page


def test_trying_a_choice_tells_and_records_nothing(client, desk):
    client.force_login(desk.editor)
    url = reverse("quizzes:question", args=[desk.question.pk])
    before = desk.question.__class__.objects.values().get(pk=desk.question.pk)
    wrong = desk.question.current.choices.filter(correct=False).first()
    response = client.get(url, {"choice": wrong.pk}, headers={"hx-request": "true"})
    page = response.content.decode()
    assert '<article class="question' in page
    assert "<html" not in page
    assert "Your answer" in page
    assert "Right answer" in page
    assert "Right answer" in client.get(url, {"answer": "1"}).content.decode()
    for nonsense in ("x", "0", "9" * 40, str(desk.own.current.choices.first().pk)):
        assert "Right answer" not in client.get(url, {"choice": nonsense}).content.decode()
    assert desk.question.__class__.objects.values().get(pk=desk.question.pk) == before


@pytest.mark.parametrize("number", [1, 3])
def test_question_takes_the_same_queries_for_any_history(client, desk, now, django_assert_num_queries, number):
    for _ in range(number):
        services.decide(
            question_id=desk.question.pk, state=State.LIVE, reason="", author=desk.editor, key=uuid4(), now=now
        )
        services.explain(question_id=desk.question.pk, text="Why", author=desk.editor, key=uuid4(), now=now)
    met_by(desk.attempt, PEOPLE - 1)
    compute(now)
    client.force_login(desk.editor)
    with django_assert_num_queries(14):
        client.get(reverse("quizzes:question", args=[desk.question.pk]))


def test_question_shows_figures_provenance_and_versions(client, desk, now):
    met_by(desk.attempt, PEOPLE - 1)
    compute(now)
    client.force_login(desk.instructor)
    page = client.get(reverse("quizzes:question", args=[desk.question.pk])).content.decode()
    fact = desk.question.facts.first()
    assert f'href="{fact.address}"' in page
    assert f"of {PEOPLE} people" in page
    assert re.search(rf"(Easy|Medium|Hard): \d+ % (right|of the marks), {PEOPLE} answers", page)
    assert "Version 1, asked now" in page
    assert "/edit/" not in page
    client.force_login(desk.editor)
    page = client.get(reverse("quizzes:question", args=[desk.question.pk])).content.decode()
    assert "It says the opposite below." in page
    assert f'href="/edit/{fact.topic.slug}/?{fact.anchor}"' in page


def test_question_that_few_have_met_says_what_is_expected(client, desk, now):
    met_by(desk.attempt, PEOPLE - 2)
    compute(now)
    client.force_login(desk.editor)
    desk.question.refresh_from_db()
    page = client.get(reverse("quizzes:question", args=[desk.question.pk])).content.decode()
    level = {1: "Easy", 2: "Medium", 3: "Hard"}[desk.question.difficulty]
    assert f"{level}, expected {percent(desk.question.prior)} %: no answers to go by yet" in page


def test_question_of_a_retired_source_can_still_be_read(client, desk):
    client.force_login(desk.editor)
    Question.objects.filter(pk=desk.question.pk).update(state="retired")
    Fact.objects.update(retired_at="2026-03-02T00:00Z")
    page = client.get(reverse("quizzes:question", args=[desk.question.pk])).content.decode()
    assert "The wiki no longer gives this question." in page


def test_refusals_are_those_of_the_same_row(client, desk):
    client.force_login(desk.editor)
    for question in Question.objects.exclude(pk=desk.own.pk).select_related("topic__current").order_by("pk")[:10]:
        rows = {(fact.group, fact.label) for fact in question.facts.all()}
        keys = set(Fact.objects.filter(topic=question.topic).values_list("key", "group", "label"))
        row = {key for key, group, label in keys if (group, label) in rows}
        prefixes = tuple(f"{question.topic.slug}/{group}" for group, _ in rows)
        found = [refusal.fact for refusal, *_ in queries.refusals(question)]
        assert all(about in row or about.startswith(prefixes) for about in found)
    assert queries.refusals(desk.own) == []
    url = reverse("quizzes:question-refusals", args=[desk.own.pk])
    assert "Every question that this row can give is asked." in client.get(url).content.decode()


def decide(desk, now, state, reason="", key=None, question=None):
    return services.decide(
        question_id=(question or desk.question).pk,
        state=state,
        reason=reason,
        author=desk.editor,
        key=key or uuid4(),
        now=now,
    )


def rebuild(now):
    return sync(Topic.objects.select_related("current", "phase"), now=now)


def test_rejected_question_stays_rejected_on_rebuild(desk, now):
    decide(desk, now, State.REJECTED, "Two are right.")
    rebuild(now)
    desk.question.refresh_from_db()
    assert desk.question.state == State.REJECTED
    assert decide(desk, now, State.LIVE).state == State.LIVE


def test_needs_review_stays_on_rebuild_and_is_not_drawn(desk, now):
    decide(desk, now, State.NEEDS_REVIEW)
    rebuild(now)
    assert Question.objects.get(pk=desk.question.pk).state == State.NEEDS_REVIEW
    assert desk.question not in Question.objects.live()


@pytest.mark.parametrize(("states", "after"), [(["needs-review"], "needs-review"), (["needs-review", "live"], "live")])
def test_needs_review_comes_back_with_its_source(desk, now, states, after):
    for state in states:
        decide(desk, now, State(state))
    for gone, expected in ((now, State.RETIRED), (None, after)):
        Topic.objects.filter(pk=desk.question.topic_id).update(retired_at=gone)
        rebuild(now)
        desk.question.refresh_from_db()
        assert desk.question.state == expected


def test_taking_back_the_rejection_of_what_has_no_source_retires_it(desk, now):
    Question.objects.filter(pk=desk.question.pk).update(key="option/gone/x/y/z")
    assert decide(desk, now, State.LIVE).state == State.RETIRED
    decide(desk, now, State.REJECTED, "No.", question=desk.own)
    assert decide(desk, now, State.LIVE, question=desk.own).state == State.LIVE


def test_a_decision_sent_twice_is_one(desk, now):
    key = uuid4()
    decide(desk, now, State.REJECTED, "No.", key)
    decide(desk, now, State.LIVE)
    assert decide(desk, now, State.REJECTED, "No.", key).state == State.LIVE
    assert desk.question.decisions.count() == 2


def test_page_rejects_with_a_reason_only(client, desk):
    client.force_login(desk.editor)
    url = reverse("quizzes:question-state", args=[desk.question.pk])
    response = client.post(url, {"state": "rejected", "reason": " ", "idempotency_key": uuid4()})
    assert response.status_code == 422
    assert "Say why" in response.content.decode()
    response = client.post(url, {"state": "rejected", "reason": "x" * 501, "idempotency_key": uuid4()})
    assert response.status_code == 422
    assert client.post(url, {"state": "retired", "idempotency_key": uuid4()}).status_code == 400
    assert client.post(url, {"state": "live", "idempotency_key": "x"}).status_code == 400
    assert Question.objects.get(pk=desk.question.pk).state == State.LIVE
    client.post(url, {"state": "rejected", "reason": "Two are right.", "idempotency_key": uuid4()})
    assert Question.objects.get(pk=desk.question.pk).state == State.REJECTED
    page = client.get(reverse("quizzes:question", args=[desk.question.pk])).content.decode()
    assert "Two are right." in page
    assert "Take back the rejection" in page


def test_explanation_is_shown_after_answering_only(client, desk, now):
    services.explain(question_id=desk.question.pk, text="**First**", author=desk.editor, key=uuid4(), now=now)
    services.explain(question_id=desk.question.pk, text="*Second* <b>x</b>", author=desk.editor, key=uuid4(), now=now)
    html = "<p><em>Second</em> &lt;b&gt;x&lt;/b&gt;</p>"
    assert asked(desk.attempt, reveal=True)[0].note.strip() == html
    assert asked(desk.attempt, reveal=False)[0].note == ""
    version = desk.question.current
    assert preview(version, tell=True).note.strip() == html
    assert preview(version).note == ""
    client.force_login(desk.learner)
    assert html in client.get(desk.attempt.get_absolute_url()).content.decode()
    services.explain(question_id=desk.question.pk, text="", author=desk.editor, key=uuid4(), now=now)
    assert asked(desk.attempt, reveal=True)[0].note == ""


def test_an_explanation_sent_twice_is_one(client, desk):
    client.force_login(desk.editor)
    url, data = reverse("quizzes:question-note", args=[desk.question.pk]), {"text": "Why", "idempotency_key": uuid4()}
    for _ in range(2):
        assert client.post(url, data).status_code == 302
    assert desk.question.notes.count() == 1
    assert client.post(url, {"text": "x" * 2001, "idempotency_key": uuid4()}).status_code == 422
    assert client.post(url, {"text": "x"}).status_code == 400


def test_spellings_are_accepted_once_and_for_typed_answers_only(client, desk):
    client.force_login(desk.editor)
    url = reverse("quizzes:question-alias", args=[desk.question.pk])
    assert client.post(url, {"text": "Postgres"}).status_code == 404
    Question.objects.filter(pk=desk.question.pk).update(kind="cloze")
    for text in ("Postgres", "  Postgres "):
        assert client.post(url, {"text": text}).status_code == 302
    assert client.post(url, {"text": " "}).status_code == 422
    assert [alias.text for alias in desk.question.aliases.all()] == ["Postgres"]
    page = client.get(reverse("quizzes:question", args=[desk.question.pk])).content.decode()
    assert "<bdi>Postgres</bdi>" in page


def test_a_spelling_is_taken_back_and_marks_stay(client, desk, now):
    Question.objects.filter(pk=desk.question.pk).update(kind="cloze")
    alias = services.accept(question_id=desk.question.pk, text="Postgres", author=desk.editor, now=now)
    url = reverse("quizzes:question-alias-back", args=[desk.question.pk, alias.pk])
    client.force_login(desk.editor)
    other = Question.objects.exclude(pk=desk.question.pk).earliest("pk")
    Question.objects.filter(pk=other.pk).update(kind="cloze")
    client.post(reverse("quizzes:question-alias-back", args=[other.pk, alias.pk]))
    assert desk.question.aliases.count() == 1
    assert "“Postgres” is no longer accepted." in client.post(url, follow=True).content.decode()
    assert desk.question.aliases.count() == 0
    assert "was taken back already" in client.post(url, follow=True).content.decode()


def test_statistics_page_computes_on_demand(client, desk):
    client.force_login(desk.editor)
    page = client.get(reverse("quizzes:statistics")).content.decode()
    assert "Not computed yet: figures are made every night." in page
    assert "stand here when they have been computed" in page
    assert "No phase has had exams" not in page
    page = client.post(reverse("quizzes:statistics-compute"), follow=True).content.decode()
    assert re.search(r"1</span> question with\s+answers", page)
    assert "No phase has had exams" in page
    response = client.post(reverse("quizzes:question-compute", args=[desk.own.pk]), follow=True)
    assert "Nobody has finished a quiz" in response.content.decode()


@pytest.mark.parametrize(("number", "shown"), [(None, "–"), (-1e-15, "0 %"), (-0.6, "−1 %"), (12.4, "12 %")])
def test_a_figure_of_nothing_has_no_sign(number, shown):
    assert queries._percent(number) == shown


@pytest.mark.parametrize("kind", KINDS)
def test_no_id_stands_twice_on_the_page_of_a_question(client, desk, kind):
    client.force_login(desk.editor)
    for question in Question.objects.filter(kind=kind)[:1]:
        page = client.get(reverse("quizzes:question", args=[question.pk])).content.decode()
        found = re.findall(r"\sid=\"([^\"]*)\"", page)
        assert sorted(set(found)) == sorted(found)


def test_versions_of_an_order_are_told_in_the_right_order(client, desk):
    question = Question.objects.filter(kind="order").first()
    choices = list(question.current.choices.order_by("position"))
    for place, choice in enumerate(choices):  # the first that is shown is the last
        choice.target = str(len(choices) - place)
        choice.save()
    client.force_login(desk.editor)
    page = client.get(reverse("quizzes:question", args=[question.pk]))
    [version, *_] = page.context["dossier"].versions
    assert [choice.target for choice in version.choices] == [str(n + 1) for n, _ in enumerate(choices)]
