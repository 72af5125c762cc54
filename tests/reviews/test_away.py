"""Breaks and days off: they ask nothing, move what they would have asked, and lose none of it."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.progress.coming import asked
from quizzes.progress.queries import DayCount, forecast, topic_progress
from quizzes.reminding.feed import calendar_of
from quizzes.reminding.services import remind
from quizzes.reviews.away import back_on, break_over, resting, rests
from quizzes.reviews.counting import load
from quizzes.reviews.dated import plan_today, state_of
from quizzes.reviews.load import Load, Pace
from quizzes.reviews.models import Card, DayPlan
from quizzes.reviews.planning.levelling import room
from quizzes.reviews.queue import study
from quizzes.reviews.services import grade
from quizzes.today.errors import TooManyBreaksError
from quizzes.today.models import LearnerClock
from quizzes.today.planned import plan_wanted
from quizzes.today.services import MOST_BREAKS, end_break, not_today, open_days, plan_break
from sdwiki.accounts.breaks import Break, Breaks, joined
from sdwiki.accounts.models import User
from sdwiki.inbox.models import Notice
from tests.factories import UserFactory
from tests.progress.memories import facts_of, remember
from tests.reminding.conftest import learner_at

DAY = timedelta(1)


@pytest.fixture
def learner(wiki, now):
    learner = UserFactory(minutes_per_day=1, interview_on=None)
    for fact in facts_of("messaging")[:4]:
        remember(learner, fact, now, days=5, due_in=-DAY)
    return learner


def pause(learner, now, first, last):
    day = now.date()
    plan_break(learner=learner, first=day + first * DAY, last=day + last * DAY, now=now)


def go_on(learner, now, first=0):
    end_break(learner=learner, first=now.date() + first * DAY, now=now)


def opened(now):
    open_days(now)
    plan_wanted(now)


def row_of(learner, now):
    return DayPlan.objects.filter(learner=learner, day=now.date()).values().first()


def test_breaks_cover_their_days_and_no_other(now):
    day = now.date()
    breaks = Breaks().with_one(day + DAY, day + 3 * DAY).with_one(day + 6 * DAY, day + 6 * DAY)
    learner = UserFactory.build(breaks=breaks, day_off=day)
    away = [False, True, True, True, True, False, False, True, False]
    assert [resting(learner, day + n * DAY) for n in range(-1, 8)] == away
    assert break_over(learner, day) is None
    assert break_over(learner, day + DAY) == day + 3 * DAY
    assert rests(learner, day) == {0, 1, 2, 3, 6}
    assert rests(learner, day + 2 * DAY) == {0, 1, 4}
    assert rests(UserFactory.build(), day) == frozenset()
    assert [back_on(learner, day + n * DAY) for n in (-1, 0, 3, 5)] == [
        day,
        day + 4 * DAY,
        day + 4 * DAY,
        day + 7 * DAY,
    ]


@pytest.mark.parametrize(("minutes", "interview"), [(None, None), (1, None), (1, 10), (20, 10)])
@pytest.mark.parametrize("when", ["before it is opened", "before it has its list", "then"])
def test_not_today_is_one_press_and_its_undo_gives_the_same_day_back(learner, now, minutes, interview, when):
    """Whatever the day is held to, also where half of it is done, and a card is in learning."""
    learner.minutes_per_day, learner.interview_on = minutes, interview and now.date() + interview * DAY
    learner.save()
    if when == "then":
        opened(now)
        card = (row_of(learner, now)["cards"] or [Card.objects.filter(learner=learner).first().pk])[0]
        grade(learner=learner, card_id=card, rating=1, now=now, key=uuid.uuid4(), duration_ms=50_000)
    elif when == "before it has its list":
        open_days(now)
    before, kept = load(learner, now), row_of(learner, now)
    waiting = Card.objects.filter(learner=learner, due__lt=before.tomorrow).exclude(state=Card.State.NEW).count()
    for _ in range(2):  # twice is once
        not_today(learner=learner, off=True, now=now)
        day = load(learner, now)
        assert (day.left, day.learning, day.fresh, day.away) == (0, 0, 0, True)
        assert day.levelled == waiting
        assert study(learner, now, ahead=True).showing is None
        assert sum(one.due for one in topic_progress(learner, now).values()) == 0
    for _ in range(2):
        not_today(learner=learner, off=False, now=now)
        assert load(learner, now) == before
    assert row_of(learner, now) == (kept and kept | {"wants": kept["wants"] or interview is not None})


def test_a_day_off_that_the_worker_has_planned_is_given_back_as_if_it_had_never_been_off(learner, now):
    learner.interview_on = now.date() + 10 * DAY
    learner.save()
    opened(now)
    usual = row_of(learner, now)
    DayPlan.objects.all().delete()
    LearnerClock.objects.all().delete()
    Card.objects.filter(learner=learner, state=Card.State.NEW).delete()
    not_today(learner=learner, off=True, now=now)
    opened(now)
    assert load(learner, now).left == 0
    assert row_of(learner, now)["outlook"]["loads"][0] == 0
    not_today(learner=learner, off=False, now=now)
    plan_wanted(now)
    assert {n: v for n, v in row_of(learner, now).items() if n not in ("id", "cards")} == {
        n: v for n, v in usual.items() if n not in ("id", "cards")
    }
    assert len(row_of(learner, now)["cards"]) == len(usual["cards"])


def test_what_a_day_off_would_have_asked_is_asked_on_the_next(learner, now):
    not_today(learner=learner, off=True, now=now)
    due = set(Card.objects.filter(learner=learner).values_list("pk", "due"))
    opened(now + DAY)
    assert load(learner, now + DAY).due == 4
    assert set(Card.objects.filter(learner=learner).values_list("pk", "due")) == due
    assert not load(learner, now + DAY).away


def test_the_days_after_a_break_take_its_work_within_their_minutes(learner, now):
    for place, fact in enumerate(facts_of("messaging")[4:8]):
        remember(learner, fact, now, days=5, due_in=place * DAY)
    pause(learner, now, 0, 3)
    opened(now)
    coming = asked(learner, load(learner, now), forecast(learner, now, days=7))
    assert [one.due for one in coming] == [0, 0, 0, 0, 5, 3, 0]
    back = now + 4 * DAY
    opened(back)
    assert load(learner, now).next_at == back.replace(hour=4)
    assert (load(learner, back).due, load(learner, back).levelled) == (5, 3)


def test_a_day_of_a_break_is_opened_with_nothing_to_do(learner, now):
    pause(learner, now, 0, 2)
    opened(now)
    row = DayPlan.objects.get(learner=learner)
    assert (row.due, row.fresh, row.minutes, row.cards, row.wants, row.off) == (0, 0, 0, None, False, True)


def test_the_plan_for_an_interview_knows_the_break(wiki, now):
    learner = UserFactory(minutes_per_day=5, interview_on=now.date() + 10 * DAY)
    pause(learner, now, 0, 4)
    assert state_of(learner, now).breaks == {0, 1, 2, 3, 4}
    assert DayPlan.objects.get(learner=learner).cards == []
    assert load(learner, now).left == 0
    plan_wanted(now)
    found = DayPlan.objects.get(learner=learner).outlook
    assert [load > 0 for load in found["loads"]] == [False] * 5 + [True] * 5
    go_on(learner, now)
    assert load(learner, now).left > 0
    plan_wanted(now)
    assert DayPlan.objects.get(learner=learner).outlook["recall"] > found["recall"]


def test_a_break_before_the_date_lets_the_days_before_it_begin_more(wiki, now):
    learner = UserFactory(minutes_per_day=10, interview_on=now.date() + 20 * DAY)
    for fact in facts_of("messaging"):
        remember(learner, fact, now, stability=2.0, days=5, due_in=-DAY)
    pause(learner, now, 2, 15)
    begun = DayPlan.objects.get(learner=learner).fresh
    go_on(learner, now, 2)
    assert begun > DayPlan.objects.get(learner=learner).fresh


def test_a_day_that_is_done_stays_done_when_a_break_is_planned(wiki, now):
    learner = UserFactory(minutes_per_day=3, interview_on=now.date() + 20 * DAY)
    for fact in facts_of("messaging"):
        remember(learner, fact, now, stability=2.0, days=5, due_in=-DAY)
    made = plan_today(learner=learner, now=now)
    for card in made.cards:
        grade(learner=learner, card_id=card, rating=4, now=now, key=uuid.uuid4())
    assert load(learner, now).over
    pause(learner, now, 1, 1)
    assert load(learner, now).over
    assert DayPlan.objects.get(learner=learner).wants  # where it leads is worked out anew
    pause(learner, now, 0, 1)
    assert load(learner, now).away


def test_no_reminder_comes_on_a_day_off_and_the_next_days_does(wiki, now):
    learner = learner_at(now, 18)
    not_today(learner=learner, off=True, now=now)
    remind(now=now.replace(hour=18))
    assert not Notice.objects.exists()
    remind(now=now.replace(hour=18) + DAY)
    assert Notice.objects.get().title.startswith("3 reviews")


def test_the_calendar_has_no_minutes_on_days_off(wiki, now):
    learner = UserFactory(minutes_per_day=25, interview_on=now.date() + 6 * DAY)
    pause(learner, now, 1, 2)
    pause(learner, now, 4, 4)
    days = [f"day-{now.date() + n * DAY}" for n in range(7)]
    text = calendar_of(learner, now).decode()
    assert [day in text for day in days] == [True, False, False, True, False, True, False]


def test_the_calendar_without_a_date_moves_what_breaks_would_have_asked(learner, now):
    pause(learner, now, 0, 1)
    pause(learner, now, 3, 3)
    text = calendar_of(learner, now).decode()
    days = [f"day-{now.date() + n * DAY}" for n in range(7)]
    assert [day in text for day in days] == [False, False, True, False, False, False, False]
    assert "DESCRIPTION:4 reviews" in text


def test_no_reminder_comes_in_any_of_several_breaks(wiki, now):
    learner = learner_at(now, 18)
    pause(learner, now, 0, 0)
    pause(learner, now, 2, 3)
    told = []
    for day in range(5):
        before = Notice.objects.count()
        remind(now=now.replace(hour=18) + day * DAY)
        told.append(Notice.objects.count() - before)
    assert told == [0, 1, 0, 0, 1]


def test_several_breaks_are_kept_beside_one_another_and_one_is_taken_away_alone(learner, now):
    for first, last in ((5, 8), (0, 1), (12, 12), (8, 9), (5, 6)):
        pause(learner, now, first, last)
    day = now.date()
    there = User.objects.get(pk=learner.pk)
    assert [(one.first - day).days for one in there.breaks] == [0, 5, 12]
    assert rests(there, day) == {0, 1, 5, 6, 7, 8, 9, 12}
    for _ in range(2):  # twice is once
        go_on(there, now, 5)
        assert rests(User.objects.get(pk=learner.pk), day) == {0, 1, 12}
    pause(there, now + 3 * DAY, 4, 4)  # what is over goes
    assert [(one.first - day).days for one in User.objects.get(pk=learner.pk).breaks] == [7, 12]


def test_no_more_breaks_than_there_may_be(learner, now):
    learner.breaks = joined(Break(now.date() + n * DAY, now.date() + n * DAY) for n in range(2, 2 * MOST_BREAKS + 2, 2))
    learner.save()
    with pytest.raises(TooManyBreaksError):
        pause(learner, now, 60, 61)
    pause(learner, now, 3, 3)  # makes two of them one
    assert len(User.objects.get(pk=learner.pk).breaks) == MOST_BREAKS - 1


DUE = st.lists(st.integers(0, 9), min_size=20, max_size=20)
AWAY = st.sets(st.integers(0, 19), max_size=12)


@given(DUE, AWAY, st.sampled_from([None, 1, 2]), st.booleans())
def test_breaks_move_work_and_lose_none(due, away, minutes, off):
    """Each day asks what its minutes hold, breaks ask nothing, and all that falls due is asked in the end."""
    day, end = date(2026, 3, 1), len(due)
    due += [0] * 120  # in which the minutes hold all that is left
    breaks = joined(Break(day + n * DAY, day + n * DAY) for n in away)
    learner = UserFactory.build(breaks=breaks, day_off=day if off else None, minutes_per_day=minutes, new_per_day=0)
    resting_today = off or 0 in away
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    left = Load(
        at=at, done=0, answers=0, due=0 if resting_today else due[0], learning=0, unseen=0, allowed=0, next_at=None,
        tomorrow=at + DAY, pace=Pace(), last=None, levelled=due[0] if resting_today else 0, away=resting_today,
    )  # fmt: skip
    found = [one.due for one in asked(learner, left, [DayCount(day + n * DAY, number) for n, number in enumerate(due)])]
    assert all(found[n] == 0 for n in rests(learner, day))
    assert sum(found) == sum(due)
    assert all(sum(found[: n + 1]) <= sum(due[: n + 1]) for n in range(len(due)))  # nothing is asked before it is due
    held = None if minutes is None else room(60 * minutes, Pace().reviewed(learner.desired_retention))
    assert held is None or max(found[1:]) <= held
    assert all(found[n] == min(held or 999, sum(due[: n + 1]) - sum(found[:n])) for n in range(1, end) if n not in away)


def test_what_is_answered_on_a_day_off_counts_as_ever(learner, now):
    """A quiz, or a card that was open already: the day asks nothing else, and takes what it is given."""
    not_today(learner=learner, off=True, now=now)
    card = Card.objects.filter(learner=learner).first()
    grade(learner=learner, card_id=card.pk, rating=1, now=now, key=uuid.uuid4())
    day = load(learner, now)
    assert (day.answers, day.left, day.levelled) == (1, 0, 4)


def test_a_day_off_from_one_tab_leaves_the_break_from_another(learner, now):
    here, there = User.objects.get(pk=learner.pk), User.objects.get(pk=learner.pk)
    pause(here, now, 2, 4)
    not_today(learner=there, off=True, now=now)
    kept = User.objects.get(pk=learner.pk)
    assert (kept.breaks.spans, kept.day_off) == (((now.date() + 2 * DAY, now.date() + 4 * DAY),), now.date())
