"""Dates that are moved for a whole class, and work that is taken back: told once, with what was, unless undone."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from quizzes.classes import services as classes
from quizzes.classes.assignments import services as assignments
from quizzes.classes.assignments.given import given
from quizzes.classes.assignments.judging import end_of_day, start_of_day
from quizzes.classes.assignments.models import Arrangement, Assignment, DateChange
from quizzes.classes.assignments.telling import GRACE
from quizzes.classes.errors import NotPossible
from quizzes.classes.noticing.services import tell_due
from sdwiki.inbox.models import Notice
from tests.classes.noticing.test_noticing import agree, titles
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
FIRST = "Spring: “Communication” is assigned"


@pytest.fixture
def told(school, now):
    """The class, which was told what is assigned: it is due on Thursday, 12 March."""
    tell_due(now=now)
    return school


def move(school, at, **dates):
    one = given([school.assignment.pk])[0]
    return assignments.change(assignment=school.assignment, plan=replace(assignments.plan_of(one), **dates), now=at)


def day(now, days):
    return end_of_day((now + days * DAY).date(), "UTC")


def texts(name):
    return list(Notice.objects.filter(person__name=name).order_by("pk").values_list("text", flat=True))


def test_a_moved_due_date_is_told_once_with_the_old_and_the_new_day_ten_seconds_later(told, now):
    move(told, now, due=day(now, 13))
    assert tell_due(now=now + GRACE - SECOND) == 0
    assert [tell_due(now=now + GRACE), tell_due(now=now + GRACE), tell_due(now=now + DAY)] == [2, 0, 0]
    assert titles("Lea") == titles("Mate") == [FIRST, "“Communication” is now due on Sunday, 15 March"]
    assert texts("Lea")[1] == "Before, it was due on Thursday, 12 March. Days are those of the class (UTC)."


def test_days_are_those_of_the_zone_of_the_class(told, now):
    told.cohort.time_zone = "Pacific/Auckland"
    told.cohort.save(update_fields=["time_zone"])
    move(told, now, due=day(now, 13))
    tell_due(now=now + GRACE)
    assert titles("Lea")[1] == "“Communication” is now due on Monday, 16 March"
    assert texts("Lea")[1].startswith("Before, it was due on Friday, 13 March. ")


def test_dates_that_were_put_back_within_ten_seconds_are_told_to_nobody(told, now):
    move(told, now, due=day(now, 13))
    for _ in range(2):
        assignments.move_back(assignment=told.assignment, now=now + 9 * SECOND)
    assert tell_due(now=now + DAY) == 0
    assert Assignment.objects.get(pk=told.assignment.pk).due == day(now, 10)
    assert DateChange.objects.count() == 2


def test_what_was_told_is_not_put_back(told, now):
    move(told, now, due=day(now, 13))
    with pytest.raises(NotPossible, match="know these dates"):
        assignments.move_back(assignment=told.assignment, now=now + GRACE)
    assert Assignment.objects.get(pk=told.assignment.pk).due == day(now, 13)


def test_several_moves_in_a_row_are_one_and_are_put_back_together(told, now):
    for step, days in enumerate((13, 11, 14)):
        move(told, now + step * 8 * SECOND, due=day(now, days))
    assert tell_due(now=now + 20 * SECOND) == 0
    one = given([told.assignment.pk])[0]
    assert assignments.moved_lately(one, now + 20 * SECOND).due == day(now, 10)
    assert tell_due(now=now + 26 * SECOND) == 2
    assert titles("Lea")[1:] == ["“Communication” is now due on Monday, 16 March"]
    assert texts("Lea")[1].startswith("Before, it was due on Thursday, 12 March.")


def test_moved_there_and_back_a_day_later_is_told_twice(told, now):
    move(told, now, due=day(now, 13))
    tell_due(now=now + GRACE)
    move(told, now + DAY, due=day(now, 10))
    tell_due(now=now + DAY + GRACE)
    days = ("Sunday, 15 March", "Thursday, 12 March")
    assert titles("Lea")[1:] == [f"“Communication” is now due on {on}" for on in days]


def test_a_sweep_that_was_away_tells_two_moves_as_one(told, now):
    for days in (1, 2):
        move(told, now + days * DAY, due=day(now, 12 + days))
    assert tell_due(now=now + 3 * DAY) == 2
    assert texts("Lea")[1].startswith("Before, it was due on Thursday, 12 March.")


def test_who_has_a_date_of_their_own_or_is_excused_is_told_nothing(told, now):
    agree(told, now, Arrangement.Kind.EXTENDED, due=day(now, 20))
    values = {"by": told.instructor, "why": "Ill.", "key": uuid.uuid4(), "now": now}
    assignments.arrange(assignment=told.assignment, learner=told.classmate, kind=Arrangement.Kind.EXCUSED, **values)
    tell_due(now=now)
    move(told, now + DAY, due=day(now, 13))
    assert tell_due(now=now + 2 * DAY) == 0


def test_who_comes_later_is_told_the_new_date_alone(told, now):
    classes.join(cohort=told.cohort, learner=UserFactory(name="New"), now=now + DAY)
    move(told, now + DAY, due=day(now, 13))
    tell_due(now=now + 2 * DAY)
    assert titles("New") == [FIRST]
    assert "due on Sunday, 15 March" in texts("New")[0]


def test_what_was_never_told_is_not_said_to_be_moved(school, now):
    move(school, now, due=day(now, 13))
    tell_due(now=now + GRACE)
    assert titles("Lea") == [FIRST]


def test_openings_and_closings_are_told_with_what_was_before(told, now):
    later = start_of_day((now + 2 * DAY).date(), "UTC")
    move(told, now, opens=later, closes=day(now, 12))
    tell_due(now=now + GRACE)
    assert titles("Lea")[1] == "“Communication” now opens on Wednesday, 4 March"
    assert texts("Lea")[1].startswith(
        "Before, it was open. It now takes late work until Saturday, 14 March. Before, no last day was named."
    )
    move(told, now + DAY, opens=None)
    tell_due(now=now + 2 * DAY)
    assert titles("Lea")[2] == "“Communication” is open now"
    assert texts("Lea")[2].startswith("Before, it opened on Wednesday, 4 March. Days")


def test_an_opening_that_has_passed_and_another_title_are_no_news(told, now):
    move(told, now + DAY, opens=now, title="Talking")
    assert DateChange.objects.count() == 1
    assert tell_due(now=now + 2 * DAY) == 0


def test_a_move_is_told_whole_by_small_batches(told, now):
    move(told, now, due=day(now, 13))
    assert tell_due(now=now + GRACE, most=1) == 2


# --- Taken back -----------------------------------------------------------------------------------------------


def test_what_is_taken_back_is_told_once_ten_seconds_later_to_who_knows_of_it(told, now):
    classes.join(cohort=told.cohort, learner=UserFactory(name="New"), now=now)
    assignments.withdraw(assignment=told.assignment, now=now)
    assert tell_due(now=now + GRACE - SECOND) == 0
    assert [tell_due(now=now + GRACE), tell_due(now=now + DAY)] == [2, 0]
    assert titles("Lea") == [FIRST, "Spring: “Communication” is taken back"]
    assert titles("New") == []


def test_what_is_given_again_within_ten_seconds_is_told_to_nobody_and_goes_on(told, now):
    assignments.withdraw(assignment=told.assignment, now=now)
    for _ in range(2):
        assignments.give_again(assignment=told.assignment, now=now + 9 * SECOND)
    assert tell_due(now=now + DAY) == 0
    kept = Assignment.objects.get(pk=told.assignment.pk)
    assert (kept.withdrawn_at, kept.settle_at) == (None, kept.due)
    assert tell_due(now=kept.due - DAY) == 1  # it is due soon


def test_what_is_known_to_be_taken_back_is_not_given_again(told, now):
    assignments.withdraw(assignment=told.assignment, now=now)
    with pytest.raises(NotPossible, match="Assign it anew"):
        assignments.give_again(assignment=told.assignment, now=now + GRACE)


def test_work_of_weeks_ago_is_taken_back_in_silence(told, now):
    assignments.withdraw(assignment=told.assignment, now=now + 30 * DAY)
    assert tell_due(now=now + 31 * DAY) == 0


# --- Pages ----------------------------------------------------------------------------------------------------


def at(told, name):
    return reverse(f"quizzes:class-assignment{name}", args=[told.cohort.pk, told.assignment.pk])


def test_the_pages_offer_to_undo_for_a_moment(client, told, now, monkeypatch):
    client.force_login(told.instructor)
    monkeypatch.setattr("sdwiki.clock.now", lambda: now)
    move(told, now, due=day(now, 13))
    assert "Put the old dates back" in client.get(at(told, "")).content.decode()
    page = client.post(at(told, "-undo"), follow=True).content.decode()
    assert "Put the old dates back" not in page
    page = client.post(at(told, "-withdraw"), follow=True).content.decode()
    assert "Give it again" in page
    assert "is as it was" in client.post(at(told, "-undo"), follow=True).content.decode()
    client.post(at(told, "-withdraw"))
    monkeypatch.setattr("sdwiki.clock.now", lambda: now + GRACE)
    assert "Assign it anew" in client.post(at(told, "-undo"), follow=True).content.decode()


@pytest.mark.parametrize("said", ["x", "9" * 30, "-1", "٣"])
def test_any_address_of_what_was_taken_back_is_answered(client, told, said):
    client.force_login(told.instructor)
    page = client.get(reverse("quizzes:class", args=[told.cohort.pk]), {"taken-back": said})
    assert (page.status_code, "Give it again" in page.content.decode()) == (200, False)


def test_what_a_colleague_gave_while_it_was_taken_back_is_told_as_taken_back(school, now):
    ids = [school.assignment.pk]
    (draft,) = assignments.copy(ids=ids, to=school.cohort, days=0, key=uuid.uuid4(), now=now)
    assignments.publish(assignment=Assignment.objects.get(pk=draft.pk), now=now)
    tell_due(now=now)
    assignments.withdraw(assignment=draft, now=now + SECOND)  # from a page on which it was a draft
    tell_due(now=now + SECOND + GRACE)
    assert titles("Lea")[-1] == "Spring: “Communication” is taken back"


@pytest.mark.parametrize("act", ["publish", "change", "arrange"])
def test_what_was_taken_back_meanwhile_takes_no_other_press(told, now, act):
    one = given([told.assignment.pk])[0]
    plan = replace(assignments.plan_of(one), due=day(now, 13))
    assignments.withdraw(assignment=told.assignment, now=now)
    excuse = {"learner": told.learner, "kind": Arrangement.Kind.EXCUSED, "by": told.deputy, "why": "Ill."}
    more = {"publish": {}, "change": {"plan": plan}, "arrange": excuse | {"key": uuid.uuid4()}}[act]
    with pytest.raises(NotPossible, match="taken back"):
        getattr(assignments, act)(assignment=told.assignment, now=now + SECOND, **more)
    assert not Arrangement.objects.exists()
    assert not DateChange.objects.exists()


def test_a_draft_that_was_due_already_is_not_given(told, now):
    """Nobody could do it any more, and how everybody stood would be kept."""
    ids, at = [told.assignment.pk], told.assignment.due
    (draft,) = assignments.copy(ids=ids, to=told.cohort, days=0, key=uuid.uuid4(), now=at)
    with pytest.raises(NotPossible, match="later due date"):
        assignments.publish(assignment=draft, now=at)
    assert Assignment.objects.get(pk=draft.pk).published_at is None
