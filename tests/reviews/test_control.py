"""Suspended, put off, marked, noted: what happens to a card, and that its memory is left alone."""

from datetime import timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.reviews import control
from quizzes.reviews.acts_back import take_back
from quizzes.reviews.cards import move_due_days
from quizzes.reviews.changes import mark_changed
from quizzes.reviews.days import day_begins, local_day
from quizzes.reviews.errors import DueDayError, SpentKeyError, StaleNoteError
from quizzes.reviews.models import Card, CardAct, CardNote, Review
from quizzes.reviews.queue import study
from quizzes.reviews.scheduling import Memory, Rating, memory_of
from quizzes.reviews.services import Outcome, grade, record_answers
from quizzes.reviews.taking_back import undo
from tests.reviews.memory_models import replay

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def reload(card):
    return Card.objects.get(pk=card.pk)


def tomorrow(learner, now):
    day = local_day(now, learner.time_zone, learner.day_start) + DAY
    return day, day_begins(day, learner.time_zone, learner.day_start)


def shown(learner, now):
    showing = study(learner, now).showing
    return showing and showing.card_id


def test_a_suspended_card_is_asked_when_it_is_taken_up_again(cards, learner, now):
    ids = [card.pk for card in cards]
    assert control.suspend(learner=learner, cards=ids, now=now, key=uuid4()) == 3
    assert shown(learner, now) is None
    assert control.resume(learner=learner, cards=ids[:1], now=now, key=uuid4()) == 1
    assert shown(learner, now) == ids[0]


def test_a_card_that_is_put_off_comes_tomorrow(cards, learner, now):
    day, begins = tomorrow(learner, now)
    for card in cards:
        control.bury(learner=learner, cards=[card.pk], now=now, key=uuid4())
    assert {(card.due, card.buried_until) for card in Card.objects.all()} == {(begins, day)}
    assert study(learner, now).load.left == 0
    assert shown(learner, begins) is not None


def test_a_press_repeated_is_one_act(cards, learner, now):
    key = uuid4()
    for _ in range(2):
        assert control.bury(learner=learner, cards=[cards[0].pk], now=now, key=key) == 1
    assert CardAct.objects.count() == 1
    with pytest.raises(SpentKeyError):
        control.suspend(learner=learner, cards=[cards[0].pk], now=now, key=key)


def test_the_key_of_a_grade_is_spent(cards, learner, grade, now):
    key = uuid4()
    grade(cards[0], 3, key=key)
    with pytest.raises(SpentKeyError):
        control.suspend(learner=learner, cards=[cards[0].pk], now=now, key=key)


def test_the_cards_of_others_are_left_alone(cards, learner, charlie, now):
    ids = [card.pk for card in cards]
    assert control.suspend(learner=charlie, cards=ids, now=now, key=uuid4()) == 0
    assert control.bury(learner=charlie, cards=ids, now=now, key=uuid4()) == 0
    assert control.mark(learner=charlie, cards=ids, flag=True) == 0
    with pytest.raises(Card.DoesNotExist):
        control.write_note(learner=charlie, card_id=ids[0], note="x", mnemonic="", version=0, now=now)
    assert not Card.objects.filter(suspended=True).exists()
    assert not Card.objects.filter(flag=True).exists()


def test_undo_goes_back_step_by_step_over_grades_and_acts(cards, learner, grade, now):
    first, second, third = cards
    before = list(Card.objects.order_by("pk").values())
    grade(first, 3)
    control.bury(learner=learner, cards=[second.pk], now=now + DAY / 1440, key=uuid4())
    control.suspend(learner=learner, cards=[second.pk, third.pk], now=now + DAY / 720, key=uuid4())
    steps = [undo(learner=learner, now=now + DAY / 600, key=uuid4()) for _ in range(4)]
    assert [step and type(step) for step in steps] == [CardAct, CardAct, Review, None]
    assert list(Card.objects.order_by("pk").values()) == before


def test_an_undo_repeated_takes_back_one(cards, learner, now):
    control.suspend(learner=learner, cards=[cards[0].pk], now=now, key=uuid4())
    control.suspend(learner=learner, cards=[cards[1].pk], now=now, key=uuid4())
    key = uuid4()
    assert undo(learner=learner, now=now, key=key) == undo(learner=learner, now=now, key=key)
    assert [reload(card).suspended for card in cards] == [True, False, False]


def test_a_card_graded_after_it_was_put_off_stays_where_its_grade_put_it(cards, learner, grade, now):
    control.bury(learner=learner, cards=[cards[0].pk], now=now, key=uuid4())
    row = grade(cards[0], 4, at=now + DAY / 1440)
    card = reload(cards[0])
    assert (card.due, card.buried_until) == (row.due, None)
    act = CardAct.objects.get()
    take_back(act, learner=learner, now=now + DAY / 720, key=uuid4())
    assert reload(cards[0]).due == row.due


def test_what_is_put_off_moves_with_the_learners_days(cards, learner, now):
    control.bury(learner=learner, cards=[cards[0].pk], now=now, key=uuid4())
    day, _ = tomorrow(learner, now)
    learner.time_zone = "Pacific/Auckland"
    learner.save()
    move_due_days(learner=learner)
    assert reload(cards[0]).due == day_begins(day, "Pacific/Auckland", learner.day_start)


def test_a_changed_fact_that_is_put_off_comes_as_it_was_put_off_to(cards, learner, grade, now):
    grade(cards[0], 3)
    grade(cards[1], 3)
    control.bury(learner=learner, cards=[cards[0].pk], now=now, key=uuid4())
    assert mark_changed(fact_ids=[cards[0].fact_id, cards[1].fact_id], now=now) == 2
    one, other = reload(cards[0]), reload(cards[1])
    assert (one.changed, one.due) == (True, tomorrow(learner, now)[1])
    assert (other.changed, other.due) == (True, now)


def test_a_note_written_in_another_window_is_not_overwritten(cards, learner, now):
    def write(text, version):
        return control.write_note(
            learner=learner, card_id=cards[0].pk, note=text, mnemonic="", version=version, now=now
        ).version

    assert write("one", 0) == 1
    assert write("one", 0) == 1  # the first answer was lost
    assert write("two", 1) == 2
    with pytest.raises(StaleNoteError):
        write("three", 1)
    assert CardNote.objects.get().note == "two"


def test_the_key_of_an_act_is_spent_for_a_grade(cards, learner, grade, now):
    key = uuid4()
    control.bury(learner=learner, cards=[cards[0].pk], now=now, key=key)
    for card in cards[:2]:
        with pytest.raises(SpentKeyError):
            grade(card, 3, key=key)
    assert not Review.objects.exists()


def test_a_card_graded_although_put_off_is_put_off_again_by_an_undo(cards, learner, grade, now):
    grade(cards[0], 4, at=now - 30 * DAY)
    control.bury(learner=learner, cards=[cards[0].pk], now=now, key=uuid4())
    before = Card.objects.filter(pk=cards[0].pk).values().get()
    grade(cards[0], 3, at=now + DAY / 1440)
    undo(learner=learner, now=now + DAY / 720, key=uuid4())
    assert Card.objects.filter(pk=cards[0].pk).values().get() == before
    undo(learner=learner, now=now + DAY / 600, key=uuid4())
    assert reload(cards[0]).due < now


def test_a_new_card_graded_although_put_off_is_put_off_again_by_an_undo(cards, learner, grade, now):
    control.bury(learner=learner, cards=[cards[0].pk], now=now, key=uuid4())
    grade(cards[0], 3, at=now + DAY / 1440)
    undo(learner=learner, now=now + DAY / 720, key=uuid4())
    assert (reload(cards[0]).buried_until, reload(cards[0]).due) == tomorrow(learner, now)


def test_an_undo_after_a_change_of_zone_gives_back_the_day(cards, learner, grade, now):
    due_day = grade(cards[0], 4, at=now - 30 * DAY).due_day
    control.bury(learner=learner, cards=[cards[0].pk], now=now, key=uuid4())
    learner.time_zone = "Asia/Kolkata"  # the same local day for most of it, whatever the hour
    learner.day_start = (now.hour + 17) % 24
    learner.save()
    move_due_days(learner=learner)
    take_back(CardAct.objects.get(), learner=learner, now=now, key=uuid4())
    assert reload(cards[0]).due == day_begins(due_day, learner.time_zone, learner.day_start)


def test_a_card_begun_anew_is_new_and_an_undo_remembers_it(cards, learner, grade, now):
    for ago in (40, 20, 10):
        grade(cards[0], 3, at=now - ago * DAY)
    before = Card.objects.filter(pk=cards[0].pk).values().get()
    assert control.forget(learner=learner, cards=[card.pk for card in cards], now=now, key=uuid4()) == 1
    card = reload(cards[0])
    assert (memory_of(card), card.due, Review.objects.count()) == (Memory(), now, 3)
    assert shown(learner, now) == card.pk
    undo(learner=learner, now=now, key=uuid4())
    assert Card.objects.filter(pk=cards[0].pk).values().get() == before


def test_what_comes_after_a_card_was_begun_anew_counts_alone(cards, learner, grade, now):
    grade(cards[0], 1, at=now - 9 * DAY)
    control.forget(learner=learner, cards=[cards[0].pk], now=now, key=uuid4())
    later = grade(cards[0], 4, at=now + DAY / 1440)
    day = later.day
    assert memory_of(reload(cards[0])) == replay([(Rating.EASY, day, 100)])
    undo(learner=learner, now=now + DAY / 720, key=uuid4())
    assert memory_of(reload(cards[0])) == Memory()


def test_an_undo_remembers_what_was_answered_since_too(cards, learner, grade, now):
    first = grade(cards[0], 4, at=now - 9 * DAY)
    control.forget(learner=learner, cards=[cards[0].pk], now=now, key=uuid4())
    outcome = Outcome(cards[0].fact_id, True, uuid4())
    record_answers(learner=learner, outcomes=[outcome], source=Review.Source.PRACTICE, now=now)
    today = local_day(now, learner.time_zone, learner.day_start)
    undo(learner=learner, now=now, key=uuid4())
    assert memory_of(reload(cards[0])) == replay([(Rating.EASY, first.day, 100), (Rating.GOOD, today, 100)])
    assert reload(cards[0]).due > now


def test_a_card_is_due_on_the_day_that_is_chosen_and_its_memory_stays(cards, learner, grade, now):
    grade(cards[0], 4, at=now - 3 * DAY)
    before, today = reload(cards[0]), local_day(now, learner.time_zone, learner.day_start)
    for days in (30, 0):
        control.move(learner=learner, cards=[cards[0].pk], to_day=today + days * DAY, now=now, key=uuid4())
        card = reload(cards[0])
        assert (memory_of(card), card.buried_until) == (memory_of(before), today + days * DAY)
        assert card.due == day_begins(today + days * DAY, learner.time_zone, learner.day_start)
    assert shown(learner, now) == cards[0].pk
    for _ in range(2):
        undo(learner=learner, now=now, key=uuid4())
    assert (reload(cards[0]).due, reload(cards[0]).buried_until) == (before.due, None)


@pytest.mark.parametrize(("days", "most"), [(-1, 36_500), (366, 36_500), (31, 30)])
def test_no_card_is_due_in_the_past_or_too_far_away(days, most, cards, learner, now):
    learner.maximum_interval = most
    day = local_day(now, learner.time_zone, learner.day_start) + days * DAY
    with pytest.raises(DueDayError):
        control.move(learner=learner, cards=[cards[0].pk], to_day=day, now=now, key=uuid4())
    assert not CardAct.objects.exists()


DOINGS = (
    "grade", "answer", "suspend", "resume", "bury", "move", "forget", "undo", "edit", "flag", "note", "day",
)  # fmt: skip


def standing_forgets():
    return CardAct.objects.filter(kind="forget", undone_by=None).count()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(DOINGS), st.integers(0, 2), st.integers(1, 4)), max_size=14))
def test_no_order_of_doings_loses_a_review_or_changes_a_memory_that_evidence_did_not(cards, learner, now, doings):
    numbers, at, kept = count(1), now, 0
    Card.objects.update(state=0, stability=None, difficulty=None, step=0, last_day=None, reps=0, lapses=0,
                        missed=False, suspended=False, due=now, changed=False, buried_until=None)  # fmt: skip
    CardAct.objects.all().delete()
    Review.objects.all().delete()
    for doing, which, number in doings:
        at += DAY if doing == "day" else timedelta(minutes=1)
        card, key = reload(cards[which]), UUID(int=next(numbers), version=4)
        before, rows = [memory_of(one) for one in Card.objects.order_by("pk")], Review.objects.count()
        forgets = standing_forgets()
        if doing == "grade" and not card.suspended:
            grade(learner=learner, card_id=card.pk, rating=number, now=at, key=key)
        elif doing == "answer":
            outcome = Outcome(card.fact_id, number > 1, key)
            record_answers(learner=learner, outcomes=[outcome], source=Review.Source.PRACTICE, now=at)
        elif doing == "undo":
            undo(learner=learner, now=at, key=key)
        elif doing == "edit":
            mark_changed(fact_ids=[card.fact_id], now=at)
        elif doing == "flag":
            control.mark(learner=learner, cards=[card.pk], flag=number > 2)
        elif doing == "note":
            own = CardNote.objects.filter(card=card).first()
            version = own.version if own else 0
            control.write_note(learner=learner, card_id=card.pk, note=str(number), mnemonic="", version=version, now=at)
        elif doing == "move":
            day = local_day(at, learner.time_zone, learner.day_start) + number * DAY
            control.move(learner=learner, cards=[card.pk], to_day=day, now=at, key=key)
        elif doing in {"suspend", "resume", "bury", "forget"}:
            getattr(control, doing)(learner=learner, cards=[card.pk], now=at, key=key)
        after = [memory_of(one) for one in Card.objects.order_by("pk")]
        assert Review.objects.count() >= rows
        if doing == "forget":
            assert after == [Memory() if pk == which else memory for pk, memory in enumerate(before)]
        elif Review.objects.count() == rows and standing_forgets() == forgets:
            assert after == before, doing
        kept = Review.objects.count()
    assert kept == Review.objects.count()
    for card in Card.objects.all():
        rows = Review.objects.remembered().filter(card=card).order_by("pk")
        assert memory_of(card) == replay([(Rating(row.rating), row.day, row.weight) for row in rows])
        assert card.buried_until is None or card.due == day_begins(
            card.buried_until, learner.time_zone, learner.day_start
        )
