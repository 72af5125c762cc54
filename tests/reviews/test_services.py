"""Grades, undo, quiz answers and new cards: what they write, once."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4, uuid5

import pytest
from django.db import IntegrityError, connection, transaction

from quizzes.bank.models import Fact, FactVersion, Flashcard
from quizzes.reviews import scheduling
from quizzes.reviews.changes import mark_changed
from quizzes.reviews.errors import LaidAsideError, SpentKeyError, StaleCardError
from quizzes.reviews.models import Card, Review
from quizzes.reviews.scheduling import memory_of
from quizzes.reviews.services import Outcome, add_topics, grade, record_answers
from quizzes.reviews.taking_back import undo
from tests.reviews.memory_models import replay

AGAIN, HARD, GOOD, EASY = scheduling.Rating
MINUTES = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def reload(card):
    return Card.objects.get(pk=card.pk)


def snapshot(card):
    """Every stored value of a card."""
    return Card.objects.filter(pk=card.pk).values().get()


# --- Grade ---------------------------------------------------------------------------------------------


def test_grade_writes_the_row_and_the_card(cards, grade, now):
    review = grade(cards[0], GOOD, duration_ms=2300)
    card, row = reload(cards[0]), Review.objects.get()
    assert row == review
    assert (row.rating, row.source, row.fact_version, row.duration_ms) == (GOOD, "review", 1, 2300)
    assert (row.at, row.day) == (now, now.date())
    assert (row.state, row.due, row.stability, row.difficulty, row.step) == (
        card.state, card.due, card.stability, card.difficulty, card.step,
    )  # fmt: skip
    assert memory_of(card) == replay([(GOOD, now.date())])
    assert card.due == now + 10 * MINUTES


def test_grade_in_days_is_due_when_the_local_day_begins(cards, grade, learner, now):
    learner.time_zone = "Asia/Tokyo"
    learner.save()
    review = grade(cards[0], EASY)  # 21:00 of 2 March in Tokyo; 8 days, fuzzed by at most one
    days = scheduling.fuzzed(8, scheduling.chance(cards[0].pk, 0))
    assert review.due == datetime(2026, 3, 1, 19, tzinfo=UTC) + timedelta(days)


def test_grade_before_the_day_starts_belongs_to_the_day_before(cards, grade):
    assert grade(cards[0], GOOD, datetime(2026, 3, 3, 3, 59, tzinfo=UTC)).day == date(2026, 3, 2)
    assert grade(cards[1], GOOD, datetime(2026, 3, 3, 4, 0, tzinfo=UTC)).day == date(2026, 3, 3)


def test_grade_counts_days_by_the_local_date(cards, grade):
    """Five minutes across the start of a day are a day; 23 hours within one are none."""
    late, early = datetime(2026, 3, 3, 3, 58, tzinfo=UTC), datetime(2026, 3, 3, 4, 3, tzinfo=UTC)
    grade(cards[0], GOOD, late)
    grade(cards[0], GOOD, early)
    assert memory_of(reload(cards[0])) == replay([(GOOD, date(2026, 3, 2)), (GOOD, date(2026, 3, 3))])


def test_grade_uses_the_desired_retention(cards, grade, learner):
    learner.desired_retention = 0.7
    learner.save()
    assert grade(cards[0], EASY).due > datetime(2026, 3, 12, tzinfo=UTC)


def test_grade_repeated_gives_the_first_answer(cards, grade):
    key = uuid4()
    first = grade(cards[0], GOOD, key=key)
    before = snapshot(cards[0])
    assert grade(cards[0], AGAIN, key=key) == first
    assert grade(cards[0], GOOD, key=key, reps=0) == first  # as the browser repeats it, the count long moved on
    assert Review.objects.get().rating == GOOD
    assert snapshot(cards[0]) == before


def test_grade_with_the_key_of_another_learner_is_a_grade_of_its_own(cards, grade, charlie, now):
    key = uuid4()
    grade(cards[0], GOOD, key=key)
    add_topics(learner=charlie, topic_ids=[cards[0].fact.topic_id], now=now)
    theirs = Card.objects.filter(learner=charlie).first()
    _grade_as(charlie, theirs, AGAIN, now, key)
    assert set(Review.objects.values_list("learner", "rating")) == {(cards[0].learner_id, GOOD), (charlie.pk, AGAIN)}


def _grade_as(learner, card, rating, now, key):
    return grade_service(learner=learner, card_id=card.pk, rating=rating, now=now, key=key)


grade_service = grade  # the fixture of that name hides it


def test_grade_of_a_card_of_another_learner_is_refused(cards, charlie, now):
    with pytest.raises(Card.DoesNotExist):
        _grade_as(charlie, cards[0], GOOD, now, uuid4())
    assert not Review.objects.exists()


def test_grade_of_a_stale_page_is_refused(cards, grade):
    grade(cards[0], GOOD, reps=0)
    before = snapshot(cards[0])
    with pytest.raises(StaleCardError):
        grade(cards[0], EASY, reps=0)
    assert Review.objects.count() == 1
    assert snapshot(cards[0]) == before


def test_a_key_belongs_to_one_act(cards, grade, learner, now):
    """What was sent with the key of another act says so, and does not pass for done."""
    key, other = uuid4(), uuid4()
    grade(cards[0], GOOD, key=key)
    before = snapshot(cards[0])
    with pytest.raises(SpentKeyError):
        undo(learner=learner, now=now, key=key)
    with pytest.raises(SpentKeyError):
        grade(cards[1], GOOD, key=key)
    assert snapshot(cards[0]) == before
    assert undo(learner=learner, now=now, key=other).undoes.key == key
    with pytest.raises(SpentKeyError):
        grade(cards[0], GOOD, key=other)
    assert undo(learner=learner, now=now, key=other).undoes.key == key
    assert Review.objects.count() == 2


def test_nobody_takes_the_key_of_an_answer_in_advance(cards, grade, learner, now):
    """Whoever knows the key of their quiz knows those of its answers; a grade under one would drop the answer."""
    key = uuid5(uuid4(), f"1/{cards[0].fact_id}")
    with pytest.raises(SpentKeyError):
        grade(cards[1], GOOD, key=key)
    with pytest.raises(SpentKeyError):
        undo(learner=learner, now=now, key=key)
    outcome = Outcome(cards[0].fact_id, False, key)
    record_answers(learner=learner, outcomes=[outcome], source=Review.Source.PRACTICE, now=now)
    assert Review.objects.get().rating == AGAIN


@pytest.mark.parametrize("what", ["fact", "flashcard", "card"])
def test_a_card_that_is_laid_aside_takes_no_grade_but_an_undo(cards, grade, learner, now, what):
    card, key = cards[0], uuid4()
    first = grade(card, GOOD, key=key)
    if what == "card":
        Card.objects.filter(pk=card.pk).update(suspended=True)
    else:
        kind = Fact if what == "fact" else Flashcard
        kind.objects.filter(**{"pk" if what == "fact" else "fact": card.fact_id}).update(retired_at=now)
    before = snapshot(card)
    with pytest.raises(LaidAsideError):
        grade(card, GOOD)
    assert snapshot(card) == before
    assert grade(card, GOOD, key=key) == first  # as the browser repeats it
    assert undo(learner=learner, now=now, key=uuid4()).undoes == first
    assert reload(card).reps == 0


def test_grade_is_two_statements(cards, grade, django_assert_num_queries):
    with django_assert_num_queries(2):  # card and fact; row and card
        grade(cards[0], GOOD)


def test_grade_that_an_undo_and_another_grade_overtake_is_computed_anew(cards, grade, learner, now):
    """Easy then Hard, and Easy then Good, give the same count, due date and stability by two ways."""
    card = cards[0]
    grade(card, scheduling.Rating.EASY)
    grade(card, scheduling.Rating.HARD)
    overtaken = []

    def overtake(execute, statement, *arguments):
        if "INSERT INTO quizzes_review" in statement and not overtaken:
            overtaken.append(True)
            undo(learner=learner, now=now, key=uuid4())
            grade(card, GOOD)
        return execute(statement, *arguments)

    with connection.execute_wrapper(overtake):
        grade(card, GOOD)
    evidence = Review.objects.effective().filter(card=card).order_by("pk").values_list("rating", "day")
    card.refresh_from_db()
    assert [rating for rating, _ in evidence] == [scheduling.Rating.EASY, GOOD, GOOD]
    assert memory_of(card) == replay([(scheduling.Rating(rating), day) for rating, day in evidence])


def test_evidence_clears_changed(cards, grade, now):
    grade(cards[0], EASY)
    later = now + timedelta(days=3)
    assert mark_changed(fact_ids=[cards[0].fact_id], now=later) == 1
    assert (reload(cards[0]).changed, reload(cards[0]).due) == (True, later)
    grade(cards[0], GOOD, later)
    assert not reload(cards[0]).changed


def test_a_rating_out_of_range_is_refused_by_the_database(cards, now):
    with pytest.raises(IntegrityError, match="review_grades_or_undoes"), transaction.atomic():
        Review.objects.create(
            learner=cards[0].learner, card=cards[0], fact_version=1, source="review", rating=5, at=now, day=now.date(),
            key=uuid4(), state=1, due=now,
        )  # fmt: skip
    with pytest.raises(ValueError, match="5"):
        _grade_as(cards[0].learner, cards[0], 5, now, uuid4())


# --- Undo ----------------------------------------------------------------------------------------------


def test_undo_restores_the_card(cards, grade, learner, now):
    grade(cards[0], GOOD)
    before = snapshot(cards[0])
    graded = grade(cards[0], AGAIN, now + 10 * MINUTES)
    row = undo(learner=learner, now=now + 11 * MINUTES, key=uuid4())
    assert snapshot(cards[0]) == before
    assert (row.undoes, row.rating, row.due, row.stability) == (graded, None, before["due"], before["stability"])
    assert Review.objects.count() == 3  # the log only grows


def test_undo_of_the_first_grade_makes_the_card_new_and_due(cards, grade, learner, now):
    before = snapshot(cards[0])
    grade(cards[0], GOOD, now + MINUTES)
    undo(learner=learner, now=now + 2 * MINUTES, key=uuid4())
    assert snapshot(cards[0]) == before | {"due": now + MINUTES}


def test_undo_takes_back_one_grade_after_another(cards, grade, learner, now):
    given = [
        grade(card, rating, now + n * MINUTES)
        for n, (card, rating) in enumerate(zip(cards, (AGAIN, HARD, GOOD), strict=True))
    ]
    given.append(grade(cards[0], GOOD, now + 20 * MINUTES))
    undone = [undo(learner=learner, now=now + 30 * MINUTES, key=uuid4()) for _ in range(5)]
    assert [row.undoes if row else None for row in undone] == [*reversed(given), None]
    assert set(Card.objects.values_list("state", "reps")) == {(Card.State.NEW, 0)}


def test_undo_then_another_grade_then_undo(cards, grade, learner, now):
    grade(cards[0], GOOD)
    before = snapshot(cards[0])
    for rating in (AGAIN, HARD, EASY):
        grade(cards[0], rating, now + 10 * MINUTES)
        undo(learner=learner, now=now + 11 * MINUTES, key=uuid4())
        assert snapshot(cards[0]) == before


def test_undo_leaves_yesterday_alone(cards, grade, learner):
    grade(cards[0], GOOD, datetime(2026, 3, 3, 3, 59, tzinfo=UTC))
    assert undo(learner=learner, now=datetime(2026, 3, 3, 4, 1, tzinfo=UTC), key=uuid4()) is None
    assert undo(learner=learner, now=datetime(2026, 3, 3, 3, 59, 30, tzinfo=UTC), key=uuid4()) is not None


def test_undo_leaves_others_and_quizzes_alone(cards, grade, learner, charlie, now):
    answer = Outcome(cards[0].fact_id, True, uuid4())
    record_answers(learner=learner, outcomes=[answer], source=Review.Source.PRACTICE, now=now)
    assert undo(learner=learner, now=now, key=uuid4()) is None
    grade(cards[1], GOOD)
    assert undo(learner=charlie, now=now, key=uuid4()) is None
    assert undo(learner=learner, now=now, key=uuid4()).undoes.card == cards[1]


def test_undo_repeated_gives_the_first_answer(cards, grade, learner, now):
    grade(cards[0], GOOD)
    grade(cards[1], GOOD)
    key = uuid4()
    first = undo(learner=learner, now=now, key=key)
    assert undo(learner=learner, now=now, key=key) == first
    assert Review.objects.filter(undoes__isnull=False).count() == 1


def test_undo_below_a_quiz_answer_keeps_the_answer(cards, grade, learner, now):
    grade(cards[0], AGAIN)
    answer = Outcome(cards[0].fact_id, True, uuid4())
    record_answers(learner=learner, outcomes=[answer], source=Review.Source.PRACTICE, now=now + MINUTES)
    row = undo(learner=learner, now=now + 2 * MINUTES, key=uuid4())
    card = reload(cards[0])
    assert memory_of(card) == replay([(GOOD, now.date())])
    assert card.due == row.due == now + MINUTES + 10 * MINUTES
    # and a grade on top of it is taken back to just that
    before = snapshot(card)
    grade(card, GOOD, now + 15 * MINUTES)
    undo(learner=learner, now=now + 16 * MINUTES, key=uuid4())
    assert snapshot(card) == before


def test_undo_marks_a_changed_fact_again(cards, grade, learner, now):
    grade(cards[0], EASY)
    fact, later = cards[0].fact, now + timedelta(days=2)
    Fact.objects.filter(pk=fact.pk).update(version=2)
    FactVersion.objects.create(fact=fact, number=2, option="o", dimension="d", value="v", created_at=later)
    mark_changed(fact_ids=[fact.pk], now=later)
    assert grade(cards[0], GOOD, later).fact_version == 2
    undo(learner=learner, now=later + MINUTES, key=uuid4())
    card = reload(cards[0])
    assert card.changed
    assert card.due == later + MINUTES


def test_an_undo_cannot_be_undone_twice(cards, grade, learner, now):
    graded = grade(cards[0], GOOD)
    row = undo(learner=learner, now=now, key=uuid4())
    row.pk, row.key, row.undoes = None, uuid4(), graded
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


# --- Quiz answers --------------------------------------------------------------------------------------


def test_answers_are_evidence(bank, learner, now):
    topic = bank.topic("caching")
    facts = list(topic.facts.order_by("pk"))
    outcomes = [Outcome(facts[0].pk, True, uuid4()), Outcome(facts[1].pk, False, uuid4())]
    for _ in range(2):  # the second time changes nothing
        record_answers(learner=learner, outcomes=outcomes, source=Review.Source.EXAM, now=now)
    rows = Review.objects.order_by("card__fact").values_list("card__fact", "rating", "source", "key")
    assert list(rows) == [(facts[0].pk, GOOD, "exam", outcomes[0].key), (facts[1].pk, AGAIN, "exam", outcomes[1].key)]
    assert list(Card.objects.order_by("fact").values_list("fact", "reps", "due")) == [
        (facts[0].pk, 1, now + 10 * MINUTES),
        (facts[1].pk, 1, now + MINUTES),
    ]


def test_answers_about_one_fact_follow_one_another(bank, learner, now):
    fact = bank.topic("caching").facts.first()
    outcomes = [Outcome(fact.pk, correct, uuid4()) for correct in (False, True, True)]
    record_answers(learner=learner, outcomes=outcomes, source=Review.Source.PRACTICE, now=now)
    assert memory_of(Card.objects.get()) == replay([(r, now.date()) for r in (AGAIN, GOOD, GOOD)])


def test_a_wrong_answer_brings_a_known_fact_back(cards, grade, learner, now):
    grade(cards[0], EASY)
    later = now + timedelta(days=3)
    outcome = Outcome(cards[0].fact_id, False, uuid4())
    record_answers(learner=learner, outcomes=[outcome], source=Review.Source.EXAM, now=later)
    card = reload(cards[0])
    assert (card.state, card.lapses, card.due) == (Card.State.RELEARNING, 1, later + 10 * MINUTES)


def test_no_answers_change_nothing(learner, now):
    record_answers(learner=learner, outcomes=[], source=Review.Source.EXAM, now=now)
    assert not Card.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_answers_cost_one_statement_each(bank, learner, now, count, django_assert_num_queries):
    facts = bank.topic("caching").facts.all()[:count]
    outcomes = [Outcome(fact.pk, True, uuid4()) for fact in facts]
    with django_assert_num_queries(5 + count):  # turn, missing, cards, path, lock, one each
        record_answers(learner=learner, outcomes=outcomes, source=Review.Source.EXAM, now=now)


# --- New cards -----------------------------------------------------------------------------------------


def test_topics_are_taken_up_in_page_order(bank, learner, now):
    second = bank.topic("queues", "table", "list", phase="communication")
    first = bank.topic("scaling", phase="foundation")
    Fact.objects.filter(topic=first, option_key="option-1").update(position=999)
    assert add_topics(learner=learner, topic_ids=[second.pk, first.pk], now=now).facts == 9
    keys = Card.objects.order_by("pk").values_list("fact__key", flat=True)
    assert list(keys) == [
        *(f"scaling/table/option-{n}/speed" for n in (2, 3, 1)),
        *(f"queues/{group}/option-{n}/speed" for group in ("table", "list") for n in (1, 2, 3)),
    ]
    assert set(Card.objects.values_list("state", "due", "reps")) == {(Card.State.NEW, now, 0)}


def test_taking_up_again_adds_only_what_is_missing(cards, grade, learner, now):
    grade(cards[0], GOOD)
    before, topic = snapshot(cards[0]), cards[0].fact.topic
    cards[2].delete()
    assert add_topics(learner=learner, topic_ids=[topic.pk], now=now + timedelta(days=1)).facts == 1
    assert add_topics(learner=learner, topic_ids=[topic.pk], now=now + timedelta(days=1)).facts == 0
    assert snapshot(cards[0]) == before


def test_what_cannot_be_asked_is_not_taken_up(bank, learner, now):
    topic = bank.topic("caching")
    first, second, third = topic.facts.order_by("pk")
    Fact.objects.filter(pk=first.pk).update(retired_at=now)
    second.flashcard.retired_at = now
    second.flashcard.save()
    third.flashcard.delete()
    assert add_topics(learner=learner, topic_ids=[topic.pk], now=now).facts == 1
    assert Card.objects.get().fact == third


def test_cards_are_one_per_learner_and_fact(cards):
    with pytest.raises(IntegrityError, match="card_once"), transaction.atomic():
        Card.objects.create(learner=cards[0].learner, fact=cards[0].fact, due=cards[0].due)


def test_changed_facts_come_back_only_where_they_were_seen(cards, grade, now):
    grade(cards[0], EASY)
    assert mark_changed(fact_ids=[card.fact_id for card in cards], now=now) == 1
    assert mark_changed(fact_ids=[], now=now) == 0
    assert list(Card.objects.filter(changed=True)) == [cards[0]]


def test_other_learners_are_untouched(cards, grade, charlie, now):
    add_topics(learner=charlie, topic_ids=[cards[0].fact.topic_id], now=now)
    before = list(Card.objects.filter(learner=charlie).values())
    grade(cards[0], GOOD)
    undo(learner=cards[0].learner, now=now, key=uuid4())
    assert list(Card.objects.filter(learner=charlie).values()) == before
