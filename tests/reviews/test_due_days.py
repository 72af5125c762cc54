"""Due dates are local dates: a change of zone or day start moves cards to the same date, and an undo keeps to it."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.reviews.cards import move_due_days
from quizzes.reviews.changes import mark_changed
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.models import Card, Review
from quizzes.reviews.queries import waits
from quizzes.reviews.scheduling import Rating, Wait, memory_of
from quizzes.reviews.services import grade as give
from quizzes.reviews.taking_back import undo
from quizzes.reviews.words import back, short
from quizzes.today.services import save_settings
from sdwiki.accounts.models import User
from tests.factories import UserFactory
from tests.parallel import LOCKS, at_once, in_the_middle, locked, slow, unlocked

AGAIN, HARD, GOOD, EASY = Rating
pytestmark = pytest.mark.django_db
backfill = import_module("quizzes.migrations.0010_due_days_of_old_reviews")


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def live_in(learner, time_zone, day_start=4):
    """Set zone and day start as the settings page does."""
    person = User.objects.get(pk=learner.pk)
    person.time_zone, person.day_start = time_zone, day_start
    save_settings(user=person, now=utc("2026-03-02T12:00"))
    learner.refresh_from_db()


def due_on(card, day, due):
    """A card in review that is due on a date, with the row that says so."""
    Card.objects.filter(pk=card.pk).update(state=2, stability=8, difficulty=5, reps=1, due=due)
    Review.objects.create(
        learner=card.learner, card=card, fact_version=1, source="review", rating=4, at=due - timedelta(8),
        day=day - timedelta(8), key=uuid4(), state=2, due=due, due_day=day, stability=8, difficulty=5,
    )  # fmt: skip


def due(card):
    return Card.objects.get(pk=card.pk).due


LOS_ANGELES, BERLIN, TOKYO = "America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo"


@pytest.mark.parametrize(
    ("before", "after", "day", "was", "becomes"),
    [
        ((LOS_ANGELES, 4), (TOKYO, 4), date(2026, 3, 6), "2026-03-06T12:00", "2026-03-05T19:00"),
        ((LOS_ANGELES, 4), (TOKYO, 4), date(2026, 3, 8), "2026-03-08T11:00", "2026-03-07T19:00"),  # summer time begins
        ((TOKYO, 4), (LOS_ANGELES, 4), date(2026, 3, 8), "2026-03-07T19:00", "2026-03-08T11:00"),
        ((BERLIN, 4), (LOS_ANGELES, 4), date(2026, 3, 29), "2026-03-29T02:00", "2026-03-29T11:00"),  # Berlin's begins
        ((BERLIN, 4), (LOS_ANGELES, 4), date(2026, 10, 25), "2026-10-25T03:00", "2026-10-25T11:00"),  # and ends
        ((BERLIN, 4), (LOS_ANGELES, 4), date(2026, 11, 1), "2026-11-01T03:00", "2026-11-01T12:00"),
        ((BERLIN, 4), (BERLIN, 0), date(2026, 3, 29), "2026-03-29T02:00", "2026-03-28T23:00"),
        ((BERLIN, 4), (BERLIN, 8), date(2026, 3, 29), "2026-03-29T02:00", "2026-03-29T06:00"),
        ((BERLIN, 4), (BERLIN, 0), date(2026, 10, 25), "2026-10-25T03:00", "2026-10-24T22:00"),
        ((BERLIN, 4), (BERLIN, 8), date(2026, 10, 25), "2026-10-25T03:00", "2026-10-25T07:00"),
        (("Etc/GMT+12", 4), ("Pacific/Kiritimati", 4), date(2026, 12, 31), "2026-12-31T16:00", "2026-12-30T14:00"),
    ],
)
def test_cards_stay_on_their_dates(cards, learner, before, after, day, was, becomes):
    live_in(learner, *before)
    due_on(cards[0], day, utc(was))
    live_in(learner, *after)
    assert due(cards[0]) == utc(becomes)
    assert local_day(due(cards[0]), *after) == day
    live_in(learner, *before)
    assert due(cards[0]) == utc(was)


def test_only_the_learners_own_cards_in_review_move(cards, learner, charlie):
    now = utc("2026-03-02T12:00")
    new, step, known = cards
    give(learner=learner, card_id=step.pk, rating=GOOD, now=now, key=uuid4())
    due_on(known, date(2026, 3, 6), utc("2026-03-06T04:00"))
    theirs = Card.objects.create(learner=charlie, fact=known.fact, due=now)
    due_on(theirs, date(2026, 3, 6), utc("2026-03-06T04:00"))
    Card.objects.filter(pk=known.pk).update(suspended=True)  # may be asked again one day
    others = {card.pk: due(card) for card in (new, step, theirs)}
    live_in(learner, TOKYO)
    assert due(known) == utc("2026-03-05T19:00")
    assert {pk: Card.objects.get(pk=pk).due for pk in others} == others


def test_a_changed_fact_stays_where_the_edit_has_put_it(cards, learner):
    due_on(cards[0], date(2026, 3, 20), utc("2026-03-20T04:00"))
    mark_changed(fact_ids=[cards[0].fact_id], now=utc("2026-03-04T10:00"))
    live_in(learner, TOKYO)
    assert due(cards[0]) == utc("2026-03-04T10:00")


def test_other_settings_move_nothing(cards, learner):
    due_on(cards[0], date(2026, 3, 6), utc("2026-03-06T09:30"))  # not where its day begins
    live_in(learner, learner.time_zone)
    assert due(cards[0]) == utc("2026-03-06T09:30")


def test_a_row_says_the_date_and_none_within_steps(cards, learner, grade, now):
    live_in(learner, TOKYO)
    assert [grade(cards[0], rating).due_day for rating in (AGAIN, HARD, GOOD)] == [None] * 3
    row = grade(cards[0], GOOD)  # 21:00 of 2 March in Tokyo
    assert row.due_day == date(2026, 3, 3) + timedelta((row.due - utc("2026-03-02T19:00")).days)
    assert Review.objects.get(pk=row.pk).due_day == row.due_day


def test_an_undo_after_a_flight_keeps_the_date(cards, learner, grade):
    live_in(learner, BERLIN)
    row = grade(cards[0], EASY, utc("2026-03-02T12:00"))
    live_in(learner, LOS_ANGELES)
    moved = due(cards[0])
    assert local_day(moved, LOS_ANGELES, 4) == row.due_day == date(2026, 3, 2) + timedelta((row.due_day - row.day).days)
    at = utc("2026-03-04T20:00")
    grade(cards[0], GOOD, at)
    taken_back = undo(learner=learner, now=at, key=uuid4())
    assert due(cards[0]) == taken_back.due == moved
    assert taken_back.due_day == row.due_day


def test_an_undo_below_other_evidence_counts_from_the_day_of_that(cards, learner, grade):
    """The flight is between the evidence and the undo; both instants are of 2 March in the zone they were given in."""
    live_in(learner, TOKYO)
    grade(cards[0], AGAIN, utc("2026-03-02T10:00"))
    below = Review.objects.get()
    Review.objects.create(
        learner=learner, card=cards[0], fact_version=1, source="exam", rating=4, at=utc("2026-03-02T10:01"),
        day=date(2026, 3, 2), key=uuid4(), state=2, due=utc("2026-03-05T19:00"), due_day=date(2026, 3, 6), stability=1,
    )  # fmt: skip
    live_in(learner, LOS_ANGELES)  # where it is two in the morning, still 1 March
    row = undo(learner=learner, now=utc("2026-03-02T10:05"), key=uuid4())
    assert row.undoes == below
    assert row.due_day == local_day(row.due, LOS_ANGELES, 4)
    days = (row.due_day - date(2026, 3, 2)).days
    assert row.due == utc("2026-03-02T12:00") + timedelta(days) - (days > 5) * timedelta(hours=1)


def test_a_flight_costs_two_statements_for_one_card_and_for_three(cards, learner, django_assert_num_queries):
    for number in (1, 3):
        for card in cards[:number]:
            due_on(card, date(2026, 3, 6), utc("2026-03-06T04:00"))
        learner.time_zone = TOKYO if number == 1 else LOS_ANGELES
        with django_assert_num_queries(4):  # savepoint, the dates, the cards, release
            assert move_due_days(learner=learner) == number


# --- What a button says, and what is said after it -------------------------------------------------------


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.integers(0, 2 * 365 * 24 * 60),
    zone=st.sampled_from([BERLIN, LOS_ANGELES, TOKYO, "Australia/Lord_Howe"]),
    day_start=st.integers(0, 23),
    earlier=st.lists(st.sampled_from(Rating), max_size=3),
    rating=st.sampled_from(Rating),
)
def test_what_is_said_after_a_grade_is_what_its_button_said(minutes, zone, day_start, earlier, rating, cards, learner):
    at = utc("2026-01-01T00:00") + timedelta(minutes=minutes)
    _agree(cards[0], learner, zone, day_start, earlier, rating, at)


@pytest.mark.parametrize("rating", Rating)
@pytest.mark.parametrize("before", [timedelta(microseconds=1), timedelta(seconds=30), timedelta(minutes=59)])
def test_they_agree_in_the_hour_before_the_day_starts(cards, learner, rating, before):
    at = utc("2026-03-29T02:00") - before  # four o'clock in Berlin, two hours after the clocks went forward
    for earlier in ([], [EASY], [GOOD, GOOD], [AGAIN]):
        _agree(cards[0], learner, BERLIN, 4, earlier, rating, at)


def _agree(card, learner, zone, day_start, earlier, rating, at):
    Review.objects.all().delete()
    Card.objects.filter(pk=card.pk).update(
        state=0, stability=None, difficulty=None, step=0, last_day=None, reps=0, lapses=0, due=at
    )
    live_in(learner, zone, day_start)
    for one in earlier:
        give(learner=learner, card_id=card.pk, rating=one, now=at, key=uuid4())
    shown = dict(waits(memory_of(Card.objects.get(pk=card.pk)), card.pk, learner, at))[rating]
    row = give(learner=learner, card_id=card.pk, rating=rating, now=at, key=uuid4())
    said = back(row.due_day, row.day, row.due, row.at)
    if not shown.days:
        number = short(shown).partition("\xa0")[0]
        assert said == f"in {number} minute{'' if number == '1' else 's'}"
    elif shown == Wait(1):
        assert said == "tomorrow"
    else:
        day = local_day(at, zone, day_start) + timedelta(shown.days)
        assert said.startswith(f"on {day:%A} {day.day} {day:%B}")


# --- A grade beside a flight -----------------------------------------------------------------------------


def fly_and_grade(cards, learner, now, as_job=locked):
    """A learner whose request was begun in Berlin grades a card while another window moves them to Tokyo."""
    live_in(learner, BERLIN)
    in_berlin = User.objects.get(pk=learner.pk)
    due_on(cards[0], date(2026, 3, 2), utc("2026-03-02T03:00"))

    def grade_it():
        return give(learner=in_berlin, card_id=cards[0].pk, rating=GOOD, now=now, key=uuid4())

    def fly():
        live_in(User.objects.get(pk=learner.pk), TOKYO)

    with slow("UPDATE", "quizzes_card"):
        at_once(as_job(fly), as_job(in_the_middle(grade_it)))
    row = Review.objects.latest("pk")
    return due(cards[0]), day_begins(row.due_day, TOKYO, 4)


@pytest.mark.django_db(transaction=True)
def test_a_grade_beside_a_flight_is_due_on_its_date_there(cards, learner, now):
    found, wanted = fly_and_grade(cards, learner, now)
    assert found == wanted


@pytest.mark.django_db(transaction=True)
def test_control_without_the_learners_days_a_grade_beside_a_flight_is_due_in_the_old_zone(cards, learner, now):
    losing = [*LOCKS, (r"AND time_zone = %\(time_zone\)s AND day_start = %\(day_start\)s", "")]
    found, wanted = fly_and_grade(cards, learner, now, lambda job: unlocked(job, *losing))
    assert found != wanted


# --- Rows from before the date was kept ------------------------------------------------------------------


def filled():
    """What the migration makes of the rows, without their dates, by id."""
    Review.objects.update(due_day=None)
    with connection.cursor() as cursor:
        cursor.execute(backfill.DUE_DAYS, {"learners": list(User.objects.values_list("pk", flat=True))})
    return dict(Review.objects.values_list("pk", "due_day"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(
        st.tuples(
            st.sampled_from(["grade", "grade", "grade", "undo", "fly"]),
            st.sampled_from(Rating),
            st.integers(0, 4),  # days later
            st.floats(1.1, 21.9),  # hours after the day's beginning: a day is 23 hours long at least
            st.sampled_from([BERLIN, LOS_ANGELES, TOKYO, "Australia/Lord_Howe", "Pacific/Auckland"]),
        ),
        max_size=14,
    ),
    first=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_old_rows_get_the_date_of_the_zone_they_were_given_in(history, first, cards, learner):
    Review.objects.all().delete()
    Card.objects.update(state=0, stability=None, difficulty=None, step=0, last_day=None, reps=0, lapses=0)
    day = first
    for kind, rating, days, hours, zone in history:
        day += timedelta(days)
        now = day_begins(day, learner.time_zone, 4) + timedelta(hours=hours)
        if kind == "fly":
            live_in(learner, zone)
        elif kind == "undo":
            undo(learner=learner, now=now, key=uuid4())
        else:
            give(learner=learner, card_id=cards[0].pk, rating=rating, now=now, key=uuid4())
    kept = {row.pk: row.due_day for row in Review.objects.all()}
    assert filled() == kept


def test_old_rows_of_the_hour_around_a_days_beginning(cards, learner):
    """Graded at 04:10 the day before the clocks go forward, due on the day after: 47 hours that are two days and look
    like two, and 04:10 the day before they go back: 49 hours that look like three, but for another row of that date."""
    live_in(learner, BERLIN)
    for card, at, day, due_day in (
        (cards[0], "2026-03-28T03:10", date(2026, 3, 28), date(2026, 3, 30)),
        (cards[1], "2026-10-24T02:10", date(2026, 10, 24), date(2026, 10, 26)),
        (cards[2], "2026-10-25T12:00", date(2026, 10, 25), date(2026, 10, 26)),
    ):
        due_on(card, due_day, day_begins(due_day, BERLIN, 4))
        Review.objects.filter(card=card).update(at=utc(at), day=day)
    kept = {row.pk: row.due_day for row in Review.objects.all()}
    assert filled() == kept
    Review.objects.filter(card=cards[2]).delete()
    assert filled()[Review.objects.get(card=cards[1]).pk] == date(2026, 10, 27)  # the control


def test_steps_get_no_date_and_others_rows_none_of_these(cards, learner, grade, now):
    grade(cards[0], GOOD)
    other = UserFactory()
    theirs = Card.objects.create(learner=other, fact=cards[0].fact, due=now)
    due_on(theirs, date(2026, 3, 6), utc("2026-03-06T04:00"))
    assert set(filled().values()) == {None, date(2026, 3, 6)}
