"""What is shown next, and the numbers beside it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Min
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.bank.models import Fact, Flashcard
from quizzes.progress.queries import reviews_by_day
from quizzes.reviews import scheduling
from quizzes.reviews.balance import Work
from quizzes.reviews.counting import load, pace_of
from quizzes.reviews.days import local_day
from quizzes.reviews.load import Pace
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queries import waiting, waits
from quizzes.reviews.queue import study, upcoming
from quizzes.reviews.queue_sql import AHEAD_DAYS
from quizzes.reviews.scheduling import memory_of
from quizzes.reviews.services import Outcome, add_topics, record_answers
from quizzes.reviews.taking_back import undo
from tests.factories import UserFactory

AGAIN, HARD, GOOD, EASY = scheduling.Rating
NEW, LEARNING, REVIEW, RELEARNING = Card.State
MINUTES, DAYS = timedelta(minutes=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


def put(card, state, due, **more):
    """Give a card a state without a history."""
    values = {"state": state, "due": due, "stability": 3.0, "difficulty": 5.0, "reps": 2} | more
    Card.objects.filter(pk=card.pk).update(**values)


def shown(learner, now, **more):
    showing = study(learner, now, **more).showing
    return showing and showing.card_id


@pytest.fixture
def apart(bank, learner, now):
    """Four cards, none a sibling of another."""
    topic = bank.topic("caching", "a", "b", "c", "d", facts=1)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now - 9 * DAYS)
    return list(Card.objects.order_by("pk"))


# --- Either way ---------------------------------------------------------------------------------------


def sides(card, learner, now, state, reps):
    put(card, state, now - DAYS, reps=reps)
    showing = study(learner, now).showing
    return showing.prompt, showing.answer, showing.reverse


def test_learned_card_is_asked_the_other_way_each_third_time(apart, learner, now):
    card = apart[0]
    fact = card.fact
    there, back = (fact.flashcard.prompt, fact.value, False), ("Which one is it?", fact.option, True)
    Flashcard.objects.update(both_ways=True, prompt_back="Which one is it?")
    for reps, expected in [(3, there), (4, there), (5, back), (6, there), (7, there), (8, back)]:
        assert sides(card, learner, now, REVIEW, reps) == expected
    assert sides(card, learner, now, LEARNING, 5) == there
    assert sides(card, learner, now, RELEARNING, 8) == there


def test_card_with_a_shared_value_is_asked_one_way_only(apart, learner, now):
    assert {sides(apart[0], learner, now, REVIEW, reps)[2] for reps in range(1, 9)} == {False}


def test_condition_is_shown_where_the_way_back_has_no_sentence_yet(apart, learner, now):
    fact = apart[0].fact
    Fact.objects.filter(pk=fact.pk).update(qualifier="on a Monday")
    Flashcard.objects.update(both_ways=True)
    assert sides(apart[0], learner, now, REVIEW, 5)[0] == f"“{fact.value}” (on a Monday)"


# --- Order ---------------------------------------------------------------------------------------------


def test_steps_come_first_then_reviews_then_new(apart, learner, now):
    new, overdue, due, step = apart
    put(overdue, REVIEW, now - 5 * DAYS)
    put(due, REVIEW, now - DAYS)
    put(step, RELEARNING, now - MINUTES)
    order = []
    while card := shown(learner, now):
        order.append(card)
        Card.objects.filter(pk=card).update(suspended=True)
    assert order == [step.pk, overdue.pk, due.pk, new.pk]


def test_new_cards_come_in_the_order_they_were_added(apart, learner, now):
    assert shown(learner, now) == apart[0].pk


def test_what_is_not_due_waits(apart, learner, now):
    for card, state in zip(apart, [LEARNING, RELEARNING, REVIEW, REVIEW], strict=True):
        put(card, state, now + MINUTES)
    assert shown(learner, now) is None
    assert shown(learner, now + MINUTES) == apart[0].pk


def test_steps_can_be_taken_ahead(apart, learner, now):
    put(apart[0], REVIEW, now + 5 * MINUTES)
    put(apart[1], LEARNING, now + 21 * MINUTES)
    put(apart[2], LEARNING, now + 9 * MINUTES)
    put(apart[3], REVIEW, now + DAYS)
    assert shown(learner, now) is None
    assert shown(learner, now, ahead=True) == apart[2].pk


def test_a_review_of_an_earlier_day_start_is_due(apart, learner, now):
    """The learner has moved the start of the day forward: what was to begin at four is now within today."""
    put(apart[0], REVIEW, datetime(2026, 3, 2, 6, tzinfo=UTC))
    assert load(learner, now).due == 1


def test_siblings_do_not_follow_one_another(bank, learner, grade, now):
    topic = bank.topic("caching", "table", "list", facts=2)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    groups = []
    for n in range(4):
        card = Card.objects.get(pk=shown(learner, now + n * MINUTES))
        groups.append(card.fact.group)
        grade(card, EASY, now + n * MINUTES)
    assert groups == ["table", "list", "table", "list"]


def test_reviews_of_one_day_are_mixed(bank, learner, now):
    """Twelve tables of twelve facts, all due on one day: no two siblings in a row."""
    topic = bank.topic("caching", *"abcdefghijkl", facts=12)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    Card.objects.update(state=REVIEW, due=now, stability=3, difficulty=5, reps=1)
    after, groups = None, []
    for _ in range(144):
        card = Card.objects.select_related("fact").get(pk=upcoming(learner, now, fresh=False, after=after).card_id)
        after = (card.fact.topic_id, card.fact.group)
        groups.append(card.fact.group)
        put(card, REVIEW, now + DAYS)
    assert sorted(groups) == sorted("abcdefghijkl" * 12)
    assert sum(a == b for a, b in pairwise(groups)) <= 3  # at the very end


def test_siblings_follow_where_nothing_else_is_left(cards, learner, grade, now):
    grade(cards[0], EASY)
    assert shown(learner, now) == cards[1].pk


def test_after_an_undo_the_group_before_it_counts(bank, learner, grade, now):
    topic = bank.topic("caching", "table", "list", facts=2)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    first = Card.objects.get(pk=shown(learner, now))
    grade(first, EASY)
    undo(learner=learner, now=now, key=uuid4())
    assert shown(learner, now, pinned=first.pk) == first.pk


def test_beside_a_card_stands_how_many_come_back_on_each_day(apart, learner, now, monkeypatch):
    put(apart[0], REVIEW, now)
    for card, days in zip(apart[1:], (3, 3, 5), strict=True):
        put(card, REVIEW, now + days * DAYS)
    today = local_day(now, learner.time_zone, learner.day_start)
    calendar = upcoming(learner, now, fresh=False).calendar
    assert calendar.work == {today + 3 * DAYS: Work(cards=2), today + 5 * DAYS: Work(cards=1)}
    assert (calendar.usual, calendar.until) == (2, today + AHEAD_DAYS * DAYS)
    monkeypatch.setattr("quizzes.reviews.queue.COUNTED", 3)  # as where more come back than are counted
    assert upcoming(learner, now, fresh=False).calendar.until == today + 4 * DAYS


def test_a_pinned_card_is_shown_only_if_it_is_in_the_queue(apart, learner, now):
    put(apart[1], REVIEW, now + DAYS)
    assert shown(learner, now, pinned=apart[2].pk) == apart[2].pk
    assert shown(learner, now, pinned=apart[1].pk) == apart[0].pk
    assert shown(learner, now, pinned=2**62) == apart[0].pk


# --- New facts -----------------------------------------------------------------------------------------


def test_new_facts_stop_at_the_daily_number(apart, learner, grade, now):
    learner.new_per_day = 2
    assert load(learner, now).fresh == 2
    grade(apart[0], EASY)
    assert load(learner, now).fresh == 1
    grade(apart[1], EASY)
    assert (load(learner, now).fresh, shown(learner, now)) == (0, None)
    assert load(learner, now + DAYS).fresh == 2


def test_an_undone_introduction_does_not_count(apart, learner, grade, now):
    learner.new_per_day = 1
    grade(apart[0], GOOD)
    assert load(learner, now).fresh == 0
    undo(learner=learner, now=now, key=uuid4())
    assert load(learner, now).fresh == 1


def test_a_second_grade_of_a_fact_is_no_introduction(apart, learner, grade, now):
    learner.new_per_day = 2
    for minutes in (0, 1, 2):
        grade(apart[0], AGAIN, now + minutes * MINUTES)
    assert load(learner, now + 2 * MINUTES).fresh == 1
    grade(apart[0], EASY, now + DAYS)
    assert load(learner, now + DAYS).fresh == 2


@pytest.mark.parametrize("source", [Review.Source.PRACTICE, Review.Source.EXAM])
def test_facts_met_in_a_quiz_first_are_no_introduction(apart, learner, grade, now, source):
    """Not even if their flashcards are then graded, however often: a quiz is evidence, not an allowance spent."""
    learner.new_per_day = 2
    outcomes = [Outcome(card.fact_id, right, uuid4()) for card, right in zip(apart, (True, False, True), strict=False)]
    record_answers(learner=learner, outcomes=outcomes, source=source, now=now)
    assert (load(learner, now).allowed, load(learner, now).fresh) == (2, 1)
    for card in apart[:3]:
        grade(card, GOOD, now + MINUTES)
    assert load(learner, now + MINUTES).allowed == 2
    grade(apart[3], EASY, now + MINUTES)
    assert load(learner, now + MINUTES).allowed == 1
    # what a flashcard has introduced stays introduced, whatever a quiz asks of it then
    again = Outcome(apart[3].fact_id, False, uuid4())
    record_answers(learner=learner, outcomes=[again], source=source, now=now + 2 * MINUTES)
    assert load(learner, now + 2 * MINUTES).allowed == 1


def test_facts_met_in_a_quiz_are_no_introduction(apart, learner, now):
    learner.new_per_day = 1
    outcome = Outcome(apart[0].fact_id, True, uuid4())
    record_answers(learner=learner, outcomes=[outcome], source=Review.Source.PRACTICE, now=now)
    assert load(learner, now).fresh == 1


def test_a_study_of_some_facts_shows_and_counts_those_alone(apart, learner, now):
    first, second, third, other = apart
    put(first, LEARNING, now + 5 * MINUTES)
    put(second, REVIEW, now - DAYS)
    put(third, REVIEW, now + DAYS)
    put(other, RELEARNING, now - MINUTES)
    mine = [first.fact_id, second.fact_id, third.fact_id]
    assert waiting(learner, now, facts=Fact.objects.filter(pk__in=mine)) == mine[:2]
    assert waiting(UserFactory(), now, facts=Fact.objects.all()) == []
    assert shown(learner, now, facts=mine) == second.pk
    assert load(learner, now, facts=mine).left == 2
    put(second, REVIEW, now + DAYS)
    assert (shown(learner, now, facts=mine), shown(learner, now, facts=mine, ahead=True)) == (None, first.pk)
    assert load(learner, now, facts=mine).next_at == now + 5 * MINUTES
    assert load(learner, now, facts=[0]).empty


def test_no_new_facts_a_day(apart, learner, now):
    learner.new_per_day = 0
    assert (load(learner, now).fresh, shown(learner, now)) == (0, None)
    assert (load(learner, now).unseen, load(learner, now).next_at) == (4, None)


def test_many_new_facts_a_day(bank, learner, now):
    topic = bank.topic("caching", facts=70)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    learner.new_per_day = 60
    assert load(learner, now).fresh == 60


# --- What is left out ----------------------------------------------------------------------------------


def test_retired_suspended_and_foreign_cards_are_not_asked(apart, learner, charlie, now):
    for card in apart:
        put(card, REVIEW, now - DAYS)
    Fact.objects.filter(pk=apart[0].fact_id).update(retired_at=now)
    Flashcard.objects.filter(fact=apart[1].fact_id).update(retired_at=now)
    Card.objects.filter(pk=apart[2].pk).update(suspended=True)
    assert shown(learner, now) == apart[3].pk
    assert load(learner, now).due == 1
    assert (shown(charlie, now), load(charlie, now).empty) == (None, True)


def test_a_study_of_some_topics_is_limited_to_them(bank, learner, now):
    one, other = bank.topic("caching"), bank.topic("queues")
    add_topics(learner=learner, topic_ids=[one.pk, other.pk], now=now)
    put(Card.objects.filter(fact__topic=one)[0], REVIEW, now - DAYS)
    limited = study(learner, now, topics=[other.pk])
    assert Card.objects.get(pk=limited.showing.card_id).fact.topic == other
    assert (limited.load.due, limited.load.fresh) == (0, 3)
    assert load(learner, now, topics=[]).empty


# --- Numbers -------------------------------------------------------------------------------------------


def test_numbers_of_the_day(apart, learner, grade, now):
    grade(apart[0], GOOD)  # back in ten minutes
    put(apart[1], REVIEW, now - DAYS)
    put(apart[2], REVIEW, now + 3 * DAYS)
    day = load(learner, now)
    assert (day.done, day.answers, day.due, day.learning, day.fresh) == (0, 1, 1, 1, 1)
    assert (day.ready, day.left, day.next_at) == (2, 3, now + 10 * MINUTES)
    tomorrow = load(learner, now + DAYS)
    assert (tomorrow.done, tomorrow.answers) == (0, 0)


def test_what_was_announced_is_what_is_left_and_what_is_done_however_often_it_is_asked(apart, learner, grade, now):
    put(apart[1], REVIEW, now - DAYS)
    announced, number = load(learner, now).left, 0
    while (day := load(learner, now)).left:
        assert day.done + day.left == announced
        here = sum(load(learner, now, facts=[card.fact_id]).done for card in apart)
        assert here == day.done
        shown = study(learner, now).showing
        if shown is None:
            now = day.next_at
            continue
        number += 1
        grade(Card.objects.get(pk=shown.card_id), AGAIN if number in (2, 3) else GOOD, now)
    assert (day.done, day.answers) == (announced, number)
    assert number > announced
    assert [(one.count, one.answers) for one in reviews_by_day(learner, now, days=1)] == [(announced, number)]


def test_a_pace_is_ones_own_from_ten_timed_grades_of_its_kind_on(bank, learner, grade, now):
    add_topics(learner=learner, topic_ids=[bank.topic("caching", facts=20).pk], now=now)
    cards = list(Card.objects.filter(learner=learner))
    found = []
    for learned, known in zip(cards[:10], cards[10:], strict=True):
        grade(learned, GOOD, duration_ms=90_000)  # it stays in its first steps
        found.append(load(learner, now).pace)
        grade(known, EASY, duration_ms=5_000)
        assert load(learner, now).pace == pace_of(learner)
        found.append(pace_of(learner))
    assert found == [Pace(12, 30)] * 18 + [Pace(12, 90), Pace(5, 90)]


def test_what_is_coming(apart, learner, now):
    Card.objects.filter(pk=apart[0].pk).delete()
    for card, days in zip(apart[1:], (5, 2, 9), strict=True):
        put(card, REVIEW, now + days * DAYS)
    assert load(learner, now).next_at == now + 2 * DAYS


def test_new_facts_come_with_the_next_day(apart, learner, now):
    learner.time_zone = "Asia/Tokyo"  # four o'clock there is 19:00 UTC
    put(apart[0], REVIEW, now + 2 * DAYS)
    assert load(learner, now).tomorrow == datetime(2026, 3, 2, 19, tzinfo=UTC)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cards_=st.lists(
        st.tuples(st.sampled_from(Card.State), st.integers(-3000, 3000), st.booleans(), st.booleans(), st.booleans()),
        min_size=4,
        max_size=4,
    )
)
def test_the_numbers_agree_with_one_another(cards_, apart, learner, now):
    for card, (state, minutes, suspended, retired, cardless) in zip(apart, cards_, strict=True):
        put(card, state, now + minutes * MINUTES if state else now, suspended=suspended)
        Fact.objects.filter(pk=card.fact_id).update(retired_at=now if retired else None)
        Flashcard.objects.filter(fact=card.fact_id).update(retired_at=now if cardless else None)
    found = study(learner, now)
    day, asked = found.load, Card.objects.askable().exclude(state=NEW)
    assert day == load(learner, now)
    assert day.due == asked.filter(due__lte=now).count()
    assert day.learning == asked.filter(due__gt=now, due__lt=day.tomorrow).count()
    assert day.next_at == asked.filter(due__gt=now).aggregate(next=Min("due"))["next"]
    assert day.unseen == Card.objects.askable().filter(state=NEW).count()
    assert (found.showing is not None) == (day.ready > 0)


# --- What a card shows ---------------------------------------------------------------------------------


def test_a_flashcard_is_asked_as_it_is_written(cards, learner, now):
    showing = study(learner, now).showing
    assert (showing.context, showing.dimension, showing.prompt, showing.answer) == (
        "Caching · Speed", "", "Option 1 of table", "table value 1",
    )  # fmt: skip
    assert showing.source == "/wiki/caching/#cell=table/option-1/speed"
    assert (showing.reverse, showing.several, showing.changed, showing.why) == (False, False, False, "")
    assert showing.memory == memory_of(cards[0])


def test_a_fact_without_a_flashcard_is_asked_by_its_place(bank, learner, now):
    topic = bank.topic("caching", facts=1, flashcards=False)
    add_topics(learner=learner, topic_ids=[topic.pk], now=now)
    Fact.objects.update(qualifier="PostgreSQL 18")
    showing = study(learner, now).showing
    assert (showing.context, showing.dimension, showing.prompt, showing.answer) == (
        "Caching", "Speed", "Option 1 (PostgreSQL 18)", "table value 1",
    )  # fmt: skip


def test_previews_are_what_a_grade_then_does(cards, learner, grade, now):
    for _ in range(6):
        card = Card.objects.get(pk=cards[0].pk)
        for rating, wait in waits(memory_of(card), card.pk, learner, card.due):
            row = grade(card, rating, card.due)
            if wait.days:
                assert (row.due.date() - row.day).days == wait.days
            else:
                assert row.due - row.at == wait.minutes * MINUTES
            undo(learner=learner, now=card.due, key=uuid4())
        grade(card, GOOD, card.due)


# --- Cost ----------------------------------------------------------------------------------------------


def test_a_study_is_two_statements(apart, learner, now, django_assert_num_queries):
    with django_assert_num_queries(2):  # the numbers, the card
        study(learner, now)


def test_the_queue_is_found_through_its_index(bank, learner, now):
    """Among many cards, ids come from card_due alone and rows by primary key."""
    topic = bank.topic("caching", facts=400, flashcards=False)
    facts = list(topic.facts.values_list("pk", flat=True))
    learners = [learner, *(UserFactory(password=None) for _ in range(20))]
    Card.objects.bulk_create(
        Card(learner=one, fact_id=fact, due=now + n * DAYS / 4, state=REVIEW, stability=1, difficulty=5, reps=1)
        for one in learners
        for n, fact in enumerate(facts)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE quizzes_card")
        cursor.execute(
            "EXPLAIN SELECT id, state, due FROM quizzes_card"
            " WHERE learner_id = %s AND NOT suspended AND due < %s AND state <> 0",
            [learner.pk, now],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using card_due" in plan


def test_the_memories_of_a_fact_are_found_through_their_index(bank, learner, now):
    """An edit marks the cards of what it changed without looking at everybody's."""
    topic = bank.topic("caching", facts=400, flashcards=False)
    facts = list(topic.facts.values_list("pk", flat=True))
    Card.objects.bulk_create(
        Card(learner=one, fact_id=fact, due=now, state=REVIEW, stability=1, difficulty=5, reps=1)
        for one in [learner, *(UserFactory(password=None) for _ in range(20))]
        for fact in facts
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE quizzes_card")
    plans = [Card.objects.filter(fact__in=facts[:2]).seen().explain() for _ in range(8)]
    assert all("card_of_fact" in plan and "Seq Scan" not in plan for plan in plans), plans
