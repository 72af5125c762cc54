"""What a quiz found comes back today, within its minutes: the end of the day's list makes room for it."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.bank.models import Fact
from quizzes.reviews.allowance import learn_more
from quizzes.reviews.cards import add_cards
from quizzes.reviews.counting import load
from quizzes.reviews.dated import plan_today
from quizzes.reviews.load import Pace
from quizzes.reviews.models import DayPlan, Review
from quizzes.reviews.planning.greedy import Costs
from quizzes.reviews.services import Outcome, grade, record_answers
from quizzes.today.planned import plan_wanted
from quizzes.today.queries import today
from quizzes.today.services import open_days, reset_clock
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember

DAY = timedelta(1)
MINUTES = 5
CARD = Costs().new + Costs().right  # the longest that one card takes, with its first step
NEW = Pace().begun  # the same without a date


@pytest.fixture
def learner(wiki, now):
    return UserFactory(interview_on=now.date() + 12 * DAY, minutes_per_day=MINUTES)


def answer(learner, facts, now, *, correct=False):
    outcomes = [Outcome(fact.pk, correct, uuid.uuid4()) for fact in facts]
    record_answers(learner=learner, outcomes=outcomes, source=Review.Source.PRACTICE, now=now)


def others(plan):
    """Facts that no card of a plan's list is of."""
    return list(Fact.objects.askable().exclude(cards__pk__in=plan.cards).order_by("-pk"))


def seconds(learner, now):
    day = load(learner, now)
    return (day.due + day.learning) * day.pace.review + day.fresh * day.pace.fresh + day.beside + day.again


def row(learner, now):
    return DayPlan.objects.get(learner=learner, day=now.date())


@pytest.mark.parametrize("correct", [True, False])
def test_answers_one_by_one_stay_within_the_minutes_by_one_card_at_most(learner, now, correct):
    plan = plan_today(learner=learner, now=now)
    for place, fact in enumerate(others(plan)[:12]):
        answer(learner, [fact], now + timedelta(seconds=place), correct=correct)
        assert seconds(learner, now) < 60 * MINUTES + CARD
    assert load(learner, now).learning == 12
    kept = row(learner, now)
    assert kept.cards == plan.cards[: len(kept.cards)]
    assert 0 < len(kept.cards) < len(plan.cards)
    assert (kept.due, kept.fresh) == (0, load(learner, now).fresh)
    assert seconds(learner, now) > 60 * MINUTES - CARD


def test_what_a_wrong_answer_takes_is_told_until_it_is_known(learner, now):
    """From its first step a fact is asked twice more, from its second once."""
    plan = plan_today(learner=learner, now=now)
    told = []
    for rating in (1, 3, 3):
        grade(learner=learner, card_id=plan.cards[0], rating=rating, now=now, key=uuid.uuid4())
        day = load(learner, now)
        told.append(seconds(learner, now) - day.fresh * (day.pace.fresh + plan.beside / len(plan.cards)))
    assert told == pytest.approx([24, 12, 0])


def test_what_is_left_is_what_a_plan_made_anew_would_take(learner, now):
    plan = plan_today(learner=learner, now=now)
    plan_wanted(now)
    answer(learner, others(plan)[:9], now)
    kept = row(learner, now)
    assert kept.wants  # where it leads is worked out anew
    again = plan_today(learner=learner, now=now)
    assert (again.cards, again.fresh) == (kept.cards, kept.fresh)
    assert again.beside == pytest.approx(kept.beside)


def test_what_was_begun_stays_and_who_is_slow_loses_no_more_than_the_answers_take(learner, now):
    plan = plan_today(learner=learner, now=now)
    begun = plan.cards[:3]
    for card in begun:
        grade(learner=learner, card_id=card, rating=3, now=now, key=uuid.uuid4(), duration_ms=90_000)
    answer(learner, others(plan)[:1], now)
    assert row(learner, now).cards == plan.cards[:-1]
    assert load(learner, now).learning == 4  # the steps of what was begun, and of the answer


def test_reviews_that_fit_make_room_too_where_there_is_no_date(learner, now):
    learner.interview_on, learner.minutes_per_day = None, 1
    learner.save()
    for place, fact in enumerate(facts_of("messaging")[:8]):
        remember(learner, fact, now, stability=3.0 + place, days=8, due_in=-DAY)
    open_days(now)
    plan_wanted(now)
    before = row(learner, now)
    assert len(before.cards) == 5
    answer(learner, facts_of("storage")[:2], now)
    day = load(learner, now)
    assert row(learner, now).cards == before.cards[:1]  # each is asked twice until it is known
    assert (day.due, day.learning, day.levelled, row(learner, now).wants) == (1, 2, 7, False)


@pytest.mark.parametrize(("answers", "left", "over"), [(9, True, False), (40, False, True)])
def test_only_what_the_minutes_do_not_hold_at_all_passes_them(learner, now, answers, left, over):
    plan = plan_today(learner=learner, now=now)
    answer(learner, others(plan)[:answers], now)
    assert (bool(row(learner, now).cards), today(learner, now).over) == (left, over)


def test_what_is_told_of_yesterday_changes_no_list(learner, now):
    first, second = plan_today(learner=learner, now=now), plan_today(learner=learner, now=now + DAY)
    answer(learner, others(second)[:9], now)
    assert (row(learner, now).cards, row(learner, now + DAY).cards) == (first.cards, second.cards)


def test_nobody_else_loses_anything_and_without_minutes_nothing_is_asked(learner, now):
    plan = plan_today(learner=learner, now=now)
    charlie = UserFactory(email="charlie@example.com", minutes_per_day=None, interview_on=None)
    facts = others(plan)
    with CaptureQueriesContext(connection) as asked:
        answer(charlie, facts[:2], now)
    assert not [query for query in asked if "dayplan" in query["sql"]]
    assert row(learner, now).cards == plan.cards


@pytest.fixture
def undated(wiki, now):
    """Studies without a date, ten minutes a day, of which new facts take most."""
    learner = UserFactory(minutes_per_day=10, new_per_day=30)
    first = Fact.objects.askable().order_by("pk")[:40]
    add_cards(learner, Fact.objects.filter(pk__in=first.values("pk")), now)
    open_days(now)
    return learner


def test_without_a_date_what_a_quiz_found_takes_the_time_of_new_facts(undated, now):
    before = load(undated, now)
    assert before.fresh == 14
    for place, fact in enumerate(Fact.objects.askable().order_by("-pk")[:12]):
        answer(undated, [fact], now + timedelta(seconds=place))
        assert 60 * 10 - NEW < seconds(undated, now) < 60 * 10 + NEW
    assert load(undated, now).learning == 12
    assert load(undated, now).fresh < before.fresh


def test_with_time_to_spare_no_new_fact_is_left_for_later(undated, now):
    undated.minutes_per_day = 60
    undated.save()
    DayPlan.objects.all().delete()
    reset_clock(learner=undated, now=now)
    open_days(now)
    before = load(undated, now).fresh
    answer(undated, Fact.objects.askable().order_by("-pk")[:3], now)
    assert load(undated, now).fresh == before


@pytest.mark.parametrize("number", [1, 20])
def test_facts_that_were_asked_for_beyond_the_minutes_stay_and_evidence_is_kept(undated, now, number):
    """The press for more new facts is none of the room that the minutes left."""
    learn_more(learner=undated, now=now, key=uuid.uuid4(), number=20)
    for facts in [Fact.objects.askable().order_by("-pk")[n * number : (n + 1) * number] for n in range(40 // number)]:
        answer(undated, facts, now)
    assert row(undated, now).room == 0
    assert load(undated, now).fresh == 20
    assert Review.objects.count() == 40
