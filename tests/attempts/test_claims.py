"""“Mine means the same”: put to the editors once, not held against a memory, in practice neither right nor wrong."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from quizzes.attempts import claims, errors, services
from quizzes.attempts.models import Answer, Attempt, SpellingClaim
from quizzes.attempts.scoring import Given
from quizzes.reviews.models import Card, Review
from tests.attempts.grades import mark_of
from tests.attempts.questions_by_kind import ask
from tests.attempts.quiz_pages import HTMX, text


@pytest.fixture
def now():
    """Views take the time from the clock."""
    return timezone.now()


def typed(attempt, words, *, position=1, now, sureness=""):
    ask(attempt, position, "cloze")
    given = Given(typed=words)
    return services.save_answer(
        attempt_id=attempt.pk, position=position, given=given, sequence=0, key=uuid4(), now=now, sureness=sureness
    )


def press(client, attempt, position=1, headers=HTMX):
    return client.post(f"/quizzes/{attempt.pk}/{position}/means-the-same/", headers=headers)


def test_a_refused_answer_offers_to_say_so_and_others_do_not(begin, client, now):
    attempt = begin()
    typed(attempt, "something else", now=now)
    typed(attempt, "word-1", position=2, now=now)
    assert "Mine means the same" in text(client.get(f"/quizzes/{attempt.pk}/?question=1"))
    assert "Mine means the same" not in text(client.get(f"/quizzes/{attempt.pk}/?question=2"))


def test_one_press_takes_the_evidence_back_by_a_row(begin, client, learner, now):
    attempt = begin()
    typed(attempt, "something else", now=now)
    wrong = Review.objects.get(learner=learner)
    page = text(press(client, attempt))
    assert "It is with the editors now" in page
    assert "counts neither as right nor as wrong" in page
    assert "not held against your memory" in page
    assert "is-wrong" not in page
    assert page.count("data-focus") == 1
    undo = Review.objects.exclude(pk=wrong.pk).get()
    assert (undo.undoes, undo.rating) == (wrong, None)
    card = Card.objects.get(learner=learner, fact=wrong.card.fact)
    assert (card.state, card.reps, card.missed, card.stability) == (Card.State.NEW, 0, False, None)


def test_what_else_was_known_of_the_fact_stays(begin, client, learner, now):
    first, second = begin(), begin(key=uuid4())
    typed(first, "word-1", now=now)
    before = Card.objects.get(learner=learner, reps=1)
    typed_at = now + timedelta(days=3)
    question = first.questions.get(position=1)
    second.questions.filter(position=1).update(version=question.version, order=question.order)
    given = Given(typed="other")
    services.save_answer(attempt_id=second.pk, position=1, given=given, sequence=0, key=uuid4(), now=typed_at)
    press(client, second)
    after = Card.objects.get(pk=before.pk)
    assert (after.reps, after.stability, after.lapses, after.due) == (1, before.stability, 0, before.due)


def test_two_presses_are_one_claim(begin, client, now):
    attempt = begin()
    typed(attempt, "something else", now=now)
    for _ in range(2):
        assert press(client, attempt).status_code == 200
    assert SpellingClaim.objects.count() == 1
    assert Review.objects.count() == 2


def test_practice_counts_it_neither_as_right_nor_as_wrong(begin, client, now):
    attempt = begin()
    typed(attempt, "something else", now=now)
    typed(attempt, "word-1", position=2, now=now)
    press(client, attempt)
    client.post(f"/quizzes/{attempt.pk}/submit/")
    attempt.refresh_from_db()
    assert (attempt.score, attempt.max_score) == (1, 1)
    page = text(client.get(f"/quizzes/{attempt.pk}/"))
    assert "1 of 1 right" in page
    assert "Not counted" in page
    assert "comes back among your flashcards" not in page


def test_said_after_the_end_practice_is_reckoned_anew(begin, client, now):
    attempt = begin()
    typed(attempt, "something else", now=now)
    client.post(f"/quizzes/{attempt.pk}/submit/")
    response = press(client, attempt, headers={})
    assert response.status_code == 302
    attempt.refresh_from_db()
    assert (attempt.score, attempt.max_score) == (0, 0)
    assert "Nothing counts here until an editor" in text(client.get(f"/quizzes/{attempt.pk}/"))


def test_an_exam_keeps_its_mark_and_tells_so(exam, client, learner, now):
    typed(exam, "something else", now=now)
    assert press(client, exam).status_code == 409
    client.post(f"/quizzes/{exam.pk}/submit/")
    page = text(press(client, exam))
    assert "The mark stays as" in page
    exam.refresh_from_db()
    assert (exam.score, exam.max_score) == (0, 10)
    assert not Review.objects.effective().filter(learner=learner).exists()


def test_an_accepted_spelling_makes_the_exams_mark_right(exam, learner, now):
    typed(exam, "something else", now=now)
    services.submit(attempt_id=exam.pk, now=now)
    made = claims.claim(attempt_id=exam.pk, position=1, now=now)
    made.question.aliases.create(text="something else", author=learner, at=now)
    claims.settle([made], by=learner, now=now)
    exam.refresh_from_db()
    assert (exam.score, exam.max_score, mark_of(Answer.objects.get().question)) == (1, 10, 1)


@pytest.mark.parametrize("case", ["right", "unanswered", "choice", "unknown"])
def test_what_was_not_refused_is_no_claim(begin, client, now, case):
    attempt = begin()
    if case == "right":
        typed(attempt, "word-1", now=now)
    elif case == "unknown":
        ask(attempt, 1, "cloze")
        client.post(f"/quizzes/{attempt.pk}/1/answer/", {"unknown": "on", "sequence": 0, "idempotency_key": uuid4()})
    elif case == "choice":
        order = ask(attempt, 1, "option")
        given = Given.of(order[1])
        services.save_answer(attempt_id=attempt.pk, position=1, given=given, sequence=0, key=uuid4(), now=now)
    assert press(client, attempt).status_code == 409
    assert SpellingClaim.objects.count() == 0


def test_a_guess_can_be_put_to_the_editors_too(begin, client, now):
    attempt = begin()
    typed(attempt, "something else", now=now, sureness=Answer.Sureness.GUESS)
    assert press(client, attempt).status_code == 200
    assert Review.objects.count() == 0
    assert SpellingClaim.objects.get().text == "something else"


def test_a_visitor_says_so_within_their_session_alone(begin, visitor, client, now):
    session = visitor.session
    session["visitor"] = "v"
    session.save()
    attempt = begin(learner=None, visitor="v")
    typed(attempt, "something else", now=now)
    assert press(client, attempt).status_code == 404
    page = text(press(visitor, attempt))
    assert "with the editors" in page
    assert "memory" not in page.split("claim")[1]
    assert SpellingClaim.objects.count() == 1


@pytest.mark.parametrize("who", ["learner", "visitor"])
def test_a_day_takes_so_many(begin, learner, charlie, now, monkeypatch, who):
    monkeypatch.setattr(claims, "MOST_A_DAY", 1)
    mine = {"learner": learner} if who == "learner" else {"learner": None, "visitor": "v"}
    attempt, others = begin(**mine), begin(learner=charlie)
    for one, first in ((attempt, 1), (others, 3)):
        typed(one, "one", position=first, now=now)
        typed(one, "two", position=first + 1, now=now)
        claims.claim(attempt_id=one.pk, position=first, now=now)
    with pytest.raises(errors.TooManyClaims):
        claims.claim(attempt_id=attempt.pk, position=2, now=now + timedelta(hours=23))
    claims.claim(attempt_id=attempt.pk, position=2, now=now + timedelta(hours=25))
    assert SpellingClaim.objects.count() == 3


def test_a_question_that_is_not_there_is_not_found(begin, client):
    assert press(client, begin(), position=99).status_code == 404
    assert Attempt.objects.count() == 1
