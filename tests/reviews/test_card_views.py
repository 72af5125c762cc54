"""The menu of a card, its note, and “I know this well”, as requests."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from quizzes.bank.models import Choice, Question, QuestionVersion
from quizzes.reviews.models import Card, CardNote, Review
from quizzes.reviews.scheduling import FAR_DAYS

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} \" onload='x' <img src=x onerror=alert(1)>"


@pytest.fixture
def now():
    return timezone.now()


def act(client, card, name, key=None):
    data = {"act": name, "idempotency_key": key or uuid4()}
    return client.post(reverse("quizzes:card-act", args=[card.pk]), data, headers=HTMX)


def write(client, card, note="", mnemonic="", version=0):
    data = {"note": note, "mnemonic": mnemonic, "version": version}
    return client.post(reverse("quizzes:card-note", args=[card.pk]), data, headers=HTMX)


def back_of(client, card):
    return client.get(reverse("quizzes:review"), {"card": card.pk, "answer": 1}).content.decode()


def ask(card):
    """Give the bank a question of three choices about the card's fact."""
    fact = card.fact
    question = Question.objects.create(key=f"option/{fact.key}", topic=fact.topic, kind="option")
    question.facts.add(fact)
    version = QuestionVersion.objects.create(
        question=question, number=1, context="Speed", ask="Which is it?", explanation="", checksum="x",
        created_at=timezone.now(),
    )  # fmt: skip
    Question.objects.filter(pk=question.pk).update(current=version)
    return [
        Choice.objects.create(
            version=version, position=n, text=f"Choice {n}", correct=n == 1, reason="", source="",
            fact=fact.key if n == 1 else "",
        )
        for n in (1, 2, 3)
    ]  # fmt: skip


def know(client, card, choice=None, reps=0, key=None):
    data = {"reps": reps, "idempotency_key": key or uuid4()} | ({"choice": choice.pk} if choice else {})
    return client.post(reverse("quizzes:card-known", args=[card.pk]), data, headers=HTMX)


@pytest.mark.parametrize(("name", "told"), [("suspend", "Suspended."), ("bury", "Put off until tomorrow.")])
def test_a_card_goes_out_of_the_way_and_comes_back_by_undo(cards, member, name, told):
    page = act(member, cards[0], name).content.decode()
    assert told in page
    assert f"/review/{cards[1].pk}/grade/" in page
    assert "Undo" in page
    undone = member.post(reverse("quizzes:undo"), {"idempotency_key": uuid4()}, headers=HTMX).content.decode()
    assert f"/review/{cards[0].pk}/grade/" in undone
    assert "Undo</button>" not in undone  # nothing of today stands any more


def test_a_flag_is_set_and_taken_off(cards, member):
    assert "Take the flag off" in act(member, cards[0], "flag").content.decode()
    assert Card.objects.get(flag=True) == cards[0]
    act(member, cards[0], "unflag")
    assert not Card.objects.filter(flag=True).exists()


def test_an_act_that_is_none_is_refused(cards, member):
    assert act(member, cards[0], "delete").status_code == 400


def test_what_one_writes_stands_below_the_answer_and_nowhere_runs(cards, member):
    page = write(member, cards[0], note=HOSTILE, mnemonic="A queue at the post office").content.decode()
    assert "Your note is saved" in page
    back = back_of(member, cards[0])
    assert escape(HOSTILE) in back
    assert HOSTILE not in back + page
    assert "A queue at the post office" in back


def test_a_note_without_a_word_is_not_said_to_stand_below_the_answer(cards, member):
    assert "It stands below the answer" in write(member, cards[0], note="here").content.decode()
    emptied = write(member, cards[0], version=1).content.decode()
    assert "Nothing is noted" in emptied
    assert "It stands below the answer" not in emptied


def test_ten_thousand_characters_are_kept_and_more_are_not_lost(cards, member):
    text = "é" * 10_000
    assert write(member, cards[0], note=text).status_code == 200
    assert CardNote.objects.get().note == text
    longer = write(member, cards[0], note=text + "x", version=1)
    assert longer.status_code == 422
    assert text + "x" in longer.content.decode()
    assert CardNote.objects.get().note == text


def test_a_note_of_another_window_is_kept_and_this_one_stays_in_its_form(cards, member):
    write(member, cards[0], note="there")
    late = write(member, cards[0], note="here")
    assert late.status_code == 409
    assert "here" in late.content.decode()
    assert "another window" in late.content.decode()
    assert CardNote.objects.get().note == "there"


def test_a_fact_forgotten_often_is_shown_with_what_helps(cards, member):
    Card.objects.filter(pk=cards[0].pk).update(lapses=6)
    assert "You have forgotten this 6 times" in back_of(member, cards[0])
    assert "You have forgotten" not in back_of(member, cards[1])


def test_a_right_answer_counts_by_its_weight_and_brings_the_card_far_out(cards, member):
    right, *_ = ask(cards[0])
    asked = member.get(reverse("quizzes:card-known", args=[cards[0].pk]), headers=HTMX).content.decode()
    assert "Which is it?" in asked
    key = uuid4()
    for _ in range(2):
        assert "Right. The card comes back" in know(member, cards[0], right, key=key).content.decode()
    row = Review.objects.get()
    assert (row.rating, row.weight) == (4, 67)
    assert row.due_day - row.day >= timedelta(FAR_DAYS - 5)


def test_a_wrong_answer_is_a_miss_and_names_what_is_right(cards, member):
    _, wrong, _ = ask(cards[0])
    page = know(member, cards[0], wrong).content.decode()
    assert "Not quite: it is “Choice 1”." in page
    assert Review.objects.get().rating == 1


def test_a_repeated_wrong_answer_is_told_as_the_first_one(cards, member):
    _, wrong, _ = ask(cards[0])
    first = know(member, cards[0], wrong, key=(key := uuid4())).content.decode()
    question = Question.objects.get()
    question.pk, question.key = None, "value/another"
    question.current = None
    question.save()
    version = QuestionVersion.objects.create(
        question=question, number=1, context="", ask="And which is it?", explanation="", checksum="y",
        created_at=timezone.now(),
    )  # fmt: skip
    Question.objects.filter(pk=question.pk).update(current=version)
    Choice.objects.create(
        version=version, position=1, text="Another", correct=True, reason="", source="", fact=cards[0].fact.key
    )
    again = know(member, cards[0], wrong, key=key).content.decode()
    assert "Not quite: it is “Choice 1”." in first
    assert "Not quite: it is “Choice 1”." in again
    assert Review.objects.count() == 1


def test_no_answer_counts_where_a_question_is_asked(cards, member):
    ask(cards[0])
    assert know(member, cards[0]).status_code == 409
    assert not Review.objects.exists()


def test_ones_word_counts_where_the_bank_asks_nothing(cards, member):
    know(member, cards[0])
    row = Review.objects.get()
    assert (row.rating, row.weight) == (4, 100)


def test_a_suspended_card_takes_no_word(cards, member):
    Card.objects.filter(pk=cards[0].pk).update(suspended=True)
    assert know(member, cards[0]).status_code == 409
    assert not Review.objects.exists()


def test_the_grade_keeps_the_interval_that_its_button_said(cards, member, learner):
    page = back_of(member, cards[0])
    form = page[page.index("grade easy") - 700 : page.index("grade easy")]
    days = int(form.rpartition('name="days" value="')[2].partition('"')[0])
    data = {"rating": 4, "reps": 0, "days": days, "idempotency_key": uuid4()}
    member.post(reverse("quizzes:grade", args=[cards[0].pk]), data)
    row = Review.objects.get()
    assert (row.due_day - row.day).days == days


# --- The cell of a table ---------------------------------------------------------------------------------


def cell_of(client, fact, **act):
    data = {"topic": fact.topic.slug, "cell": fact.anchor.removeprefix("cell=")}
    url = reverse("quizzes:review-cell")
    if act:
        return client.post(url, data | {"idempotency_key": uuid4()} | act, headers=HTMX)
    return client.get(url, data, headers=HTMX)


def test_a_cell_is_taken_up_suspended_and_taken_up_again(bank, member, learner):
    fact = bank.topic("queues").facts.order_by("pk").first()
    assert "is not in your reviews" in cell_of(member, fact).content.decode()
    for _ in range(2):
        assert "is new in your reviews" in cell_of(member, fact, act="take_up").content.decode()
    assert Card.objects.filter(learner=learner).count() == 1
    assert "is suspended" in cell_of(member, fact, act="suspend").content.decode()
    assert "Suspend" in cell_of(member, fact, act="resume").content.decode()


def test_a_cell_tells_its_memory(cards, member, grade, now):
    grade(cards[0], 4, at=now)
    page = cell_of(member, cards[0].fact).content.decode()
    assert "you would recall with" in page
    assert "it comes back on" in page


def test_a_cell_that_nothing_is_asked_of_says_nothing(cards, member):
    url = reverse("quizzes:review-cell")
    assert member.get(url, {"topic": "caching", "cell": "no/such/cell"}).status_code == 204
    assert member.get(url).status_code == 400
