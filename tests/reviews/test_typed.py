"""Cards whose answer may be typed: where it is asked for, what is said of it, and what it leaves to the learner."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes.bank.models import Choice, Question, QuestionVersion
from quizzes.bank.models.curation import QuestionAlias
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queue import study
from quizzes.reviews.scheduling import Rating
from quizzes.reviews.typed import Accepted, about, typeable, verdict
from tests.reviews.review_page import HTMX, URL, fields

pytestmark = pytest.mark.django_db
CACHE = Accepted(("Write-through", "write through cache"))
PORT = Accepted(("250 ± 10",), number=True, unit="ms")


@pytest.fixture
def now():
    """The views read the clock."""
    return timezone.now()


def asks(fact, *texts, kind="cloze", state="live", unit=""):
    """A live question that asks to type something of a fact."""
    question = Question.objects.create(key=f"{kind}/{fact.key}", topic=fact.topic, kind=kind, state=state)
    version = QuestionVersion.objects.create(
        question=question, number=1, context="", ask="Which?", explanation="", checksum="", created_at=timezone.now()
    )
    Choice.objects.bulk_create(
        Choice(version=version, position=n, text=text, correct=True, target=unit, reason="", fact=fact.key, source="")
        for n, text in enumerate(texts)
    )
    question.facts.add(fact)
    question.current = version
    question.save(update_fields=["current"])
    return question


@pytest.fixture
def learned(cards, now):
    """Three cards that are due; the first two ask for a term: its option, its value."""
    Card.objects.update(state=2, stability=3, difficulty=5, reps=3, due=now - timedelta(days=1))
    option, value, _ = (card.fact for card in cards)
    option.flashcard.both_ways = True
    option.flashcard.save(update_fields=["both_ways"])
    asks(option, option.option, "choice one")
    asks(value, value.value, "second")
    return cards


def shown(learner, card, now, **more):
    return study(learner, now, pinned=card.pk, **more).showing


def test_what_is_typed_is_taken_as_in_a_quiz():
    assert CACHE.takes("WRITE through")
    assert CACHE.takes("the write-through caches")
    assert not CACHE.takes("write back")
    assert PORT.takes("245 ms")
    assert PORT.takes("0.26k")
    assert not PORT.takes("300")
    assert not PORT.takes("many")


def test_a_question_about_another_answer_is_none_of_the_cards():
    assert about(["Write-through"], [PORT, CACHE]) is CACHE
    assert about(["Write-back"], [PORT, CACHE]) is None
    assert about(["250"], [Accepted(()), PORT]) is PORT


def test_a_verdict_proposes_a_grade_and_nothing_typed_has_none():
    assert verdict("write-through", [CACHE]).proposed is Rating.GOOD
    assert verdict("write-back", [CACHE]).proposed is Rating.AGAIN
    assert verdict("  ", [CACHE]) is None
    assert verdict("write-through", []) is None


def test_a_card_asks_the_way_that_can_be_typed_where_its_learner_types(learned, learner, now):
    option, value, neither = learned
    assert not shown(learner, option, now).reverse
    assert shown(learner, option, now).typed is None
    assert shown(learner, option, now, typing=True).answer == option.fact.option
    assert "choice one" in shown(learner, option, now, typing=True).typed.texts
    assert shown(learner, value, now, typing=True).answer == value.fact.value
    assert shown(learner, neither, now, typing=True).typed is None


def test_what_is_new_is_read_and_not_typed(learned, learner, now):
    Card.objects.filter(pk=learned[0].pk).update(state=0, reps=0)
    assert shown(learner, learned[0], now, typing=True).typed is None


def test_a_question_that_is_asked_no_more_asks_for_no_typing(learned, learner, now):
    Question.objects.update(state="rejected")
    assert shown(learner, learned[0], now, typing=True).typed is None
    assert typeable(learner) == []


def test_nobody_types_who_has_not_asked_for_it(learned, learner, member):
    def page(**query):
        return member.get(URL, {"card": learned[0].pk} | query)

    assert "Type the answer</label>" not in page().content.decode()
    asked = page(typing="on")
    assert "Type the answer</label>" in asked.content.decode()
    assert "typing=on" in fields(asked)[0]  # and so the next card does
    learner.type_answers = True
    learner.save()
    assert "Type the answer</label>" in page().content.decode()
    assert "Type the answer</label>" not in page(typing="off").content.decode()


def test_what_was_typed_is_judged_and_nothing_is_graded(learned, member):
    url = f"{URL}{learned[0].pk}/typed/"
    right = member.get(url, {"said": "Choice-One"}, headers=HTMX).content.decode()
    assert "Right." in right
    assert 'data-proposed="3"' in right
    wrong = member.get(url, {"said": "none of it"}, headers=HTMX).content.decode()
    assert 'data-proposed="1"' in wrong
    assert "choice one" in wrong
    assert not Review.objects.exists()


def test_a_spelling_that_editors_accept_is_right(learned, member):
    QuestionAlias.objects.create(question=Question.objects.order_by("pk")[0], text="alpha", at=timezone.now())
    assert b"Right." in member.get(f"{URL}{learned[0].pk}/typed/", {"said": "Alpha"}).content


@pytest.mark.parametrize(("said", "status"), [("", 200), ("x" * 201, 400), ("\x00", 400)])
def test_nothing_or_too_much_typed_is_no_verdict(learned, member, said, status):
    response = member.get(f"{URL}{learned[0].pk}/typed/", {"said": said})
    assert response.status_code == status
    assert b"verdict" not in response.content


def test_without_scripts_the_page_tells_it_and_enter_gives_the_proposed_grade(learned, member):
    card = learned[0].pk
    asked = {"card": card, "answer": "1", "typing": "on", "said": "<b>none</b>"}
    page = member.get(URL, asked).content.decode()
    assert "Not accepted." in page
    assert "&lt;b&gt;none&lt;/b&gt;" in page
    assert 'data-key="1 space enter"' in page
    page = member.get(URL, asked | {"said": "option 1"}).content.decode()
    assert "Right." in page
    assert 'data-key="3 space enter"' in page


def test_only_typed_answers_are_asked_where_they_are_due(learned, learner, member, now):
    option, value, _ = learned
    assert typeable(learner) == sorted([option.fact_id, value.fact_id])
    assert typeable(learner, topics=[]) == []
    page = member.get(URL, {"typed": "1"})
    assert page.context["load"].left == 2
    assert page.context["showing"].typed
    assert "Typed answers" in page.content.decode()
    Card.objects.filter(pk__in=[option.pk, value.pk]).update(due=now + timedelta(days=2))
    assert member.get(URL, {"typed": "1"}).context["showing"] is None


def test_the_ways_to_review_count_what_can_be_typed(learned, member):
    page = member.get("/review/choose/")
    assert (page.context["typed"], page.context["typed_due"]) == (2, 2)
    assert "?typed=1" in page.content.decode()
