"""Every kind of question: saved, refused, graded, told, and taken as evidence part by part."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from quizzes.attempts import paper, services
from quizzes.attempts.models import Answer, AnswerPart, Attempt
from quizzes.attempts.scoring import Given
from quizzes.bank.models import Choice, Fact
from quizzes.reviews.models import Review
from quizzes.statistics.services import _same_wording, compute
from quizzes.statistics.sql import MET
from tests.attempts.grades import mark_of
from tests.attempts.questions_by_kind import KINDS, SEVERAL, SORTED, ask, given, posted
from tests.attempts.quiz_pages import HTMX, HUGE, text

GRADED = [kind for kind in KINDS if kind != "true-false"]
PARTS = ["multiple", "review", "match", "consequences", "categorise", "order", "cloze", "number", "amount"]
PARTIAL = dict.fromkeys(SEVERAL, 1 / 2) | dict.fromkeys(SORTED, 1 / 3)


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


def send(client, attempt, answer, position=1, sequence=0, headers=HTMX, **more):
    data = posted(answer, sequence=sequence, idempotency_key=str(uuid4())) | more
    return client.post(f"/quizzes/{attempt.pk}/{position}/answer/", data, headers=headers)


def tells_why(page, kind):
    """Whether each choice has its reason: in words, or where all stand in one row, that row, once."""
    if kind in ("multiple", "match", "order"):
        return page.count('The options compared, question 1"') == 1 and "That is Log." not in page
    return "That is Log." in page


def evidence(learner):
    known = dict(Review.objects.filter(learner=learner).values_list("card__fact__option", "rating"))
    return {option: rating == Review.Rating.GOOD for option, rating in known.items()}


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("kind", GRADED)
def test_an_exam_keeps_what_was_given_and_tells_nothing(exam, client, kind, headers):
    order = ask(exam, 1, kind)
    answer = given(kind, order, share=0)
    response = send(client, exam, answer, headers=headers)
    assert response.status_code == (200 if headers else 302)
    if headers:
        assert 'aria-label="Question 1, answered"' in text(response)
    page = text(client.get(f"/quizzes/{exam.pk}/?question=1"))
    assert "That is" not in page
    if answer.chosen:
        assert f'value="{order[2] if kind in SEVERAL else order[1]}"' in page
    chips = {} if kind == "order" else answer.places
    assert page.count("checked") == len(answer.chosen) + len(chips)
    assert page.count("selected>") == len(answer.places) - len(chips)
    assert not answer.typed or f'value="{answer.typed}"' in page
    shown = paper.asked(exam, reveal=False)[0]
    assert shown.complete
    assert {(c.correct, c.right, c.target, c.reason, c.fact) for c in shown.choices} <= {(None, None, "", "", "")}


def test_an_open_cloze_does_not_show_its_spellings(exam, client):
    ask(exam, 1, "cloze")
    page = text(client.get(f"/quizzes/{exam.pk}/?question=1"))
    assert "Word 1" not in page
    assert 'name="text"' in page


def letter_keys(page):
    return set(" ".join(re.findall(r'data-key="([^"]+)"', page)).split()) & set("abcdsugi")


@pytest.mark.parametrize(("kind", "letters"), [("cloze", False), ("option", True)])
def test_letters_are_no_keys_in_practice_where_they_are_the_answer(begin, client, kind, letters):
    attempt = begin()
    ask(attempt, 1, kind)
    page = text(client.get(f"/quizzes/{attempt.pk}/?question=1"))
    assert bool(letter_keys(page)) == letters
    assert ("autofocus data-focus" in page) != letters
    assert page.count("data-focus") == 1


@pytest.mark.parametrize(("kind", "letters"), [("cloze", False), ("option", True)])
def test_letters_are_no_keys_in_an_exam_where_they_are_the_answer(exam, client, kind, letters):
    ask(exam, 1, kind)
    page = text(client.get(f"/quizzes/{exam.pk}/?question=1"))
    assert bool(letter_keys(page.split('data-page="2"')[0])) == letters


@pytest.mark.parametrize("kind", GRADED)
@pytest.mark.parametrize("share", [1, 0])
def test_the_result_tells_what_was_right_and_why(exam, client, kind, share):
    order = ask(exam, 1, kind)
    send(client, exam, given(kind, order, share))
    client.post(f"/quizzes/{exam.pk}/submit/")
    page = text(client.get(f"/quizzes/{exam.pk}/"))
    assert f"{share} of 10 right" in page
    assert tells_why(page, kind)
    assert "#cell=table/log/row-1" in page
    assert ('badge right"' in page) == bool(share)
    assert mark_of(Answer.objects.get().question) == share


WEIGHTS = {"cloze": 100, "number": 100, "amount": 100, "multiple": 50, "review": 50, "categorise": 50}


@pytest.mark.parametrize("kind", GRADED)
@pytest.mark.parametrize("share", [1, 0])
def test_right_answers_weigh_what_they_are_more_than_luck_and_wrong_ones_in_full(exam, client, kind, share):
    order = ask(exam, 1, kind)
    send(client, exam, given(kind, order, share))
    client.post(f"/quizzes/{exam.pk}/submit/")
    found = set(Review.objects.values_list("rating", "weight"))
    assert found
    assert found <= {(Review.Rating.GOOD, WEIGHTS.get(kind, 67)), (Review.Rating.AGAIN, 100)}
    for row in Review.objects.filter(rating=Review.Rating.GOOD):
        assert row.stability == pytest.approx(row.weight / 100 * 2.3065)


@pytest.mark.parametrize(("kind", "share"), PARTIAL.items())
def test_a_partly_right_answer_earns_its_share(exam, client, kind, share):
    order = ask(exam, 1, kind)
    send(client, exam, given(kind, order, share))
    client.post(f"/quizzes/{exam.pk}/submit/")
    assert Attempt.objects.get().score == pytest.approx(share)
    assert mark_of(Answer.objects.get().question) == pytest.approx(share)
    page = text(client.get(f"/quizzes/{exam.pk}/"))
    assert f"Partly right, {round(share * 100)} %" in page
    hold, fail = ("faults", "sound parts") if kind == "review" else ("that hold", "that do not")
    assert bool(re.search(rf">\d of \d {hold} taken(, less \d of \d {fail})?: 50 %<", page)) == (kind in SEVERAL)


@pytest.mark.parametrize("kind", PARTS)
def test_a_stale_tab_gets_what_is_saved(exam, client, kind):
    order = ask(exam, 1, kind)
    send(client, exam, given(kind, order, share=0))
    response = send(client, exam, given(kind, order))
    assert (response.status_code, response["HX-Retarget"]) == (409, "#question-1")
    assert "answered in another tab" in text(response)
    assert 'name="sequence" value="1"' in text(response)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("kind", PARTS)
def test_a_repeated_answer_is_saved_once(exam, client, kind):
    order, key = ask(exam, 1, kind), str(uuid4())
    for _ in range(2):
        assert send(client, exam, given(kind, order), idempotency_key=key).status_code == 200
    assert Answer.objects.count() == 1
    assert AnswerPart.objects.count() == {"multiple": 2, "review": 2, "cloze": 1, "number": 1, "amount": 1}.get(kind, 3)


@pytest.mark.parametrize("kind", PARTS)
def test_after_the_grace_an_answer_is_refused_and_within_it_marked(exam, client, kind):
    order = ask(exam, 1, kind)
    Attempt.objects.update(deadline=timezone.now() - timedelta(seconds=3))
    assert send(client, exam, given(kind, order)).status_code == 200
    assert Answer.objects.get().late
    Attempt.objects.update(deadline=timezone.now() - timedelta(seconds=11))
    assert send(client, exam, given(kind, order, share=0), sequence=1).status_code == 409
    services.close_overdue(timezone.now())
    assert Attempt.objects.get().score == 1


@pytest.mark.parametrize("kind", PARTS)
def test_an_exam_answer_can_be_changed_and_taken_back(exam, client, kind):
    order = ask(exam, 1, kind)
    send(client, exam, given(kind, order, share=0))
    send(client, exam, given(kind, order), sequence=1)
    assert paper.asked(exam, reveal=False)[0].complete
    response = send(client, exam, Given(), sequence=2)
    assert 'aria-label="Question 1, open"' in text(response)
    client.post(f"/quizzes/{exam.pk}/submit/")
    assert Attempt.objects.get().score == 0
    assert Review.objects.count() == 0
    assert "Not answered" in text(client.get(f"/quizzes/{exam.pk}/"))


def test_a_half_filled_question_is_open_but_counts(exam, client, learner):
    order = ask(exam, 1, "match")
    response = send(client, exam, Given(places={order[0]: "Red"}))
    assert 'aria-label="Question 1, open"' in text(response)
    client.post(f"/quizzes/{exam.pk}/submit/")
    assert Attempt.objects.get().score == pytest.approx(1 / 3)
    assert evidence(learner) == {"Log": True}


@pytest.mark.parametrize("kind", KINDS)
def test_practice_answers_with_feedback(begin, client, kind):
    attempt = begin()
    order = ask(attempt, 1, kind)
    page = text(send(client, attempt, given(kind, order, share=0)))
    assert tells_why(page, kind)
    assert "See it in its table" in page or not KINDS[kind].one_row
    assert "Next question" in page
    assert 'The options compared, question 1"' in page or not KINDS[kind].one_row


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_practice_wants_the_whole_answer(begin, client, kind, headers):
    attempt = begin()
    order = ask(attempt, 1, kind)
    some = Given(places={order[0]: SORTED[kind][0]}) if kind in SORTED else Given()
    response = send(client, attempt, some, headers=headers)
    assert response.status_code == 422
    assert "Nothing is saved yet" in text(response)
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_practice_answer_shows_the_first(begin, client, kind):
    attempt = begin()
    order = ask(attempt, 1, kind)
    send(client, attempt, given(kind, order, share=0))
    response = send(client, attempt, given(kind, order))
    assert response.status_code == 409
    assert "The first answer stays" in text(response)


@pytest.mark.parametrize("kind", KINDS)
def test_a_visitor_can_try_every_kind(begin, visitor, kind):
    session = visitor.session
    session["visitor"] = "v"
    session.save()
    attempt = begin(learner=None, visitor="v")
    order = ask(attempt, 1, kind)
    assert tells_why(text(send(visitor, attempt, given(kind, order))), kind)
    page = text(visitor.get(f"/quizzes/{attempt.pk}/?question=2"))
    assert "How sure are you" not in page
    assert "I don’t know" in page
    visitor.post(f"/quizzes/{attempt.pk}/submit/")
    assert "1 of 1 right" in text(visitor.get(f"/quizzes/{attempt.pk}/"))


@pytest.mark.parametrize(
    ("kind", "share", "known"),
    [
        ("option", 1, {"Log": True}),
        ("option", 0, {"Log": False}),
        ("odd", 0, {"Log": False, "Queue": False}),
        ("true-false", 0, {"Log": False}),
        ("cloze", 0, {"Log": False}),
        ("multiple", 1, {"Log": True, "Queue": True}),
        ("multiple", 1 / 2, {"Log": True, "Queue": False}),
        ("multiple", 0, {"Log": False, "Queue": False, "Table": False}),
        ("match", 1 / 3, {"Log": True, "Queue": False, "Table": False}),
        ("categorise", 1 / 3, {"Log": True, "Queue": False, "Table": False}),
        ("order", 1, {"Log": True, "Queue": True, "Table": True}),
    ],
)
def test_each_part_is_evidence_on_its_own_fact(begin, client, learner, kind, share, known):
    attempt = begin()
    order = ask(attempt, 1, kind)
    send(client, attempt, given(kind, order, share))
    assert evidence(learner) == known


@pytest.mark.parametrize("kind", PARTS)
def test_a_guess_is_no_evidence(begin, client, kind):
    attempt = begin()
    order = ask(attempt, 1, kind)
    assert "You called it a guess" in text(send(client, attempt, given(kind, order), sureness="guess"))
    assert Review.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "missed"),
    [("option", "Log"), ("odd", "Log"), ("true-false", "Log"), ("cloze", "Log"), ("multiple", "Log Queue"),
     ("match", "Log Queue Table"), ("categorise", "Log Queue Table"), ("order", "Log Queue Table")],
)  # fmt: skip
def test_i_dont_know_is_a_miss_of_all_that_is_asked(begin, client, learner, kind, missed):
    attempt = begin()
    order = ask(attempt, 1, kind)
    page = text(send(client, attempt, given(kind, order), unknown="on"))
    assert "You said that you don’t know" in page
    assert not {"Left open", "Missed, it holds", "Rightly left out"} & set(re.split(r" ?[<>] ?", page))
    assert evidence(learner) == dict.fromkeys(missed.split(), False)
    assert (mark_of(Answer.objects.get().question), AnswerPart.objects.count()) == (0, 0)


@pytest.mark.parametrize("kind", GRADED)
def test_in_an_exam_i_dont_know_is_an_answer_until_another_is_given(exam, client, learner, kind):
    order = ask(exam, 1, kind)
    response = send(client, exam, Given(), sureness="unknown")
    assert 'aria-label="Question 1, answered"' in text(response)
    assert 'value="unknown" autocomplete="off" checked' in text(client.get(f"/quizzes/{exam.pk}/?question=1"))
    assert 'aria-label="Question 1, open"' in text(send(client, exam, Given(), sequence=1, sureness="sure"))
    send(client, exam, given(kind, order), sequence=2, sureness="unknown")
    client.post(f"/quizzes/{exam.pk}/submit/")
    assert Attempt.objects.get().score == 1
    assert set(evidence(learner).values()) == {True}


@pytest.mark.parametrize("kind", GRADED)
def test_in_an_exam_i_dont_know_counts_as_not_right(exam, client, learner, kind):
    ask(exam, 1, kind)
    send(client, exam, Given(), sureness="unknown")
    client.post(f"/quizzes/{exam.pk}/submit/")
    assert Attempt.objects.get().score == 0
    assert mark_of(Answer.objects.get().question) == 0
    assert set(evidence(learner).values()) == {False}
    assert "Not known" in text(client.get(f"/quizzes/{exam.pk}/"))


def test_what_is_retired_is_no_evidence(begin, client, learner):
    attempt = begin()
    order = ask(attempt, 1, "match")
    Fact.objects.filter(option="Queue").update(retired_at=timezone.now())
    send(client, attempt, given("match", order))
    assert evidence(learner) == {"Log": True, "Table": True}


def test_an_alias_that_an_editor_accepts_is_right(begin, client, learner):
    attempt = begin()
    ask(attempt, 1, "cloze")
    question = attempt.questions.get(position=1).version.question
    question.aliases.create(text="Something else", author=learner, at=timezone.now())
    page = text(send(client, attempt, Given(typed="something  ELSE")))
    assert evidence(learner) == {"Log": True}
    assert "is-right" in page


@pytest.mark.parametrize(
    ("kind", "bad", "status"),
    [
        ("multiple", {"choice": [HUGE]}, 400),
        ("multiple", {"choice": ["x", ""]}, 400),
        ("multiple", {"choice": [1]}, 404),
        ("multiple", {"place-1": "Red"}, 404),
        ("match", {"place-x": "Red"}, 400),
        ("match", {f"place-{HUGE}": "Red"}, 400),
        ("match", {"place-²": "Red"}, 400),
        ("match", {"place-1": "Red"}, 404),
        ("match", {"place-1": "\0"}, 400),
        ("order", {"text": "1"}, 404),
        ("cloze", {"text": "x" * 201}, 400),
        ("cloze", {"text": "\0"}, 400),
        ("cloze", {"text": " "}, 422),
        ("option", {"text": "Word 1"}, 404),
    ],
)
def test_bad_answers_are_refused(begin, client, kind, bad, status):
    attempt = begin()
    ask(attempt, 1, kind)
    assert send(client, attempt, Given(), **bad).status_code == status
    assert Answer.objects.count() == 0


def test_what_is_no_number_is_not_taken_and_can_be_mended(begin, client):
    attempt = begin()
    ask(attempt, 1, "number")
    response = send(client, attempt, Given(typed="250 per second"))
    assert response.status_code == 422
    assert "Nothing is saved yet: type a number" in text(response)
    assert 'value="250 per second"' in text(response)
    assert Answer.objects.count() == 0


def no_number(page):
    """Whether a page says at the field of question 1 that what stands there is no number."""
    return re.search(r'id="no-number-1" data-no-number( hidden)?', page)[1] is None


def test_in_an_exam_what_is_no_number_stays_open_and_its_field_says_so(exam, client):
    ask(exam, 1, "number")
    assert not no_number(text(client.get(f"/quizzes/{exam.pk}/?question=1")))
    typed = text(send(client, exam, Given(typed="b2nb2n")))
    assert 'aria-label="Question 1, open"' in typed
    assert no_number(typed)
    kept = text(client.get(f"/quizzes/{exam.pk}/?question=1"))
    assert 'name="text" value="b2nb2n"' in kept
    assert 'aria-invalid="true"' in kept
    assert no_number(kept)
    mended = text(send(client, exam, Given(typed="250"), sequence=1))
    assert 'aria-label="Question 1, answered"' in mended
    assert not no_number(mended)
    assert not no_number(text(send(client, exam, Given(), sequence=2)))
    assert "data-no-number" not in text(send(client, exam, Given(), position=2))


@pytest.mark.parametrize("turned", [False, True])
def test_a_typed_answer_tells_the_name_of_the_wiki_first(begin, client, turned):
    attempt = begin()
    ask(attempt, 1, "cloze")
    question = attempt.questions.get(position=1)
    question.order = sorted(question.order, reverse=turned)
    question.save()
    after = text(send(client, attempt, Given(typed="gizmo")))
    assert "Wrong. Right is Word 1." in after
    assert after.index('<strong dir="auto">Word 1</strong>') < after.index('<strong dir="auto">Word 2</strong>')


def test_a_number_tells_its_unit_before_and_what_is_accepted_after(begin, client):
    attempt = begin()
    ask(attempt, 1, "number")
    before = text(client.get(f"/quizzes/{attempt.pk}/?question=1"))
    assert 'inputmode="decimal"' in before
    assert "Your number, in <bdi>requests/s</bdi>" in before
    assert "240 to 260" not in before
    assert "240" not in re.sub("<[^>]*>", "", before)  # the attributes hold keys, which may hold these digits by chance
    after = text(send(client, attempt, Given(typed="1,250")))
    assert 'Right is <strong dir="auto">240 to 260 requests/s</strong>; you wrote <bdi>1,250</bdi>.' in after


def test_a_target_of_another_question_is_not_found(exam, client):
    order = ask(exam, 1, "match")
    assert send(client, exam, Given(places={order[0]: "Left"})).status_code == 404


def test_the_feedback_on_an_order_stands_in_the_right_order(begin, client):
    attempt = begin()
    order = ask(attempt, 1, "order")
    question = attempt.questions.get(position=1)
    question.order = order[::-1]
    question.save()
    send(client, attempt, given("order", order))
    assert [choice.text for choice in paper.asked(attempt, reveal=True)[0].choices] == ["Word 1", "Word 2", "Word 3"]


@pytest.mark.parametrize("kinds", [1, 3])
def test_queries_do_not_grow_with_the_kinds(begin, client, kinds, django_assert_num_queries):
    attempt = begin()
    for position, kind in enumerate(["match", "order", "multiple"][:kinds], 1):
        send(client, attempt, given(kind, ask(attempt, position, kind)), position=position)
    with django_assert_num_queries(7):
        assert sum(question.share for question in paper.asked(attempt, reveal=True)) == kinds


def test_figures_count_the_share_of_every_kind(exam, client):
    order = ask(exam, 1, "match")
    send(client, exam, given("match", order, share=1 / 3))
    client.post(f"/quizzes/{exam.pk}/submit/")
    compute(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(MET, {"questions": None, **_same_wording(None)})
        cursor.execute("SELECT mark FROM met WHERE mark > 0")
        assert cursor.fetchall() == [(pytest.approx(1 / 3),)]


def test_the_options_of_an_order_are_compared_in_the_right_order(exam):
    order = ask(exam, 1, "order")
    texts = [Choice.objects.get(pk=pk) for pk in order]
    for place, choice in enumerate(texts):  # the first on the page is the last
        choice.target = str(len(texts) - place)
        choice.save()
    exam.submitted_at = timezone.now()
    exam.save()
    [shown, *_] = paper.asked(exam, reveal=True)
    assert [choice.target for choice in shown.choices] == ["1", "2", "3"]
    asked = [value.fact for option in shown.row.options for value in option.values if value.mark]
    assert asked == [choice.fact for choice in shown.choices]


@pytest.mark.parametrize(
    ("kind", "share", "verdict"),
    [
        ("order", 1, "Right."),
        ("order", 0, "Wrong. Right is Word 1, then Word 2, then Word 3."),
        ("match", 1 / 3, "Partly right: 1 of 3."),
        ("match", 0, "Wrong: 0 of 3."),
        ("multiple", 1 / 2, "Partly right: 50 %."),
        ("multiple", 0, "Wrong. Right is Word 1 and Word 2."),
        ("option", 0, "Wrong. Right is Word 1."),
        ("cloze", 0, "Wrong. Right is Word 1."),
        ("cloze", 1, "Right."),
    ],
)
def test_what_has_the_focus_begins_with_the_verdict(begin, client, kind, share, verdict):
    attempt = begin()
    order = ask(attempt, 1, kind)
    page = text(send(client, attempt, given(kind, order, share)))
    focused = page.split("data-focus>")[1]
    assert re.sub(r"<[^>]+>|\s+", " ", focused).strip().startswith(verdict)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("share", "begins"), [(1, r"Right\."), (0, r"Wrong\. Right is .|Wrong: 0 of \d\.")])
def test_every_kind_says_first_whether_an_answer_is_right(begin, client, kind, share, begins):
    attempt = begin()
    order = ask(attempt, 1, kind)
    page = text(send(client, attempt, given(kind, order, share)))
    focused = page.split("data-focus>")[1]
    assert re.match(begins, " ".join(re.sub(r"<[^>]+>", " ", focused).split()))
    assert page.count("data-focus") == 1
